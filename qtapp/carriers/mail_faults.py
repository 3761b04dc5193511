"""What mail servers and the network below them say, as failures of ours. Nothing else is translated."""

import errno
import imaplib
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from qtapp.domain.errors import MailError
from qtapp.domain.mail_errors import (
    MailAppPasswordNeeded,
    MailBoxFull,
    MailCertificateWrong,
    MailDropped,
    MailLoginClosed,
    MailNameUnknown,
    MailNoAnswer,
    MailNoNetwork,
    MailNotEncrypted,
    MailNotTaken,
    MailRecipientRefused,
    MailRefused,
    MailTooLarge,
    MailTryLater,
    MailWrongPassword,
)

_UNREACHED = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_UNREACHED |= {10050, 10051, 10065}  # the same three in Windows's own numbers
_APP_PASSWORD = re.compile(r"app(lication)?[- ]specific|app[- ]?password|5\.7\.9|webloginrequired")
_CLOSED = re.compile(r"basic auth|5\.7\.139|imap access is disabled|imap is disabled|disabled by")
_FULL = re.compile(r"\b[45]\.2\.2\b|over ?quota|quota exceeded|mailbox (is )?full")
_LARGE = re.compile(r"\b5\.(3\.4|2\.3)\b|exceeds? (the )?(fixed )?(maximum|size)|too (large|big)")
_SHOWN = 160


@contextmanager
def translated(host: str) -> Iterator[None]:  # noqa: C901 - one line for each kind of failure
    """Turn what sockets, TLS and the mail libraries raise into MailError; `host` is named in it."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailCertificateWrong(host) from error
    except ssl.SSLEOFError as error:
        raise MailDropped(host) from error
    except ssl.SSLError as error:
        raise MailNotEncrypted(host) from error
    except socket.gaierror as error:
        is_away = error.errno == socket.EAI_AGAIN
        raise (MailNoNetwork() if is_away else MailNameUnknown(host)) from error
    except TimeoutError as error:
        raise MailNoAnswer(host) from error
    except ConnectionRefusedError as error:
        raise MailRefused(host) from error
    except smtplib.SMTPResponseException as error:
        raise smtp_fault(host, error.smtp_code, plain(error.smtp_error)) from error
    except (
        smtplib.SMTPServerDisconnected,
        imaplib.IMAP4.abort,
        ConnectionError,
        EOFError,
    ) as error:
        # smtplib hides that it only waited too long.
        is_late = isinstance(error.__context__, TimeoutError)
        raise (MailNoAnswer(host) if is_late else MailDropped(host)) from error
    except (smtplib.SMTPException, imaplib.IMAP4.error) as error:
        raise MailNotTaken(host, plain(str(error))) from error
    except OSError as error:
        if error.errno in _UNREACHED:
            raise MailNoNetwork from error
        raise MailDropped(host) from error


def login_fault(reply: str) -> MailError:
    """Return why a login failed, from the server's words."""
    said = reply.casefold()
    if _APP_PASSWORD.search(said):
        return MailAppPasswordNeeded()
    if _CLOSED.search(said):
        return MailLoginClosed()
    return MailWrongPassword()


def smtp_fault(host: str, code: int, reply: str, *, recipient: str = "") -> MailError:
    """Return what an SMTP server's refusal means; `recipient` is given where it was answered to.

    The enhanced code (RFC 3463) speaks before the words, the words before the three digits.
    """
    said = reply.casefold()
    if _FULL.search(said):
        return MailBoxFull(recipient)
    if _LARGE.search(said):
        return MailTooLarge(limit=0)
    if 400 <= code < 500:
        return MailTryLater(host)
    if code == 552 and not re.search(r"5\.7\.", said):
        return MailTooLarge(limit=0)
    if recipient and code in {501, 510, 511, 550, 551, 553, 554, 555} and "5.7." not in said:
        return MailRecipientRefused(recipient)
    return MailNotTaken(host, f"{code} {reply}"[:_SHOWN])


def plain(words: bytes | str) -> str:
    """Return a server's words as one line of text, cut to what can be shown."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    clean = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(clean.split())[:_SHOWN]
