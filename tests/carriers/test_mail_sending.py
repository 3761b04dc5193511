import random
import smtplib
import socket

import pytest

from qtapp.carriers import mail_connection, mail_sending
from qtapp.carriers.mail_letter import Letter, write_letter
from qtapp.carriers.mail_sending import MailSender
from qtapp.domain import mail_errors as e
from qtapp.domain.errors import Cancelled
from qtapp.domain.mail import MailServer, Security
from tests.mail_proxy import Fault, broken
from tests.mail_server import ALICE, BOB, LARGEST, PASSWORD
from tests.make import NOW


def a_letter(size=1000, recipient=BOB, message_id="<1@lab.test>"):
    facts = Letter(
        message_id=message_id,
        sender=ALICE,
        recipient=recipient,
        written=NOW,
        name="a.cbdl",
        part=1,
        parts=1,
    )
    return write_letter(facts, random.Random(size).randbytes(size))  # noqa: S311 - to repeat it


def send(server, letter, recipient=BOB, *, seal=lambda: None, report=lambda *_: None, sender=ALICE):
    with MailSender(server, ALICE, PASSWORD) as connection:
        connection.send(letter, sender, recipient, seal=seal, report=report)


@pytest.mark.parametrize("way", ["smtps", "submission"])
def test_a_letter_arrives_as_it_was_sent(lab, way):
    letter = a_letter(50_000).replace(b"Xin gi=", b"\r\n.Xin gi=", 1)
    told = []
    send(lab.server(way), letter, report=lambda *steps: told.append(steps))
    (arrived,) = lab.letters(BOB)
    assert arrived.replace(b"\r\n", b"\n").endswith(letter.replace(b"\r\n", b"\n"))
    assert told[0][0] == 0
    assert all(done < total for done, total in told)


def test_the_server_says_how_much_it_takes(lab):
    with MailSender(lab.server("smtps"), ALICE, PASSWORD) as connection:
        assert connection.limit == LARGEST


