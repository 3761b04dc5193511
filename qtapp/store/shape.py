"""The one codec between a record and its row: columns follow from its declaration."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Generic, Literal, TypeVar, get_args, get_origin

import msgspec

from qtapp.domain.record import LocalTime, PartialDate, Reach, Record, data_fields
from qtapp.domain.validity import declared
from qtapp.domain.vietnamese import nfc

T = TypeVar("T", bound=Record)

DELETED = "deleted"
_SPELLED = {str, type(None)}


class Shape(Generic[T]):
    """How one record type lies in its table."""

    def __init__(self, record: type[T]) -> None:
        self.record = record
        self.table = record.table
        each_field = data_fields(record)
        self.columns: tuple[str, ...] = tuple(each.name for each in each_field)
        self.types: tuple[Any, ...] = tuple(each.hint for each in each_field)
        self.leaving: tuple[str, ...] = tuple(each.name for each in each_field if not each.stays)
        groups: dict[str, list[int]] = {}
        for index, each in enumerate(each_field):
            groups.setdefault(each.group, []).append(index)
        self.groups: dict[str, tuple[int, ...]] = {
            name: tuple(indexes) for name, indexes in groups.items()
        }
        self.register_of: dict[str, str] = {
            self.columns[index]: name for name, indexes in groups.items() for index in indexes
        }
        # Registers that a unit does not get back from its committee: no claim to commits covers them.
        returns = record.reach & (Reach.UP | Reach.FORWARD)
        self.staying: frozenset[str] = frozenset(
            each.group for each in each_field if each.stays or not returns
        ) | (frozenset() if returns else {DELETED})
        self._lists = tuple(i for i, hint in enumerate(self.types) if get_origin(hint) is tuple)
        self._days = tuple(
            (name, re.compile(next(iter(get_args(hint)[1:])).pattern))
            for name, hint in zip(self.columns, self.types, strict=True)
            if hint in (PartialDate, LocalTime)
        )
        self._flags = tuple(i for i, hint in enumerate(self.types) if hint is bool)

    def to_row(self, record: T) -> list[Any]:
        """Return the column values of `record`, in the order of `columns`; text becomes NFC."""
        return self._row(_composed(record))

    def to_rows(self, records: Sequence[T]) -> dict[str, list[Any]]:
        """Return the rows of `records` by id; raises Invalid if one does not meet its declaration.

        What is written here can thus be read again: reading checks the same.
        """
        built = [_in_nfc(each) for each in msgspec.to_builtins(records)]
        try:
            msgspec.convert(built, list[self.record])  # type: ignore[name-defined]
        except msgspec.ValidationError:
            for each in built:
                declared(self.record, each)
            raise
        return {each["id"]: self._row(each) for each in built}

    def _row(self, built: dict[str, Any]) -> list[Any]:
        row = [built[name] for name in self.columns]
        for index in self._lists:
            row[index] = msgspec.json.encode(row[index]).decode()
        for index in self._flags:
            row[index] = int(row[index])
        return row

    def check_column(self, column: str, values: Sequence[Any]) -> None:
        """Raise msgspec.ValidationError or DecodeError unless raw `values` fit the column's type."""
        index = self.columns.index(column)
        wanted = self.types[index]
        if {type(value) for value in values} <= _SPELLED:
            values = list(set(values))  # a column names few sessions, many times
        if index in self._lists:
            for value in values:
                msgspec.json.decode(value, type=wanted)
        elif index in self._flags:
            msgspec.convert(values, list[Literal[0, 1]])
        else:
            msgspec.convert(values, list[wanted])  # type: ignore[valid-type]

    def blank(self) -> dict[str, Any]:
        """Return the raw value of every column that a record may leave out."""
        given = {each.name: each.default for each in data_fields(self.record)}
        known = {name: value for name, value in given.items() if value is not msgspec.NODEFAULT}
        raw = {name: msgspec.to_builtins(value) for name, value in known.items()}
        for index in self._lists:
            raw[self.columns[index]] = msgspec.json.encode(raw[self.columns[index]]).decode()
        for index in self._flags:
            if self.columns[index] in raw:
                raw[self.columns[index]] = int(raw[self.columns[index]])
        return raw

    def from_rows(
        self, unit_ids: Sequence[str], ids: Sequence[str], rows: Iterable[Any]
    ) -> list[T]:
        """Return the records of raw `rows`; raises msgspec.ValidationError if one is not of the type.

        A day that no calendar has, as early versions let in, is read as unknown.
        """
        built = []
        for unit, record_id, row in zip(unit_ids, ids, rows, strict=True):
            values = dict(zip(self.columns, row, strict=False))
            for index in self._lists:
                values[self.columns[index]] = msgspec.json.decode(row[index])
            for index in self._flags:
                values[self.columns[index]] = bool(row[index])
            values["id"] = record_id
            values["unit"] = unit
            built.append(values)
        try:
            return msgspec.convert(built, list[self.record])  # type: ignore[name-defined]
        except msgspec.ValidationError:
            for values in built:
                for name, pattern in self._days:
                    if not pattern.search(values[name]):
                        values[name] = ""
            return msgspec.convert(built, list[self.record])  # type: ignore[name-defined]


def _composed(record: Record) -> dict[str, Any]:
    """Return the plain values of `record`, texts in NFC."""
    return _in_nfc(msgspec.to_builtins(record))


def _in_nfc(built: dict[str, Any]) -> dict[str, Any]:
    for name, value in built.items():
        if type(value) is str and not value.isascii():
            built[name] = nfc(value)
    return built


_SHAPES: dict[str, Shape[Any]] = {}


def shape_of(record: type[T]) -> Shape[T]:
    """Return the shape of a record type, made once."""
    if record.table not in _SHAPES:
        _SHAPES[record.table] = Shape(record)
    return _SHAPES[record.table]
