"""The outbox: letters that wait for a connection, are sent once, and are never lost.

A letter is queued → unsure → sent, or held until somebody has a look. It becomes unsure, with its id
kept, in the last moment before the dot that makes it the server's; whoever finds it unsure later looks
for that id among the copies the server keeps, and sends again only what is not there. Two programs that
send the same letter at once meet at that moment: the second one breaks off.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from qtapp.bundle import part
from qtapp.carriers.mail_letter import Letter, new_message_id, write_letter
from qtapp.carriers.mail_reading import Mailbox
from qtapp.carriers.mail_sending import MailSender
from qtapp.domain import mail_errors
from qtapp.domain.errors import AppError, FileUnreadable
from qtapp.domain.mail import LetterState, MailAccount
from qtapp.domain.mail_errors import (
    MailBoxFull,
    MailDropped,
    MailError,
    MailNameUnknown,
    MailNoAnswer,
    MailNoNetwork,
    MailRefused,
    MailTryLater,
)
from qtapp.paths import replace_file
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.mail_status import LetterEntry, MailSent
from qtapp.store.store import Store

_OFFLINE = (MailNoNetwork, MailNameUnknown)
_PASSING = (*_OFFLINE, MailRefused, MailNoAnswer, MailDropped, MailTryLater, MailBoxFull)
"""What waiting may put right; everything else wants a person."""
_BROKEN_OFF = (*_OFFLINE, MailRefused, MailNoAnswer, MailDropped)
"""After these nothing more goes through this connection."""
_FIRST_PAUSE, _LONGEST_PAUSE, _LONGEST_OFFLINE = 60, 3600, 120
_TIME_FOR_COPIES = timedelta(minutes=2)
"""How long a server may take to show the copy of what it has taken."""
_BELIEVABLE = timedelta(hours=2)
"""A pause longer than any that is ever set: the clock was wrong once, and the letter is due."""


class _Row(Struct, frozen=True, kw_only=True):
    """One letter as the book keeps it."""

    n: int
    message_id: str
    unit: str
    recipient: str
    bundle: str
    name: str
    part: int
    parts: int
    sha256: str
    made: str
    state: LetterState
    tries: int
    due: str
    reason: str
    sent: str


_COLUMNS = _Row.__struct_fields__
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM mail_letters"  # noqa: S608 - our own names


class _TakenElsewhere(Exception):
    """Another run of the program has sent this letter, or dropped it, in the meantime."""


class Outbox:
    """Keeps letters and sends them when it is told to."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def put(self, files: Sequence[Path], unit: str, recipient: str, sender: str) -> None:
        """Take the parts of one bundle, in order, in place of earlier ones for the same unit.

        A later bundle holds all that an earlier one did and was not confirmed. Letters that the server may
        have already stay. Raises FolderReadOnly or DiskFull.
        """
        ready = []
        for number, file in enumerate(files, 1):
            data = file.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            replace_file(self._kept(digest), data)
            bundle = part.read_part(data).header.id
            token = self._environment.random(8)
            ready.append((new_message_id(bundle, number, token, sender), bundle, file.name, digest))
        now = self._now()
        with self._store.transaction():
            self._store.write(
                "DELETE FROM mail_letters WHERE unit = ? AND state IN ('queued', 'held')", [unit]
            )
            for number, (message_id, bundle, name, digest) in enumerate(ready, 1):
                self._store.write(
                    "INSERT INTO mail_letters (message_id, unit, recipient, bundle, name, part, parts,"
                    " sha256, made, state, tries, due, reason, sent)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0, ?, '', '')",
                    [
                        message_id,
                        unit,
                        recipient,
                        bundle,
                        name,
                        number,
                        len(ready),
                        digest,
                        now,
                        now,
                    ],
                )
        self._sweep()

    def letters(self) -> list[LetterEntry]:
        """Return every letter that is not sent yet, oldest first, and the newest sent ones."""
        names = {unit.id: unit.name for unit in self._store.units.where()}
        rows = self._rows("WHERE state <> 'sent' ORDER BY n")
        rows += self._rows("WHERE state = 'sent' ORDER BY sent DESC, n DESC LIMIT 50")
        return [
            LetterEntry(
                number=row.n,
                unit=names.get(row.unit, ""),
                recipient=row.recipient,
                part=row.part,
                parts=row.parts,
                made=datetime.fromisoformat(row.made),
                state=row.state,
                tries=row.tries,
                sent=datetime.fromisoformat(row.sent) if row.sent else None,
                problem=read_problem(row.reason),
            )
            for row in rows
        ]

    def is_due(self) -> bool:
        """Whether a letter waits whose time has come."""
        return any(self._is_due(row) for row in self._open_rows())

    def send(
        self, account: MailAccount, password: str, report: Report = silent, *, hurry: bool = False
    ) -> MailSent:
        """Send what is due, or with `hurry` whatever waits, also what was held; say how it went.

        A failure is kept with its letter and returned, not raised. Raises Cancelled between two pieces.
        """
        if hurry:
            with self._store.transaction():
                self._store.write("UPDATE mail_letters SET state = 'queued' WHERE state = 'held'")
        rows = [row for row in self._open_rows() if hurry or self._is_due(row)]
        if not rows:
            return self._outcome(0, None)
        sent, problem = 0, None
        try:
            sent, rows, problem = self._settle(rows, account, password)
            if rows:
                with MailSender(account.smtp, account.login, password) as sender:
                    more, trouble = self._send_all(sender, rows, account, report)
                    sent, problem = sent + more, trouble or problem
        except MailError as error:
            problem = error
            for row in rows:
                self._put_off(row, error)
        self._sweep()
        return self._outcome(sent, problem)

    def drop(self, number: int) -> None:
        """Forget a letter that is not sent yet."""
        with self._store.transaction():
            self._store.write("DELETE FROM mail_letters WHERE n = ? AND state <> 'sent'", [number])
        self._sweep()

    def _send_all(
        self, sender: MailSender, rows: Sequence[_Row], account: MailAccount, report: Report
    ) -> tuple[int, MailError | None]:
        """Send one after the other; a letter that is refused does not stop the next."""
        sent, problem = 0, None
        for place, row in enumerate(rows):

            def told(done: int, total: int, place: int = place) -> None:
                report(place * 100 + done * 100 // max(total, 1), len(rows) * 100)

            try:
                self._send_one(sender, row, account, told)
                sent += 1
            except _TakenElsewhere:
                return sent, problem
            except MailError as error:
                problem = error
                self._put_off(row, error)
                if isinstance(error, _BROKEN_OFF):
                    for other in rows[place + 1 :]:
                        self._put_off(other, error)
                    break
            except FileUnreadable:
                self._forget(row)
        report(len(rows) * 100, len(rows) * 100)
        return sent, problem

    def _send_one(
        self, sender: MailSender, row: _Row, account: MailAccount, report: Report
    ) -> None:
        letter = Letter(
            message_id=row.message_id,
            sender=account.address,
            recipient=row.recipient,
            written=self._environment.now(),
            name=row.name,
            part=row.part,
            parts=row.parts,
        )
        content = write_letter(letter, self._content(row))
        try:
            sender.send(
                content,
                account.address,
                row.recipient,
                seal=lambda: self._seal(row),
                report=report,
            )
        except (MailDropped, MailNoAnswer):
            raise
        except MailError:
            # Refused after the dot: the server has nothing.
            self._change(row.n, "state = 'queued'", LetterState.UNSURE, row.tries + 1)
            raise
        self._change(
            row.n,
            "state = 'sent', reason = '', sent = ?",
            LetterState.UNSURE,
            row.tries + 1,
            self._now(),
        )

    def _seal(self, row: _Row) -> None:
        """Note that from now on only the server knows; raises _TakenElsewhere if another run was first."""
        due = self._later(_TIME_FOR_COPIES)
        if not self._change(
            row.n, "state = 'unsure', tries = tries + 1, due = ?", row.state, row.tries, due
        ):
            raise _TakenElsewhere

    def _settle(
        self, rows: Sequence[_Row], account: MailAccount, password: str
    ) -> tuple[int, list[_Row], MailError | None]:
        """Look for unsure letters where the server keeps copies.

        Returns how many are there, the letters that can be sent now, and why nobody could look, if so.
        """
        unsure = [row for row in rows if row.state is LetterState.UNSURE]
        sure = [row for row in rows if row.state is not LetterState.UNSURE]
        if not unsure:
            return 0, sure, None
        found: set[int] = set()
        try:
            with Mailbox(account.imap, account.login, password) as box:
                for name in box.sent_folders():
                    box.examine(name)
                    found |= {row.n for row in unsure if box.has_letter(row.message_id)}
        except MailError as error:
            for row in unsure:
                self._put_off(row, error)
            return 0, sure, error
        for row in unsure:
            if row.n in found:
                change = "state = 'sent', reason = '', sent = ?"
                self._change(row.n, change, row.state, row.tries, self._now())
            else:
                self._change(row.n, "state = 'queued'", row.state, row.tries)
        wanted = {row.n for row in rows} - found
        return len(found), [row for row in self._open_rows() if row.n in wanted], None

    def _put_off(self, row: _Row, error: MailError) -> None:
        """Let a letter wait before its next try, longer every time; or for somebody to look at it."""
        now = self._rows("WHERE n = ?", row.n)
        if not now or now[0].state is LetterState.SENT:
            return
        state = now[0].state
        if not isinstance(error, _PASSING) and state is LetterState.QUEUED:
            state = LetterState.HELD
        longest = _LONGEST_OFFLINE if isinstance(error, _OFFLINE) else _LONGEST_PAUSE
        seconds = pause(row.tries, longest, self._environment.random)
        if state is LetterState.UNSURE:
            seconds = max(seconds, _TIME_FOR_COPIES.total_seconds())
        with self._store.transaction():
            self._store.write(
                "UPDATE mail_letters SET state = ?, tries = ?, due = ?, reason = ? WHERE n = ?",
                [
                    state.value,
                    row.tries + 1,
                    self._later(timedelta(seconds=seconds)),
                    keep_problem(error),
                    row.n,
                ],
            )

    def _change(
        self, number: int, change: str, state: LetterState, tries: int, *values: str
    ) -> bool:
        """Change a letter if nobody else has since; return whether it was so."""
        with self._store.transaction():
            found = self._store.fetch("SELECT state, tries FROM mail_letters WHERE n = ?", [number])
            if not found or tuple(found[0]) != (state.value, tries):
                return False
            self._store.write(
                f"UPDATE mail_letters SET {change} WHERE n = ?",  # noqa: S608 - our own words
                [*values, number],
            )
        return True

    def _forget(self, row: _Row) -> None:
        """Drop a letter whose part is gone from the disk: the next bundle holds what it held."""
        with self._store.transaction():
            self._store.write("DELETE FROM mail_letters WHERE n = ?", [row.n])

    def _outcome(self, sent: int, problem: MailError | None) -> MailSent:
        counts = dict(self._store.fetch("SELECT state, count(*) FROM mail_letters GROUP BY state"))
        return MailSent(
            sent=sent,
            waiting=counts.get("queued", 0) + counts.get("unsure", 0),
            held=counts.get("held", 0),
            problem=problem,
        )

    def _is_due(self, row: _Row) -> bool:
        now, due = self._environment.now(), datetime.fromisoformat(row.due)
        return due <= now or due > now + _BELIEVABLE

    def _open_rows(self) -> list[_Row]:
        return self._rows("WHERE state IN ('queued', 'unsure') ORDER BY n")

    def _rows(self, where: str, *values: Any) -> list[_Row]:
        return [
            msgspec.convert(dict(zip(_COLUMNS, row, strict=True)), _Row)
            for row in self._store.fetch(f"{_SELECT} {where}", values)
        ]

    def _content(self, row: _Row) -> bytes:
        path = self._kept(row.sha256)
        try:
            return path.read_bytes()
        except OSError as error:
            raise FileUnreadable(str(path)) from error

    def _sweep(self) -> None:
        """Take away the files of letters that are sent or dropped."""
        rows = self._store.fetch("SELECT DISTINCT sha256 FROM mail_letters WHERE state <> 'sent'")
        wanted = {f"{row[0]}.cbdl" for row in rows}
        with suppress(OSError):  # a file that another program holds goes next time
            for each in self._folder().glob("*.cbdl"):
                if each.name not in wanted:
                    each.unlink()

    def _folder(self) -> Path:
        return self._store.path.with_name(f"{self._store.path.name}.letters")

    def _kept(self, digest: str) -> Path:
        """Return where a part is kept: beside the book, encrypted as it will travel."""
        return self._folder() / f"{digest}.cbdl"

    def _later(self, by: timedelta) -> str:
        return (self._environment.now() + by).isoformat(timespec="seconds")

    def _now(self) -> str:
        return self._later(timedelta(0))


def pause(tries: int, longest: float, random: Callable[[int], bytes]) -> float:
    """Return the seconds before the next try: doubled every time up to `longest`, the last half by chance.

    Chance keeps a hundred offices that lost their power together from coming back together.
    """
    full = min(_FIRST_PAUSE * (1 << min(tries, 16)), longest)
    chance = int.from_bytes(random(2), "big") / 65_536
    return full * (1 + chance) / 2


def keep_problem(error: AppError) -> str:
    """Return a failure as the book keeps it: its name and facts."""
    facts = {name: value for name, value in vars(error).items() if not name.startswith("_")}
    return msgspec.json.encode([type(error).__name__, facts]).decode()


def read_problem(kept: str) -> MailError | None:
    """Return the failure that was kept, or None."""
    if not kept:
        return None
    name, facts = msgspec.json.decode(kept, type=tuple[str, dict[str, Any]])
    kind = getattr(mail_errors, name, MailError)
    made: MailError = kind(**facts)
    return made
