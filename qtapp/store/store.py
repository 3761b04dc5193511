"""Store: one connection to the book, its tables, its transactions and their versions."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from qtapp.domain.attendance import Attendance
from qtapp.domain.conflicts import Conflict
from qtapp.domain.documents import Document
from qtapp.domain.errors import (
    FolderReadOnly,
    NotABook,
    StoreDamaged,
    StoreExists,
    StoreMissing,
    StoreTooNew,
)
from qtapp.domain.essays import Essay, EssayText
from qtapp.domain.members import Member
from qtapp.domain.plans import ActionPlan, Task, TaskProgress
from qtapp.domain.record import Record
from qtapp.domain.sessions import AgendaItem, Session
from qtapp.domain.units import Profile, Unit
from qtapp.domain.waves import StudyPlan, Wave, WaveDocument
from qtapp.store import driver, migrations
from qtapp.store.clock import Clock, trusted_minutes
from qtapp.store.faults import translated
from qtapp.store.table import Table, Version

T = TypeVar("T", bound=Record)

_SMALLEST_BOOK = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One run of the program that writes: a fresh random id at every start (sync.md §4.1)."""

    id: str
    app: str


class Store:
    """The encrypted book, open. One instance belongs to one thread."""

    def __init__(self, connection: Any, path: Path, writer: Writer, clock: Clock) -> None:
        self._connection = connection
        self.path = path
        self._writer = writer
        self._clock = clock
        self._depth = 0
        self._commit: tuple[int, int, int] | None = None
        self._units: dict[str, int] = {}
        self._unit_ids: dict[int, str] = {}
        self._tables: dict[str, Table[Any]] = {}
        self.units = self.table(Unit)
        self.profiles = self.table(Profile)
        self.members = self.table(Member)
        self.documents = self.table(Document)
        self.waves = self.table(Wave)
        self.wave_documents = self.table(WaveDocument)
        self.study_plans = self.table(StudyPlan)
        self.sessions = self.table(Session)
        self.agenda_items = self.table(AgendaItem)
        self.attendance = self.table(Attendance)
        self.essays = self.table(Essay)
        self.essay_texts = self.table(EssayText)
        self.action_plans = self.table(ActionPlan)
        self.tasks = self.table(Task)
        self.task_progress = self.table(TaskProgress)
        self.conflicts = self.table(Conflict)

    @property
    def unit(self) -> str:
        """The id of the unit this book belongs to; empty while the book is being made."""
        return self.fact("unit")

    def table(self, record: type[T]) -> Table[T]:
        """Return the table of a record type."""
        if record.table not in self._tables:
            self._tables[record.table] = Table(self, record)
        return self._tables[record.table]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything written in the block one commit, or nothing if the block raises."""
        if self._depth:
            yield
            return
        with translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                self.forget_units()
                raise
            finally:
                self._depth = 0
                self._commit = None

    def stamp(self, overwritten: int) -> Version:
        """Return a version for this commit that beats `overwritten` (a lam; 0 for a new row).

        A commit is (writer, seq); seq is dense and taken inside the transaction. lam is
        max(overwritten + 1, trusted minutes << 16), so that a wrong clock harms nothing.
        """
        if self._commit is None:
            self._commit = self._begin_commit()
        number, seq, minutes = self._commit
        return max(overwritten + 1, minutes << 16), number, seq

    def _begin_commit(self) -> tuple[int, int, int]:
        if not self._depth:
            raise RuntimeError("a version is taken inside a transaction")
        now = self._clock()
        minutes = trusted_minutes(self, now)
        found = self.fetch("SELECT n, seq FROM writers WHERE id = ?", [self._writer.id])
        if found:
            number, seq = found[0]
        else:
            self.write(
                "INSERT INTO writers (id, unit, device, app, opened, clock_ok, seq)"
                " VALUES (?, ?, ?, ?, ?, ?, 0)",
                [
                    self._writer.id,
                    self.unit_number(self.unit),
                    self.fact("device"),
                    self._writer.app,
                    now.isoformat(timespec="seconds"),
                    int(minutes > 0),
                ],
            )
            number, seq = self.fetch("SELECT n, 0 FROM writers WHERE id = ?", [self._writer.id])[0]
        if self.fact("last_writer") != self._writer.id:
            self._remember_known(number, seq + 1)
        self.write("UPDATE writers SET seq = ? WHERE n = ?", [seq + 1, number])
        return number, seq + 1, minutes

    def _remember_known(self, number: int, from_seq: int) -> None:
        """Note what the book holds of the own unit now: the context of the commits that follow."""
        known = self.fetch(
            "SELECT id, seq FROM writers WHERE unit = ? AND seq > 0 AND n <> ?",
            [self.unit_number(self.unit), number],
        )
        vector = msgspec.json.encode(dict(known)).decode()
        self.write(
            "INSERT INTO knows (writer, from_seq, vector) VALUES (?, ?, ?)",
            [number, from_seq, vector],
        )
        self.set_fact("last_writer", self._writer.id)

    def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of a query."""
        with translated(self.path):
            rows: list[Any] = self._connection.execute(sql, parameters).fetchall()
        return rows

    def write(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run one statement of the current transaction."""
        self._connection.execute(sql, parameters)

    def write_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement of the current transaction for many rows."""
        self._connection.executemany(sql, rows)

    def unit_number(self, unit: str) -> int:
        """Return the small number that stands for a unit's id in every key, taking one if new."""
        if unit not in self._units:
            found = self.fetch("SELECT n FROM owners WHERE id = ?", [unit])
            if not found:
                with self.transaction():
                    self.write("INSERT INTO owners (id) VALUES (?)", [unit])
                found = self.fetch("SELECT n FROM owners WHERE id = ?", [unit])
            self._units[unit] = found[0][0]
        return self._units[unit]

    def unit_ids(self) -> dict[int, str]:
        """Return the unit ids by their small numbers."""
        count = self.fetch("SELECT count(*) FROM owners")[0][0]
        if len(self._unit_ids) != count:
            self._unit_ids = dict(self.fetch("SELECT n, id FROM owners"))
        return self._unit_ids

    def forget_units(self) -> None:
        """Read the unit numbers anew: a rollback or a join has changed them."""
        self._units.clear()
        self._unit_ids.clear()

    def fact(self, key: str) -> str:
        """Return a local fact of the book, or an empty text."""
        found = self.fetch("SELECT value FROM facts WHERE key = ?", [key])
        return found[0][0] if found else ""

    def set_fact(self, key: str, value: str) -> None:
        """Write a local fact of the book; it is neither versioned nor sent."""
        with self.transaction():
            self.write(
                "INSERT INTO facts (key, value) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [key, value],
            )

    def now(self) -> datetime:
        """Return the wall clock's time, for people to read; it decides nothing."""
        return self._clock()

    def verify(self) -> None:
        """Read the whole file; raises StoreDamaged if it does not hold together."""
        for pragma in ("cipher_integrity_check", "integrity_check"):
            for row in self.fetch(f"PRAGMA {pragma}"):
                if row[0] != "ok":
                    raise StoreDamaged(str(row[0]))

    def copy_to(self, path: Path) -> None:
        """Write an encrypted copy under the same key to `path`, which must not exist yet."""
        if path.exists():
            raise StoreExists(str(path))
        with translated(path):
            self._connection.execute("VACUUM INTO ?", [str(path)])

    def close(self) -> None:
        """Close the connection; the write-ahead log is folded into the file."""
        self._connection.close()


def create_store(path: Path, key: bytes, writer: Writer, clock: Clock) -> Store:
    """Make a new book at `path` and return it open; raises StoreExists, FolderReadOnly, DiskFull."""
    if path.exists():
        raise StoreExists(str(path))
    with translated(path):
        connection = driver.connect(path, key)
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.migrate(connection)
    return Store(connection, path, writer, clock)


def open_store(path: Path, key: bytes, writer: Writer, clock: Clock) -> Store:
    """Open the book at `path`, bringing an older one to the present schema.

    A copy is kept beside it before that (`<book>.before-<version>`). Raises StoreMissing, NotABook,
    StoreDamaged, StoreTooNew, StoreBusy or FolderReadOnly.
    """
    if not path.is_file():
        raise StoreMissing(str(path))
    with path.open("rb") as file:
        if len(file.read(_SMALLEST_BOOK)) < _SMALLEST_BOOK:
            raise NotABook(str(path))
    connection = None
    try:
        with translated(path):
            connection = driver.connect(path, key)
            _bring_up(connection, path)
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return Store(connection, path, writer, clock)


def _bring_up(connection: Any, path: Path) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > migrations.LATEST:
        raise StoreTooNew(found, migrations.LATEST)
    _ensure_writable(connection, path)
    if found < migrations.LATEST:
        _keep_copy(connection, path, found)
        migrations.migrate(connection)


def _ensure_writable(connection: Any, path: Path) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except driver.OperationalError as error:
        if "readonly" in str(error) or "unable to open" in str(error):
            raise FolderReadOnly(str(path)) from error
        raise


def _keep_copy(connection: Any, path: Path, version: int) -> None:
    copy = path.with_name(f"{path.name}.before-{version + 1}")
    if not copy.exists():
        connection.execute("VACUUM INTO ?", [str(copy)])
