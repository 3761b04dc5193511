"""The sign-in sheet (danh sách ký tên): who is asked to a session, with room to sign by hand.

Columns of rules §3.1 on the page of HD 05-HD/VPTW. Drawn row by row: a thousand rows are a second's work.
The table keeps between 21 mm and 276 mm from the top, and signature cells stay free of print, so that a
photo of the signed sheet can be read later (design: scan).
"""

from collections.abc import Sequence

from msgspec import Struct

from qtapp.domain.vietnamese import number
from qtapp.papers.corner_marks import draw_marks
from qtapp.papers.description import Column, Head, Paper, Paragraph, Signature, Table, texts_of
from qtapp.papers.fonts import checked, width, wrapped
from qtapp.papers.letterhead import Nowhere, Pen
from qtapp.papers.pdf import Press, Report
from qtapp.papers.rules import MM

KIND = "DANH SÁCH KÝ TÊN"
_ROWS = (9.0 * MM, 8.5 * MM, 8.0 * MM)
"""Heights of a row: the largest that costs no page; 8 mm is the least for handwriting."""
_HEADING = 10.0 * MM
_LEADING = 14.0
_DETAIL_LEADING = 17.0
_PAD = 1.6 * MM
_LAST_ROWS = 2
_USUAL_SPARE = 2
_FOOT = 289.0 * MM
_FOOT_SIZE = 10.0
_TABLE_TOP = 21.0 * MM
_TABLE_END = 275.0 * MM
_DOTS = "……"
_BLANKS = f"có mặt: {_DOTS}; vắng có lý do: {_DOTS}; vắng không lý do: {_DOTS}"
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
    """The people of one cell; `total` are the words of its subtotal, blanks to fill by hand if empty."""

    name: str
    rows: Sequence[SignInRow]
    total: str = ""


class SignInSheet(Struct, frozen=True, kw_only=True):
    """Everything the sheet says; `totals` are the words of the footer, blanks to fill by hand if empty.

    Fewer of the `spare_rows` are printed where that saves a page, never fewer than `least_spare`. `code` are
    the ten digits its corner codes carry; none are printed without.
    """

    head: Head
    subject: str
    details: Sequence[str]
    groups: Sequence[SignInGroup]
    signature: Signature
    signature_columns: int = 1
    spare_rows: int = 5
    least_spare: int = 1
    totals: str = ""
    code: str = ""

    @property
    def name(self) -> str:
        """The title of the file."""
        return f"Danh sách ký tên {self.subject}"


class RowPlace(Struct, frozen=True, kw_only=True):
    """Where a row was drawn: its number on the sheet, the page from 1, top and bottom in mm."""

    place: int
    page: int
    top: float
    bottom: float


class _Line(Struct, frozen=True, kw_only=True):
    """One row of the table: its texts by column (or one heading across), wrapped; its height in pt."""

    cells: tuple[tuple[str, ...], ...] = ()
    across: tuple[str, ...] = ()
    place: int = 0
    leads: bool = False
    height: float


def draw_signin(press: Press, sheet: SignInSheet, report: Report) -> list[RowPlace]:
    """Draw the sheet on the press and return where its rows stand; one step of `report` is one page.

    Raises MissingGlyphs, or what `report` raises.
    """
    checked(press.family, [press.rules.text.party, KIND, _BLANKS, *texts_of(sheet)])
    return _Drawing(press, sheet).draw(report)


def signin_columns(sheet: SignInSheet) -> Sequence[tuple[str, int]]:
    """Return the titles of the sheet's columns and their widths in mm."""
    return _TWO if sheet.signature_columns == 2 else _ONE


def signin_paper(sheet: SignInSheet) -> Paper:
    """Return the sheet as a described paper: for Word, which has no use for the corner codes."""
    columns = signin_columns(sheet)
    signing = len(columns) - 4
    rows: list[tuple[str, ...]] = []
    grouped = len(sheet.groups) > 1
    place = 0
    for group in sheet.groups:
        if grouped:
            rows.append(("", _group_title(group), *[""] * (len(columns) - 2)))
        for row in group.rows:
            place += 1
            rows.append((str(place), row.name, row.role, *[""] * signing, row.note))
        if grouped:
            rows.append(("", _subtotal(group), *[""] * (len(columns) - 2)))
    rows += [
        (str(place + extra), *[""] * (len(columns) - 1)) for extra in range(1, sheet.spare_rows + 1)
    ]
    table = Table(
        columns=tuple(
            Column(title=title, share=share, align="centre" if title == "TT" else "left")
            for title, share in columns
        ),
        rows=tuple(rows),
        row_height=_ROWS[0] / MM,
    )
    details = [Paragraph(text=each, style="plain") for each in sheet.details]
    return Paper(
        name=sheet.name,
        head=sheet.head,
        kind=KIND,
        abstract=sheet.subject,
        body=(*details, table, Paragraph(text=_totals(sheet))),
        signature=sheet.signature,
    )


