"""Store: the encrypted book, open, with a table for every record type."""

from pathlib import Path
from typing import Any, TypeVar

from qtapp.domain.attendance import Attendance
from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.conflicts import Conflict
from qtapp.domain.documents import Document
from qtapp.domain.errors import (
    FolderReadOnly,
    NotABook,
    StoreMismatch,
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
from qtapp.store.adoption import adopt
from qtapp.store.clock import Clock
from qtapp.store.faults import translated
from qtapp.store.files import check, claim, copy_book, ensure_free, remove_book
from qtapp.store.ledger import Ledger, Writer
from qtapp.store.table import Table

T = TypeVar("T", bound=Record)

_SMALLEST_BOOK = 512


class Store(Ledger):
    """The encrypted book, open: a table for every record type. It belongs to one thread."""

    def __init__(self, connection: Any, path: Path, writer: Writer, clock: Clock) -> None:
        super().__init__(connection, path, writer, clock)
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

    def table(self, record: type[T]) -> Table[T]:
        """Return the table of a record type."""
        if record.table not in self._tables:
            self._tables[record.table] = Table(self, record)
        return self._tables[record.table]

    def filled(self, unit: str) -> set[str]:
        """Return the names of the tables of records that hold rows of `unit`, deleted ones too."""
        asked = ", ".join(f"EXISTS (SELECT 1 FROM {table} WHERE unit = ?1)" for table in BY_TABLE)
        (found,) = self.fetch(f"SELECT {asked}", [self.known_number(unit)])
        return {name for name, is_filled in zip(BY_TABLE, found, strict=True) if is_filled}

    def verify(self) -> None:
        """Read the whole file; raises StoreDamaged if it does not hold together."""
        with translated(self.path):
            check(self._connection)

    def counts(self) -> dict[str, int]:
        """Return the number of rows of every table, those of removed records included, by name."""
        found = self.fetch(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " ORDER BY name"
        )
        return {name: self.fetch(f'SELECT count(*) FROM "{name}"')[0][0] for (name,) in found}

    def copy_to(self, path: Path, key: bytes) -> None:
        """Write a copy under the same `key`, and of the keys, to `path`; both are there or none.

        Raises StoreExists, StoreDamaged, FolderReadOnly or DiskFull.
        """
        ensure_free(path)
        copy_book(self._connection, self.path, path, key)


def create_store(path: Path, key: bytes, writer: Writer, clock: Clock) -> Store:
    """Make a new book at `path` and return it open.

    Raises StoreExists, FolderReadOnly or DiskFull; nothing is left behind then.
    """
    claim(path)
    connection = None
    try:
        with translated(path):
            connection = driver.connect(path, key)
            connection.execute("PRAGMA journal_mode = WAL")
            migrations.migrate(connection)
            store = Store(connection, path, writer, clock)
            adopt(store)
    except BaseException:
        if connection is not None:
            connection.close()
        remove_book(path)
        raise
    return store


def open_store(path: Path, key: bytes, writer: Writer, clock: Clock) -> Store:
    """Open the book at `path`, bringing an older one to the present schema.

    A copy is kept beside it before that (`<book>.before-<version>`, and its keys). Raises
    StoreMissing, NotABook, StoreDamaged, StoreTooNew, StoreMismatch, StoreBusy, DiskFull or
    FolderReadOnly.
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
            _bring_up(connection, path, key)
            store = Store(connection, path, writer, clock)
            adopt(store)
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return store


def _bring_up(connection: Any, path: Path, key: bytes) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > migrations.LATEST:
        raise StoreTooNew(found, migrations.LATEST)
    _ensure_writable(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")  # a copy has lost this
    if found < migrations.LATEST:
        copy = path.with_name(f"{path.name}.before-{found + 1}")
        if not copy.exists():
            copy_book(connection, path, copy, key)
        migrations.migrate(connection)
    if missing := migrations.lacking(connection):
        raise StoreMismatch(missing[0])


def _ensure_writable(connection: Any, path: Path) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except driver.OperationalError as error:
        if "readonly" in str(error) or "unable to open" in str(error):
            raise FolderReadOnly(str(path)) from error
        raise
