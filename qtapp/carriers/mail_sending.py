"""Sending letters over SMTP: an encrypted, checked connection, and one letter at a time.

A letter is the server's once it has answered to the dot that ends it. `seal` is called right before
that dot: whoever keeps the letters notes there that from now on only the server knows, and may still
refuse.
"""

import base64
import re
import select
import smtplib
import socket
from collections.abc import Callable
from contextlib import suppress

from qtapp.carriers.mail_connection import MailConnection
from qtapp.carriers.mail_faults import login_fault, plain, smtp_fault, translated
from qtapp.carriers.mail_tls import context
from qtapp.domain.mail import Security
from qtapp.domain.mail_errors import MailLoginClosed, MailNotEncrypted, MailTooLarge

Report = Callable[[int, int], None]

_ACCEPT_SECONDS = 180
"""How long a server may look through a whole letter before it answers."""
_SURELY_SECONDS, _LOOK_SECONDS = 5, 0.5
"""How long its answer is waited for in any case, and how often is asked afterwards whether to go on."""
_CHUNK = 16 * 1024
_GREETS_AS = "[127.0.0.1]"
"""What the client calls itself: the computer's own name is nobody's business."""


class MailSender(MailConnection[smtplib.SMTP]):
    """A connection to the server that takes letters.

    Its `patience` is not for the answer to a whole letter, which may take longer.
    """

    @property
    def limit(self) -> int:
        """The largest letter the server says it takes, in bytes; 0 where it does not say."""
        said = self._open.esmtp_features.get("size", "")
        return int(said) if said.isdecimal() and len(said) < 16 else 0

    def send(
        self,
        letter: bytes,
        sender: str,
        recipient: str,
        *,
        seal: Callable[[], None],
        report: Report,
    ) -> None:
        """Hand over a letter (lines end in CRLF); returns once the server has taken it.

        `report` hears bytes sent and bytes in all; it may raise, and so may `seal`: the server then
        has nothing. Raises the MailError family, before `seal` if the server has nothing. After it,
        MailDropped, MailNoAnswer and what `report` raises leave open what the server has; any other
        failure means nothing.
        """
        host = self._server.host
        if self.limit and len(letter) > self.limit:
            raise MailTooLarge(limit=self.limit)
        with translated(host):
            self._say_envelope(len(letter), sender, recipient)
            self._pour(letter, seal, report)
            self._wait_until_accepted(lambda: report(len(letter), len(letter)))
            code, reply = self._open.getreply()
        if code != 250:
            raise smtp_fault(host, code, plain(reply))

    @property
    def _socket(self) -> socket.socket:
        if self._open.sock is None:
            raise smtplib.SMTPServerDisconnected
        return self._open.sock

    def _connect(self) -> None:
        host, port, seconds = self._server.host, self._server.port, self._connect_seconds
        smtp: smtplib.SMTP
        if self._server.security is Security.TLS:
            smtp = smtplib.SMTP_SSL(
                host,
                port,
                local_hostname=_GREETS_AS,
                timeout=seconds,
                context=context(),
            )
            self._line = smtp
        else:
            smtp = smtplib.SMTP(host, port, local_hostname=_GREETS_AS, timeout=seconds)
            self._line = smtp
            smtp.ehlo_or_helo_if_needed()
            if not smtp.has_extn("starttls"):
                raise MailNotEncrypted(host)
            code, reply = smtp.starttls(context=context())
            if code != 220:
                raise smtplib.SMTPResponseException(code, reply)
        self._socket.settimeout(self._patience)
        smtp.ehlo_or_helo_if_needed()

    def _log_in(self, line: smtplib.SMTP) -> None:
        """Log in by hand: smtplib's own way cannot say a password with Vietnamese letters."""
        ways = line.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in ways:
            secret = f"\0{self._user}\0{self._password}"
            code, reply = line.docmd("AUTH", f"PLAIN {_base64(secret)}")
        elif "LOGIN" in ways:
            code, reply = line.docmd("AUTH", f"LOGIN {_base64(self._user)}")
            if code == 334:
                code, reply = line.docmd(_base64(self._password))
        else:
            raise MailLoginClosed
        if 400 <= code < 500 and code != 432:
            raise smtp_fault(self._server.host, code, plain(reply))
        if code != 235:
            raise login_fault(f"{code} {plain(reply)}")

    def _say_envelope(self, size: int, sender: str, recipient: str) -> None:
        smtp, host = self._open, self._server.host
        options = [f"size={size}"] if smtp.has_extn("size") else []
        code, reply = smtp.mail(sender, options)
        if code == 250:
            code, reply = smtp.rcpt(recipient)
            if code in {250, 251}:
                code, reply = smtp.docmd("DATA")
                if code == 354:
                    return
            else:
                self._forget_letter()
                raise smtp_fault(host, code, plain(reply), recipient=recipient)
        self._forget_letter()
        raise smtp_fault(host, code, plain(reply))

    def _forget_letter(self) -> None:
        """Make the connection fit for the next letter."""
        with suppress(smtplib.SMTPServerDisconnected):
            self._open.rset()

    def _pour(self, letter: bytes, seal: Callable[[], None], report: Report) -> None:
        smtp = self._open
        content = re.sub(rb"(?m)^\.", b"..", letter)
        try:
            for start in range(0, len(content), _CHUNK):
                report(start, len(content))
                smtp.send(content[start : start + _CHUNK])
            seal()
        except BaseException:
            # Without its dot the letter does not count; a server only notices a closed connection.
            self._hang_up()
            raise
        smtp.send(b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")

    def _wait_until_accepted(self, report: Callable[[], None]) -> None:
        """Wait until the server begins to answer to a whole letter, or has had its time.

        To break off here leaves a letter unsure, so that a usual answer is not given up.
        """
        waited, seconds = 0.0, float(_SURELY_SECONDS)
        while waited < _ACCEPT_SECONDS and not select.select([self._socket], [], [], seconds)[0]:
            report()
            waited, seconds = waited + seconds, _LOOK_SECONDS

    def _say_goodbye(self, line: smtplib.SMTP) -> None:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
