"""What single cells mean: names, numbers and dates, in every way that lists write them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar

from qtapp.domain.codes import Code
from qtapp.domain.errors import Invalid
from qtapp.domain.members import Gender, MemberKind, MemberStatus
from qtapp.domain.reasons import Reason
from qtapp.domain.vietnamese import date_text, fold, nfc, parse_partial_date
from qtapp.workbooks.reading import Cell

_Code = TypeVar("_Code", bound=Code)
_Listed = TypeVar("_Listed", Gender, MemberKind, MemberStatus)

_DAY_ZERO = date(1899, 12, 30)
_YEARS = range(1900, 2101)
_SERIALS = range(3654, 73_051)
"""Day numbers of Excel from 1910 to 2099; smaller numbers are years or nonsense."""
LAST_YEAR = _YEARS.stop - 1
_LEAST_AGE = 18
_MAX_NAME = 100
_MAX_LINE = 500
_NUMBER_MARKS = re.compile(r"[\s.\-']+")

_GENDERS = {
    "nam": Gender.MALE, "male": Gender.MALE, "m": Gender.MALE, "trai": Gender.MALE,
    "nu": Gender.FEMALE, "female": Gender.FEMALE, "f": Gender.FEMALE, "gai": Gender.FEMALE,
}  # fmt: skip
_KINDS = {
    "chinh thuc": MemberKind.OFFICIAL, "dang vien chinh thuc": MemberKind.OFFICIAL,
    "ct": MemberKind.OFFICIAL, "dvct": MemberKind.OFFICIAL,
    "du bi": MemberKind.PROBATIONARY, "dang vien du bi": MemberKind.PROBATIONARY,
    "db": MemberKind.PROBATIONARY, "dvdb": MemberKind.PROBATIONARY,
}  # fmt: skip
_STATUSES = {
    MemberStatus.ACTIVE: "đang sinh hoạt|hoạt động|đang hoạt động|sinh hoạt|bình thường|chính thức|dự bị"
    "|đang sinh hoạt đảng|đang sinh hoạt tại chi bộ",
    MemberStatus.EXEMPT: "miễn|được miễn|đã miễn|miễn sinh hoạt|miễn công tác|miễn công tác, sinh hoạt"
    "|miễn sinh hoạt đảng|được miễn sinh hoạt|miễn công tác và sinh hoạt|miễn công tác, sinh hoạt đảng",
    MemberStatus.TEMPORARY_IN: "tạm thời đến|sinh hoạt tạm thời|đảng viên sinh hoạt tạm thời"
    "|sinh hoạt tạm thời đến|chuyển đến tạm thời",
    MemberStatus.TEMPORARY_AWAY: "tạm thời đi|đi tạm thời|sinh hoạt tạm thời nơi khác|sinh hoạt nơi khác"
    "|chuyển sinh hoạt tạm thời|tạm vắng|chuyển đi tạm thời",
    MemberStatus.MOVED: "chuyển đi|đã chuyển|đã chuyển đi|chuyển sinh hoạt|chuyển sinh hoạt chính thức"
    "|chuyển sinh hoạt đảng|đã chuyển sinh hoạt",
    MemberStatus.LEFT: "ra khỏi đảng|rời khỏi đảng|xin ra khỏi đảng|khai trừ|xóa tên|đã ra khỏi đảng"
    "|đưa ra khỏi đảng|rời khỏi",
    MemberStatus.DECEASED: "từ trần|đã mất|mất|chết|qua đời|đã từ trần|đã chết|hy sinh",
}


@lru_cache(maxsize=256)
def key_of(text: str) -> str:
    """Return a word of a list as it is compared."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())


_STATUS_WORDS = {
    key_of(word): status for status, words in _STATUSES.items() for word in words.split("|")
}
_NO = {"khong", "0", "k", "no", "false", "chua", "ko"}
_YES = {"x", "co", "v", "1", "yes", "true"}


