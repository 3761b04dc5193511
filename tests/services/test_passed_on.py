from datetime import date
from pathlib import Path

import msgspec

from qtapp.domain.figures import Figures
from qtapp.domain.forwarded import ForwardedFigures
from qtapp.domain.units import UnitKind
from qtapp.services.passed_on import passed_on
from tests.make import a_committee_book, an_id


def passed(book, cell: int, counts: str, **values) -> None:
    """Keep a row as if the book's own unit had passed it on."""
    wave, cell_id = an_id(9), an_id(cell)
    book._store.table(ForwardedFigures).put(
        ForwardedFigures(
            id=ForwardedFigures.identity.of(wave=wave, cell=cell_id),
            unit=book.units.own().id,
            wave=wave,
            cell=cell_id,
            name=f"Chi bộ {cell}",
            counts=counts,
            **values,
        )
    )


def test_reported_cells_add_up_and_the_others_are_named(tmp_path: Path) -> None:
    book = a_committee_book(tmp_path)
    one = msgspec.json.encode(Figures(sessions=2, members=9)).decode()
    passed(book, 1, one, reported=True, received=date(2026, 11, 1))
    passed(book, 2, '{"sessions":1,"of a later version":5}', reported=True)
    passed(book, 3, "{}")
    row, missing = passed_on(book._store, an_id(9), book.units.own())
    assert row.figures == Figures(sessions=3, members=9)
    assert (row.reported, row.last_received) == (True, date(2026, 11, 1))
    assert (row.asked, row.silent) == (3, 1)
    assert missing == ["Chi bộ 3 (Đảng ủy xã Suối Mẫu)"]


def test_counts_that_cannot_be_read_count_for_nothing(tmp_path: Path) -> None:
    book = a_committee_book(tmp_path)
    passed(book, 1, "hỏng", reported=True)
    row, _ = passed_on(book._store, an_id(9), book.units.own())
    assert row.figures == Figures()


def test_a_committee_that_has_passed_nothing_on_has_not_reported(tmp_path: Path) -> None:
    book = a_committee_book(tmp_path)
    below = book.units.add("Đảng ủy bộ phận", UnitKind.COMMITTEE)
    assert book.units.committees() == []
    book.exchange.invite(below.id, tmp_path / "thư.cbmoi")
    assert book.units.committees() == [below]
    row, missing = passed_on(book._store, an_id(9), below)
    assert (row.reported, row.asked, row.silent) == (False, 1, 1)
    assert missing == ["Đảng ủy bộ phận"]
