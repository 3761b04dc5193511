"""The marks of a printed sign-in sheet: what its four corner codes say, and where they stand."""

import hashlib
import re

from msgspec import Struct

SIDE = 12.0
"""The side of a corner code, in mm."""
CORNERS = ((10.0, 6.0), (192.0, 6.0), (192.0, 279.0), (10.0, 279.0))
"""Top left corners of the codes in mm, from the sheet's top left corner, clockwise from top left."""
_VERSION = "1"
_MODULUS = 97
_CODE = re.compile(r"1(\d{10})(\d{2})([0-3])(\d{2})")


class Mark(Struct, frozen=True, kw_only=True):
    """What one code says: the sheet, the page from 1 to 99, the corner from 0, clockwise from top left."""

    sheet: str
    page: int
    corner: int


def sheet_number(unit: str, session: str) -> str:
    """Return the ten digits that name a session's sheet: they lead back to it, and tell nobody else."""
    digest = hashlib.sha256(f"{unit}/{session}".encode()).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**10:010d}"


def mark_text(mark: Mark) -> str:
    """Return the sixteen digits of a code; the last two detect a misread digit and most swaps."""
    body = f"{_VERSION}{mark.sheet}{mark.page:02d}{mark.corner}"
    return f"{body}{int(body) % _MODULUS:02d}"


def read_mark(text: str) -> Mark | None:
    """Return what a code says; None for anything that is not one of ours."""
    found = _CODE.fullmatch(text)
    if found is None or int(text[:-2]) % _MODULUS != int(found[4]):
        return None
    return Mark(sheet=found[1], page=int(found[2]), corner=int(found[3]))
