"""Laptops with real encrypted books, made fast: copies of a few template books, opened by their raw keys."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from qtapp.domain.attendance import Attendance
from qtapp.domain.documents import Document
from qtapp.domain.members import Member
from qtapp.domain.units import UnitKind
from qtapp.services.book import Book, accept_invitation
from qtapp.services.environment import Environment
from qtapp.store.carried import Carried
from qtapp.store.ledger import Writer
from qtapp.store.shape import DELETED, shape_of
from qtapp.store.store import Store, open_store
from qtapp.store.table import as_raw
from tests.make import (
    CHEAP,
    NOW,
    PASSPHRASE,
    Clock,
    DictVault,
    a_committee_book,
    an_environment,
    an_id,
    some_random,
)
from tests.proof.oracle import Key, Values, Version

FUTURE = "nickname"
"""A register of members that only a later version knows; this one carries it on."""
TRACKED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "members": (Member, ("full_name", "party_role", "gov_role", "phone", DELETED)),
    "attendance": (Attendance, ("status", DELETED)),
    "documents": (Document, ("name", DELETED)),
}
"""The registers that the proof follows: of a cell, and of a committee."""
STAYING = frozenset({"phone"})
"""Those of them that never leave the unit: they go from laptop to laptop alone."""

PROVINCE, COMMUNE, CELL, OTHER = "tỉnh", "xã", "chi bộ", "chi bộ khác"
COMMUNE_2, CELL_2 = "xã, máy hai", "chi bộ, máy hai"
SECOND = {COMMUNE: COMMUNE_2, CELL: CELL_2}
"""The second laptop of a unit, which the first has invited."""
LEVEL = {second: first for first, second in SECOND.items()}
"""What a second laptop is the second of."""
ABOVE = {CELL: COMMUNE, OTHER: COMMUNE, COMMUNE: PROVINCE}
MEMBERS = 3


@dataclass(slots=True)
class Template:
    """A closed book that laptops begin with; `shown` are the registers it holds, of all units."""

    role: str
    unit: str
    path: Path
    key: bytes
    shown: dict[Key, tuple[Values, Version]]


@dataclass(slots=True)
class Templates:
    """The books of all roles, by role: as they joined, and when all of them had exchanged everything."""

    fresh: dict[str, Template]
    settled: dict[str, Template]

    def unit(self, role: str) -> str:
        """Return the id of a role's unit."""
        return self.fresh[role].unit


@dataclass(slots=True)
class Laptop:
    """One disk with one book on it, open; `held` are the edits that the disk holds, as bits."""

    role: str
    unit: str
    path: Path
    key: bytes
    clock: Clock
    book: Book
    writer: str
    held: int = 0
    number: int = field(default=0)

    @property
    def level(self) -> str:
        """The role of the unit's first laptop."""
        return LEVEL.get(self.role, self.role)

    @property
    def store(self) -> Store:
        return self.book._store

    def rows(self, unit: str, table: str) -> dict[str, Any]:
        """Return the raw rows of a unit's table, deleted ones too."""
        found = self.store.table(TRACKED[table][0])
        rows = as_raw(found.all_raw(self.store.unit_number(unit)))
        return {row.id: row for row in rows}

    def registers(self, unit: str) -> dict[Key, tuple[Values, Version]]:
        """Return what the book shows of a unit: every followed register ever written, with its version."""
        ids = {0: "", **dict(self.store.fetch("SELECT n, id FROM writers"))}
        found: dict[Key, tuple[Values, Version]] = {}
        for table in TRACKED:
            for row in self.rows(unit, table).values():
                for register, values, version in registers_of(table, row):
                    lam, writer, seq = version
                    if lam:
                        found[unit, table, row.id, register] = values, (lam, ids[writer], seq)
        for row_id, registers in self.carried(unit).items():
            lam, writer, seq, values = registers[FUTURE]
            found[unit, "members", row_id, FUTURE] = (values[FUTURE],), (lam, ids[writer], seq)
        return found

    def carried(self, unit: str) -> dict[str, Any]:
        """Return what is carried unread for the members of a unit, by id."""
        return Carried(self.store).of(self.store.unit_number(unit), "members")

    def write_as_later(self, row_id: str, value: str) -> None:
        """Write the register that only a later version knows, as that version would leave it."""
        number = self.store.unit_number(self.unit)
        with self.store.transaction():
            before = self.carried(self.unit).get(row_id, {})
            lam = before[FUTURE][0] if before else 0
            stamped = (*self.store.stamp(lam), {FUTURE: value})
            Carried(self.store).put(number, "members", {row_id: {**before, FUTURE: stamped}})


def registers_of(table: str, row: Any) -> Iterator[tuple[str, Values, tuple[int, int, int]]]:
    """Yield the followed registers of a raw row: name, values, version by writer number."""
    record, names = TRACKED[table]
    groups = shape_of(record).groups
    for name in names:
        values = (row.deleted,) if name == DELETED else tuple(row.values[i] for i in groups[name])
        yield name, values, row.fields.get(name, row.version)


def a_world(writer: str, clock: Clock, device: str = "Máy thử") -> Environment:
    """Return the environment of one run of the program."""
    return Environment(
        now=clock,
        random=some_random(writer),
        writer=writer,
        device=device,
        app="0.0",
        vault=DictVault(),
        cost=CHEAP,
    )