BLANKS = {"", "-", "–", "—", "…", "...", "/", "'"}
"""What stands in a cell that says nothing."""
_FOOTER = re.compile(
    r"(?:tong so|tong cong|cong(?::|$| \d)|danh sach (?:nay|tren|co|gom)|nguoi lap|t[/.]? ?m\b|k[/.]t\b"
    r"|bi thu\b|pho bi thu\b|ghi chu|xac nhan|noi nhan|an dinh|lap bieu|can bo lap|trong do)"
    r"|(?:.*, ?)?ngay .{1,8} ?thang .{1,8} ?nam "
)


def is_blank(cell: Cell) -> bool:
    """Whether a cell says nothing, or says with a dash that there is nothing."""
    return isinstance(cell, str) and cell.strip() in BLANKS


def is_footer(text: str) -> bool:
    """Whether a folded text begins what stands below a list: totals, place and date, signatures."""
    return _FOOTER.match(text) is not None


def plain(cell: Cell) -> str:
    """Return a cell as one line of NFC text; whole numbers without a decimal, days as dd/mm/yyyy."""
    if isinstance(cell, str):
        return nfc(" ".join(cell.split())).removeprefix("'")
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else str(cell)
    return date_text(cell) if isinstance(cell, date) else str(cell)


def _refused(field: str, reason: Reason, value: str) -> Invalid:
    return Invalid(field=field, reason=reason, value=value[:_MAX_NAME])


def full_name(cell: Cell) -> str:
    """Return the name in a cell; raises Invalid as `checked_name`."""
    return checked_name(plain(cell))


def checked_name(text: str) -> str:
    """Return a name that is plain text; raises Invalid (EMPTY, WRONG_TYPE without a letter, TOO_LONG).

    A name typed in capitals gets its small letters: papers set names in their own way.
    """
    if text.isupper():
        text = text.title()
    if len(text) > _MAX_NAME:
        raise _refused("full_name", Reason.TOO_LONG, text)
    if not text:
        raise _refused("full_name", Reason.EMPTY, "")
    if not any(map(str.isalpha, text)):
        raise _refused("full_name", Reason.WRONG_TYPE, text)
    return text


def line(field: str) -> Callable[[Cell], str]:
    """Return the reader of a line of free text; it raises Invalid (TOO_LONG)."""

    def read(cell: Cell) -> str:
        text = plain(cell)
        if len(text) > _MAX_LINE:
            raise _refused(field, Reason.TOO_LONG, text)
        return text

    return read


def partial_date(field: str, latest: int) -> Callable[[Cell], str]:
    """Return the reader of dates as far as they are known; it raises Invalid (NOT_A_DATE).

    Two-digit years lie at or before `latest`.
    """
    known: dict[str, str] = {}

    def read(cell: Cell) -> str:
        if isinstance(cell, str):
            found = known.get(cell)
            if found is None:
                try:
                    found = known[cell] = parse_partial_date(cell, latest)
                except Invalid as error:
                    raise _refused(field, error.reason, plain(cell)) from None
            return found
        day = _from_number(cell)
        if day is None:
            raise _refused(field, Reason.NOT_A_DATE, plain(cell))
        return day

    return read


def birth(this_year: int) -> Callable[[Cell], str]:
    """Return the reader of birth dates: nobody on the list was born less than 18 years ago."""
    return partial_date("birth", this_year - _LEAST_AGE)


