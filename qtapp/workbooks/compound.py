"""Old .xls workbooks made harmless before the reading library sees them.

The library trusts what a file says about itself: it reserves memory for the cells and texts that a
record claims, lays a sheet out as one block from its first to its last cell, follows chains of
sectors in circles; and a failed allocation ends the whole program. So the records are taken out of
their container here, checked, stripped of what the importer does not need, and put into a new one.
"""

import struct
from array import array
from collections.abc import Iterator
from itertools import takewhile

from msgspec import Struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER_FAT_SLOTS = 109
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STREAMS = {"Workbook", "Book"}
_ENCRYPTED = "EncryptedPackage"  # what Excel wraps an .xlsx file with a password into
_SMALL_STREAM, _SMALL_SECTOR = 4096, 64

_PASSWORD = 0x2F
_BOUND_SHEET, _START, _END, _CONTINUED = 0x85, 0x0809, 0x0A, 0x3C
_TEXTS, _SHARED_TEXT, _MANY_NUMBERS, _FORMULAS = 0xFC, 0xFD, 0xBD, {0x06, 0x206, 0x406}
# Claimed dimensions and defined names: not needed to read values.
_NEEDLESS = {0x00, 0x200, 0x18, 0x218}
_IGNORED = 0xFFFF
# Every record that puts a value into a cell, in all versions; each begins with row and column.
_CELLS = {0x02, 0x03, 0x04, 0x05, 0xD6, 0x203, 0x204, 0x205, 0x27E, 0xBD, 0xFD} | _FORMULAS
_FORMULA_SIZE = 20

_SECTOR = 4096
_NO_SECTOR, _CHAIN_END, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


class Extent(Struct, frozen=True, kw_only=True):
    """Rows and columns from the first cell of a sheet's grid to its last filled cell."""

    rows: int
    columns: int


class NotAWorkbook(ValueError):
    """The container holds no sheets, or does not hold together."""


class Protected(ValueError):
    """The workbook is encrypted: it opens with a password only."""


class OldWorkbook(Struct, frozen=True, kw_only=True):
    """What an .xls file holds, made harmless."""

    content: bytes
    """A compound file with nothing but the checked records."""
    extents: tuple[Extent, ...]
    """The extent of each sheet."""
    text_size: int
    """Characters of all cells together at most, if every one held the longest text."""
    stream: bytes
    """The checked records alone."""
    starts: tuple[int, ...]
    """Where the records of each sheet begin in `stream`, in the order of the workbook."""


def harmless(content: bytes) -> OldWorkbook:
    """Return the .xls file `content` made harmless; raises NotAWorkbook or Protected."""
    try:
        stream = bytearray(_workbook_stream(content))
        records = list(records_from(stream, 0))
        if any(kind == _PASSWORD for kind, _, _ in records):
            raise Protected
        starts = [
            struct.unpack_from("<I", stream, at)[0]
            for kind, at, _ in records
            if kind == _BOUND_SHEET
        ]
        if max(starts, default=0) >= len(stream):
            raise NotAWorkbook
        longest = _longest_text(stream, records)
        _strip(stream, records)
        extents = []
        texts = 0
        for start in set(starts):
            records = list(records_from(stream, start))
            _strip(stream, records)
            extents.append(_extent(stream, records))
            texts += sum(kind == _SHARED_TEXT for kind, _, _ in records)
    except (struct.error, IndexError, OverflowError) as error:
        raise NotAWorkbook from error
    return OldWorkbook(
        content=_container(stream),
        extents=tuple(extents),
        text_size=longest * texts,
        stream=bytes(stream),
        starts=tuple(starts),
    )


def _strip(stream: bytearray, records: list[tuple[int, int, int]]) -> None:
    """Blank out the records that are not needed, and the expressions of formulas; results stay."""
    for kind, at, size in records:
        if kind in _NEEDLESS:
            struct.pack_into("<H", stream, at - 4, _IGNORED)
        elif kind in _FORMULAS and size >= _FORMULA_SIZE + 2:
            struct.pack_into("<H", stream, at + _FORMULA_SIZE, 0)


def _longest_text(stream: bytearray, records: list[tuple[int, int, int]]) -> int:
    """Return the length of the longest of the workbook's shared texts (MS-XLS 2.4.265)."""
    kinds = [kind for kind, _, _ in records]
    if _TEXTS not in kinds:
        return 0
    first = kinds.index(_TEXTS)
    rest = takewhile(lambda record: record[0] == _CONTINUED, records[first + 1 :])
    pieces = [stream[at : at + size] for _, at, size in (records[first], *rest)]
    count = struct.unpack_from("<I", pieces[0], 4)[0]
    if count * 3 > sum(map(len, pieces)):
        raise NotAWorkbook
    texts = _Pieces(pieces)
    return max((texts.pass_text() for _ in range(count)), default=0)


