"""A small bundle as text for QR codes: cut into numbered codes, put together again in any order.

A code is `SCB1:` ‖ eight hexadecimal digits ‖ `:` k `:` n `:` ‖ base45 of its slice (RFC 9285). The
digits are the beginning of the file's SHA-256. Every character is of QR's alphanumeric alphabet, so a
code costs hardly more than raw bytes, and any reader hands it on as plain text.
"""

import hashlib
import re
from collections.abc import Iterable

import msgspec

from qtapp.domain.errors import BundleDamaged, CodesMissing, TooMuchForPaper

SLICE = 630
"""Bytes of one code: QR version 20 with medium correction holds 970 characters."""
MOST_CODES = 48
MOST_BYTES = SLICE * MOST_CODES
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_CODE = re.compile(r"SCB1:([0-9A-F]{8}):([0-9]{1,2}):([0-9]{1,2}):([0-9A-Z $%*+\-./:]{2,2000})")


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """One code as read: of which file, which slice of how many, from 1."""

    file: str
    number: int
    total: int
    slice: bytes


def codes(data: bytes) -> list[str]:
    """Return the texts of the codes of a file, all about equally long; raises TooMuchForPaper."""
    if len(data) > MOST_BYTES:
        raise TooMuchForPaper(size=len(data), most=MOST_BYTES)
    total = max(1, -(-len(data) // SLICE))
    each = -(-len(data) // total)
    file = _file(data)
    return [
        f"SCB1:{file}:{number + 1}:{total}:{base45(data[number * each : (number + 1) * each])}"
        for number in range(total)
    ]


def read(text: str) -> Code | None:
    """Return what a code says, or None if it is none of ours."""
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    number, total = int(found[2]), int(found[3])
    data = from_base45(found[4])
    if not 1 <= number <= total <= MOST_CODES or data is None:
        return None
    return Code(file=found[1], number=number, total=total, slice=data)


def join(read_codes: Iterable[Code]) -> bytes:
    """Return the file of codes that are all of one file, in any order and any number of times.

    Raises CodesMissing with the numbers that are missing, and BundleDamaged("paper") if the codes do
    not make up the file they name.
    """
    slices: dict[int, bytes] = {}
    total = 0
    for each in read_codes:
        total = max(total, each.total)
        slices[each.number] = each.slice
    missing = tuple(number for number in range(1, total + 1) if number not in slices)
    if missing:
        raise CodesMissing(missing=missing, total=total)
    data = b"".join(slices[number] for number in sorted(slices))
    if any(each.file != _file(data) for each in read_codes):
        raise BundleDamaged(at="paper")
    return data


def base45(data: bytes) -> str:
    """Return bytes in base45, RFC 9285."""
    out = []
    for place in range(0, len(data) - 1, 2):
        value = data[place] << 8 | data[place + 1]
        rest, low = divmod(value, 45)
        high, middle = divmod(rest, 45)
        out.append(_ALPHABET[low] + _ALPHABET[middle] + _ALPHABET[high])
    if len(data) % 2:
        high, low = divmod(data[-1], 45)
        out.append(_ALPHABET[low] + _ALPHABET[high])
    return "".join(out)


def from_base45(text: str) -> bytes | None:
    """Return the bytes that `text` stands for, or None if it stands for none."""
    out = bytearray()
    for place in range(0, len(text), 3):
        group = [_VALUES[letter] for letter in text[place : place + 3]]
        value = sum(digit * 45**power for power, digit in enumerate(group))
        size = len(group) - 1
        if size == 0 or value >= 1 << 8 * size:
            return None
        out += value.to_bytes(size, "big")
    return bytes(out)


def _file(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8].upper()
