"""The sign-in sheet (danh sách ký tên): who is asked to a session, with room to sign by hand.

Columns of rules §3.1 on the page of HD 05-HD/VPTW. Drawn row by row: a thousand rows are a second's work.
The table keeps between 21 mm and 276 mm from the top, and signature cells stay free of print, so that a
photo of the signed sheet can be read later (design: scan).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from qtapp.domain.vietnamese import nfc, number
from qtapp.papers.fonts import Family, checked, use_family, width, wrapped
from qtapp.papers.letterhead import Head, Nowhere, Pen, Signature
from qtapp.papers.rules import MM, Rules, load_rules
from qtapp.papers.sheet_file import Target, fresh_file

ROW = 9.0 * MM
_HEADING = 10.0 * MM
_LEADING = 14.0
_PAD = 1.6 * MM
_LAST_ROWS = 2
_LEAST_SPARE = 2
_MOST_SAVED = 3
_TABLE_TOP = 21.0 * MM
_TABLE_END = 274.0 * MM
_ONE = (("TT", 10), ("Họ và tên", 50), ("Chức vụ, đơn vị", 45), ("Ký tên", 35), ("Ghi chú", 25))
_TWO = (
    ("TT", 10),
    ("Họ và tên", 45),
    ("Chức vụ, đơn vị", 36),
    ("Ký sáng", 27),
    ("Ký chiều", 27),
    ("Ghi chú", 20),
)


class SignInRow(Struct, frozen=True, kw_only=True):
    """One person on the sheet."""

    name: str
    role: str = ""
    note: str = ""


class SignInGroup(Struct, frozen=True, kw_only=True):
    """The people of one cell."""

    name: str
    rows: Sequence[SignInRow]


class SignInSheet(Struct, frozen=True, kw_only=True):
    """Everything the sheet says; `totals` are the words of the footer, blanks to fill by hand if empty.

    Of `spare_rows` up to three fewer are printed, and not less than two, where that saves a page.
    """

    head: Head
    subject: str
    details: Sequence[str]
    groups: Sequence[SignInGroup]
    signature: Signature
    signature_columns: int = 1
    spare_rows: int = 5
    totals: str = ""


class _Line(Struct, frozen=True, kw_only=True):
    """One row of the table: its texts by column (or one heading across), wrapped; its height in pt."""

    cells: tuple[tuple[str, ...], ...] = ()
    heading: tuple[str, ...] = ()
    height: float


def write_signin(
    sheet: SignInSheet,
    path: Target,
    report: Callable[[int, int], None],
    folders: Sequence[Path] = (),
    rules: Rules | None = None,
) -> None:
    """Write the sheet as PDF to `path`.

    Raises MissingGlyphs, FolderReadOnly, DiskFull, or what `report` raises; nothing is left then.
    """
    chosen = rules or load_rules()
    family = use_family(folders)
    checked(family, _texts(sheet, chosen))
    _Drawing(sheet, chosen, family).write(path, report)


class _Drawing:
    """Lays the sheet out on pages, then draws them."""

    def __init__(self, sheet: SignInSheet, rules: Rules, family: Family) -> None:
        self._sheet = sheet
        self._rules = rules
        self._family = family
        page = rules.page
        self._left = page.left * MM
        self._column = page.column * MM
        columns = _TWO if sheet.signature_columns == 2 else _ONE
        self._titles = tuple(title for title, _ in columns)
        self._edges = [self._left]
        for _, share in columns:
            self._edges.append(self._edges[-1] + share * MM)

    def write(self, path: Target, report: Callable[[int, int], None]) -> None:
        """Draw every page; one step of `report` is one page."""
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - 100 ms, only for a paper

        page = self._rules.page
        size = (page.width * MM, page.height * MM)
        pages = self._fewest_pages(self._lines())
        with fresh_file(path) as part:
            canvas = Canvas(part, pagesize=size, invariant=1)
            canvas.setTitle(nfc(f"Danh sách ký tên: {self._sheet.subject}"))
            pen = Pen(canvas, self._rules, self._family, size[1])
            for place, lines in enumerate(pages, 1):
                report(place - 1, len(pages))
                y = self._opening(pen) if place == 1 else _TABLE_TOP
                if lines or len(pages) == 1:
                    y = self._table(pen, lines, y)
                if place == len(pages):
                    self._closing(pen, y)
                if place > 1:
                    pen.page_number(f"Trang {place}/{len(pages)}", size[0])
                canvas.showPage()
            canvas.save()
            report(len(pages), len(pages))

    def _lines(self) -> list[_Line]:
        """Return the rows of the table in order: group headings, people, spare rows."""
        lines = []
        room = self._edges[-1] - self._edges[0] - 2 * _PAD
        grouped = len(self._sheet.groups) > 1
        place = 0
        for group in self._sheet.groups:
            if grouped:
                count = number(len(group.rows))
                heading = self._wrapped(f"{group.name} ({count} đồng chí)", room, self._family.bold)
                lines.append(_Line(heading=heading, height=_height(len(heading), ROW * 0.85)))
            for row in group.rows:
                place += 1
                lines.append(self._line(place, row))
        blank = SignInRow(name="")
        lines.extend(
            self._line(place + extra, blank) for extra in range(1, self._sheet.spare_rows + 1)
        )
        return lines

    def _line(self, place: int, row: SignInRow) -> _Line:
        edges = self._edges
        last = len(self._titles) - 1
        cells: list[tuple[str, ...]] = [(str(place),)]
        texts = {1: row.name, 2: row.role, last: row.note}
        for column in range(1, last + 1):
            room = edges[column + 1] - edges[column] - 2 * _PAD
            cells.append(self._wrapped(texts.get(column, ""), room, self._family.regular))
        return _Line(cells=tuple(cells), height=_height(max(len(cell) for cell in cells), ROW))

    def _wrapped(self, text: str, room: float, font: str) -> tuple[str, ...]:
        return tuple(wrapped(text, font, self._rules.size.table, room)) if text else ()

    def _fewest_pages(self, lines: Sequence[_Line]) -> list[list[_Line]]:
        """Return the pages, with as many spare rows as cost no page (the last `spare_rows` lines)."""
        most = min(max(self._sheet.spare_rows - _LEAST_SPARE, 0), _MOST_SAVED)
        found = [self._pages(lines[: len(lines) - left_out]) for left_out in range(most + 1)]
        return min(found, key=len)

    def _pages(self, lines: Sequence[_Line]) -> list[list[_Line]]:
        """Return the rows page by page; the closing takes the last few rows with it."""
        nowhere = Pen(Nowhere(), self._rules, self._family, 0)
        closing = self._closing(nowhere, 0)
        pages: list[list[_Line]] = [[]]
        y = self._opening(nowhere) + _HEADING
        for place, line in enumerate(lines):
            needed = line.height
            if place >= len(lines) - _LAST_ROWS:
                needed = sum(each.height for each in lines[place:]) + closing
            elif line.heading:
                needed += lines[place + 1].height
            # A long opening may leave the first page no row; later pages always take one.
            if y + needed > _TABLE_END and (pages[-1] or len(pages) == 1):
                pages.append([])
                y = _TABLE_TOP + _HEADING
            pages[-1].append(line)
            y += line.height
        return pages

    def _opening(self, pen: Pen) -> float:
        sheet, sizes = self._sheet, self._rules.size
        y = pen.head(sheet.head, self._left, self._column, self._rules.page.top * MM)
        y = pen.type_block("DANH SÁCH KÝ TÊN", sheet.subject, self._left, self._column, y + 8)
        y += 2
        for detail in sheet.details:
            for text in wrapped(detail, self._family.regular, sizes.body, self._column):
                pen.text(self._left, y + sizes.body, text, self._family.regular, sizes.body)
                y += sizes.body * 1.3
        return y + 8

    def _table(self, pen: Pen, lines: Sequence[_Line], top: float) -> float:
        """Draw the heading and rows, and return the y below."""
        size = self._rules.size.table
        bold, regular = self._family.bold, self._family.regular
        edges = self._edges
        pen.line(edges[0], top, edges[-1], top)
        for column, title in enumerate(self._titles):
            middle = (edges[column] + edges[column + 1]) / 2
            pen.centred(middle, top + _HEADING / 2 + size * 0.35, title, bold, size)
        y = top + _HEADING
        pen.line(edges[0], y, edges[-1], y)
        inner_from = top
        for line in lines:
            if line.heading:
                self._inner_rules(pen, inner_from, y)
                self._cell(pen, edges[0] + _PAD, line.heading, y + line.height / 2, bold)
                inner_from = y + line.height
            for column, cell in enumerate(line.cells):
                x = edges[column] + _PAD
                if column == 0:
                    x = (edges[0] + edges[1] - width(cell[0], regular, size)) / 2
                self._cell(pen, x, cell, y + line.height / 2, regular)
            y += line.height
            pen.line(edges[0], y, edges[-1], y)
        self._inner_rules(pen, inner_from, y)
        for edge in (edges[0], edges[-1]):
            pen.line(edge, top, edge, y)
        return y

    def _inner_rules(self, pen: Pen, top: float, bottom: float) -> None:
        if bottom > top:
            for edge in self._edges[1:-1]:
                pen.line(edge, top, edge, bottom)

    def _cell(self, pen: Pen, x: float, texts: Sequence[str], middle: float, font: str) -> None:
        baseline = middle - len(texts) * _LEADING / 2 + _LEADING * 0.78
        for text in texts:
            pen.text(x, baseline, text, font, self._rules.size.table)
            baseline += _LEADING

    def _closing(self, pen: Pen, top: float) -> float:
        sheet, size = self._sheet, self._rules.size.body
        y = top + 8
        for text in self._totals():
            pen.text(self._left, y + size, text, self._family.regular, size)
            y += size * 1.35
        return pen.signature(sheet.signature, self._left, self._column, y + 8)

    def _totals(self) -> list[str]:
        dots = "……"
        blank = f"Tổng số: {dots}; có mặt: {dots}; vắng có lý do: {dots}; vắng không lý do: {dots}"
        text = self._sheet.totals or blank
        return wrapped(text, self._family.regular, self._rules.size.body, self._column)


def _height(lines: int, least: float) -> float:
    return max(least, lines * _LEADING + 2 * _PAD)


def _texts(sheet: SignInSheet, rules: Rules) -> list[str]:
    texts = [rules.text.party, sheet.subject, *sheet.details, sheet.totals]
    texts.extend((*sheet.head.texts(), *sheet.signature.texts()))
    for group in sheet.groups:
        texts.append(group.name)
        for row in group.rows:
            texts.extend((row.name, row.role, row.note))
    return texts
