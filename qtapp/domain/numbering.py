"""Numbers and symbols of issued papers: per type and per term of office (rules §2.3, §2.4)."""

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from qtapp.domain.documents import DocumentType
from qtapp.domain.units import UnitKind

_BOTH = {
    DocumentType.RESOLUTION,
    DocumentType.DECISION,
    DocumentType.CONCLUSION,
    DocumentType.STATUTE,
    DocumentType.NOTICE,
    DocumentType.REPORT,
    DocumentType.PLAN,
    DocumentType.PROGRAMME,
    DocumentType.PROJECT,
    DocumentType.OPTION,
    DocumentType.SUBMISSION,
    DocumentType.LETTER,
    DocumentType.MINUTES,
}
# Old and wrong ways of writing it are read too: "Số: 04/NQ-CB".
_NUMBER = re.compile(
    r"\s*(?:Số)?\s*:?\s*(\d{1,6})\s*[-–/]\s*([A-ZĐa-z]+)\s*[-–/]\s*([\wĐƯ.\-]+)\s*"
)


class IssuedNumber(Struct, frozen=True, kw_only=True):
    """One line of the register of issued papers; `place` is 0 if the number cannot be read."""

    type: DocumentType
    term: str
    number: str
    place: int
    dated: date | None
    name: str


def may_issue(kind: UnitKind) -> set[DocumentType]:
    """Return the types a unit may issue (Quy định 399-QĐ/TW, Điều 11 and 13).

    No cell issues regulations, guidelines, directives or circulars, no grassroots committee the last two:
    guidelines are its standing committee's, which shares its numbers.
    """
    if kind is UnitKind.CELL:
        return _BOTH
    return _BOTH | {DocumentType.REGULATION, DocumentType.GUIDELINE}


def number_text(place: int, type_: DocumentType, symbol: str) -> str:
    """Return a number as it is printed after "Số": 5, KH, CB make 05-KH/CB."""
    abbreviation = "QĐ" if type_ is DocumentType.REGULATION else type_.value
    return f"{place:02d}-{abbreviation}/{symbol}"


def number_place(number: str) -> int:
    """Return the running number in `05-KH/CB`, however it is written; 0 if there is none."""
    found = _NUMBER.fullmatch(number)
    return int(found[1]) if found else 0


def next_number(
    register: Iterable[IssuedNumber], type_: DocumentType, term: str, symbol: str
) -> str:
    """Return the number that follows the highest of its type in this term; 01 if there is none."""
    used = [each.place for each in register if each.type is type_ and each.term == term]
    return number_text(max(used, default=0) + 1, type_, symbol)
