"""Tables for others: .xlsx files with one sheet of typed cells, ready to be printed.

The few parts of the format are written here rather than by a library: the libraries keep rows in a
file of the system's temporary folder while they work, where members' names must not stand.
"""

import errno
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from qtapp.domain.errors import DiskFull, FolderReadOnly
from qtapp.domain.vietnamese import date_text, nfc
from qtapp.paths import place_for, rename, settle

Value = str | int | float | date | None

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_MAX_CELL = 32_000
_SHEET_NAME = re.compile(r"[\\/*?:\[\]']+")
_MAX_SHEET_NAME = 31
_WIDTHS = range(6, 43)
_PORTRAIT = 92
"""Letters that fit side by side on a page held upright."""
_MANY_COLUMNS = 16
"""From so many columns on, headings stand upright and columns are as narrow as their figures."""
_LINE, _UPRIGHT_HEIGHT = 17, 130
"""Heights in points: of a line of letters, of headings set upright."""
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""The days before it have other numbers in other programs: Excel counts a 29/02/1900."""
_STAMP = (1980, 1, 1, 0, 0, 0)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TOP = '<alignment vertical="top" wrapText="1"/>'

_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2"'
    f' Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
# Cell styles by number: 0 number, 1 text, 2 heading, 3 title, 4 day, 5 heading set upright. Format 49 is "@": the cell stays
# text, even when somebody edits it, so that no zero is lost and no formula comes alive.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts count="3">'
    '<font><sz val="12"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="12"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="14"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border/><border>"
    + "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    + "</border></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
    f'<xf numFmtId="0" fontId="0" borderId="1" applyBorder="1" applyAlignment="1">{_TOP}</xf>'
    '<xf numFmtId="49" fontId="0" borderId="1" applyNumberFormat="1" quotePrefix="1"'
    f' applyAlignment="1">{_TOP}</xf>'
    '<xf numFmtId="49" fontId="1" borderId="1" applyNumberFormat="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="2" borderId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" borderId="1" applyNumberFormat="1" applyAlignment="1">'
    f'{_TOP}</xf><xf numFmtId="49" fontId="1" borderId="1" applyNumberFormat="1"'
    ' applyAlignment="1"><alignment horizontal="center" vertical="center" textRotation="90"'
    ' wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
_NUMBER, _TEXT, _HEADING, _TITLE, _DAY, _UPRIGHT = range(6)


def write_table(
    path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    """Write an .xlsx file: the title if any, a blank row, the headings, then `rows`.

    Texts stay texts whatever they begin with, days and numbers are typed as such; columns are as wide
    as what they hold, the headings stay in view and are printed on every page. The file appears whole
    or not at all. Raises WrongEnding, NotOverABook, FolderReadOnly or DiskFull.
    """
    place_for(path, ".xlsx")
    partial = path.with_name(f"{path.name}.part")
    name = (
        _SHEET_NAME.sub(" ", _UNPRINTABLE.sub("", nfc(title))).strip()[:_MAX_SHEET_NAME].strip()
        or "Danh sách"
    )
    top = 3 if title else 1
    headings_row = escape(f"'{name}'!${top}:${top}")
    book = (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={_quoted(name)} sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{headings_row}'
        "</definedName></definedNames></workbook>"
    )
    try:
        try:
            table = [list(row) for row in rows]
            with partial.open("wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                    for part, content in (
                        ("[Content_Types].xml", _TYPES),
                        ("_rels/.rels", _RELATIONS),
                        ("xl/workbook.xml", book),
                        ("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS),
                        ("xl/styles.xml", _STYLES),
                    ):
                        archive.writestr(_entry(part), content)
                    with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
                        for piece in _sheet(title, headings, table, top):
                            sheet.write(piece.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            rename(partial, path)
            settle(path.parent)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        full = error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
        raise (DiskFull if full else FolderReadOnly)(os.fspath(path)) from error


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an archive entry with a fixed time: the same table gives the same file."""
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _quoted(text: str) -> str:
    """Return `text` as an attribute."""
    return '"' + escape(text, {'"': "&quot;"}) + '"'


def _sheet(
    title: str, headings: Sequence[str], table: Sequence[Sequence[Value]], top: int
) -> Iterator[str]:
    """Yield the sheet's XML, piece by piece; the headings stand in row `top`."""
    upright = len(headings) >= _MANY_COLUMNS
    widths = [
        _width(place, "" if upright else heading, table) for place, heading in enumerate(headings)
    ]
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    yield '<sheetViews><sheetView workbookViewId="0">'
    yield f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews>"
    if headings:
        yield "<cols>"
        for place, width in enumerate(widths, 1):
            yield f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        yield "</cols>"
    yield "<sheetData>"
    if title:
        yield _row(1, [title], _TITLE, 2 * _LINE)
    if upright:
        yield _row(top, headings, _UPRIGHT, _UPRIGHT_HEIGHT)
    else:
        yield _row(top, headings, _HEADING, _height(headings, widths) + _LINE // 2)
    for number, row in enumerate(table, top + 1):
        yield _row(number, row, _TEXT, _height(row, widths))
    lying = "landscape" if sum(widths) > _PORTRAIT else "portrait"
    yield '</sheetData><printOptions horizontalCentered="1"/>'
    yield '<pageMargins left="0.6" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    yield f'<pageSetup paperSize="9" orientation="{lying}" fitToWidth="1" fitToHeight="0"/>'
    yield "<headerFooter><oddFooter>&amp;C&amp;P/&amp;N</oddFooter></headerFooter></worksheet>"


def _width(place: int, heading: str, table: Sequence[Sequence[Value]]) -> int:
    """Return the width of a column in letters: that of its longest cell, within bounds."""
    longest = max((len(_shown(row[place])) for row in table if place < len(row)), default=0)
    # A heading may take two lines.
    return min(max(longest, (len(heading) + 1) // 2, _WIDTHS.start), _WIDTHS.stop) + 2


def _shown(value: Value) -> str:
    """Return the letters that a cell shows."""
    return date_text(value) if isinstance(value, date) else "" if value is None else str(value)


def _height(row: Sequence[Value], widths: Sequence[int]) -> int:
    """Return how high a row is, in points, when its longest cell is wrapped."""
    # Most letters are narrower than the figures that widths are told in.
    lines = (
        -(-7 * len(_shown(value)) // (8 * width)) for value, width in zip(row, widths, strict=False)
    )
    return _LINE * max(1, *lines, 1)


def _row(number: int, values: Sequence[Value], style: int, height: int) -> str:
    """Return one row of cells."""
    cells = "".join(_cell(value, style) for value in values)
    return f'<row r="{number}" ht="{height}" customHeight="1">{cells}</row>'


def _cell(value: Value, style: int) -> str:
    """Return one cell: a number, a day, or text that stays text."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f'<c s="{_NUMBER}"><v>{value!r}</v></c>'
    if isinstance(value, date) and value >= _FIRST_DAY:
        return f'<c s="{_DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
    clean = escape(_UNPRINTABLE.sub("", nfc(_shown(value)))[:_MAX_CELL])
    if not clean:
        return f'<c s="{style}"/>'
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'