class _Drawing:
    """Lays the sheet out on pages, then draws them."""

    def __init__(self, press: Press, sheet: SignInSheet) -> None:
        self._press = press
        self._sheet = sheet
        self._rules = press.rules
        self._family = press.family
        page = press.rules.page
        self._left = page.left * MM
        self._column = page.column * MM
        columns = signin_columns(sheet)
        self._titles = tuple(title for title, _ in columns)
        self._edges = [self._left]
        for _, share in columns:
            self._edges.append(self._edges[-1] + share * MM)

    def draw(self, report: Report) -> list[RowPlace]:
        canvas, page = self._press.canvas, self._rules.page
        size = (page.width * MM, page.height * MM)
        pages = self._fewest_pages()
        pen = Pen(canvas, self._rules, self._family, size[1])
        places: list[RowPlace] = []
        for number_, lines in enumerate(pages, 1):
            report(number_ - 1, len(pages))
            canvas.setPageSize(size)
            y = self._opening(pen) if number_ == 1 else _TABLE_TOP
            if lines or len(pages) == 1:
                y = self._table(pen, lines, y, number_, places)
            if number_ == len(pages):
                self._closing(pen, y)
            if number_ > 1:
                pen.page_number(str(number_), size[0])
            self._foot(pen, f"Trang {number_}/{len(pages)}", size[0])
            if self._sheet.code:
                draw_marks(pen, self._sheet.code, number_)
            canvas.showPage()
        self._press.next_front(len(pages))
        report(len(pages), len(pages))
        return places

    def _foot(self, pen: Pen, text: str, width_: float) -> None:
        """Say which page of how many this is, so that none is missed of a signed sheet (ADR 0012)."""
        pen.centred(width_ / 2, _FOOT, text, self._family.regular, _FOOT_SIZE)

    def _lines(self, spare: int, row: float) -> list[_Line]:
        """Return the rows of the table in order: groups with their subtotals, people, spare rows."""
        lines = []
        grouped = len(self._sheet.groups) > 1
        place = 0
        for group in self._sheet.groups:
            if grouped:
                lines.append(self._across(_group_title(group), row, leads=True))
            for person in group.rows:
                place += 1
                lines.append(self._line(place, person, row))
            if grouped:
                lines.append(self._across(_subtotal(group), row, leads=False))
        blank = SignInRow(name="")
        lines.extend(self._line(place + extra, blank, row) for extra in range(1, spare + 1))
        return lines

    def _across(self, text: str, row: float, *, leads: bool) -> _Line:
        room = self._edges[-1] - self._edges[0] - 2 * _PAD
        words = self._wrapped(text, room, self._family.bold)
        return _Line(across=words, leads=leads, height=_height(len(words), row * 0.85))

    def _line(self, place: int, person: SignInRow, row: float) -> _Line:
        edges = self._edges
        last = len(self._titles) - 1
        cells: list[tuple[str, ...]] = [(str(place),)]
        texts = {1: person.name, 2: person.role, last: person.note}
        for column in range(1, last + 1):
            room = edges[column + 1] - edges[column] - 2 * _PAD
            cells.append(self._wrapped(texts.get(column, ""), room, self._family.regular))
        high = _height(max(len(cell) for cell in cells), row)
        return _Line(cells=tuple(cells), place=place, height=high)

    def _wrapped(self, text: str, room: float, font: str) -> tuple[str, ...]:
        return tuple(wrapped(text, font, self._rules.size.table, room)) if text else ()

    def _fewest_pages(self) -> list[list[_Line]]:
        """Return the pages with the highest rows, and the most spare ones, that cost no page more.

        The last spare row but one goes only where lower rows do not save the page.
        """
        asked = self._sheet.spare_rows
        least = min(asked, self._sheet.least_spare)
        usual = max(min(asked, _USUAL_SPARE), least)
        best = self._pages(self._lines(least, _ROWS[-1]))
        for row, spare in (
            *((row, spare) for row in _ROWS for spare in range(asked, usual - 1, -1)),
            *((row, least) for row in _ROWS),
        ):
            pages = self._pages(self._lines(spare, row))
            if len(pages) == len(best):
                return pages
        return best

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
            elif line.leads:
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
        y = pen.type_block(KIND, sheet.subject, self._left, self._column, y + 4)
        for detail in sheet.details:
            for text in wrapped(detail, self._family.regular, sizes.body, self._column):
                pen.text(self._left, y + sizes.body, text, self._family.regular, sizes.body)
                y += _DETAIL_LEADING
        return y + 6

    def _table(
        self, pen: Pen, lines: Sequence[_Line], top: float, page: int, places: list[RowPlace]
    ) -> float:
        """Draw the heading and rows, note where the rows of people stand, and return the y below."""
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
            if line.across:
                self._inner_rules(pen, inner_from, y)
                self._cell(pen, edges[0] + _PAD, line.across, y + line.height / 2, bold)
                inner_from = y + line.height
            for column, cell in enumerate(line.cells):
                x = edges[column] + _PAD
                if column == 0:
                    x = (edges[0] + edges[1] - width(cell[0], regular, size)) / 2
                self._cell(pen, x, cell, y + line.height / 2, regular)
            if line.place:
                bottom = y + line.height
                places.append(RowPlace(place=line.place, page=page, top=y / MM, bottom=bottom / MM))
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
        sheet, size, font = self._sheet, self._rules.size.body, self._family.regular
        y = top + 6
        for text in wrapped(_totals(sheet), font, size, self._column):
            pen.text(self._left, y + size, text, font, size)
            y += size * 1.3
        return pen.signature(sheet.signature, self._left, self._column, y + 6)


def _group_title(group: SignInGroup) -> str:
    return f"{group.name} ({number(len(group.rows))} đồng chí)"


def _subtotal(group: SignInGroup) -> str:
    return group.total or f"Cộng {group.name}: {_BLANKS}"


def _totals(sheet: SignInSheet) -> str:
    return sheet.totals or f"Tổng số: {_DOTS}; {_BLANKS}"


def _height(lines: int, least: float) -> float:
    return max(least, lines * _LEADING + 2 * _PAD)
