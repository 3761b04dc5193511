"""Cells typed in an old font, told by the name of the font that the workbook gives them.

Only what a font's name says is looked up here; texts in ordinary fonts are judged by their letters.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from xml.parsers import expat

from qtapp.domain.legacy_fonts import Typeface, typeface
from qtapp.workbooks.compound import OldWorkbook, records_from
from qtapp.workbooks.guards import walk_sheet

Typed = Mapping[tuple[int, int], Typeface]
"""Row and column of a cell, from 0, to the old font it is typed in."""

_BOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_OLD_FONT = re.compile(rb'val="(?:\.Vn|VNI-)', re.IGNORECASE)

_FONT, _FORMAT = 0x31, 0xE0
_TEXT_CELLS = {0x204, 0xD6, 0xFD}
_NAME_LENGTH = 14
_UNICODE_VERSION = 0x0600
_NO_FONT = 4
"""The number that the fonts of an .xls file skip."""


def typed_in_archive(content: bytes) -> list[Typed]:
    """Return the cells typed in old fonts of each sheet of a checked .xlsx file, in its order.

    A workbook without such fonts, as nearly all are, costs no more than a look at its styles. Raises
    expat.ExpatError, KeyError or ValueError where the parts do not hold together.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if _STYLES not in archive.namelist() or not _OLD_FONT.search(archive.read(_STYLES)):
            return []
        faces = _faces_of_formats(archive.read(_STYLES))
        held = set(archive.namelist())
        return [
            _typed_cells(archive.read(part), faces) if part in held else {}
            for part in _sheet_parts(archive)
        ]


def typed_in_old_workbook(book: OldWorkbook) -> list[Typed]:
    """Return the cells typed in old fonts of each sheet of an .xls file, in the workbook's order."""
    fonts: list[Typeface | None] = []
    formats: list[int] = []
    version = struct.unpack_from("<H", book.stream, 4)[0]
    for kind, at, size in records_from(book.stream, 0):
        if kind == _FONT and size > _NAME_LENGTH + 1:
            fonts.append(typeface(_font_name(book.stream, at, version)))
        elif kind == _FORMAT and size >= 2:
            formats.append(struct.unpack_from("<H", book.stream, at)[0])
    if not any(fonts):
        return []
    fonts.insert(_NO_FONT, None)
    faces = [fonts[each] if each < len(fonts) else None for each in formats]
    return [_typed_records(book.stream, start, faces) for start in book.starts]


def _font_name(stream: bytes, at: int, version: int) -> str:
    """Return the name in a record of a font, in letters of one or of two bytes."""
    letters, flags = stream[at + _NAME_LENGTH], stream[at + _NAME_LENGTH + 1]
    if version < _UNICODE_VERSION:
        first = at + _NAME_LENGTH + 1
        return stream[first : first + letters].decode("cp1252", "replace")
    first = at + _NAME_LENGTH + 2
    if flags & 1:
        return stream[first : first + 2 * letters].decode("utf-16-le", "replace")
    return stream[first : first + letters].decode("latin-1")


def _typed_records(stream: bytes, start: int, faces: list[Typeface | None]) -> Typed:
    typed = {}
    for kind, at, size in records_from(stream, start):
        if kind in _TEXT_CELLS and size >= 6:
            row, column, style = struct.unpack_from("<3H", stream, at)
            if style < len(faces) and (face := faces[style]):
                typed[row, column] = face
    return typed


def _faces_of_formats(xml: bytes) -> list[Typeface | None]:
    """Return for each cell format of the styles the old font it names, if any."""
    fonts: list[Typeface | None] = []
    faces: list[Typeface | None] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "font" and inside[-1:] == ["fonts"]:
            fonts.append(None)
        elif kind in {"name", "rFont"} and inside[-2:] == ["fonts", "font"]:
            fonts[-1] = typeface(attributes.get("val", ""))
        elif kind == "xf" and inside[-1:] == ["cellXfs"]:
            number = int(attributes.get("fontId", 0))
            faces.append(fonts[number] if number < len(fonts) else None)
        inside.append(kind)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: inside.pop()
    parser.Parse(xml, True)
    return faces


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the path of the part that holds each sheet, as the workbook tells it."""
    targets: dict[str, str] = {}
    sheets: list[str] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            keys = (value for key, value in attributes.items() if key.endswith(":id"))
            sheets.append(next(keys, ""))

    for part, handler in ((_RELATIONS, relation), (_BOOK, sheet)):
        parser = expat.ParserCreate()
        parser.StartElementHandler = handler
        parser.Parse(archive.read(part), True)
    for each in sheets:
        target = targets.get(each, "")
        yield target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _typed_cells(xml: bytes, faces: list[Typeface | None]) -> Typed:
    """Return the cells of a sheet whose format names an old font."""
    typed: dict[tuple[int, int], Typeface] = {}

    def seen(kind: str, row: int, column: int, attributes: dict[str, str]) -> None:
        if kind == "c":
            style = int(attributes.get("s", 0))
            if style < len(faces) and (face := faces[style]):
                typed[row - 1, column - 1] = face

    walk_sheet(xml, seen)
    return typed