def _from_number(cell: Cell) -> str | None:
    """Return the date in a cell that Excel took for a number or a date; None if it holds none.

    A year typed into a column formatted as dates becomes a day of 1905: the year was meant.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        whole = int(cell) if cell == cell // 1 else 0
        if whole in _YEARS:
            return str(whole)
        return (_DAY_ZERO + timedelta(days=whole)).isoformat() if whole in _SERIALS else None
    if isinstance(cell, datetime):
        cell = cell.date()
    if not isinstance(cell, date):
        return None
    serial = (cell - _DAY_ZERO).days
    if serial in _YEARS:
        return str(serial)
    return cell.isoformat() if cell.year in _YEARS else None


def gender(cell: Cell) -> Gender:
    """Return the gender; raises Invalid (NOT_IN_LIST)."""
    return _looked_up(_GENDERS, "gender", cell)


def kind(cell: Cell) -> MemberKind:
    """Return whether full or probationary; raises Invalid (NOT_IN_LIST)."""
    return _looked_up(_KINDS, "kind", cell)


def coded(
    codes: type[_Code], field: str, words: Mapping[_Code, str] | None = None
) -> Callable[[Cell], _Code]:
    """Return the reader of a code list: its labels, and other `words` joined by "|".

    It raises Invalid (NOT_IN_LIST).
    """
    known = {key_of(each.label): each for each in codes}
    for each, others in (words or {}).items():
        known |= {key_of(other): each for other in others.split("|")}

    def read(cell: Cell) -> _Code:
        found = known.get(key_of(plain(cell)))
        if found is None:
            raise _refused(field, Reason.NOT_IN_LIST, plain(cell))
        return found

    return read


def kind_if_told(cell: Cell) -> MemberKind | None:
    """Return the kind that a status or a date column names instead of its own matter, or None."""
    return _KINDS.get(key_of(cell)) if isinstance(cell, str) and cell[:1].isalpha() else None


def status(cell: Cell) -> MemberStatus:
    """Return where the member stands; raises Invalid (NOT_IN_LIST)."""
    return _looked_up(_STATUS_WORDS, "status", cell)


def _looked_up(words: dict[str, _Listed], field: str, cell: Cell) -> _Listed:
    found = words.get(key_of(cell if isinstance(cell, str) else plain(cell)))
    if found is None:
        raise _refused(field, Reason.NOT_IN_LIST, plain(cell))
    return found


def is_marked(cell: Cell) -> bool:
    """Whether a column of marks (x, có) is marked; a reason written there counts as a mark."""
    return key_of(plain(cell)) not in _NO


def is_mere_mark(cell: Cell) -> bool:
    """Whether the cell says yes and nothing more."""
    return key_of(plain(cell)) in _YES


def _digits(field: str, cell: Cell) -> str:
    """Return the digits of a number however it is written; raises Invalid (NOT_A_NUMBER)."""
    text = plain(cell)
    if not text.isdigit():
        text = _NUMBER_MARKS.sub("", text.removesuffix(".0"))
    if not (text.isascii() and text.isdigit()):
        raise _refused(field, Reason.NOT_A_NUMBER, plain(cell))
    return text


def card_number(cell: Cell) -> str:
    """Return the card number, 12 digits with the zeros Excel ate (rules §5.1).

    Numbers of the older, shorter kind stay as they are. Raises Invalid (NOT_A_NUMBER, TOO_LONG).
    """
    digits = _digits("card_number", cell)
    if len(digits) > 12:
        raise _refused("card_number", Reason.TOO_LONG, digits)
    return digits.zfill(12) if len(digits) > 8 else digits


def id_tail(cell: Cell) -> str:
    """Return the last four digits of a personal number; the number itself is not kept (rules §7.2).

    Raises Invalid (NOT_A_NUMBER, TOO_SHORT, TOO_LONG), its value masked likewise.
    """
    try:
        digits = _digits("id_tail", cell)
    except Invalid:
        raise _refused("id_tail", Reason.NOT_A_NUMBER, "…" + plain(cell)[-4:]) from None
    # 12 digits or the 9 of the old card, less the zeros that Excel ate.
    if not 7 <= len(digits) <= 12:
        reason = Reason.TOO_LONG if len(digits) > 12 else Reason.TOO_SHORT
        raise _refused("id_tail", reason, "…" + digits[-4:])
    return digits[-4:]


def phone(cell: Cell) -> str:
    """Return a telephone number; the zero that Excel ate comes back. Raises Invalid (TOO_LONG)."""
    text = line("phone")(cell).removesuffix(".0")
    return "0" + text if len(text) == 9 and text.isdigit() and text[0] in "235789" else text
