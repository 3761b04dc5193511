import unicodedata

import pytest
from msgspec.structs import replace

from qtapp.domain import mail_errors as e
from qtapp.domain.errors import DiskFull, Invalid, NotJoined, VaultLocked
from qtapp.domain.mail import MailServer, Security, account_for, checked_host, provider_for
from qtapp.services.mail import Mail
from tests.mail_server import ALICE, BOB, LARGEST, PASSWORD
from tests.make import DictVault, a_cell_book, an_environment

ACCOUNT = account_for("chibo@gmail.com", provider_for("chibo@gmail.com", Mail.providers()))


def test_ready_made_settings_are_complete_and_one_fits_everybody():
    providers = Mail.providers()
    assert [each.name for each in providers if not each.domains] == [providers[-1].name]
    assert len({each.name for each in providers}) == len(providers)
    for each in providers:
        for server in (each.smtp, each.imap):
            checked_host(server.host.replace("{domain}", "mau.vn"))
            assert server.security in {Security.TLS, Security.STARTTLS}
        assert each.note == unicodedata.normalize("NFC", each.note)
    assert provider_for("x@snv.caobang.gov.vn", providers) == providers[-1]
    assert provider_for("x@gmail.com", providers).app_password


def test_mailbox_and_password_are_kept_apart(cell, keyring):
    assert cell.mail.account() is None
    cell.mail.set_up(ACCOUNT, "mật khẩu thư")
    assert cell.mail.account() == ACCOUNT
    assert list(keyring.secrets.values()) == ["mật khẩu thư"]
    assert "mật khẩu thư" not in cell._store.fact("mail_account")
    assert cell.mail.status().address == "chibo@gmail.com"
    cell.mail.forget()
    assert cell.mail.account() is None
    assert keyring.secrets == {}


def test_a_typed_password_is_composed(cell, keyring):
    cell.mail.set_up(ACCOUNT, unicodedata.normalize("NFD", "mật khẩu"))
    assert list(keyring.secrets.values()) == ["mật khẩu"]


def test_without_a_keyring_the_mailbox_is_kept_and_the_password_asked_for(tmp_path):
    book = a_cell_book(tmp_path, environment=an_environment(vault=DictVault(locked=True)))
    with pytest.raises(VaultLocked):
        book.mail.set_up(ACCOUNT, "x")
    assert book.mail.account() == ACCOUNT
    with pytest.raises(e.MailPasswordMissing):
        book.mail.fetch()
    book.close()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"address": "x"}, "address"),
        ({"smtp": MailServer(host="", port=1, security=Security.TLS)}, "smtp_host"),
        ({"imap": MailServer(host="a b", port=1, security=Security.TLS)}, "imap_host"),
    ],
)
def test_settings_that_make_no_sense_name_their_field(cell, change, field):
    with pytest.raises(Invalid) as caught:
        cell.mail.set_up(replace(ACCOUNT, **change), "x")
    assert caught.value.field == field
    with pytest.raises(Invalid):
        cell.mail.try_out(replace(ACCOUNT, **change), "x")


def test_nothing_goes_without_a_mailbox(cell):
    for act in (cell.mail.fetch, cell.mail.send, cell.mail.post_down):
        with pytest.raises(e.MailNotSetUp):
            act()
    assert not cell.mail.is_due()
    assert cell.mail.letters() == []


def test_nothing_goes_up_before_the_book_has_joined(cell):
    cell.mail.set_up(ACCOUNT, "x")
    with pytest.raises(NotJoined):
        cell.mail.post_up()


def test_trying_out_logs_in_to_both_and_measures_the_largest_letter(post):
    steps = []
    account = replace(post.lab.account(), part_bytes=20_000_000)
    tried = post.cell.mail.try_out(account, PASSWORD, lambda *each: steps.append(each))
    assert LARGEST * 0.7 < tried.part_bytes < LARGEST / 1.36
    assert steps == [(0, 2), (1, 2), (2, 2)]
    assert post.lab.letters(ALICE) == []


def test_a_wrong_password_is_told_as_what_it_most_likely_is(post):
    with pytest.raises(e.MailWrongPassword):
        post.cell.mail.try_out(post.lab.account(), "sai")
    with pytest.raises(e.MailAppPasswordNeeded):
        post.cell.mail.try_out(replace(post.lab.account(), app_password=True), "sai")


def test_the_receivers_are_the_units_one_can_send_to(post):
    above = post.cell.exchange.superior()
    assert post.cell.mail.receivers() == [(above, BOB)]
    post.cell.mail.set_address(above.id, "  ")
    assert post.cell.mail.receivers() == [(above, "")]
    with pytest.raises(e.MailAddressMissing):
        post.cell.mail.post_up()
    with pytest.raises(Invalid):
        post.cell.mail.set_address(above.id, "không phải")
    (only,) = post.commune.mail.receivers()
    assert (only[0].id, only[1]) == (post.pair.unit, ALICE)


def test_a_bundle_whose_letters_cannot_be_laid_out_does_not_count_as_made(post, monkeypatch):
    def full(path, _data):
        raise DiskFull(str(path))

    monkeypatch.setattr("qtapp.services.mail_letters.replace_file", full)
    for book, act in (
        (post.cell, post.cell.mail.post_up),
        (post.commune, post.commune.mail.post_down),
    ):
        with pytest.raises(DiskFull):
            act()
        assert book._store.fetch("SELECT count(*) FROM outbox") == [(0,)]


def test_what_happened_last_is_told(post):
    post.cell.mail.post_up()
    status = post.cell.mail.status()
    assert (status.waiting, status.held, status.last_sent, status.problem) == (1, 0, None, None)
    post.cell.mail.send()
    post.cell.mail.fetch()
    status = post.cell.mail.status()
    now = post.cell._environment.now()
    assert (status.waiting, status.last_sent, status.last_fetched) == (0, now, now)
    with pytest.raises(e.MailWrongPassword):
        post.cell.mail.fetch(password="sai")
    assert isinstance(post.cell.mail.status().problem, e.MailWrongPassword)
    post.cell.mail.set_up(post.cell.mail.account(), PASSWORD)
    assert post.cell.mail.status().problem is None


def test_another_mailbox_is_looked_through_from_its_beginning(post):
    post.lab.put(ALICE, b"From: c@lab.test\r\n\r\nhi\r\n")
    assert post.cell.mail.fetch().messages == 1
    post.cell.mail.set_up(post.lab.account(ALICE), PASSWORD)
    assert post.cell.mail.fetch().messages == 0
    post.cell.mail.set_up(post.lab.account(BOB), PASSWORD)
    post.cell.mail.set_up(post.lab.account(ALICE), PASSWORD)
    assert post.cell.mail.fetch().messages == 1
