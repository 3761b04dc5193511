"""Limits of what the importer accepts, checked before a reading library lays anything out in memory.

The reading library lays a sheet out as one block from its first to its last cell and copies a shared
text into every cell that names it; a failed allocation ends the whole program. So a few bytes that
claim a last cell at XFD1048576, or a text repeated a million times, are found here first.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from qtapp.domain.errors import TableProtected, TableTooLarge, TableUnreadable
from qtapp.workbooks.binary import extent_of, longest_text
from qtapp.workbooks.compound import Extent, NotAWorkbook, OldWorkbook, Protected, harmless

MAX_BYTES = 50_000_000
MAX_ROWS = 100_000
MAX_COLUMNS = 256

_MAX_AREA = 8_000_000
_MAX_UNPACKED = 150_000_000
_MAX_ENTRIES = 2_000
_MAX_TEXT = 500_000_000
_TEXTS = "haredStrings.xml"
_BOOK, _BINARY_BOOK = "xl/workbook.xml", "xl/workbook.bin"
_BINARY_TEXTS = "haredStrings.bin"
_MANIFEST = "META-INF/manifest.xml"
_SMALLEST_CELL = len('<c t="s"><v>0</v></c>')
_CHUNK = 1_000_000

# An address that may lie beyond column IV (256) or row 19,999; shorter ones are harmless together.
_FAR = re.compile(
    rb"r\s*=\s*[\"'](?:[A-Za-z]{3}|[J-Zj-z][A-Za-z]|[Ii][W-Zw-z]|[A-Za-z]*(?:[0-9]{6}|[2-9][0-9]{4}))"
)
_ADDRESS = re.compile("([A-Za-z]*)([0-9]*)")


def safe_old_workbook(content: bytes, path: str) -> OldWorkbook:
    """Return an .xls file made harmless; raises TableProtected, TableTooLarge or TableUnreadable."""
    try:
        book = harmless(content)
    except Protected as error:
        raise TableProtected(path) from error
    except NotAWorkbook as error:
        raise TableUnreadable(path) from error
    for extent in book.extents:
        _check(extent, path)
    if book.text_size > _MAX_TEXT:
        raise TableTooLarge(limit=MAX_ROWS, path=path)
    return book


def check_archive(content: bytes, path: str) -> None:
    """Refuse an .xlsx, .xlsb or .ods file that is damaged, or that unpacks to too much.

    Raises TableProtected, TableTooLarge or TableUnreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED:
                raise TableTooLarge(limit=MAX_ROWS, path=path)
            names = {part.filename.casefold().replace("\\", "/") for part in parts}
            # Two parts of one name hide one another; so do two workbooks in one file.
            if len(names) != len(parts) or names >= {_BOOK, _BINARY_BOOK}:
                raise TableUnreadable(path)
            if any(_is_encrypted(archive, part) for part in parts):
                raise TableProtected(path)
            if _BINARY_BOOK in names:
                _check_binary_parts(archive, parts, path)
            else:
                _check_parts(archive, parts, path)
    except (
        zipfile.BadZipFile, zlib.error, expat.ExpatError,
        EOFError, NotImplementedError, OSError, RuntimeError, ValueError,
    ) as error:  # fmt: skip
        raise TableUnreadable(path) from error


def _check_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], path: str) -> None:
    """Unpack each part once and refuse what would grow in memory."""
    longest_text = shared_texts = 0
    # The texts come first: if they are short, the cells that name them need not be counted.
    for part in sorted(parts, key=lambda part: not part.filename.endswith(_TEXTS)):
        xml = archive.read(part)
        if part.filename.endswith(_TEXTS):
            longest_text = max(longest_text, *map(len, xml.split(b"</si>")))
        if part.filename == "content.xml":
            _check_tables(xml, path)
        # Any part can be named as a sheet.
        if b"sheetData" in xml:
            if longest_text * len(xml) > _MAX_TEXT * _SMALLEST_CELL:
                shared_texts += xml.count(b'"s"') + xml.count(b"'s'")
            if _FAR.search(xml):
                _check(_sheet_extent(xml), path)
    if longest_text * shared_texts > _MAX_TEXT:
        raise TableTooLarge(limit=MAX_ROWS, path=path)


def _is_encrypted(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part says that the others open with a password only (.ods, or the archive's own)."""
    if part.flag_bits & 1:
        return True
    return part.filename == _MANIFEST and b"encryption-data" in archive.read(part)


def _check_binary_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], path: str) -> None:
    """Refuse an .xlsb file whose cells reach too far, or repeat a long text too often.

    Any part can be named as a sheet; one that is no row of records cannot be read as one either.
    """
    longest = texts = 0
    for part in parts:
        records = archive.read(part)
        try:
            if part.filename.endswith(_BINARY_TEXTS):
                longest = longest_text(records)
            extent, shared = extent_of(records, _MAX_AREA)
        except ValueError:
            continue
        texts += shared
        _check(extent, path)
    if longest * texts > _MAX_TEXT:
        raise TableTooLarge(limit=MAX_ROWS, path=path)


