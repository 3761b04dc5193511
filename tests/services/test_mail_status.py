from qtapp.services.mail_status import MailFetched


def test_a_look_that_brought_nothing_passed_nothing_over():
    fetched = MailFetched(messages=3, received=())
    assert (fetched.too_large, fetched.unreadable) == (0, 0)
