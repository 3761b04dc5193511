"""Binary .xlsb workbooks: how far their cells reach, before the reading library lays them out.

Each part is a row of records: a number of one or two bytes, a size of one to four, and that many bytes
(MS-XLSB 2.1.4).
"""

from collections.abc import Iterator

from qtapp.workbooks.compound import Extent

_ROW, _CELLS, _SHARED_TEXT = 0, range(1, 12), 7
_BLANK = 1
_TEXT, _END = 19, 146
_SIZE_BYTES = 4


def extent_of(part: bytes, most_cells: int) -> tuple[Extent, int]:
    """Return the extent of the filled cells of a sheet, and how many of them name a shared text.

    Counting stops where the sheet's data ends, or beyond `most_cells`. Raises ValueError if the records do not hold together.
    """
    row = rows = columns = cells = texts = 0
    for kind, at, size in _records(part):
        if kind == _ROW and size >= 4:
            row = int.from_bytes(part[at : at + 4], "little") + 1
        elif kind in _CELLS and kind != _BLANK and size >= 4:
            column = int.from_bytes(part[at : at + 4], "little") + 1
            rows, columns = max(rows, row), max(columns, column)
            cells += 1
            texts += kind == _SHARED_TEXT
        if kind == _END or cells > most_cells:
            break
    return Extent(rows=rows, columns=columns), texts


def longest_text(part: bytes) -> int:
    """Return the size of the longest shared text, in bytes; raises ValueError as `extent_of`."""
    return max((size for kind, _, size in _records(part) if kind == _TEXT), default=0)


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and size of each record."""
    at, end = 0, len(part)
    while at < end:
        try:
            kind = part[at]
            at += 1
            if kind & 0x80:
                kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
                at += 1
            size = shift = 0
            for _ in range(_SIZE_BYTES):
                byte = part[at]
                at += 1
                size |= (byte & 0x7F) << shift
                shift += 7
                if not byte & 0x80:
                    break
        except IndexError as error:
            raise ValueError(at) from error
        if at + size > end:
            raise ValueError(at)
        yield kind, at, size
        at += size
