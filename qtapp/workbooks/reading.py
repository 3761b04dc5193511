"""Tables from outside, told apart by content, as bounded grids of cells.

.xlsx (with macros too: they are never run), .xls, .xlsb, .ods and .csv.
"""

import csv
import io
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.parsers import expat

from msgspec import Struct

from qtapp.domain.errors import FileUnreadable, TableTooLarge, TableUnreadable
from qtapp.domain.legacy_fonts import decode_typed, detect
from qtapp.domain.vietnamese import nfc
from qtapp.workbooks.compound import SIGNATURE
from qtapp.workbooks.guards import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    check_archive,
    safe_old_workbook,
)
from qtapp.workbooks.typefaces import Typed, typed_in_archive, typed_in_old_workbook

Cell = str | float | bool | date | datetime | time | timedelta
"""What a cell holds: text ("" if blank), number, yes or no, date, time."""

Merge = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of a merged range, each as row and column counted from 0."""

_ARCHIVE = b"PK\x03\x04"
_PRINTED_CONTROLS = set("\t\n\r\x0b\x0c\x1a")
_SAMPLE_LINES = 50


class Sheet(Struct, frozen=True, kw_only=True):
    """One sheet: its first row and column are those of the file, so row n is line n + 1."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Merge] = ()
    others: Sequence[str] = ()
    """Names of the other visible sheets of the file."""


def read_sheets(path: Path) -> Iterator[Sheet]:
    """Yield the visible sheets of the file in their order, each read when it is asked for.

    Texts typed in an old font are decoded by the font's name. Raises FileUnreadable, TableUnreadable
    (empty, damaged, another kind of file), TableProtected or TableTooLarge (beyond MAX_BYTES,
    MAX_ROWS or MAX_COLUMNS, or unpacking to too much).
    """
    content = _content(path)
    if content.startswith(SIGNATURE):
        book = safe_old_workbook(content, str(path))
        try:
            typed = typed_in_old_workbook(book)
        except (struct.error, IndexError) as error:
            raise TableUnreadable(str(path)) from error
        yield from _workbook(book.content, path, typed)
    elif content.startswith(_ARCHIVE):
        check_archive(content, str(path))
        try:
            typed = typed_in_archive(content)
        except (expat.ExpatError, KeyError, ValueError) as error:
            raise TableUnreadable(str(path)) from error
        yield from _workbook(content, path, typed)
    else:
        yield _separated(content, path)


def _content(path: Path) -> bytes:
    """Return the bytes of the file."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileUnreadable(str(path)) from error
    if len(content) > MAX_BYTES:
        raise TableTooLarge(limit=MAX_ROWS, path=str(path))
    return content


def _workbook(content: bytes, path: Path, typed: Sequence[Typed]) -> Iterator[Sheet]:
    """Yield the sheets of a workbook that passed the guards; `typed` is of each, in their order."""
    # Loaded here: most runs of the program import nothing.
    from python_calamine import (  # noqa: PLC0415
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            wanted = (SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet)
            shown = [
                (place, known.name)
                for place, known in enumerate(book.sheets_metadata)
                if (known.visible, known.typ) == wanted
            ]
            for place, name in shown:
                sheet = book.get_sheet_by_index(place)
                rows = sheet.to_python(skip_empty_area=False)
                _show(rows, typed[place] if place < len(typed) else {})
                yield Sheet(
                    name=name,
                    rows=rows,
                    merges=sheet.merged_cell_ranges or (),
                    others=[other for at, other in shown if at != place],
                )
    except (CalamineError, OSError, OverflowError, ValueError) as error:
        raise TableUnreadable(str(path)) from error
    except BaseException as error:
        # What the compiled library did not foresee comes as a PanicException, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise TableUnreadable(str(path)) from error


def _show(rows: list[list[Cell]], typed: Typed) -> None:
    """Put in place of the texts typed in old fonts what they show."""
    for (row, column), face in typed.items():
        if row < len(rows) and column < len(rows[row]):
            cell = rows[row][column]
            if isinstance(cell, str) and cell:
                rows[row][column] = decode_typed(cell, face)


def _separated(content: bytes, path: Path) -> Sheet:
    """Return the only sheet of a file of separated values."""
    text = _decoded(content)
    if text is None or not text.strip() or text.lstrip().startswith("<"):
        raise TableUnreadable(str(path))
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            if len(rows) == MAX_ROWS or len(row) > MAX_COLUMNS:
                raise TableTooLarge(limit=MAX_ROWS, path=str(path))
            rows.append(row)
    except csv.Error as error:
        raise TableTooLarge(limit=MAX_ROWS, path=str(path)) from error
    return Sheet(name=path.stem, rows=rows)


def _decoded(content: bytes) -> str | None:
    """Return the text of the file in the first encoding that fits, or None if it is no text.

    Unicode first; then the code page of Vietnamese Windows, unless the letters betray old fonts.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:200]:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", *_code_pages(content[:100_000])]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = {char for char in set(text) if char < " "} - _PRINTED_CONTROLS
        return None if controls else text
    return None


def _code_pages(sample: bytes) -> list[str]:
    """Return the 8-bit encodings to try, the likelier one first.

    In the code page of Vietnamese Windows the tones are characters that follow their letter; in
    texts typed for old fonts the same bytes stand anywhere.
    """
    vietnamese = sample.decode("cp1258", "ignore")
    tones = sum(map(bool, map(unicodedata.combining, vietnamese)))
    composed = len(vietnamese) - len(nfc(vietnamese))
    old = detect(sample.decode("cp1252", "ignore")) and composed * 10 <= tones * 9
    return ["cp1252", "cp1258"] if old else ["cp1258", "cp1252"]


def _delimiter(text: str) -> str:
    """Return the character that separates the values: tab, semicolon or comma, whichever rows use most."""
    lines = text[:100_000].splitlines()[:_SAMPLE_LINES]
    return max("\t;,", key=lambda mark: max((line.count(mark) for line in lines), default=0))
