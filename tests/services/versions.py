"""A later version of the program, for tests: one field more on members, and one table more."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest

from qtapp.domain import catalogue
from qtapp.domain.members import Member
from qtapp.domain.record import Line, Reach, Record
from qtapp.services import outgoing
from qtapp.services.book import Book
from qtapp.store import migrations, shape
from tests.services.pairs import reopened


class LaterMember(Member, frozen=True, kw_only=True):
    """A member with a song."""

    song: Line = ""


class Verse(Record, frozen=True, kw_only=True):
    """A kind of record that today's version does not know."""

    table: ClassVar[str] = "verses"
    title: ClassVar[str] = "Câu hát"
    reach: ClassVar[Reach] = Reach.UP

    words: Line = ""
    number: int = 0


@contextmanager
def later_program() -> Iterator[None]:
    """Be the later version while the block runs; books opened in it belong to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(catalogue.BY_TABLE, "members", LaterMember)
        patch.setitem(catalogue.BY_TABLE, "verses", Verse)
        patch.setitem(shape._SHAPES, "members", shape.Shape(LaterMember))
        patch.setitem(shape._SHAPES, "verses", shape.Shape(Verse))
        patch.setattr(outgoing, "RECORDS", tuple(catalogue.BY_TABLE.values()))
        yield


def updated(book: Book) -> Book:
    """Return a book closed and opened again by the later version, whose step adds a column and a table."""
    book._store.write("ALTER TABLE members ADD COLUMN song TEXT NOT NULL DEFAULT ''")
    book._store.write(migrations._create_record_table("verses: words TEXT!, number INTEGER!"))
    return reopened(book, lambda: None)
