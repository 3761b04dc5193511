"""The parts that every Party paper shares: head block, type and abstract, signature block, page number."""

from collections.abc import Sequence
from typing import Any

from qtapp.domain.vietnamese import nfc
from qtapp.papers.description import Head, Signature
from qtapp.papers.fonts import Family, balanced, width, wrapped
from qtapp.papers.rules import MM, Rules

LEFT_SHARE = 73 / 165
"""The share of the text column that the issuing organisation, and the recipients, take."""
RECIPIENTS = "Nơi nhận:"
BY_HAND = 15 * MM
"""Room to sign by hand."""
_RECIPIENTS_SHARE = 69 / 165
_LEADING = 1.22
_TAIL = 0.25


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

    def square(self, x: float, y: float, wide: float, high: float) -> None:
        """Fill a rectangle whose top left corner is `x`, `y`."""
        self.canvas.rect(x, self._height - y - high, wide, high, stroke=0, fill=1)

    def block(self, x: float, y: float, text: str, font: str, size: float, room: float) -> float:
        """Write `text` centred on `x` in as many lines as it needs; return the y after the last."""
        for line in balanced(text, font, size, room):
            self.centred(x, y, line, font, size)
            y += size * _LEADING
        return y

    def head(self, head: Head, left: float, column: float, top: float) -> float:
        """Draw the head block into a column (all in pt) and return the y below it (§2.2, §2.5)."""
        sizes, words = self.rules.size, self.rules.text
        room = column * LEFT_SHARE
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
        if head.about:
            y = self.block(middle, y, head.about, self.family.italic, sizes.letter_abstract, narrow)
        return max(y, self._right_half(head, left + room, column - room, top, dated))

    def _right_half(self, head: Head, left: float, room: float, top: float, dated: float) -> float:
        """Draw the Party's title, and the date on the line of the number (`dated`, §2.5)."""
        sizes, words = self.rules.size, self.rules.text
        middle = left + room / 2
        y = top + sizes.party
        self.centred(middle, y, words.party, self.family.bold, sizes.party)
        half = width(words.party, self.family.bold, sizes.party) / 2
        self.line(middle - half, y + 4, middle + half, y + 4, 0.8)
        if not head.dated_line:
            return dated
        return self.block(
            middle, dated, head.dated_line, self.family.italic, sizes.place_date, room
        )

    def type_block(self, kind: str, abstract: str, left: float, column: float, top: float) -> float:
        """Draw the paper's type and abstract with the five hyphens; return the y below."""
        sizes = self.rules.size
        middle = left + column / 2
        y = self.block(middle, top + sizes.type, kind, self.family.bold, sizes.type, column)
        y += sizes.abstract * _LEADING * 1.05 - sizes.type * _LEADING
        if abstract:
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
        if signature.title:
            below = self.block(right, below, signature.title, regular, sizes.authority, room)
        foot = below + BY_HAND
        end = self.block(right, foot, signature.name, bold, sizes.signer, room)
        if signature.preparer:
            middle = left + column * LEFT_SHARE / 2
            own = column * LEFT_SHARE
            self.block(middle, y, signature.preparer, bold, sizes.authority, own)
            name = self.block(middle, foot, signature.preparer_name, bold, sizes.signer, own)
            end = max(end, name)
        # Nothing follows the last line: only the tails of its letters need room.
        return end - sizes.signer * (_LEADING - _TAIL)

    def recipients(
        self, recipients: Sequence[str], left: float, column: float, top: float
    ) -> float:
        """Draw "Nơi nhận:" and its lines in the left part of a column; return the y below."""
        sizes, regular = self.rules.size, self.family.regular
        y = top + sizes.recipients
        self.text(left, y, RECIPIENTS, regular, sizes.recipients)
        end = left + width(RECIPIENTS, regular, sizes.recipients)
        self.line(left, y + 2, end, y + 2, 0.6)
        for recipient in recipients:
            for line in wrapped(recipient, regular, sizes.recipient, column * _RECIPIENTS_SHARE):
                y += sizes.recipient * 1.25
                self.text(left, y, line, regular, sizes.recipient)
        return y + 6

    def page_number(self, text: str, page_width: float) -> None:
        """Write the page number centred, its middle 10 mm below the top edge."""
        size = self.rules.size.page_number
        y = self.rules.page.number_from_top * MM + size * 0.35
        self.centred(page_width / 2, y, text, self.family.regular, size)


class Nowhere:
    """A canvas that draws nothing: used to measure."""

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_named: None
