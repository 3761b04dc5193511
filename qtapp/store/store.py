"""Store: the encrypted book, open, with a table for every record type."""

from pathlib import Path
from typing import Any, TypeVar

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
from qtapp.store.clock import Clock
from qtapp.store.faults import file_fault, translated
from qtapp.store.keys import key_file
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


def create_store(path: Path, key: bytes, writer: Writer, clock: Clock) -> Store:
    """Make a new book at `path` and return it open.

    Raises StoreExists, FolderReadOnly or DiskFull; nothing is left behind then. What is left of
    another book, such as its keys or its write-ahead log, counts as existing: it must not be lost.
    """
    for left in files_of(path):
        if left.exists():
            raise StoreExists(str(left))
    _claim(path)
    connection = None
    try:
        with translated(path):
            connection = driver.connect(path, key)
            connection.execute("PRAGMA journal_mode = WAL")
            migrations.migrate(connection)
    except BaseException:
        if connection is not None:
            connection.close()
        remove_book(path)
        raise
    return Store(connection, path, writer, clock)


def files_of(path: Path) -> tuple[Path, ...]:
    """Return every file a book at `path` may consist of: itself, its keys, SQLite's logs."""
    beside = (path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))
    return (path, key_file(path), *beside)


def remove_book(path: Path) -> None:
    """Remove what is there of a closed book that the caller has just made."""
    for each in files_of(path):
        each.unlink(missing_ok=True)


def _claim(path: Path) -> None:
    """Make the file, empty, unless somebody else has: from here on it is ours to remove."""
    try:
        path.open("xb").close()
    except FileExistsError as error:
        raise StoreExists(str(path)) from error
    except FileNotFoundError as error:
        raise FolderReadOnly(str(path)) from error
    except OSError as error:
        raise file_fault(error, path) from error


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
