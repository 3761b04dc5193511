import msgspec

from qtapp.domain.figures import Figures
from qtapp.domain.forwarded import ForwardedFigures
from tests.make import UNIT, an_id


def a_row(counts: str) -> ForwardedFigures:
    return ForwardedFigures(
        id=an_id(1), unit=UNIT, wave=an_id(2), cell=an_id(3), name="Chi bộ 1", counts=counts
    )


def test_counts_come_back_as_figures() -> None:
    figures = Figures(sessions=2, members=31)
    assert a_row(msgspec.json.encode(figures).decode()).figures() == figures


def test_counts_of_another_version_are_read_as_far_as_they_are_known() -> None:
    assert a_row('{"members":4,"later":1}').figures() == Figures(members=4)
    assert a_row("không phải số").figures() == Figures()
