"""A writer of the smallest binary workbooks: there is no library that makes them."""

import io
import struct
import zipfile
from collections.abc import Sequence

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
)


def record(kind: int, data: bytes = b"") -> bytes:
    """Return one record."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = bytearray(), len(data)
    while True:
        size.append(rest & 0x7F | (0x80 if rest > 0x7F else 0))
        rest >>= 7
        if not rest:
            return head + bytes(size) + data


def wide(text: str) -> bytes:
    """Return a text with its length before it."""
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def cell(column: int, value: str | float) -> bytes:
    """Return the record of a text or a number."""
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return record(6, place + wide(value))
    return record(5, place + struct.pack("<d", value))


def row(number: int, values: Sequence[str | float | None] = ()) -> bytes:
    """Return the records of a row, from 0, and of its cells."""
    cells = (cell(at, value) for at, value in enumerate(values) if value is not None)
    return record(0, struct.pack("<IIH3sI", number, 0, 300, b"\0" * 3, 0)) + b"".join(cells)


def workbook(rows: Sequence[Sequence[str | float | None]], more: bytes = b"") -> bytes:
    """Return a workbook with one sheet; `more` are records after its rows."""
    sheet = record(129) + record(148, struct.pack("<4I", 0, len(rows), 0, 20)) + record(145)
    sheet += b"".join(row(number, values) for number, values in enumerate(rows))
    sheet += more + record(146) + record(130)
    book = record(131) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Danh sách"))
    book += record(144) + record(132)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", "<Types/>")
        office = f"{_RELATION}/officeDocument"
        out.writestr("_rels/.rels", _RELATIONS.format(kind=office, target="xl/workbook.bin"))
        out.writestr("xl/workbook.bin", book)
        kind = f"{_RELATION}/worksheet"
        out.writestr(
            "xl/_rels/workbook.bin.rels",
            _RELATIONS.format(kind=kind, target="worksheets/sheet1.bin"),
        )
        out.writestr("xl/worksheets/sheet1.bin", sheet)
    return target.getvalue()
