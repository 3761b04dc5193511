"""Letters as the book keeps them: one row each, the part of a bundle in a file beside the book."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from qtapp.bundle import part
from qtapp.carriers.mail_letter import new_message_id
from qtapp.domain import mail_errors
from qtapp.domain.errors import MailError
from qtapp.domain.mail import LetterState
from qtapp.domain.mail_errors import MailFileBusy, MailFileGone
from qtapp.paths import replace_file
from qtapp.services.environment import Environment
from qtapp.services.mail_status import LetterEntry
from qtapp.store.store import Store

_BELIEVABLE = timedelta(hours=2)
"""A pause longer than any that is ever set: the clock was wrong once, and the letter is due."""
_REMEMBERED = 200
"""How many letters that were sent stay in the list."""


class KeptLetter(Struct, frozen=True, kw_only=True):
    """One row; the moments are ISO texts, empty for never."""

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


_COLUMNS = KeptLetter.__struct_fields__
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM mail_letters"  # noqa: S608 - our own names
_REPLACE = (
    "DELETE FROM mail_letters WHERE unit = ? AND state IN ('queued', 'held') AND bundle NOT IN"
    " (SELECT bundle FROM mail_letters WHERE unit = ? AND recipient = ? GROUP BY bundle"
    " HAVING sum(state IN ('sent', 'unsure')) AND NOT sum(state = 'held'))"
)
"""What of a unit a new bundle replaces: all but a bundle half sent whose rest needs nobody's help."""


class Letters:
    """The rows and files. A row is changed only by who has seen its newest state."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def put(self, files: Sequence[Path], unit: str, recipient: str, sender: str) -> None:
        """Take the parts of one bundle, in order, in place of earlier ones for the same unit.

        A later bundle holds all that an earlier one did and was not confirmed. Letters that the server may
        have already stay, and so does the rest of their bundle: parts that never become whole would wait
        at the receiver for ever. Raises FolderReadOnly or DiskFull.
        """
        ready = []
        for number, file in enumerate(files, 1):
            data = file.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            replace_file(self._kept(digest), data)
            bundle = part.read_part(data).header.id
            token = self._environment.random(8)
            ready.append((new_message_id(bundle, number, token, sender), bundle, file.name, digest))
        now = self.moment()
        with self._store.transaction():
            self._store.write(_REPLACE, [unit, unit, recipient])
            self._store.write(
                "DELETE FROM mail_letters WHERE state = 'sent' AND n NOT IN (SELECT n FROM"
                " mail_letters WHERE state = 'sent' ORDER BY n DESC LIMIT ?)",
                [_REMEMBERED],
            )
            for number, (message_id, bundle, name, digest) in enumerate(ready, 1):
                facts = [message_id, unit, recipient, bundle, name, number, len(ready), digest]
                self._store.write(
                    "INSERT INTO mail_letters (message_id, unit, recipient, bundle, name, part, parts,"
                    " sha256, made, state, tries, due, reason, sent)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0, ?, '', '')",
                    [*facts, now, now],
                )
        self.sweep()

    def entries(self) -> list[LetterEntry]:
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

    def waiting(self) -> list[KeptLetter]:
        """Return the letters that are queued or unsure, oldest first."""
        return self._rows("WHERE state IN ('queued', 'unsure') ORDER BY n")

    def now(self, letter: KeptLetter) -> KeptLetter | None:
        """Return a letter as it stands now; None if it was dropped."""
        return next(iter(self._rows("WHERE n = ?", letter.n)), None)

    def is_due(self, letter: KeptLetter) -> bool:
        """Whether its pause is over."""
        now, due = self._environment.now(), datetime.fromisoformat(letter.due)
        return due <= now or due > now + _BELIEVABLE

    def counts(self) -> dict[str, int]:
        """Return how many letters there are in each state."""
        return dict(self._store.fetch("SELECT state, count(*) FROM mail_letters GROUP BY state"))

    def change(
        self, letter: KeptLetter, state: LetterState, tries: int, change: str, *values: object
    ) -> bool:
        """Change a letter that still has this state and number of tries; return whether it had."""
        with self._store.transaction():
            found = self.now(letter)
            if found is None or (found.state, found.tries) != (state, tries):
                return False
            self._store.write(
                f"UPDATE mail_letters SET {change} WHERE n = ?",  # noqa: S608 - our own words
                [*values, letter.n],
            )
        return True

    def release(self) -> None:
        """Queue what was held."""
        with self._store.transaction():
            self._store.write("UPDATE mail_letters SET state = 'queued' WHERE state = 'held'")

    def drop(self, number: int) -> None:
        """Forget a letter that is not sent yet."""
        with self._store.transaction():
            self._store.write("DELETE FROM mail_letters WHERE n = ? AND state <> 'sent'", [number])
        self.sweep()

    def content(self, letter: KeptLetter) -> bytes:
        """Return the part of the bundle. Raises MailFileGone, or MailFileBusy where waiting may help."""
        try:
            return self._kept(letter.sha256).read_bytes()
        except FileNotFoundError as error:
            raise MailFileGone from error
        except OSError as error:
            raise MailFileBusy from error

    def sweep(self) -> None:
        """Take away the files of letters that are sent or dropped."""
        rows = self._store.fetch("SELECT DISTINCT sha256 FROM mail_letters WHERE state <> 'sent'")
        wanted = {f"{row[0]}.cbdl" for row in rows}
        with suppress(OSError):  # a file that another program holds goes next time
            for each in self._folder().glob("*.cbdl"):
                if each.name not in wanted:
                    each.unlink()

    def moment(self, by: timedelta = timedelta(0)) -> str:
        """Return the present moment, or one later, as it is kept."""
        return (self._environment.now() + by).isoformat(timespec="seconds")

    def _rows(self, where: str, *values: Any) -> list[KeptLetter]:
        return [
            msgspec.convert(dict(zip(_COLUMNS, row, strict=True)), KeptLetter)
            for row in self._store.fetch(f"{_SELECT} {where}", values)
        ]

    def _folder(self) -> Path:
        return self._store.path.with_name(f"{self._store.path.name}.letters")

    def _kept(self, digest: str) -> Path:
        """Return where a part is kept: beside the book, encrypted as it will travel."""
        return self._folder() / f"{digest}.cbdl"


def keep_problem(error: MailError) -> str:
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
