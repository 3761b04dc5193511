import errno
import imaplib
import smtplib
import socket
import ssl

import pytest

from qtapp.carriers.mail_faults import login_fault, plain, smtp_fault, translated
from qtapp.domain import mail_errors as e

HOST = "thu.mau.vn"


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), e.MailNameUnknown),
        (socket.gaierror(socket.EAI_AGAIN, "temporary failure"), e.MailNoNetwork),
        (OSError(errno.ENETUNREACH, "unreachable"), e.MailNoNetwork),
        (OSError(10065, "no route, on Windows"), e.MailNoNetwork),
        (OSError(errno.EIO, "odd"), e.MailDropped),
        (ConnectionRefusedError(), e.MailRefused),
        (ConnectionResetError(), e.MailDropped),
        (TimeoutError(), e.MailNoAnswer),
        (ssl.SSLCertVerificationError("hostname mismatch"), e.MailCertificateWrong),
        (ssl.SSLEOFError(8, "EOF"), e.MailDropped),
        (ssl.SSLError(1, "wrong version number"), e.MailNotEncrypted),
        (smtplib.SMTPServerDisconnected("closed"), e.MailDropped),
        (smtplib.SMTPConnectError(421, b"busy"), e.MailTryLater),
        (smtplib.SMTPNotSupportedError("no"), e.MailNotTaken),
        (imaplib.IMAP4.abort("EOF"), e.MailDropped),
        (imaplib.IMAP4.error("BAD"), e.MailNotTaken),
        (EOFError(), e.MailDropped),
    ],
    ids=repr,
)
def test_what_the_network_raises_becomes_a_failure_with_a_name(raised, told):
    with pytest.raises(told) as caught, translated(HOST):
        raise raised
    assert caught.value.__cause__ is raised


def test_a_mistake_of_ours_is_not_taken_for_the_network_s():
    with pytest.raises(KeyError), translated(HOST):
        raise KeyError


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("535 5.7.8 Authentication failed", e.MailWrongPassword),
        ("534 5.7.9 Application-specific password required", e.MailAppPasswordNeeded),
        ("[ALERT] Application-specific password required", e.MailAppPasswordNeeded),
        (
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled",
            e.MailLoginClosed,
        ),
        ("535 Please generate and use an app password", e.MailAppPasswordNeeded),
    ],
)
def test_why_a_login_failed_is_read_from_the_server_s_words(reply, told):
    assert type(login_fault(reply)) is told


@pytest.mark.parametrize(
    ("code", "reply", "told"),
    [
        (450, "4.2.0 Greylisted", e.MailTryLater),
        (421, "Too many connections", e.MailTryLater),
        (452, "4.2.2 Mailbox full", e.MailBoxFull),
        (552, "5.2.2 Over quota", e.MailBoxFull),
        (552, "5.3.4 Message size exceeds fixed limit", e.MailTooLarge),
        (552, "message too large", e.MailTooLarge),
        (552, "5.7.0 This message was blocked because of its content", e.MailNotTaken),
        (550, "5.1.1 No such user", e.MailRecipientRefused),
        (554, "5.7.1 Spam", e.MailNotTaken),
    ],
)
def test_a_refusal_is_told_by_its_code_before_its_words(code, reply, told):
    assert type(smtp_fault(HOST, code, reply, recipient="a@mau.vn")) is told


def test_a_server_s_words_are_one_short_line_without_control_letters():
    assert plain(b"one\r\n\x1b[31mtwo\xff") == "one [31mtwo�"
    assert len(plain("x" * 1000)) == 160
