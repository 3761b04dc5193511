"""The parts that every Party paper shares: head block, type and abstract, signature block, page number."""

from typing import Any

from msgspec import Struct

from qtapp.domain.vietnamese import nfc
from qtapp.papers.fonts import Family, balanced, width
from qtapp.papers.rules import MM, Rules

_LEFT_SHARE = 73 / 165
_LEADING = 1.22
_TAIL = 0.25
_BY_HAND = 18 * MM


class Head(Struct, frozen=True, kw_only=True):
    """The head block: issuing organisation on the left, the Party's title and the date on the right."""

    upper_line: str
    own_line: str
    number: str
    dated_line: str

    def texts(self) -> tuple[str, ...]:
        """Return every word of the block, to be checked before it is drawn."""
        return self.upper_line, self.own_line, self.number, self.dated_line


class Signature(Struct, frozen=True, kw_only=True):
    """Who signs: authority (T/M CHI BỘ), title, name; `preparer` adds a left column with that title."""

    authority: str
    title: str
    name: str
    preparer: str = ""
    preparer_name: str = ""

    def texts(self) -> tuple[str, ...]:
        """Return every word of the block, to be checked before it is drawn."""
        return self.authority, self.title, self.name, self.preparer, self.preparer_name


class Pen:
    """Draws lines of text on a reportlab canvas from the top of the page down; y is in pt from the top."""

    def __init__(self, canvas: Any, rules: Rules, family: Family, height: float) -> None:
        self.canvas = canvas
        self.rules = rules
        self.family = family
        self._height = height

    def text(self, x: float, y: float, text: str, font: str, size: float) -> None:
        """Write one line with its baseline `y` pt below the top edge."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self._height - y, text)

    def centred(self, x: float, y: float, text: str, font: str, size: float) -> None:
        """Write one line centred on `x`."""
        self.canvas.setFont(font, size)
        self.canvas.drawCentredString(x, self._height - y, text)

    def line(self, x1: float, y1: float, x2: float, y2: float, thickness: float = 0.5) -> None:
        """Draw a rule."""
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x1, self._height - y1, x2, self._height - y2)

    def block(self, x: float, y: float, text: str, font: str, size: float, room: float) -> float:
        """Write `text` centred on `x` in as many lines as it needs; return the y after the last."""
        for line in balanced(text, font, size, room):
            self.centred(x, y, line, font, size)
            y += size * _LEADING
        return y

    def head(self, head: Head, left: float, column: float, top: float) -> float:
        """Draw the head block into a column (all in pt) and return the y below it (§2.2, §2.5)."""
        sizes, words = self.rules.size, self.rules.text
        room = column * _LEFT_SHARE
        narrow = room - 6 * MM
        middle = left + room / 2
        y = top + sizes.unit
        if head.upper_line:
            y = self.block(middle, y, head.upper_line, self.family.regular, sizes.unit, narrow)
        y = self.block(middle, y, head.own_line, self.family.bold, sizes.unit, narrow)
        self.centred(middle, y, words.star, self.family.regular, sizes.unit)
        y += sizes.unit * _LEADING
        dated = top + sizes.party * (1 + 2 * _LEADING)
        if head.number:
            # On one line as it is: its blanks are room to write the number by hand.
            self.centred(middle, y, nfc(head.number), self.family.regular, sizes.number)
            dated = max(dated, y)
            y += sizes.number * _LEADING
        return max(y, self._right_half(head, left + room, column - room, top, dated))

    def _right_half(self, head: Head, left: float, room: float, top: float, dated: float) -> float:
        """Draw the Party's title, and the date on the line of the number (`dated`, §2.5)."""
        sizes, words = self.rules.size, self.rules.text
        middle = left + room / 2
        y = top + sizes.party
        self.centred(middle, y, words.party, self.family.bold, sizes.party)
        half = width(words.party, self.family.bold, sizes.party) / 2
        self.line(middle - half, y + 4, middle + half, y + 4, 0.8)
        return self.block(
            middle, dated, head.dated_line, self.family.italic, sizes.place_date, room
        )

    def type_block(self, kind: str, abstract: str, left: float, column: float, top: float) -> float:
        """Draw the paper's type and abstract with the five hyphens; return the y below."""
        sizes = self.rules.size
        middle = left + column / 2
        y = top + sizes.type
        self.centred(middle, y, kind, self.family.bold, sizes.type)
        y += sizes.abstract * _LEADING * 1.05
        y = self.block(middle, y, abstract, self.family.bold, sizes.abstract, column * 0.86)
        self.centred(middle, y, self.rules.text.hyphens, self.family.regular, sizes.abstract)
        return y + sizes.abstract * _LEADING

    def signature(self, signature: Signature, left: float, column: float, top: float) -> float:
        """Draw the signature block, right of the middle, and return the y below it.

        A cell has no seal, so none is left room for.
        """
        sizes = self.rules.size
        right = left + column * (73 + 46) / 165
        room = column * 92 / 165
        y = top + sizes.authority
        bold, regular = self.family.bold, self.family.regular
        below = self.block(right, y, signature.authority, bold, sizes.authority, room)
        below = self.block(right, below, signature.title, regular, sizes.authority, room)
        foot = below + _BY_HAND
        end = self.block(right, foot, signature.name, bold, sizes.signer, room)
        if signature.preparer:
            middle = left + column * _LEFT_SHARE / 2
            own = column * _LEFT_SHARE
            self.block(middle, y, signature.preparer, bold, sizes.authority, own)
            name = self.block(middle, foot, signature.preparer_name, bold, sizes.signer, own)
            end = max(end, name)
        # Nothing follows the last line: only the tails of its letters need room.
        return end - sizes.signer * (_LEADING - _TAIL)

    def page_number(self, text: str, page_width: float) -> None:
        """Write the page number centred, its middle 10 mm below the top edge."""
        size = self.rules.size.page_number
        y = self.rules.page.number_from_top * MM + size * 0.35
        self.centred(page_width / 2, y, text, self.family.regular, size)


class Nowhere:
    """A canvas that draws nothing: used to measure."""

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args: None