def opened(path: Path, key: bytes, writer: str, clock: Clock) -> Book:
    """Return the book at `path`, opened without its passphrase by a new run of the program."""
    world = a_world(writer, clock)
    return Book(open_store(path, key, Writer(id=writer, app="0.0"), clock), key, world)


def started_anew(book: Book, writer: str, clock: Clock) -> Book:
    """Return the book as a new run of the program has it; the file stays open, which is faster."""
    world = a_world(writer, clock)
    store = Store(book._store._connection, book.path, Writer(id=writer, app="0.0"), clock)
    return Book(store, book._key, world)


def templates(folder: Path) -> Templates:
    """Make a province, a commune and two cells that have joined each other, and second laptops."""
    folder.mkdir(parents=True)
    province = a_committee_book(folder, "Đảng ủy tỉnh Mẫu")
    commune = _joined(province, "Đảng ủy xã Suối Mẫu", UnitKind.COMMITTEE, folder)
    cell = _joined(commune, "Chi bộ bản Lướt", UnitKind.CELL, folder)
    other = _joined(commune, "Chi bộ bản Pó", UnitKind.CELL, folder)
    for committee in (province, commune):
        committee.documents.save(committee.documents.new("18-NQ/TW", "Nghị quyết mẫu"))
    for book in (cell, other):
        for place in range(MEMBERS):
            book.members.save(book.members.new(f"Người {'ABC'[place]}"))
        wave = book.waves.save(book.waves.new("Đợt 1"))
        book.sessions.save(book.sessions.new(wave.id, "Buổi 1"))
    books = {PROVINCE: province, COMMUNE: commune, CELL: cell, OTHER: other}
    for first, second in SECOND.items():
        books[second] = _second(books[first], folder / second)
    for book in books.values():
        book.exchange.receive(folder / "không có gì")  # so that it has looked at its inbox once
    fresh = {role: _template(role, book, folder / f"{role}.mới") for role, book in books.items()}
    for turn in range(4):
        _settle(books, folder / f"lượt {turn}")
    settled = {role: _template(role, book, folder / f"{role}.đủ") for role, book in books.items()}
    for book in books.values():
        book.close()
    return Templates(fresh, settled)


def _template(role: str, book: Book, path: Path) -> Template:
    """Return a copy of an open book as a template."""
    store = book._store
    laptop = Laptop(role, store.unit, path, book._key, a_clock(), book, "")
    shown: dict[Key, tuple[Values, Version]] = {}
    for unit in list(store.unit_ids().values()):
        shown |= laptop.registers(unit)
    fold_log(book)
    return Template(role, store.unit, laid_out(book.path, path), book._key, shown)


def _settle(books: dict[str, Book], folder: Path) -> None:
    """Let every book send everything it can to every other."""
    for role, book in books.items():
        if role in LEVEL or role in SECOND:
            book.exchange.make_peer(folder / role)
        if LEVEL.get(role, role) in ABOVE:
            book.exchange.make_up(folder / role)
        if LEVEL.get(role, role) in {PROVINCE, COMMUNE}:
            book.exchange.make_down(folder / role)
        for reader in books.values():
            reader.exchange.receive(folder / role)


def _joined(above: Book, name: str, kind: UnitKind, folder: Path) -> Book:
    unit = above.units.add(name, kind)
    letter = folder / f"{name}.cbmoi"
    code = above.exchange.invite(unit.id, letter)
    book, _ = accept_invitation(letter, code, folder / f"{name}.scb", PASSPHRASE, an_environment())
    return book


def _second(first: Book, folder: Path) -> Book:
    """Return the book of a laptop that the first of its unit has invited, with all that one holds."""
    folder.mkdir()
    letter, code = first.exchange.invite_laptop(folder)
    path = folder / "sổ.scb"
    book, _ = accept_invitation(letter, code, path, PASSPHRASE, an_environment())
    for each in folder.glob("*.cbdl"):
        (end,) = book.exchange.receive(each)
        if end.reason is not None:
            raise end.reason
    return book


def fold_log(book: Book) -> None:
    """Bring everything written into the book's file, so that a copy of the file is whole."""
    book._store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def laid_out(template: Path, path: Path) -> Path:
    """Put a copy of a closed book's file at `path`, in the place of what was there."""
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    return path


def a_clock(offset: timedelta = timedelta()) -> Clock:
    """Return a clock that is right but for `offset`."""
    return Clock(NOW + offset)


WRONG_CLOCKS = (
    datetime(1970, 1, 1, 0, 5, tzinfo=UTC),
    datetime(2009, 1, 1, tzinfo=UTC),
    NOW - timedelta(hours=3),
    NOW,
    NOW + timedelta(minutes=7),
    NOW + timedelta(days=31),
    datetime(2031, 6, 1, tzinfo=UTC),
    datetime(2099, 12, 31, tzinfo=UTC),
)


def an_identity(number: int) -> str:
    """Return the id of the so-and-so-many-th run of the program; their order says nothing."""
    return an_id((number * 0x9E3779B97F4A7C15) % (1 << 64) + (number << 64))
