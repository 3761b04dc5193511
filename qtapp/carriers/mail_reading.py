"""Looking into a mailbox over IMAP without touching it: folders are examined, texts are peeked at."""

import base64
import binascii
import imaplib
import quopri
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct

from qtapp.carriers.mail_connection import MailConnection
from qtapp.carriers.mail_faults import login_fault, plain, translated
from qtapp.carriers.mail_structure import Leaf, Pieces, UnreadableAnswer, facts_of, leaves_of
from qtapp.carriers.mail_tls import context
from qtapp.domain.errors import MailError
from qtapp.domain.mail import Security
from qtapp.domain.mail_errors import MailNotEncrypted, MailNotTaken, MailTryLater

Report = Callable[[int, int], None]

_CHUNK = 256 * 1024
_LITERAL = 4 * 1024 * 1024
"""The largest piece a server may hand over at once; nothing larger is ever asked for."""
_FIRST_BYTES = 96
_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?:[^"\\]|\\.)"|NIL) (?P<name>.+)', re.IGNORECASE)
_LATER = re.compile(rb"\[(UNAVAILABLE|INUSE|THROTTLED)\]", re.IGNORECASE)
"""What a server says that is busy (RFC 5530), whatever it was asked for."""
_SENT = {"sent", "sent items", "sent mail", "sent messages", "gui", "da gui"}
_JUNK = {"junk", "spam", "junk e-mail", "junk email", "bulk mail"}


class Folder(Struct, frozen=True, kw_only=True):
    """An examined folder: its name as the server writes it, its generation, how many messages."""

    name: str
    generation: int
    count: int


class _Connection(imaplib.IMAP4):
    """imaplib that refuses to be handed more than was asked for."""

    def read(self, size: int) -> bytes:
        """Read a literal of `size` bytes."""
        if size > _LITERAL:
            raise self.error("literal too large")
        return super().read(size)


class _TlsConnection(imaplib.IMAP4_SSL):
    """The same, encrypted from its first byte."""

    def read(self, size: int) -> bytes:
        """Read a literal of `size` bytes."""
        if size > _LITERAL:
            raise self.error("literal too large")
        return super().read(size)


