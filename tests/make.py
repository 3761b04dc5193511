"""Builders shared by tests: worlds, books and records in a line, all people and places invented."""

import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from qtapp.domain.documents import Document
from qtapp.domain.errors import VaultLocked
from qtapp.domain.members import Member
from qtapp.domain.sessions import Session
from qtapp.domain.units import UnitKind
from qtapp.domain.waves import Intensity, Wave
from qtapp.services.environment import Environment
from qtapp.store.keys import Cost
from qtapp.store.ledger import Writer
from qtapp.store.store import Store, create_store, open_store

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
PASSPHRASE = "suối mẫu 2026"
CHEAP = Cost(passes=1, memory=8192)
UNIT = "0" * 31 + "1"
KEY = bytes(range(32))

_count = itertools.count(1)

NAMES = (
    "Nguyễn Thị Hoa",
    "Trần Văn Đạt",
    "Lê Minh Ánh",
    "Phạm Quốc Bảo",
    "Đặng Thùy Dương",
    "Hoàng Y Niê",
    "Võ Thị Ngọc Ẩn",
    "Bùi Xuân Yên",
)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class DictVault:
    """A password store in memory; `locked` makes it refuse everything."""

    def __init__(self, *, locked: bool = False) -> None:
        self.secrets: dict[str, str] = {}
        self.locked = locked

    def _check(self) -> None:
        if self.locked:
            raise VaultLocked("no_keyring")

    def get(self, book: str) -> str:
        self._check()
        if book not in self.secrets:
            raise VaultLocked
        return self.secrets[book]

    def put(self, book: str, secret: str) -> None:
        self._check()
        self.secrets[book] = secret

    def forget(self, book: str) -> None:
        self._check()
        self.secrets.pop(book, None)


def some_random(seed: object = 0) -> Any:
    """Return a source of bytes that repeats itself from run to run."""
    return random.Random(str(seed)).randbytes  # noqa: S311 - tests want to repeat


def an_environment(
    device: str = "Máy thử",
    *,
    clock: Any = None,
    vault: Any = None,
    random_bytes: Any = None,
    app: str = "0.0",
    sticks: Any = tuple,
    setups: Any = None,
) -> Environment:
    """Return a world with a standing clock; every call is another run of the program (writer)."""
    number = next(_count)
    return Environment(
        now=clock or Clock(),
        random=random_bytes or some_random(number),
        writer=f"{number:032x}",
        device=device,
        app=app,
        vault=vault or DictVault(),
        cost=CHEAP,
        sticks=sticks,
        setups=setups,
    )


def a_writer(number: int | None = None) -> Writer:
    """Return a run of the program that may write; another one every time, unless numbered."""
    return Writer(id=an_id(number or next(_count)), app="0.0")


def a_store(folder: Path, clock: Any = None, writer: Writer | None = None) -> Store:
    """Return a new open store of the unit UNIT under KEY, `folder`/sổ.scb."""
    store = create_store(folder / "sổ.scb", KEY, writer or a_writer(), clock or Clock())
    store.set_fact("unit", UNIT)
    return store


def reopened(store: Store, clock: Any = None, writer: Writer | None = None) -> Store:
    """Return `store` closed and opened again, by another run of the program."""
    store.close()
    return open_store(store.path, KEY, writer or a_writer(), clock or Clock())


@contextmanager
def write_protected(*sources: Path) -> Iterator[Path]:
    """Yield a folder with copies of `sources` in which nothing can be written, not even by root."""
    folder = Path(tempfile.mkdtemp(prefix="khóa "))
    for source in sources:
        shutil.copy(source, folder)
    everybody = "*S-1-1-0"
    if sys.platform == "win32":
        _run("icacls", str(folder), "/deny", f"{everybody}:(OI)(CI)(WD,AD,WA,WEA)")
    else:
        for each in folder.iterdir():
            each.chmod(0o444)
        folder.chmod(0o555)
    is_root = sys.platform != "win32" and os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        if sys.platform == "win32":
            _run("icacls", str(folder), "/remove:d", everybody)
        else:
            folder.chmod(0o755)
        shutil.rmtree(folder)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words


def a_book(
    folder: Path,
    name: str,
    kind: UnitKind,
    environment: Environment | None = None,
    passphrase: str = PASSPHRASE,
) -> Any:
    """Return a new open book, `folder`/`name`.scb."""
    from qtapp.services.book import create_book  # noqa: PLC0415 - the store's tests need no services

    world = environment or an_environment()
    book, _ = create_book(folder / f"{name}.scb", passphrase, name, kind, world)
    return book


def a_cell_book(
    folder: Path,
    name: str = "Chi bộ thôn Suối Mẫu",
    environment: Environment | None = None,
    *,
    members: int = 0,
) -> Any:
    """Return a new open book of a cell, with so many members on its list."""
    book = a_book(folder, name, UnitKind.CELL, environment)
    for place in range(members):
        book.members.save(book.members.new(a_name(place), card_number=f"{place:012d}"))
    return book


def a_committee_book(
    folder: Path,
    name: str = "Đảng ủy xã Suối Mẫu",
    environment: Environment | None = None,
    *,
    cells: tuple[str, ...] = (),
) -> Any:
    """Return a new open book of a commune's committee, with these cells below it."""
    book = a_book(folder, name, UnitKind.COMMITTEE, environment)
    for cell in cells:
        book.units.add(cell)
    return book


def a_name(place: int = 0) -> str:
    """Return an invented full name; another one for every `place`."""
    name = NAMES[place % len(NAMES)]
    return name if place < len(NAMES) else f"{name} {_letters(place // len(NAMES))}"


def _letters(number: int) -> str:
    return "".join("ABCDEFGHIK"[int(digit)] for digit in str(number))


def an_id(number: int = 1) -> str:
    """Return a record id that says nothing."""
    return f"{number:032x}"


def a_member(full_name: str = NAMES[0], **values: Any) -> Member:
    """Return a member that no book holds."""
    values.setdefault("id", an_id(next(_count) + (1 << 64)))
    values.setdefault("unit", UNIT)
    return Member(full_name=full_name, **values)


def a_session(name: str = "Buổi 1", **values: Any) -> Session:
    """Return a session that no book holds."""
    values.setdefault("id", an_id(next(_count) + (2 << 64)))
    values.setdefault("unit", UNIT)
    values.setdefault("wave", an_id(9))
    return Session(name=name, **values)


def a_wave_in(book: Any, name: str = "Đợt học tập quý IV", **values: Any) -> Wave:
    """Return a wave kept in `book`, studying one document thoroughly; each a moment after the last."""
    if isinstance(book._environment.now, Clock):
        book._environment.now.forward(milliseconds=1)
    wave: Wave = book.waves.save(book.waves.new(name, **values))
    document = a_document_in(book)
    book.waves.set_document(wave.id, document.id, Intensity.THOROUGH)
    return wave


def a_document_in(book: Any, number: str = "18-NQ/TW", name: str = "Nghị quyết mẫu") -> Document:
    """Return a document kept in `book`."""
    kept: Document = book.documents.save(book.documents.new(number, name))
    return kept


def a_session_in(book: Any, wave: Wave, name: str = "Buổi 1", **values: Any) -> Session:
    """Return a session of `wave` kept in `book`."""
    values.setdefault("starts_at", "2026-11-18T07:30")
    kept: Session = book.sessions.save(book.sessions.new(wave.id, name, **values))
    return kept
