import pytest

from qtapp.store.carried import Carried
from tests.make import an_id
from tests.services.pairs import a_pair, reopened
from tests.services.versions import LaterMember, Verse, later_program, updated

WORDS = {
    "deleted": (5, 1, 2, {"deleted": 0}),
    "words": (5, 1, 2, {"words": "Đoàn quân Việt Nam đi"}),
    "number": (6, 1, 3, {"number": 1}),
}


def carrying(pair, registers, table="members", row_id=None, unit=""):
    """Have the cell's book carry registers for a row, and return the row's id."""
    store = pair.cell._store
    row_id = row_id or store.members.own()[0].id
    Carried(store).put(store.unit_number(unit or pair.unit), table, {row_id: registers})
    return row_id


def carried(book, unit, table="members"):
    return Carried(book._store).of(book._store.unit_number(unit), table)


def test_a_column_comes_alive_with_its_version(tmp_path):
    pair = a_pair(tmp_path)
    row_id = carrying(pair, {"song": (9, 1, 2, {"song": "Tiến quân ca"})})
    with later_program():
        later = updated(pair.cell)
        assert later._store.members.get(row_id).song == "Tiến quân ca"
        rows = later._store.members.raw(later._store.unit_number(pair.unit), [row_id])
        assert rows[row_id].fields["song"] == (9, 1, 2)
        assert carried(later, pair.unit) == {}
        later.close()


def test_a_column_nobody_wrote_is_never_written_not_blank(tmp_path):
    pair = a_pair(tmp_path)
    with later_program():
        later = updated(pair.cell)
        number = later._store.unit_number(pair.unit)
        ids = [each.id for each in later._store.members.own()]
        rows = later._store.members.raw(number, ids).values()
        assert {row.fields["song"] for row in rows} == {(0, 0, 0)}
        later._store.members.put(LaterMember(id=an_id(77), unit=pair.unit, full_name="Lò Thị Mới"))
        (fresh,) = later._store.members.raw(number, [an_id(77)]).values()
        assert "song" not in fresh.fields
        later.close()


def test_a_table_comes_alive_row_by_row(tmp_path):
    pair = a_pair(tmp_path)
    carrying(pair, WORDS, "verses", an_id(5))
    with later_program():
        later = updated(pair.cell)
        (verse,) = later._store.table(Verse).own()
        assert (verse.words, verse.number) == ("Đoàn quân Việt Nam đi", 1)
        later.close()


@pytest.mark.parametrize(
    ("table", "row_id", "registers"),
    [
        ("members", None, {"song": (9, 1, 2, {"song": 7})}),
        ("members", None, {"song": (9, 1, 2, {"song": "a", "tune": "b"})}),
        ("members", None, {"award": (9, 1, 2, {"award": "a"})}),
        ("members", an_id(5), {"song": (9, 1, 2, {"song": "a"})}),
        ("verses", an_id(5), {"words": (9, 1, 2, {"words": "a"})}),
        ("dances", an_id(5), WORDS),
    ],
    ids=["another type", "another column", "later still", "no row", "no deleted", "later table"],
)
def test_what_still_does_not_fit_is_carried_on(tmp_path, table, row_id, registers):
    pair = a_pair(tmp_path)
    row_id = carrying(pair, registers, table, row_id)
    with later_program():
        later = updated(pair.cell)
        assert carried(later, pair.unit, table) == {row_id: registers}
        later.close()


def test_rows_that_may_not_come_from_where_they_came_stay_dead(tmp_path):
    pair = a_pair(tmp_path)
    above = pair.cell.exchange.superior().id
    carrying(pair, WORDS, "verses", an_id(5), above)
    with later_program():
        later = updated(pair.cell)
        assert later._store.table(Verse).of(above) == []
        assert carried(later, above, "verses") == {an_id(5): WORDS}
        later.close()


def test_a_book_opened_again_by_the_same_version_is_left_as_it_is(tmp_path):
    pair = a_pair(tmp_path)
    row_id = carrying(pair, {"song": (9, 1, 2, {"song": "a"})})
    book = reopened(pair.cell, lambda: None)
    assert carried(book, pair.unit) == {row_id: {"song": (9, 1, 2, {"song": "a"})}}
    book.close()