class Mailbox(MailConnection[imaplib.IMAP4]):
    """A connection to a mailbox, read-only."""

    def incoming_folders(self) -> list[str]:
        """Return where letters arrive: the inbox, and where the server puts what it mistrusts."""
        return ["INBOX", *self._folders(b"\\JUNK", _JUNK)[:1]]

    def sent_folders(self) -> list[str]:
        """Return where the server may keep copies of what was sent."""
        return self._folders(b"\\SENT", _SENT) + self._folders(b"\\ALL", set())

    def examine(self, name: str) -> Folder:
        """Look into a folder without changing anything there. Raises the MailError family."""
        with translated(self._server.host):
            status, data = self._open.select(_quoted(name), readonly=True)
            if status != "OK":
                raise self._odd(data)
            _, generation = self._open.response("UIDVALIDITY")
            count = data[0] or b"0"
        return Folder(name=name, generation=_number(generation[0]), count=_number(count))

    def reopen(self, folder: Folder) -> None:
        """Connect anew and look into the same folder: the old connection is out of step."""
        self._hang_up()
        self.__enter__()
        self.examine(folder.name)

    def newest(self, folder: Folder, count: int) -> list[int]:
        """Return the uids of the newest messages of the examined folder, oldest first."""
        if not folder.count:
            return []
        first = max(1, folder.count - count + 1)
        return sorted(uid for uid, _ in self._answers(f"{first}:*", "(UID)", by_uid=False))

    def after(self, uid: int) -> list[int]:
        """Return the uids above `uid` in the examined folder, oldest first."""
        with translated(self._server.host):
            status, data = self._open.uid("SEARCH", f"UID {uid + 1}:*")
            if status != "OK":
                raise self._odd(data)
        found = (int(word) for word in (data[0] or b"").split() if word.isdigit())
        return sorted(each for each in found if each > uid)  # "n:*" names the last one in any case

    def has_letter(self, message_id: str) -> bool:
        """Whether the examined folder holds the letter with this id."""
        with translated(self._server.host):
            status, data = self._open.uid("SEARCH", "HEADER", "Message-ID", _quoted(message_id))
            if status != "OK":
                raise self._odd(data)
        return bool((data[0] or b"").split())

    def files_in(self, uids: Sequence[int]) -> Iterator[tuple[int, list[Leaf]]]:
        """Yield the uid of each of these messages with those of its parts that may be files.

        Messages that the server says nothing about, or nothing that can be understood, are left out.
        """
        for uid, facts in self._answers(",".join(map(str, uids)), "(UID BODYSTRUCTURE)"):
            if b"BODYSTRUCTURE" in facts:
                leaves = leaves_of(facts[b"BODYSTRUCTURE"])
                yield uid, [leaf for leaf in leaves if leaf.may_be_file]

    def beginning(self, uid: int, leaf: Leaf) -> bytes:
        """Return the first bytes of a file, decoded; 48 at least, if it has so many.

        Raises MailNotTaken where the server does not hand them over, and what else breaks a connection.
        """
        return _decoded(self._slice(uid, leaf.section, 0, _FIRST_BYTES), leaf.encoding)

    def file(self, uid: int, leaf: Leaf, report: Report) -> bytes:
        """Return a whole file, decoded as far as it can be.

        `report` hears bytes and bytes in all, and may raise. No more is read than the server said there is.
        Raises as `beginning` does.
        """
        pieces: list[bytes] = []
        done = 0
        while done < leaf.size:
            report(done, leaf.size)
            piece = self._slice(uid, leaf.section, done, min(_CHUNK, leaf.size - done))
            if not piece:
                break
            pieces.append(piece)
            done += len(piece)
        return _decoded(b"".join(pieces), leaf.encoding)

    def _connect(self) -> None:
        host, port, seconds = self._server.host, self._server.port, self._connect_seconds
        imap: imaplib.IMAP4
        if self._server.security is Security.TLS:
            imap = _TlsConnection(host, port, ssl_context=context(), timeout=seconds)
            self._line = imap
        else:
            imap = _Connection(host, port, timeout=seconds)
            self._line = imap
            if "STARTTLS" not in imap.capabilities:
                raise MailNotEncrypted(host)
            imap.starttls(ssl_context=context())
        imap.sock.settimeout(self._patience)

    def _log_in(self, line: imaplib.IMAP4) -> None:
        try:
            if "AUTH=PLAIN" in line.capabilities:
                secret = f"\0{self._user}\0{self._password}".encode()
                line.authenticate("PLAIN", lambda _challenge: secret)
            else:
                line.login(self._user, self._password)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, UnicodeEncodeError) as error:
            raise login_fault(plain(str(error))) from error

    def _folders(self, flag: bytes, names: set[str]) -> list[str]:
        """Return the folders with a special use, or, where the server marks none, by their names."""
        with translated(self._server.host):
            status, data = self._open.list()
            if status != "OK":
                raise self._odd(data)
        marked, named = [], []
        for line in data:
            found = _LISTED.fullmatch(line) if isinstance(line, bytes) else None
            if found is None or b"\\NOSELECT" in found["flags"].upper():
                continue
            name = found["name"].strip().decode("ascii", "replace")
            if name.startswith('"') and name.endswith('"'):
                name = re.sub(r"\\(.)", r"\1", name[1:-1])
            if flag in found["flags"].upper().split():
                marked.append(name)
            elif re.split(r"[./]", name)[-1].lower() in names:
                named.append(name)
        return marked or named

    def _slice(self, uid: int, section: str, start: int, length: int) -> bytes:
        wanted = f"(UID BODY.PEEK[{section}]<{start}.{length}>)"
        for found, facts in self._answers(str(uid), wanted):
            if found == uid:
                for name, value in facts.items():
                    if name.startswith(b"BODY[") and isinstance(value, bytes):
                        return value[:length]
        raise MailNotTaken(self._server.host, "")

    def _answers(
        self, which: str, wanted: str, *, by_uid: bool = True
    ) -> Iterator[tuple[int, dict[bytes, Any]]]:
        """Yield the uid and the values of each message the server answers about."""
        with translated(self._server.host):
            if by_uid:
                status, data = self._open.uid("FETCH", which, wanted)
            else:
                status, data = self._open.fetch(which, wanted)
            if status != "OK":
                raise self._odd(data)
        pieces: list[Any] = []
        for piece in data:
            if piece is None:
                continue
            pieces.append(piece)
            if isinstance(piece, tuple):
                continue
            facts = self._facts(pieces)
            pieces = []
            uid = facts.get(b"UID")
            if isinstance(uid, bytes) and uid.isdigit():
                yield int(uid), facts

    def _facts(self, pieces: Pieces) -> dict[bytes, Any]:
        try:
            return facts_of(pieces)
        except UnreadableAnswer:
            return {}  # whoever asked misses the answer; the others are not stopped by it

    def _odd(self, data: Sequence[Any]) -> MailError:
        said = data[0] if data and isinstance(data[0], bytes) else b""
        if _LATER.search(said):
            return MailTryLater(self._server.host)
        return MailNotTaken(self._server.host, plain(said))

    def _say_goodbye(self, line: imaplib.IMAP4) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            line.logout()

    def _hang_up(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown()


def _decoded(content: bytes, encoding: str) -> bytes:
    """Undo a transfer encoding; of broken base64, all that makes whole bytes."""
    if encoding == "base64":
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
        usable = len(clean) - (len(clean) % 4 == 1)
        with suppress(binascii.Error):
            return base64.b64decode(clean[:usable] + b"=" * (-usable % 4))
        return b""
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    return content


def _quoted(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _number(said: bytes | None) -> int:
    return int(said) if said is not None and said.isdigit() else 0