def _check(extent: Extent, path: str) -> None:
    """Refuse a sheet whose block of cells is too large."""
    too_large = extent.rows > MAX_ROWS or extent.columns > MAX_COLUMNS
    if too_large or extent.rows * extent.columns > _MAX_AREA:
        raise TableTooLarge(limit=MAX_ROWS, path=path)


def _parse(parser: expat.XMLParserType, xml: bytes) -> None:
    """Parse `xml` piece by piece; a document type has no business in a workbook."""

    def refuse(*_declared: object) -> None:
        raise ValueError

    parser.StartDoctypeDeclHandler = refuse
    for at in range(0, len(xml), _CHUNK):
        parser.Parse(xml[at : at + _CHUNK], False)
    parser.Parse(b"", True)


def _sheet_extent(xml: bytes) -> Extent:
    """Return the extent of the filled cells of a sheet of an .xlsx file.

    Formatted but empty cells do not count: real lists often carry a million of them.
    """
    rows = columns = 0

    def seen(kind: str, row: int, column: int, _attributes: dict[str, str]) -> None:
        nonlocal rows, columns
        if kind in {"v", "is", "f"}:
            rows, columns = max(rows, row), max(columns, column)

    walk_sheet(xml, seen)
    return Extent(rows=rows, columns=columns)


def walk_sheet(xml: bytes, seen: Callable[[str, int, int, dict[str, str]], None]) -> None:
    """Tell `seen` the name, row and column of every element of a sheet of an .xlsx file.

    Rows and columns count from 1; a cell without an address follows the one before. Raises expat.ExpatError, or ValueError for what is no sheet.
    """
    row = column = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        kind = name.rpartition(":")[2]
        if kind == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif kind == "c":
            column += 1
            letters, digits = _cell_address(attributes.get("r", ""))
            column, row = letters or column, digits or row
        seen(kind, row, column, attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _parse(parser, xml)


def _cell_address(text: str) -> tuple[int, int]:
    """Return column and row, from 1, of an address such as AB12; 0 for what is missing."""
    found = _ADDRESS.match(text)
    letters, digits = found.groups() if found else ("", "")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column, int(digits or 0)


def _check_tables(xml: bytes, path: str) -> None:
    """Refuse an .ods file whose repeated rows and cells would unroll to too much."""
    tables = _OpenTables()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = tables.start, tables.end
    parser.CharacterDataHandler = tables.words
    _parse(parser, xml)
    for extent, longest in tables.found:
        _check(extent, path)
        if extent.rows * extent.columns * longest > _MAX_TEXT:
            raise TableTooLarge(limit=MAX_ROWS, path=path)


class _OpenTables:
    """What the parser tells about the tables of an .ods file.

    Repeated rows and cells count as often as they say, unless only blanks follow.
    """

    def __init__(self) -> None:
        self.found: list[tuple[Extent, int]] = []
        """The extent of each table, and the length of its longest cell text."""
        self._row = self._column = self._rows = self._columns = 0
        self._repeat = self._text = self._longest = 0
        self._filled = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Count a row or cell; a cell with a value, a formula or a paragraph is a filled one."""
        kind = name.rpartition(":")[2]
        if kind == "table":
            self._row = self._rows = self._columns = self._longest = 0
        elif kind == "table-row":
            self._repeat = int(attributes.get("table:number-rows-repeated", 1))
            self._column, self._filled = 0, False
        elif kind in {"table-cell", "covered-table-cell"}:
            self._column += int(attributes.get("table:number-columns-repeated", 1))
            self._text = 0
            if any(key.startswith(("office:", "table:formula")) for key in attributes):
                self._fill()
        elif kind in {"p", "h"}:
            self._fill()

    def words(self, some: str) -> None:
        """Count the letters of the cell."""
        self._text += len(some)
        self._longest = max(self._longest, self._text)

    def end(self, name: str) -> None:
        """Close a row or a table."""
        kind = name.rpartition(":")[2]
        if kind == "table-row":
            self._row += self._repeat
            self._rows = self._row if self._filled else self._rows
        elif kind == "table":
            self.found.append((Extent(rows=self._rows, columns=self._columns), self._longest))

    def _fill(self) -> None:
        self._filled, self._columns = True, max(self._columns, self._column)
