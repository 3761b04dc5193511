import pytest

from tests.mail_server import ALICE, BOB, PASSWORD, Lab
from tests.make import PASSPHRASE


@pytest.fixture
def joined(cli, committee, tmp_path):
    """A cell's book that has joined `committee`."""
    letter, path = tmp_path / "thư mời.cbmoi", tmp_path / "Nà Mẫu.scb"
    code = cli.done("invite", "create", "Chi bộ thôn Nà Mẫu", "-o", letter)["code"]
    cli.done("invite", "accept", letter, "--code", code, "--book", path)
    return path


def set_up(cli, lab: Lab, address, *book, password=PASSWORD):
    cli.variables["SOCHIBO_MAIL_PASSWORD"] = password
    return cli(
        *("mail", "set-up", address, "--smtp", f"localhost:{lab.ports['smtps']}"),
        *("--smtp-security", "tls", "--imap", f"localhost:{lab.ports['imaps']}"),
        *("--imap-security", "tls", "--json", *book),
    )


def test_a_bundle_travels_by_mail_between_two_books(cli, joined, committee, lab):
    assert set_up(cli, lab, ALICE, "--book", joined).data["password_kept"]
    assert set_up(cli, lab, BOB).code == 0
    del cli.variables["SOCHIBO_MAIL_PASSWORD"]
    assert cli.done("mail", "test")["address"] == BOB
    cli.done("mail", "address", "Đảng ủy xã Suối Mẫu", BOB, "--book", joined)
    sent = cli.done("mail", "send", "--book", joined)
    assert (sent["sent"], sent["problem"]) == (1, "")
    lab.settle()
    fetched = cli.done("mail", "fetch")
    assert [each["state"] for each in fetched["received"]] == ["merged"]
    (letter,) = cli.done("mail", "list", "--book", joined)
    assert (letter["state"], letter["recipient"]) == ("sent", BOB)
    cli.done("mail", "address", "Chi bộ thôn Nà Mẫu", ALICE)
    assert cli.done("mail", "send", "--down")["sent"] == 1
    said = cli("mail", "fetch")
    assert "Đã xem 0 thư mới" in said.out


def test_what_was_refused_is_listed_sent_again_and_dropped(cli, joined, lab):
    set_up(cli, lab, ALICE, "--book", joined)
    cli.done("mail", "address", "Đảng ủy xã Suối Mẫu", "gone@lab.test", "--book", joined)
    ran = cli("mail", "send", "--book", joined)
    assert ran.code == 8
    assert "Máy chủ không nhận thư gửi đến gone@lab.test." in ran.out
    assert cli("mail", "send", "--waiting", "--book", joined).code == 8
    listed = cli("mail", "list", "--book", joined)
    assert "cần xem lại" in listed.out
    (letter,) = cli.done("mail", "list", "--book", joined)
    assert cli("mail", "drop", letter["number"], "--book", joined).code == 0
    assert cli("mail", "drop", letter["number"], "--book", joined).code == 1
    assert "Chưa có thư nào." in cli("mail", "list", "--book", joined).out


def test_a_mailbox_that_does_not_work_is_not_kept(cli, cell, lab):
    ran = set_up(cli, lab, ALICE, password="sai")
    assert (ran.code, ran.failure["error"]) == (8, "MailWrongPassword")
    ran = cli("mail", "fetch", "--json")
    assert (ran.code, ran.failure["error"]) == (8, "MailNotSetUp")


def test_without_a_keyring_the_password_comes_from_a_variable(cli, cell, lab):
    cli.vault.locked = True
    assert set_up(cli, lab, ALICE).data["password_kept"] is False
    assert cli("mail", "fetch").code == 0
    del cli.variables["SOCHIBO_MAIL_PASSWORD"]
    assert cli("mail", "fetch", "--json").failure["error"] == "MailPasswordMissing"


def test_a_mailbox_is_forgotten(cli, cell, lab):
    set_up(cli, lab, ALICE)
    cli.done("mail", "forget")
    assert cli("mail", "test", "--json").failure["error"] == "MailNotSetUp"
    assert cli.variables["SOCHIBO_PASSPHRASE"] == PASSPHRASE


@pytest.mark.parametrize("server", ["mail.mau.vn", "mail.mau.vn:0", "mail.mau.vn:70000", ":993"])
def test_a_server_without_a_port_is_a_usage_mistake(cli, cell, server):
    ran = cli("mail", "set-up", ALICE, "--imap", server)
    assert ran.code == 2
    assert "mail.mau.vn:993" in ran.err