class _Pieces:
    """The shared texts, cut into records: passes over them one by one."""

    def __init__(self, pieces: list[bytearray]) -> None:
        self._pieces = pieces
        self._piece = 0
        self._at = 8

    def pass_text(self) -> int:
        """Go to the next text and return the length of this one."""
        if self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        piece = self._pieces[self._piece]
        letters, flags = struct.unpack_from("<HB", piece, self._at)
        self._at += 3
        extra = 0
        if flags & 8:
            extra += 4 * struct.unpack_from("<H", piece, self._at)[0]
            self._at += 2
        if flags & 4:
            extra += struct.unpack_from("<I", piece, self._at)[0]
            self._at += 4
        self._pass_letters(letters, 1 + (flags & 1))
        self._pass(extra)
        return int(letters)

    def _pass_letters(self, letters: int, width: int) -> None:
        """Pass over letters of `width` bytes; a piece that goes on with letters tells their width."""
        while letters > (room := (len(self._pieces[self._piece]) - self._at) // width):
            letters -= max(room, 0)
            self._piece, self._at = self._piece + 1, 1
            width = 1 + (self._pieces[self._piece][0] & 1)
        self._at += letters * width

    def _pass(self, size: int) -> None:
        """Pass over `size` bytes."""
        while size > (room := len(self._pieces[self._piece]) - self._at):
            size -= max(room, 0)
            self._piece, self._at = self._piece + 1, 0
        self._at += size


def _container(stream: bytearray) -> bytes:
    """Return a compound file with `stream` as its workbook, and nothing else.

    Blanks after the last record keep it out of the small sectors.
    """
    stream = stream.ljust(_SMALL_STREAM, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    slots = _SECTOR // 4
    tables = 1
    while tables * slots < tables + 1 + sectors:
        tables += 1
    directory, start = tables, tables + 1
    table = [_FAT_SECTOR] * tables + [_CHAIN_END, *range(start + 1, start + sectors), _CHAIN_END]
    table += [_NO_SECTOR] * (tables * slots - len(table))
    header = struct.pack(
        "<8s16x5H6x8I", SIGNATURE, 0x3E, 3, 0xFFFE, 12, 6,
        0, tables, directory, 0, _SMALL_STREAM, _CHAIN_END, 0, _CHAIN_END,
    )  # fmt: skip
    header += struct.pack("<I", 0)
    header += struct.pack(
        f"<{_HEADER_FAT_SLOTS}I",
        *range(tables), *[_NO_SECTOR] * (_HEADER_FAT_SLOTS - tables),
    )  # fmt: skip
    entries = _entry("Root Entry", 5, _CHAIN_END, 0, child=1)
    entries += _entry("Workbook", 2, start, len(stream), child=_NO_SECTOR)
    return b"".join(
        (
            header.ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(table)}I", *table),
            entries.ljust(_SECTOR, b"\0"),
            bytes(stream).ljust(sectors * _SECTOR, b"\0"),
        )
    )


def _entry(name: str, kind: int, start: int, size: int, *, child: int) -> bytes:
    """Return an entry of the container's directory."""
    words = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I36xIQ", words, len(words) + 2, kind, 1, _NO_SECTOR, _NO_SECTOR, child, start, size
    )


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
        if name == _ENCRYPTED:
            raise Protected
        if name in _STREAMS:
            start, total = struct.unpack_from("<II", entries, at + 116)
            if total < _SMALL_STREAM:
                stream = _small_stream(content, size, fat, entries, start)
            else:
                stream = _chain(content, size, fat, start)
            if len(stream) < total:
                raise NotAWorkbook
            return stream[:total]
    raise NotAWorkbook


def _small_stream(
    content: bytes, size: int, fat: "array[int]", entries: bytes, first: int
) -> bytes:
    """Return the sectors of a stream that is kept inside the one of the root, in small sectors."""
    table_start = struct.unpack_from("<I", content, 60)[0]
    table = _chain(content, size, fat, table_start)
    small_fat = array("I", table[: len(table) // 4 * 4])  # a file cut short ends inside a number
    holder = _chain(content, size, fat, struct.unpack_from("<I", entries, 116)[0])
    # Sectors are counted from the one after the header, here from none.
    return _chain(b"\0" * _SMALL_SECTOR + holder, _SMALL_SECTOR, small_fat, first)


def _allocation_table(content: bytes, size: int, sectors: int) -> "array[int]":
    """Return for each sector of `size` bytes the number of the sector that follows it."""
    if sectors > len(content) // size:
        raise NotAWorkbook  # the table would be longer than the file, or go round in circles
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


def records_from(stream: bytes | bytearray, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and size of each record from `at` to the end of that substream."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, size
        depth += (kind == _START) - (kind == _END)
        if kind == _END and depth <= 0:
            return
        at += 4 + size


def _extent(stream: bytearray, records: list[tuple[int, int, int]]) -> Extent:
    """Return the extent of the sheet with these records."""
    rows = columns = 0
    for kind, at, size in records:
        if kind in _CELLS and size >= 4:
            row, column = struct.unpack_from("<HH", stream, at)
            if kind == _MANY_NUMBERS:
                column = max(column, struct.unpack_from("<H", stream, at + size - 2)[0])
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    return Extent(rows=rows, columns=columns)
