"""How large an old .xls workbook says it is, found out before anything is laid out in memory.

The reading library lays a sheet out as one block from its first to its last cell, and a failed
allocation ends the whole program: a file of a few bytes can claim a last cell at row 65,536 and
column 65,536. So the container and its records are walked here first.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = 512
_HEADER_FAT_SLOTS = 109
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STREAMS = {"Workbook", "Book"}
_SMALL_STREAM = 4096

_BOUND_SHEET, _START, _END = 0x85, 0x0809, 0x0A
_MANY_NUMBERS = 0xBD
# Every record that puts a value into a cell, in all versions; each begins with row and column.
_CELLS = {0x02, 0x03, 0x04, 0x05, 0x06, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x206, 0x27E, 0x406}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Rows and columns from the first cell of a sheet's grid to its last filled cell."""

    rows: int
    columns: int


class NotAWorkbook(ValueError):
    """The container holds no sheets, or does not hold together."""


def sheet_extents(content: bytes) -> list[Extent]:
    """Return the extent of every sheet in the .xls file `content`; raises NotAWorkbook."""
    try:
        stream = _workbook_stream(content)
        starts = [
            struct.unpack_from("<I", stream, at)[0]
            for kind, at, _size in _records(stream, 0)
            if kind == _BOUND_SHEET
        ]
        return [_extent(stream, start) for start in starts]
    except (struct.error, IndexError, OverflowError) as error:
        raise NotAWorkbook from error


def _workbook_stream(content: bytes) -> bytes:
    """Return the stream of the compound file that holds the workbook's records."""
    shift, fat_sectors, directory = (
        struct.unpack_from("<H", content, 30)[0],
        struct.unpack_from("<I", content, 44)[0],
        struct.unpack_from("<I", content, 48)[0],
    )
    if shift not in {9, 12}:
        raise NotAWorkbook
    size = 1 << shift
    fat = _allocation_table(content, size, fat_sectors)
    entries = _chain(content, size, fat, directory)
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if name in _STREAMS:
            start, total = struct.unpack_from("<II", entries, at + 116)
            # Smaller streams are kept elsewhere in the container, but no real workbook is so small.
            if total < _SMALL_STREAM:
                raise NotAWorkbook
            return _chain(content, size, fat, start)[:total]
    raise NotAWorkbook


def _allocation_table(content: bytes, size: int, sectors: int) -> "array[int]":
    """Return for each sector of `size` bytes the number of the sector that follows it."""
    numbers = list(struct.unpack_from(f"<{_HEADER_FAT_SLOTS}I", content, 76))
    more = struct.unpack_from("<I", content, 68)[0]
    while more < _LAST_SECTOR and len(numbers) < sectors:
        *found, more = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        numbers += found
    table = array("I")
    for number in numbers[:sectors]:
        if number < _LAST_SECTOR:
            table.extend(struct.unpack_from(f"<{size // 4}I", content, (number + 1) * size))
    return table


def _chain(content: bytes, size: int, table: "array[int]", first: int) -> bytes:
    """Return the sectors of a chain, joined; a chain longer than the file goes round in circles."""
    parts = []
    sector = first
    while sector < _LAST_SECTOR:
        parts.append(content[(sector + 1) * size : (sector + 2) * size])
        if len(parts) * size > len(content):
            raise NotAWorkbook
        sector = table[sector]
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and size of each record from `at` to the end of that substream."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, size
        depth += (kind == _START) - (kind == _END)
        if kind == _END and depth <= 0:
            return
        at += 4 + size


def _extent(stream: bytes, start: int) -> Extent:
    """Return the extent of the sheet whose records begin at `start`."""
    rows = columns = 0
    for kind, at, size in _records(stream, start):
        if kind in _CELLS and size >= 4:
            row, column = struct.unpack_from("<HH", stream, at)
            if kind == _MANY_NUMBERS:
                column = max(column, struct.unpack_from("<H", stream, at + size - 2)[0])
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    return Extent(rows=rows, columns=columns)
