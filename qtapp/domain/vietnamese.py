"""Vietnamese text: one spelling (NFC), search, the order of the alphabet, numbers and dates."""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.record import PartialDate

_DROPPED = dict.fromkeys(range(768, 880)) | {ord("đ"): "d"}

# Order of the tones in Vietnamese dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {letter: chr(0x100 + place) for place, letter in enumerate(_ALPHABET)}
_LEVEL = "\x01"
_WORD = "\x00"
_OUTSIDE = 0x10000

_NOTHING = "–"
_YEARS = range(1900, 2101)
_FULL = r"([0-9]{1,2})\s?[-./]\s?([0-9]{1,2})\s?[-./]\s?([0-9]{4}|[0-9]{2})"
_ISO = r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?(?:[T ][0-9:.]+Z?)?"
_MONTH = r"([0-9]{1,2})\s?[-./]\s?([0-9]{4})"
_YEAR = r"(?:nam )?([0-9]{4})"
_WORDS = r"(?:ngay ([0-9]{1,2}),? )?thang ([0-9]{1,2})(?:,? nam |\s?[-./]\s?| )([0-9]{4})"


def nfc(text: str) -> str:
    """Return `text` with every letter in its composed form, the only form the app stores."""
    return unicodedata.normalize("NFC", text)


class _Folded(dict[int, str]):
    """What the characters met so far fold to."""

    def __missing__(self, code: int) -> str:
        """Work out what a character folds to, and keep it: texts use few different characters."""
        bare = unicodedata.normalize("NFD", chr(code).casefold()).translate(_DROPPED)
        found = self[code] = unicodedata.normalize("NFC", bare)
        return found


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Return `text` as people type it when searching: lower case, no diacritics, đ as d."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.translate(_FOLDED))


def _weights(char: str) -> tuple[str, str, str]:
    """Return letter, tone and case of one NFC character as comparable characters."""
    case = "1" if char != (small := char.lower()) else "0"
    tone, rest = "1", []
    for part in unicodedata.normalize("NFD", small):
        if part in _TONES:
            tone = _TONES[part]
        else:
            rest.append(part)
    letter = unicodedata.normalize("NFC", "".join(rest))
    if letter in _PRIMARY:
        return _PRIMARY[letter], tone, case
    # Blanks, punctuation and digits stand before the letters, other scripts after them.
    code = ord(char)
    return chr(max(code, 2) if code < 0x80 else min(_OUTSIDE + code, 0x10FFFF)), "1", "0"


class _Weights(dict[str, tuple[str, str, str]]):
    """The weights of the characters met so far."""

    def __missing__(self, char: str) -> tuple[str, str, str]:
        """Work out the weights of `char`, and keep them: texts use few different characters."""
        found = self[char] = _weights(char)
        return found


_KNOWN = _Weights()


@lru_cache(maxsize=20_000)  # given and family names come again and again
def sort_key(text: str) -> str:
    """Return a string that sorts by code points as `text` sorts in a Vietnamese dictionary.

    Letters decide first (a ă â … d đ …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then
    case (small first): the order of ICU's `vi`. The form of composition makes no difference.
    """
    weights = [_KNOWN[char] for char in unicodedata.normalize("NFC", text)]
    if not weights:
        return ""
    return _LEVEL.join(map("".join, zip(*weights, strict=True)))


def name_sort_key(full_name: str) -> str:
    """Return the key that sorts people by given name (last word), then middle, then family name."""
    words = full_name.split()
    if not words:
        return ""
    family, middle = words[0], words[1:-1]
    if len(words) == 1:
        return sort_key(family)
    return _WORD.join((sort_key(words[-1]), sort_key(" ".join(middle)), sort_key(family)))


