from qtapp.domain import mail_errors
from qtapp.domain.errors import MailError


def test_every_failure_of_mail_is_of_one_family_and_keeps_its_facts():
    kinds = [
        each
        for each in vars(mail_errors).values()
        if isinstance(each, type) and each.__module__ == mail_errors.__name__
    ]
    assert len(kinds) > 10
    assert all(issubclass(each, MailError) for each in kinds)
    assert mail_errors.MailBoxFull("a@mau.vn").address == "a@mau.vn"
