"""A committee and one of its cells, joined by invitation, for tests of exchange."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.ids import derived_id, uuid7
from qtapp.services.book import Book, accept_invitation, open_book
from qtapp.store.keys import key_file
from tests.make import PASSPHRASE, a_committee_book, a_name, an_environment, some_random


@dataclass
class Pair:
    """Two open books and the invitation that joined them."""

    commune: Book
    cell: Book
    unit: str
    letter: Path
    code: str

    def second_laptop(self, folder: Path) -> Book:
        """Return an open copy of the cell's book, as on a second laptop; both are new runs."""
        copy = folder / "máy hai.scb"

        def duplicate() -> None:
            shutil.copy(self.cell.path, copy)
            shutil.copy(key_file(self.cell.path), key_file(copy))

        self.cell = reopened(self.cell, duplicate)
        return reopened(None, lambda: None, copy)

    def another_cell(self, path: Path) -> Book:
        """Return a second book made with the same invitation."""
        book, _ = accept_invitation(self.letter, self.code, path, PASSPHRASE, an_environment())
        return book


def a_pair(folder: Path, members: int = 3) -> Pair:
    """Return a commune and a cell of so many members that has joined it and sent nothing yet."""
    commune = a_committee_book(folder, cells=("Chi bộ bản Lướt",))
    unit = commune.units.cells()[0].id
    letter = folder / "thư mời.cbmoi"
    code = commune.exchange.invite(unit, letter)
    cell, _ = accept_invitation(letter, code, folder / "cb.scb", PASSPHRASE, an_environment())
    for place in range(members):
        cell.members.save(cell.members.new(a_name(place), card_number=f"{place:012d}"))
    return Pair(commune=commune, cell=cell, unit=unit, letter=letter, code=code)


def reopened(book: Book | None, between: Callable[[], object], path: Path | None = None) -> Book:
    """Return a book closed and opened again by another run of the program, with `between` done."""
    where = path or (book.path if book else Path())
    if book is not None:
        book.close()
    between()
    return open_book(where, an_environment(), passphrase=PASSPHRASE)


def revoke_all(book: Book, unit: str) -> None:
    """Believe no laptop and no letter of a unit any more."""
    book.exchange.revoke(unit, [each.serial for each in book.exchange.devices(unit)])


def contents_of(book: Book) -> dict[str, list[Any]]:
    """Return every row of every record table, with versions."""
    store = book._store
    return {
        table: store.fetch(f"SELECT * FROM {table} ORDER BY unit, id")
        for table in book.records.tables()
    }


def invited_laptop(first: Book, folder: Path, name: str = "Máy hai") -> Book:
    """Return the book of another laptop that `first` has invited, made from what lay on one stick."""
    stick = folder / f"usb {name}"
    stick.mkdir()
    letter, code = first.exchange.invite_laptop(stick)
    book, _ = accept_invitation(
        letter, code, folder / f"{name}.scb", PASSPHRASE, an_environment(name)
    )
    return book


def marks_of(unit: str, sessions: int, members: int) -> list[Attendance]:
    """Return a unit's attendance of everybody at every session."""
    draw = some_random(unit)
    held = [uuid7(1_760_000_000_000 + 86_400_000 * i, draw(10)) for i in range(sessions)]
    people = [uuid7(1_750_000_000_000 + i, draw(10)) for i in range(members)]
    return [
        Attendance(
            id=derived_id(session, member),
            unit=unit,
            session=session,
            member=member,
            status=AttendanceStatus.PRESENT,
        )
        for session in held
        for member in people
    ]
