"""The corner codes of a sign-in sheet: QR version 1 with the most correction, drawn as bars.

Any two of them give the sheet, the page and its geometry. Nothing reads a signed sheet yet: they are printed so
that one signed today can be read later.
"""

from typing import Any

from qtapp.domain.sheet_marks import CORNERS, SIDE, Mark, mark_text
from qtapp.papers.letterhead import Pen
from qtapp.papers.rules import MM

_MODULES = 21


def draw_marks(pen: Pen, sheet: str, page: int) -> None:
    """Draw the four codes of a page at the corners of the sheet."""
    pen.canvas.setFillGray(0)
    for corner, (x, y) in enumerate(CORNERS):
        text = mark_text(Mark(sheet=sheet, page=page, corner=corner))
        _draw(pen, _matrix(text), x * MM, y * MM)


def _matrix(text: str) -> list[list[bool]]:
    """Return the dark modules of the code for sixteen digits, row by row."""
    from reportlab.graphics.barcode import qrencoder  # noqa: PLC0415 - only for a paper

    code: Any = qrencoder.QRCode(1, qrencoder.QRErrorCorrectLevel.H)
    code.addData(qrencoder.QRNumber(text))
    code.make()
    return [
        [bool(code.isDark(row, column)) for column in range(_MODULES)] for row in range(_MODULES)
    ]


def _draw(pen: Pen, modules: list[list[bool]], left: float, top: float) -> None:
    """Draw runs of dark modules as one bar each, so that no hairlines show."""
    unit = SIDE * MM / _MODULES
    for row, line in enumerate(modules):
        start = None
        for column, dark in enumerate([*line, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                # A little higher than a module: rows must touch in every viewer.
                pen.square(
                    left + start * unit, top + row * unit, (column - start) * unit, unit * 1.02
                )
                start = None
