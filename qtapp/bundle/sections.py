"""Sections: the rows of one table, column by column (`zcol1`), or one attachment (`blob`).

A table section is one zstd frame around a JSON array that holds no object, so that no two readers
can disagree about equal keys:

    [columns, data, lam, writer, seq, fv, registers]

`data` has one array per column; `lam`, `writer`, `seq` one number per row, the version of the row;
`fv` holds [row, register, lam, writer, seq] for registers whose version differs from the row's, and
`registers` [column, register] for columns that are not a register by themselves: a reader merges even
what it does not know. `writer` counts in the bundle's list of writers. Elements that follow are for later versions and are passed over.
"""

import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec

from qtapp.bundle import frames, limits
from qtapp.bundle.manifest import Name, Section
from qtapp.domain.errors import BundleDamaged, BundleTooLarge

TABLE = "zcol1"
BLOB = "blob"

Value = str | int | float | bool | None

_Text = Annotated[str, msgspec.Meta(max_length=limits.STRING)]
_Int = Annotated[int, msgspec.Meta(ge=-(1 << 63), le=(1 << 63) - 1)]
_Float = Annotated[float, msgspec.Meta(ge=-sys.float_info.max, le=sys.float_info.max)]
_Cell = _Text | _Int | _Float | bool | None
_Lam = Annotated[int, msgspec.Meta(ge=0, lt=limits.LAM)]
_Index = Annotated[int, msgspec.Meta(ge=0, lt=limits.WRITERS)]
_RowIndex = Annotated[int, msgspec.Meta(ge=0, lt=limits.BLOCK_ROWS)]