@pytest.mark.parametrize("way", ["smtps", "submission"])
def test_an_unknown_authority_is_refused_before_the_password_is_told(lab, way, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(e.MailCertificateWrong):
        send(lab.server(way), a_letter())
    assert (
        "sasl_username" not in (lab.folder / "log/postfix.log").read_text("utf-8").splitlines()[-1]
    )


@pytest.mark.parametrize("way", ["smtps", "submission"])
def test_a_certificate_for_another_name_is_refused(lab, way):
    with pytest.raises(e.MailCertificateWrong):
        send(lab.server(way, host="127.0.0.1"), a_letter())


def test_a_server_without_encryption_gets_nothing(lab):
    with pytest.raises(e.MailNotEncrypted):
        send(lab.server("clear"), a_letter())


def test_a_server_that_speaks_in_the_clear_where_tls_is_due_gets_nothing(lab):
    server = MailServer(host="localhost", port=lab.ports["clear"], security=Security.TLS)
    with pytest.raises(e.MailNotEncrypted):
        send(server, a_letter())


def test_a_wrong_password_is_told(lab):
    with pytest.raises(e.MailWrongPassword), MailSender(lab.server("smtps"), ALICE, "sai"):
        pass


def offer(monkeypatch, ways):
    """Let the server's list of ways to log in be this one; it knows PLAIN and LOGIN."""
    original = smtplib.SMTP.ehlo_or_helo_if_needed

    def greet(self):
        original(self)
        self.esmtp_features["auth"] = ways

    monkeypatch.setattr(smtplib.SMTP, "ehlo_or_helo_if_needed", greet)


def test_a_server_that_knows_only_login_is_logged_in_to_that_way(lab, monkeypatch):
    offer(monkeypatch, "LOGIN XOAUTH2")
    send(lab.server("smtps"), a_letter())
    assert len(lab.letters(BOB)) == 1
    with pytest.raises(e.MailWrongPassword), MailSender(lab.server("smtps"), ALICE, "sai"):
        pass


def test_a_server_that_lets_nobody_in_with_a_password_is_told(lab, monkeypatch):
    offer(monkeypatch, "XOAUTH2")
    with pytest.raises(e.MailLoginClosed):
        send(lab.server("smtps"), a_letter())


def test_nobody_at_the_port_is_told():
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with pytest.raises(e.MailRefused):
        send(MailServer(host="localhost", port=port, security=Security.TLS), b"")


def test_a_server_that_says_nothing_is_not_waited_for_without_end(monkeypatch):
    monkeypatch.setattr(mail_connection, "_CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        server = MailServer(
            host="localhost", port=mute.getsockname()[1], security=Security.STARTTLS
        )
        with pytest.raises(e.MailNoAnswer):
            send(server, b"")


@pytest.mark.parametrize(
    ("recipient", "told"),
    [
        ("later@lab.test", e.MailTryLater),
        ("full@lab.test", e.MailBoxFull),
        ("gone@lab.test", e.MailRecipientRefused),
    ],
)
def test_a_refused_recipient_does_not_spoil_the_connection(lab, recipient, told):
    with MailSender(lab.server("smtps"), ALICE, PASSWORD) as connection:
        with pytest.raises(told):
            connection.send(a_letter(), ALICE, recipient, seal=pytest.fail, report=lambda *_: None)
        connection.send(a_letter(), ALICE, BOB, seal=lambda: None, report=lambda *_: None)
    assert len(lab.letters(BOB)) == 1


def test_a_foreign_sender_is_not_taken_for_a_bad_recipient(lab):
    with pytest.raises(e.MailNotTaken) as caught:
        send(lab.server("smtps"), a_letter(), sender="c@lab.test")
    assert "553" in caught.value.reply


def test_a_letter_too_large_is_not_even_begun(lab):
    with pytest.raises(e.MailTooLarge) as caught:
        send(lab.server("smtps"), a_letter(LARGEST), seal=pytest.fail)
    assert caught.value.limit == LARGEST


def test_stopping_leaves_the_server_with_nothing(lab):
    def stop(done, _total):
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        send(lab.server("smtps"), a_letter(500_000), report=stop)
    assert lab.letters(BOB) == []


def test_whoever_breaks_off_before_the_dot_leaves_the_server_with_nothing(lab):
    def seal():
        raise Cancelled

    with pytest.raises(Cancelled):
        send(lab.server("smtps"), a_letter(), seal=seal)
    assert lab.letters(BOB) == []


def test_whoever_does_not_wait_for_the_answer_to_the_dot_leaves_it_open(lab, monkeypatch):
    original = smtplib.SMTP.send
    sealed = []

    def send_all_but_the_dot(self, words):
        if words != b".\r\n":
            original(self, words)

    def stop(done, total):
        if done == total:
            raise Cancelled

    monkeypatch.setattr(smtplib.SMTP, "send", send_all_but_the_dot)
    monkeypatch.setattr(mail_sending, "_SURELY_SECONDS", 0.1)
    with pytest.raises(Cancelled):
        send(lab.server("smtps"), a_letter(), seal=lambda: sealed.append(1), report=stop)
    assert sealed == [1]


def test_of_a_letter_cut_in_the_middle_nothing_arrives(lab):
    with broken(lab.ports["smtps"], Fault(cut_up=400_000)) as port, pytest.raises(e.MailDropped):
        send(lab.server("smtps", port=port), a_letter(2_000_000))
    assert lab.letters(BOB) == []


def test_an_answer_that_is_lost_after_the_dot_is_told_after_the_seal(lab):
    letter, sealed = a_letter(300_000), []
    fault = Fault(mute_up=len(letter))
    with broken(lab.ports["smtps"], fault) as port, pytest.raises(e.MailDropped):
        send(lab.server("smtps", port=port), letter, seal=lambda: sealed.append(1))
    assert sealed == [1]
    assert len(lab.letters(BOB)) == 1
