import pytest

from qtapp.domain.documents import DocumentType
from qtapp.domain.numbering import may_issue
from qtapp.domain.papers import PaperKind, PaperText
from qtapp.domain.record import Reach
from qtapp.domain.units import UnitKind
from tests.make import an_id


def test_every_numbered_paper_is_of_a_type_a_cell_may_issue():
    types = {kind.type for kind in PaperKind if kind.type is not None}
    assert types <= may_issue(UnitKind.CELL)
    assert DocumentType.PLAN in types


def test_a_paper_is_of_a_session_of_a_member_or_of_the_wave():
    for kind in PaperKind:
        assert not (kind.is_of_session and kind.is_of_member)
        assert not kind.is_of_year or kind.is_of_member


@pytest.mark.parametrize(
    "other", [{"kind": PaperKind.MINUTES}, {"edition": "2027"}, {"unit": an_id(9)}]
)
def test_each_paper_of_each_unit_has_a_row_of_its_own(other):
    def identity(**values):
        known = {"about": an_id(1), "unit": an_id(2), "kind": "plan", "edition": "2026"}
        return PaperText.identity.of(**{**known, **values})

    assert identity() == identity()
    assert identity(**{name: str(value) for name, value in other.items()}) != identity()


def test_the_words_of_papers_never_leave_the_book():
    assert PaperText.reach is Reach.STAYS