class _Block(msgspec.Struct, array_like=True, gc=False):
    columns: list[Name]
    data: list[list[_Cell]]
    lam: list[_Lam]
    writer: list[_Index]
    seq: list[_Lam]
    fv: list[tuple[_RowIndex, Name, _Lam, _Index, _Lam]]
    registers: list[tuple[Name, Name]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of one table with their versions, column by column.

    `data[c][r]` is the value of `columns[c]` in row r; `lam`, `writer` (an index into the bundle's
    writers) and `seq` are the row's version; `fv[r][register]` = (lam, writer, seq) where a register
    differs from it; `registers[column]` is the register of a column that is not one by itself.
    """

    name: str
    columns: tuple[str, ...]
    data: Sequence[Sequence[Value]]
    lam: Sequence[int]
    writer: Sequence[int]
    seq: Sequence[int]
    fv: Mapping[int, Mapping[str, tuple[int, int, int]]] = field(default_factory=dict)
    registers: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.lam)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A section ready to be sealed: what the manifest says of it (offset still 0) and its bytes."""

    section: Section
    stored: bytes = field(repr=False)


def pack_table(table: Table) -> list[Packed]:
    """Return the sections of a table: blocks of at most 4,096 rows, smaller where rows are long.

    Raises BundleTooLarge when even one row passes a limit, BundleDamaged("table") when the columns
    are of unequal length or a value is no plain text, number, truth value or None.
    """
    _check_shape(table, limits.WRITERS)
    packed: list[Packed] = []
    for start in range(0, table.rows, limits.BLOCK_ROWS):
        _pack(table, start, min(start + limits.BLOCK_ROWS, table.rows), packed)
    return packed


def pack_blob(data: bytes) -> Packed:
    """Return the section of an attachment, named by its SHA-256; raises BundleTooLarge."""
    if len(data) > limits.BLOB_BYTES:
        raise BundleTooLarge(limit="blob")
    digest = hashlib.sha256(data).hexdigest()
    return Packed(
        section=Section(
            name=digest, codec=BLOB, off=0, clen=len(data), rlen=len(data), sha256=digest
        ),
        stored=data,
    )


def unpack_table(section: Section, stored: bytes | memoryview, writers: int) -> Table:
    """Return the rows of one table section; `writers` is how many the manifest describes.

    Raises BundleDamaged ("section hash", "frame", "table", in this order) and BundleTooLarge.
    """
    raw = unpack_raw(section, stored)
    try:
        block = msgspec.json.decode(raw, type=_Block)
    except RecursionError as error:
        raise BundleTooLarge(limit="depth") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise BundleDamaged(at="table") from error
    fv: dict[int, dict[str, tuple[int, int, int]]] = {}
    for row, group, lam, writer, seq in block.fv:
        _add(fv, row, group, (lam, writer, seq))
    registers = dict(block.registers)
    if len(registers) != len(block.registers):
        raise BundleDamaged(at="table")
    table = Table(
        name=section.name,
        columns=tuple(block.columns),
        data=block.data,
        lam=block.lam,
        writer=block.writer,
        seq=block.seq,
        fv=fv,
        registers=registers,
    )
    _check_shape(table, writers)
    if table.rows != section.rows:
        raise BundleDamaged(at="table")
    return table


def pack_raw(name: str, codec: str, *pieces: bytes, rows: int = 0) -> Packed:
    """Return the section around one frame of `pieces`."""
    stored = frames.compress(*pieces)
    return Packed(
        section=Section(
            name=name,
            codec=codec,
            off=0,
            clen=len(stored),
            rlen=sum(map(len, pieces)),
            sha256=hashlib.sha256(stored).hexdigest(),
            rows=rows,
        ),
        stored=stored,
    )


def unpack_raw(section: Section, stored: bytes | memoryview) -> bytes:
    """Return what is in a section's frame; raises BundleDamaged ("section hash", "frame")."""
    _check_hash(section, stored)
    return frames.decompress(stored, section.rlen)


def unpack_blob(section: Section, stored: bytes | memoryview) -> bytes:
    """Return the attachment of a blob section; raises BundleDamaged("section hash")."""
    _check_hash(section, stored)
    return bytes(stored)


def _check_hash(section: Section, stored: bytes | memoryview) -> None:
    if hashlib.sha256(stored).hexdigest() != section.sha256:
        raise BundleDamaged(at="section hash")


def _pack(table: Table, start: int, stop: int, packed: list[Packed]) -> None:
    pieces = _encode(table, start, stop)
    size = sum(map(len, pieces))
    if size <= limits.SECTION_BYTES:
        block = pack_raw(table.name, TABLE, *pieces, rows=stop - start)
        if size <= max(limits.RATIO_FROM, limits.RATIO * len(block.stored)):
            packed.append(block)
            return
    if stop - start == 1:
        raise BundleTooLarge(limit="row")
    middle = (start + stop) // 2
    _pack(table, start, middle, packed)
    _pack(table, middle, stop, packed)


def _encode(table: Table, start: int, stop: int) -> list[bytes]:
    """Return the JSON of some rows, each column and each kind of number a piece of it."""
    columns = [column[start:stop] for column in table.data]
    rest = (
        table.lam[start:stop],
        table.writer[start:stop],
        table.seq[start:stop],
        [
            (row - start, group, *version)
            for row, groups in sorted(table.fv.items())
            if start <= row < stop
            for group, version in groups.items()
        ],
        sorted(table.registers.items()),
    )
    try:
        msgspec.convert((table.columns, columns, *rest), _Block)
        encode = msgspec.json.encode
        return [
            b"[%b,[" % encode(table.columns),
            *_joined([encode(column) for column in columns]),
            b"],",
            *_joined([encode(each) for each in rest]),
            b"]",
        ]
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise BundleDamaged(at="table") from error


def _joined(values: Sequence[bytes]) -> list[bytes]:
    """Return the values with the commas that stand between them in an array."""
    return [*(value + b"," for value in values[:-1]), *values[-1:]]


def _check_shape(table: Table, writers: int) -> None:
    rows = table.rows
    if len(table.columns) > limits.COLUMNS:
        raise BundleTooLarge(limit="columns")
    if (
        len(set(table.columns)) != len(table.columns)
        or len(table.data) != len(table.columns)
        or any(len(column) != rows for column in (*table.data, table.writer, table.seq))
        or any(not 0 <= row < rows for row in table.fv)
        or any(column not in table.columns for column in table.registers)
        or max(table.writer, default=0) >= max(writers, 1)
        or (rows and not writers)
        or any(version[1] >= writers for groups in table.fv.values() for version in groups.values())
    ):
        raise BundleDamaged(at="table")
    for values in table.fv.values():
        if len(values) > limits.COLUMNS:
            raise BundleTooLarge(limit="columns")


def _add(rows: dict[int, dict[str, Any]], row: int, key: str, value: Any) -> None:
    """Put a value where none was: a second one for the same place is no table of ours."""
    values = rows.setdefault(row, {})
    if key in values:
        raise BundleDamaged(at="table")
    values[key] = value
