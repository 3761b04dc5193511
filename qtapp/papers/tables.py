"""Ruled tables of papers for reportlab's page flow."""

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from qtapp.domain.vietnamese import nfc
from qtapp.papers.description import Column, Table
from qtapp.papers.fonts import width, wrapped
from qtapp.papers.pdf import Press
from qtapp.papers.rules import MM

_PAD = 3
_ALIGN = {"left": "LEFT", "centre": "CENTER", "right": "RIGHT"}
_PLACES = {"left": 0, "centre": 1, "right": 2}
"""Reportlab's numbers for the alignment of paragraphs."""


def flow_table(press: Press, table: Table, room: float, *, heading: bool = True) -> Any:
    """Return a table `room` pt wide; its heading is repeated on each page, or left out."""
    from reportlab.platypus import Table as Flowing  # noqa: PLC0415 - 100 ms, only for a paper

    size, family = press.rules.size.table, press.family
    head, cell, strong = _styles(press)
    titles = _titles(table) if heading else []
    data: list[list[Any]] = [
        [_words(text, head) if text else "" for text in line] for line in titles
    ]
    last = len(table.rows) - 1
    shares = [column.share for column in table.columns]
    scale = room / sum(shares)
    for place, row in enumerate(table.rows):
        bold = table.total and place == last
        data.append(
            [
                _cell(text, column, strong if bold else cell, column.share * scale - 2 * _PAD)
                for column, text in zip(table.columns, row, strict=True)
            ]
        )
    heights: list[Any] = [None] * len(data)
    if table.row_height:
        heights[len(titles) :] = [_height(table, row, press, scale) for row in table.rows]
    made = Flowing(
        data,
        colWidths=[share * scale for share in shares],
        rowHeights=heights,
        repeatRows=len(titles),
    )
    first = len(titles)
    made.setStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            *([("FONT", (0, first), (-1, -1), family.regular, size)] if len(data) > first else []),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PAD),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
            ("NOSPLIT", (0, -min(2, len(data))), (-1, -1)),  # no row alone on the last page
            *(
                ("ALIGN", (place, first), (place, -1), _ALIGN[column.align])
                for place, column in enumerate(table.columns)
                if len(data) > first
            ),
            *([("FONT", (0, -1), (-1, -1), family.bold, size)] if table.total else []),
            *(spans(table) if heading else []),
        ]
    )
    return made


def groups_of(table: Table) -> Iterator[tuple[int, int, str]]:
    """Yield first and last column of each run of neighbours under one heading, and the heading."""
    place = 0
    while place < len(table.columns):
        group, end = table.columns[place].group, place
        while group and end + 1 < len(table.columns) and table.columns[end + 1].group == group:
            end += 1
        if group:
            yield place, end, group
        place = end + 1


def spans(table: Table) -> list[tuple[Any, ...]]:
    """Return the cells of a heading of two lines that are joined."""
    grouped = list(groups_of(table))
    if not grouped:
        return []
    joined: list[tuple[Any, ...]] = [("SPAN", (a, 0), (b, 0)) for a, b, _ in grouped]
    inside = {place for a, b, _ in grouped for place in range(a, b + 1)}
    joined += [
        ("SPAN", (place, 0), (place, 1))
        for place in range(len(table.columns))
        if place not in inside
    ]
    return joined


def _titles(table: Table) -> list[list[str]]:
    """Return the heading's one or two lines."""
    plain = [column.title for column in table.columns]
    grouped = list(groups_of(table))
    if not grouped:
        return [plain]
    top, second = list(plain), [""] * len(plain)
    for first, last, group in grouped:
        top[first : last + 1] = [group] + [""] * (last - first)
        second[first : last + 1] = plain[first : last + 1]
    return [top, second]


def _height(table: Table, row: tuple[str, ...], press: Press, scale: float) -> float | None:
    """Return the fixed height of a row to write in by hand; None where its words need more."""
    size, font = press.rules.size.table, press.family.regular
    lines = max(
        len(wrapped(text, font, size, column.share * scale - 2 * _PAD)) if text else 1
        for column, text in zip(table.columns, row, strict=True)
    )
    least = table.row_height * MM
    return least if lines * size * 1.2 + 6 <= least else None


def _styles(press: Press) -> tuple[Any, Any, Any]:
    from reportlab.lib.enums import TA_CENTER  # noqa: PLC0415 - as above
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - as above

    size, family = press.rules.size.table, press.family
    cell = ParagraphStyle("cell", fontName=family.regular, fontSize=size, leading=size * 1.2)
    strong = ParagraphStyle("strong", parent=cell, fontName=family.bold)
    head = ParagraphStyle("head", parent=strong, alignment=TA_CENTER)
    return head, cell, strong


def _cell(text: str, column: Column, style: Any, room: float) -> Any:
    """Return what stands in a cell: words that wrap, or (much faster) a short text as it is."""
    if not text:
        return ""
    wide = width(text, style.fontName, style.fontSize)
    if wide <= room and "\n" not in text:
        return nfc(text)
    placed = style.clone(column.align, alignment=_PLACES[column.align])
    if column.align == "right":
        # A figure is never broken in two: a long one is set smaller.
        placed.fontSize *= min(1.0, 0.99 * room / wide)
    return _words(text, placed)


def _words(text: str, style: Any) -> Any:
    from reportlab.platypus import Paragraph  # noqa: PLC0415 - as above

    return Paragraph("<br/>".join(escape(nfc(line)) for line in text.split("\n")), style)
