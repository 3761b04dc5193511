import pytest

from qtapp.domain.documents import DocumentType
from qtapp.domain.numbering import (
    IssuedNumber,
    may_issue,
    next_number,
    number_place,
    number_text,
)
from qtapp.domain.units import UnitKind


def issued(number, type_=DocumentType.PLAN, term="2025-2027"):
    return IssuedNumber(
        type=type_, term=term, number=number, place=number_place(number), dated=None, name=""
    )


def test_a_number_below_ten_gets_a_nought():
    assert number_text(5, DocumentType.PLAN, "CB") == "05-KH/CB"
    assert number_text(12, DocumentType.PROGRAMME, "ĐU") == "12-CTr/ĐU"
    assert number_text(3, DocumentType.REGULATION, "ĐU") == "03-QĐ/ĐU"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("05-KH/CB", 5),
        ("Số 12-KH/ĐU", 12),
        ("Số: 04/NQ-CB", 4),
        (" 7 – CTr / ĐU ", 7),
        ("KH/CB", 0),
        ("", 0),
        ("năm-KH/CB", 0),
    ],
)
def test_the_running_number_is_read_however_it_is_written(written, place):
    assert number_place(written) == place


def test_numbers_run_per_type_and_per_term():
    register = [issued("05-KH/CB"), issued("09-NQ/CB", DocumentType.RESOLUTION), issued("02-KH/CB")]
    assert next_number(register, DocumentType.PLAN, "2025-2027", "CB") == "06-KH/CB"
    assert next_number(register, DocumentType.RESOLUTION, "2025-2027", "CB") == "10-NQ/CB"
    assert next_number(register, DocumentType.PLAN, "2027-2030", "CB") == "01-KH/CB"
    assert next_number([], DocumentType.NOTICE, "", "CB") == "01-TB/CB"


def test_a_cell_issues_neither_regulations_nor_guidelines_nor_directives_nor_circulars():
    cell, committee = may_issue(UnitKind.CELL), may_issue(UnitKind.COMMITTEE)
    refused = {
        DocumentType.REGULATION,
        DocumentType.GUIDELINE,
        DocumentType.DIRECTIVE,
        DocumentType.CIRCULAR,
    }
    assert not cell & refused
    assert committee & refused == {DocumentType.REGULATION, DocumentType.GUIDELINE}
    assert {DocumentType.STATUTE, DocumentType.RESOLUTION} <= cell