def number(value: float | Decimal, decimals: int = 0) -> str:
    """Return `value` in Vietnamese style, rounded half up: 1.500 and 97,7."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return _swapped(f"{exact or abs(exact):,f}")


def _swapped(text: str) -> str:
    """Return a number in English style with the points and commas of the Vietnamese style."""
    return text.translate({ord(","): ".", ord("."): ","})


def percent(part: int, whole: int, decimals: int = 0, *, target: int | None = None) -> str:
    """Return `part` of `whole` as S4 prints it: rounded half up, exactly; a dash if there is no whole.

    253 of 259 is "98%", with one decimal "97,7%" (rules §1.2, T1). A share that rounding alone would bring
    to `target` percent has as many decimals as show that it is below: 193 of 204 is "94,6%" of 95.
    """
    if not whole:
        return _NOTHING
    scale = 10**decimals
    steps = (2 * 100 * scale * part + whole) // (2 * whole)
    if target is not None and 100 * part < target * whole and steps >= target * scale:
        return percent(part, whole, decimals + 1, target=target)
    return (
        _swapped(f"{steps // scale:,}" + (f".{steps % scale:0{decimals}d}" if decimals else ""))
        + "%"
    )


def ratio(part: int, whole: int) -> str:
    """Return "44/61": the fraction alone, as S2 prints it (rules §1.2, T6)."""
    return f"{number(part)}/{number(whole)}"


def date_text(day: date) -> str:
    """Return dd/mm/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def partial_date_text(value: PartialDate) -> str:
    """Return a partial date as far as it is known: dd/mm/yyyy, mm/yyyy, yyyy or nothing."""
    return "/".join(reversed(value.split("-")))


def paper_date(value: date | PartialDate) -> str:
    """Return a date as Party papers write it in their text: ngày 05/9/2026 (rules §2.2, lines 4 and 14).

    What is unknown is left out: tháng 9/2026, năm 2026, nothing.
    """
    year, month, day = [*str(value).split("-"), "", ""][:3]
    if not month:
        return f"năm {year}" if year else ""
    known = f"{_month(int(month))}/{year}"
    return f"ngày {day}/{known}" if day else f"tháng {known}"


def _month(month: int) -> str:
    """Return a month as the guideline writes it: 1 and 2 get a zero, the others none."""
    return f"{month:02d}" if month < 3 else f"{month}"


def dated_line(place: str, day: date) -> str:
    """Return the line of place and date of a Party document (HD 05-HD/VPTW; rules §2.2, line 4).

    Days below 10 and the months 1 and 2 get a zero, the other months none.
    """
    words = f"ngày {day.day:02d} tháng {_month(day.month)} năm {day.year}"
    return f"{place}, {words}" if place else words


def parse_date(text: str) -> date | None:
    """Return the full date a person wrote (dd/mm/yyyy and its family, or ISO); None for a blank.

    Raises Invalid (NOT_A_DATE) for anything else, for a date without a day, and for two-digit years.
    """
    if not text.strip():
        return None
    found = parse_partial_date(text, pivot=None)
    if len(found) != 10:
        raise Invalid(field="", reason=Reason.NOT_A_DATE, value=text)
    return date.fromisoformat(found)


def parse_partial_date(text: str, pivot: int | None) -> PartialDate:
    """Return the date a person wrote, as far as it is known (every form of rules §5.3).

    The day comes first, never the month; a day or month written as 00 is unknown and is not invented.
    Two-digit years mean the latest such year that is not after `pivot`; without a pivot they are
    refused. A blank gives "". Raises Invalid (NOT_A_DATE).
    """
    clean = " ".join(text.strip(" \t\r\n\xa0'’‘`").split())
    if not clean:
        return ""
    parts = _date_parts(clean, pivot)
    if parts is None:
        raise Invalid(field="", reason=Reason.NOT_A_DATE, value=text)
    year, month, day = parts
    if year not in _YEARS or not 0 <= month <= 12 or (day and not month):
        raise Invalid(field="", reason=Reason.NOT_A_DATE, value=text)
    if not month:
        return f"{year}"
    if not day:
        return f"{year}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise Invalid(field="", reason=Reason.NOT_A_DATE, value=text) from None


def _date_parts(clean: str, pivot: int | None) -> tuple[int, int, int] | None:
    """Return year, month and day as written (0 where unknown), not yet checked; None if no form fits."""
    if found := re.fullmatch(_FULL, clean):
        year = _year(found[3], pivot)
        return None if year is None else (year, int(found[2]), int(found[1]))
    if found := re.fullmatch(_ISO, clean):
        return int(found[1]), int(found[2]), int(found[3] or 0)
    if found := re.fullmatch(_MONTH, clean):
        return int(found[2]), int(found[1]), 0
    plain = fold(clean)
    if found := re.fullmatch(_YEAR, plain):
        return int(found[1]), 0, 0
    found = re.fullmatch(_WORDS, plain)
    return (int(found[3]), int(found[2]), int(found[1] or 0)) if found else None


def _year(digits: str, pivot: int | None) -> int | None:
    """Return the year that four or two digits mean; None for two digits without a pivot."""
    if len(digits) == 4:
        return int(digits)
    return None if pivot is None else pivot - (pivot - int(digits)) % 100
