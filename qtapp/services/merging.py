"""Merging: the rows of a bundle into the book, register by register (sync.md §4.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from qtapp.bundle.merge import BOTTOM, Row, Version, merge_row
from qtapp.bundle.sections import Table as Section
from qtapp.domain.conflicts import Conflict, ConflictState
from qtapp.domain.errors import BundleDamaged, BundleTooNew
from qtapp.domain.ids import RecordId, derived_id
from qtapp.domain.record import Record
from qtapp.store.changes import Changes
from qtapp.store.migrations import LATEST
from qtapp.store.shape import DELETED, Shape
from qtapp.store.store import Store
from qtapp.store.table import RawRow, Table

UNIT = "unit"
ID = "id"
_UNWRITTEN = (0, 0, 0)


@dataclass(slots=True)
class Taken:
    """What a bundle brought: rows that were new or changed here, and values that lost a merge."""

    rows: int = 0
    conflicts: int = 0


class Merging:
    """Merges table sections whose scope has been checked; runs inside the caller's transaction.

    `writers` are the ids of the bundle's writers in its own order, `numbers` their numbers here.
    """

    def __init__(
        self, store: Store, changes: Changes, writers: Sequence[str], numbers: dict[str, int]
    ) -> None:
        self._store = store
        self._changes = changes
        self._numbers = [numbers[writer] for writer in writers]
        self._ids = {row[0]: row[1] for row in store.fetch("SELECT n, id FROM writers")}
        self._by_id = {writer: n for n, writer in self._ids.items()}
        self.taken = Taken()

    def merge(self, record: type[Record], unit: str, section: Section) -> None:
        """Merge one section of rows that `unit` owns.

        Raises BundleDamaged ("table") for values that do not fit the record's declaration and
        BundleTooNew for columns this version does not know.
        """
        table = self._store.table(record)
        incoming = self._read(table.shape, section)
        number = self._store.unit_number(unit)
        known = table.raw(number, [row.id for row in incoming])
        fresh = [row for row in incoming if row.id not in known]
        table.insert_raw(number, fresh)
        self.taken.rows += len(fresh)
        given = set(section.columns)
        for row in incoming:
            before = known.get(row.id)
            if before is not None and not _is_same(before, row):
                self._merge_row(table, number, unit, before, row, given)

    def _read(self, shape: Shape[Any], section: Section) -> list[RawRow]:
        columns = dict(zip(section.columns, section.data, strict=True))
        ids = columns.pop(ID, None)
        deleted = columns.pop(DELETED, None)
        if ids is None or deleted is None:
            raise BundleDamaged(at="table")
        if set(columns) - set(shape.columns) or section.extra:
            raise BundleTooNew(found=LATEST + 1, supported=LATEST)
        blank = shape.blank()
        missing = [name for name in shape.columns if name not in columns]
        try:
            msgspec.convert(ids, list[RecordId])
            msgspec.convert(deleted, list[bool], strict=False)
            for name, values in columns.items():
                shape.check_column(name, values)
            filled = [
                columns[name] if name in columns else [blank[name]] * section.rows
                for name in shape.columns
            ]
        except (msgspec.MsgspecError, KeyError, TypeError) as error:
            raise BundleDamaged(at="table") from error
        unwritten = {
            group: _UNWRITTEN
            for group, places in shape.groups.items()
            if any(shape.columns[i] in missing for i in places)
        }
        rows = []
        numbers = self._numbers
        versions = zip(section.lam, section.writer, section.seq, strict=True)
        by_row = zip(*filled, strict=True)
        for place, (row_id, is_deleted, (lam, writer, seq), row) in enumerate(
            zip(ids, deleted, versions, by_row, strict=True)
        ):
            fields = dict(unwritten)
            for group, (g_lam, g_writer, g_seq) in section.fv.get(place, {}).items():
                if group != DELETED and group not in shape.groups:
                    raise BundleTooNew(found=LATEST + 1, supported=LATEST)
                if group not in unwritten:
                    fields[group] = (g_lam, numbers[g_writer] if g_lam else 0, g_seq)
            rows.append(
                RawRow(str(row_id), row, int(bool(is_deleted)), (lam, numbers[writer], seq), fields)
            )
        if len({row.id for row in rows}) != len(rows):
            raise BundleDamaged(at="table")
        return rows

    def _merge_row(
        self,
        table: Table[Any],
        number: int,
        unit: str,
        before: RawRow,
        incoming: RawRow,
        given: set[str],
    ) -> None:
        mine = self._as_row(table.shape, before)
        theirs = self._as_row(table.shape, incoming, given)
        merged = merge_row(mine, theirs, self._knows)
        for loser in merged.losers:
            self._keep_loser(table.shape, unit, before.id, loser.group, loser.values, loser.version)
        after = self._as_raw(table.shape, before.id, merged.row)
        if after != before:
            table.replace_raw(number, [after])
            self.taken.rows += 1

    def _knows(self, winner: Version, loser: Version) -> bool:
        if loser == BOTTOM:
            return True
        return self._changes.knew(winner.writer, winner.seq, loser.writer, loser.seq)

    def _as_row(self, shape: Shape[Any], raw: RawRow, given: set[str] | None = None) -> Row:
        values: dict[str, tuple[Any, ...]] = {}
        versions: dict[str, Version] = {}
        for group, places in shape.groups.items():
            if given is not None and any(shape.columns[i] not in given for i in places):
                continue
            values[group] = tuple(raw.values[i] for i in places)
            versions[group] = self._version(raw.fields.get(group, raw.version))
        values[DELETED] = (raw.deleted,)
        versions[DELETED] = self._version(raw.fields.get(DELETED, raw.version))
        return Row(values=values, versions=versions)

    def _version(self, version: tuple[int, int, int]) -> Version:
        lam, writer, seq = version
        return Version(lam, self._ids[writer], seq) if lam else BOTTOM

    def _as_raw(self, shape: Shape[Any], row_id: str, row: Row) -> RawRow:
        values: list[Any] = [None] * len(shape.columns)
        for group, places in shape.groups.items():
            for place, value in zip(places, row.values[group], strict=True):
                values[place] = value
        newest = max(row.versions.values())
        return RawRow(
            row_id,
            tuple(values),
            int(row.values[DELETED][0] or 0),
            self._numbered(newest),
            {
                group: self._numbered(version)
                for group, version in row.versions.items()
                if version != newest
            },
        )

    def _numbered(self, version: Version) -> tuple[int, int, int]:
        writer = self._by_id[version.writer] if version != BOTTOM else 0
        return version.lam, writer, version.seq

    def _keep_loser(
        self,
        shape: Shape[Any],
        unit: str,
        subject: str,
        group: str,
        values: Iterable[Any],
        version: Version,
    ) -> None:
        """Keep a value that lost, under an id and a version that every laptop gives it."""
        names = (
            (DELETED,) if group == DELETED else tuple(shape.columns[i] for i in shape.groups[group])
        )
        conflict = Conflict(
            id=derived_id(subject, shape.table, group, version.writer, str(version.seq)),
            unit=unit,
            subject_table=shape.table,
            subject=subject,
            register=group,
            value=msgspec.json.encode(dict(zip(names, values, strict=True))).decode(),
            state=ConflictState.OPEN,
        )
        conflicts = self._store.conflicts
        number = self._store.unit_number(unit)
        if not conflicts.raw(number, [conflict.id]):
            row = RawRow(
                conflict.id, tuple(conflicts.shape.to_row(conflict)), 0, self._numbered(version), {}
            )
            conflicts.insert_raw(number, [row])
            self.taken.conflicts += 1


def _is_same(one: RawRow, other: RawRow) -> bool:
    """Whether two states of a row carry the same versions, and so the same values."""
    return one.version == other.version and one.fields == other.fields
