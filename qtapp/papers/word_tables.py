"""Ruled tables of papers as Word tables: heading repeated, cells joined, widths fixed."""

from typing import Any

from qtapp.papers.description import Table
from qtapp.papers.rules import Rules
from qtapp.papers.tables import groups_of
from qtapp.papers.word_parts import Run, fixed_widths, narrow_cells, shape, whole, written


def ruled_table(document: Any, table: Table, rules: Rules, room: float) -> None:
    """Add a ruled table `room` mm wide to the document, and a little air below it."""
    grouped = list(groups_of(table))
    first = 2 if grouped else 1
    made = document.add_table(first + len(table.rows), len(table.columns))
    made.style = "Table Grid"
    made.autofit = False
    narrow_cells(made)
    size = rules.size.table
    cells = [row.cells for row in made.rows]
    for place, column in enumerate(table.columns):
        _fill(cells[first - 1][place], column.title, "centre", size, bold=True)
    for number, row in enumerate(table.rows):
        bold = table.total and number == len(table.rows) - 1
        for cell, column, text in zip(cells[first + number], table.columns, row, strict=True):
            _fill(cell, text, column.align, size, bold=bold)
    shares = [column.share for column in table.columns]
    fixed_widths(made, [share * room / sum(shares) for share in shares])
    if grouped:
        _join(cells, table, size)
    for line in range(first):
        _repeat(made.rows[line])
    for number, row in enumerate(made.rows):
        whole(row)
        if number >= first and table.row_height:
            _high(row, table.row_height)
    _air(document, rules)


def _join(cells: Any, table: Table, size: float) -> None:
    inside = set()
    for first, last, group in groups_of(table):
        joined = cells[0][first].merge(cells[0][last])
        _fill(joined, group, "centre", size, bold=True)
        inside |= set(range(first, last + 1))
    for place, column in enumerate(table.columns):
        if place not in inside:
            for paragraph in cells[1][place].paragraphs:
                paragraph.clear()
            joined = cells[0][place].merge(cells[1][place])
            for extra in joined.paragraphs[1:]:
                extra._p.getparent().remove(extra._p)  # noqa: SLF001 - python-docx cannot remove
            _fill(joined, column.title, "centre", size, bold=True)


def _fill(cell: Any, text: str, look: str, size: float, *, bold: bool) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL  # noqa: PLC0415 - 60 ms, only for Word
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415 - as above

    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        shape(paragraph, look)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        if line:
            written(paragraph, [Run(line, size, bold=bold)])


def _repeat(row: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx lacks it


def _high(row: Any, height: float) -> None:
    """Give a row to write in by hand its height in mm."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE  # noqa: PLC0415 - as above
    from docx.shared import Mm  # noqa: PLC0415 - as above

    row.height = Mm(height)
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST


def _air(document: Any, rules: Rules) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - as above

    document.add_paragraph().paragraph_format.line_spacing = Pt(rules.text.line_spacing_least)
