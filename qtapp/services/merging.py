"""Merging: the rows of a bundle into the book, register by register (sync.md §4.2)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any, Literal

import msgspec

from qtapp.bundle.merge import BOTTOM, Row, Version, merge_row
from qtapp.bundle.sections import Table as Section
from qtapp.domain.conflicts import Conflict, ConflictState
from qtapp.domain.errors import BundleDamaged, BundleTooLarge, BundleTooNew
from qtapp.domain.ids import RecordId, derived_id
from qtapp.domain.record import Record
from qtapp.store.carried import Carried, Registers
from qtapp.store.changes import Changes
from qtapp.store.ledger import Version as Versioned
from qtapp.store.migrations import LATEST
from qtapp.store.shape import DELETED, Shape
from qtapp.store.store import Store
from qtapp.store.table import RawRow, Table, kept_versions, raw_row

ID = "id"
_UNWRITTEN = (0, 0, 0)
_ABOVE_ALL = 1 << 50
"""Far above any lam that comes of a calendar's days and of edits, far below the format's last."""


@dataclass(slots=True)
class Taken:
    """What a bundle brought: rows that were new or changed here, and values that lost a merge.

    `own` counts the rows of the own unit that were here and are changed. `withdrawn` counts, by table and owner, the rows that were live here and are deleted now.
    """

    rows: int = 0
    conflicts: int = 0
    own: int = 0
    withdrawn: dict[tuple[str, str], int] = field(default_factory=dict)


class Merging:
    """Merges table sections whose scope has been checked; runs inside the caller's transaction.

    `writers` are the ids of the bundle's writers in its own order, `numbers` their numbers here.
    """

    def __init__(
        self, store: Store, changes: Changes, writers: Sequence[str], numbers: Mapping[str, int]
    ) -> None:
        self._store = store
        self._changes = changes
        self._carried = Carried(store)
        self._numbers = [numbers[writer] for writer in writers]
        self._ids = {n: writer for writer, n in numbers.items()}
        self._by_id = dict(numbers)
        # It rises with the clock: who wrote over a version right below it is believed a minute later.
        self._most = _ABOVE_ALL + (int(store.now().timestamp()) // 60 << 16)
        self._followed: dict[tuple[Any, ...], bool] = {}
        self.taken = Taken()
        self.commits: dict[int, int] = {}
        """By writer's number the last commit that a row of the bundle bears."""

    def merge(self, record: type[Record], unit: str, section: Section) -> None:
        """Merge one section of rows that `unit` owns; columns unknown here are kept for later.

        Raises BundleDamaged ("table") for values that do not fit the record's declaration,
        BundleTooNew for registers that hold other columns than here, and BundleTooLarge ("lam").
        """
        self._check_versions(section)
        table = self._store.table(record)
        registers = _foreign_registers(section, table.shape)
        incoming = self._read(table.shape, section)
        number = self._store.unit_number(unit)
        known = table.raw(number, [row.id for row in incoming])
        fresh = [row for row in incoming if row.id not in known]
        table.insert_raw(number, fresh)
        columns, groups = table.shape.columns, table.shape.groups
        places = {group: of for group, of in groups.items() if columns[of[0]] in section.columns}
        changed = []
        for row in incoming:
            before = known.get(row.id)
            if before is not None and not _is_same(before, row):
                after = self._joined(table, unit, before, row, places)
                if after != before:
                    changed.append(after)
        table.replace_raw(number, changed)
        self.taken.rows += len(fresh) + len(changed)
        if unit == self._store.unit:
            self.taken.own += len(changed)
        gone = sum(1 for each in changed if each.deleted and not known[each.id].deleted)
        what = (record.table, unit)
        self.taken.withdrawn[what] = self.taken.withdrawn.get(what, 0) + gone
        if registers:
            self._merge_foreign(unit, section, registers)

    def carry(self, unit: str, section: Section) -> None:
        """Merge one section of a table that this version does not know.

        Raises BundleDamaged ("table") if its rows have no ids or do not say whether they are deleted,
        and BundleTooLarge ("lam").
        """
        self._check_versions(section)
        registers = _foreign_registers(section, None)
        if DELETED not in registers or ID not in section.columns:
            raise BundleDamaged(at="table")
        self.taken.rows += self._merge_foreign(unit, section, registers)

    def _check_versions(self, section: Section) -> None:
        """Raise BundleTooLarge ("lam") for a version after which there would soon be no higher one."""
        fields = (each[0] for row in section.fv.values() for each in row.values())
        if max([*section.lam, *fields], default=0) > self._most:
            raise BundleTooLarge(limit="lam")
        self._note_commits(zip(section.writer, section.seq, strict=True))
        self._note_commits(each[1:] for row in section.fv.values() for each in row.values())

    def _note_commits(self, dots: Iterable[tuple[int, ...]]) -> None:
        for place, seq in set(dots):
            n = self._numbers[place]
            self.commits[n] = max(seq, self.commits.get(n, 0))

    def _read(self, shape: Shape[Any], section: Section) -> list[RawRow]:
        columns: dict[str, Any] = dict(zip(section.columns, section.data, strict=True))
        ids = columns.pop(ID, None)
        deleted = columns.pop(DELETED, None)
        if ids is None or deleted is None:
            raise BundleDamaged(at="table")
        blank = shape.blank()
        try:
            msgspec.convert(ids, list[RecordId])
            msgspec.convert(deleted, list[Literal[0, 1]])
            for name in shape.columns:
                if name in columns:
                    shape.check_column(name, columns[name])
            filled = [
                columns[name] if name in columns else [blank[name]] * section.rows
                for name in shape.columns
            ]
        except (msgspec.MsgspecError, KeyError, TypeError) as error:
            raise BundleDamaged(at="table") from error
        if len(set(ids)) != len(ids):
            raise BundleDamaged(at="table")
        missing = {
            group: _UNWRITTEN
            for group, places in shape.groups.items()
            if shape.columns[places[0]] not in columns
        }
        groups = [*shape.groups, DELETED]
        writers = [self._numbers[each] for each in section.writer]
        versions = zip(section.lam, writers, section.seq, strict=True)
        by_row = zip(*filled, strict=True)
        if not missing and not section.fv:
            return list(map(RawRow._make, zip(ids, by_row, deleted, versions, repeat({}))))
        rows = []
        # Rows of one commit have the same versions; hundreds of them are put in order as one.
        kept: dict[tuple[Any, ...], tuple[Versioned, Mapping[str, Versioned]]] = {}
        for place, (row_id, is_deleted, version, row) in enumerate(
            zip(ids, deleted, versions, by_row, strict=True)
        ):
            what = (version, *section.fv.get(place, {}).items())
            if what not in kept:
                own = self._versions(section, place) | missing
                kept[what] = kept_versions({group: own.get(group, version) for group in groups})
            rows.append(RawRow(row_id, row, is_deleted, *kept[what]))
        return rows

    def _versions(self, section: Section, place: int) -> dict[str, tuple[int, int, int]]:
        """Return the versions, with our numbers, of the registers that differ from their row's."""
        return {
            group: (lam, self._numbers[writer] if lam else 0, seq)
            for group, (lam, writer, seq) in section.fv.get(place, {}).items()
        }

    def _joined(
        self,
        table: Table[Any],
        unit: str,
        before: RawRow,
        incoming: RawRow,
        places: Mapping[str, Sequence[int]],
    ) -> RawRow:
        """Return a row with those registers joined that differ here and in what arrives.

        `places` are those that arrive, with the places of their columns.
        """
        shape = table.shape
        if len(places) == len(shape.groups) and self._succeeds(shape, before, incoming):
            return incoming
        ours, theirs = table.versions(before), table.versions(incoming)
        differing = [
            group
            for group, of in places.items()
            if ours[group] != theirs[group]
            or any(before.values[i] != incoming.values[i] for i in of)
        ]
        if ours[DELETED] != theirs[DELETED] or before.deleted != incoming.deleted:
            differing.append(DELETED)
        merged = merge_row(
            self._as_row(before, ours, differing, places),
            self._as_row(incoming, theirs, differing, places),
            partial(self._knows, shape.staying),
        )
        for loser in merged.losers:
            names = tuple(shape.columns[i] for i in places.get(loser.group, ())) or (DELETED,)
            content = dict(zip(names, loser.values, strict=True))
            self._keep_loser(unit, (shape.table, before.id, loser.group), content, loser.version)
        values = list(before.values)
        for group in differing:
            ours[group] = self._numbered(merged.row.versions[group])
            for place, value in zip(
                places.get(group, ()), merged.row.values[group], strict=group != DELETED
            ):
                values[place] = value
        deleted = merged.row.values.get(DELETED, (before.deleted,))[0]
        return raw_row(before.id, tuple(values), deleted, ours)

    def _succeeds(self, shape: Shape[Any], before: RawRow, later: RawRow) -> bool:
        """Whether each register of a row is as before or follows: the join is then the later row."""
        mine, its = (*before.values, before.deleted), (*later.values, later.deleted)
        for group, of in (*shape.groups.items(), (DELETED, (-1,))):
            ours = before.fields.get(group, before.version)
            theirs = later.fields.get(group, later.version)
            if ours == theirs:
                if any(mine[i] != its[i] for i in of):
                    return False
            elif not self._follows(theirs, ours, whole=group in shape.staying):
                return False
        return True

    def _follows(self, later: Versioned, earlier: Versioned, *, whole: bool) -> bool:
        """Whether one version is plainly higher, and its writer had seen the other: the join takes it."""
        if later[0] <= earlier[0]:
            return False
        if not earlier[0]:
            return True
        dots = (*later[1:], *earlier[1:], whole)
        if dots not in self._followed:
            after, before = self._version(later), self._version(earlier)
            self._followed[dots] = self._changes.knew(
                after.writer, after.seq, before.writer, before.seq, whole=whole
            )
        return self._followed[dots]

    def _merge_foreign(
        self, unit: str, section: Section, registers: Mapping[str, Sequence[str]]
    ) -> int:
        """Merge registers that this version does not know; return how many rows were new or changed."""
        number = self._store.unit_number(unit)
        incoming = self._read_foreign(section, registers)
        known = self._carried.some(number, section.name, incoming)
        changed: dict[str, Registers] = {}
        for row_id, theirs in incoming.items():
            before = known.get(row_id, {})
            if before == theirs:
                continue
            merged = merge_row(
                self._foreign_row(before), self._foreign_row(theirs), partial(self._knows, ())
            )
            for loser in merged.losers:
                about = (section.name, row_id, loser.group)
                self._keep_loser(unit, about, dict(loser.values), loser.version)
            row = merged.row
            after: Registers = {
                group: (*self._numbered(version), dict(row.values[group]))
                for group, version in row.versions.items()
            }
            if after != before:
                changed[row_id] = after
        self._carried.put(number, section.name, changed)
        return len(changed)

    def _read_foreign(
        self, section: Section, registers: Mapping[str, Sequence[str]]
    ) -> dict[str, Registers]:
        columns: dict[str, Any] = dict(zip(section.columns, section.data, strict=True))
        try:
            ids = msgspec.convert(columns[ID], list[RecordId])
            msgspec.convert(columns[DELETED], list[Literal[0, 1]])
        except (msgspec.ValidationError, KeyError) as error:
            raise BundleDamaged(at="table") from error
        if len(set(ids)) != len(ids):
            raise BundleDamaged(at="table")
        found: dict[str, Registers] = {}
        for place, row_id in enumerate(ids):
            version = (section.lam[place], self._numbers[section.writer[place]], section.seq[place])
            own = self._versions(section, place)
            written = {
                group: (*own.get(group, version), {name: columns[name][place] for name in names})
                for group, names in registers.items()
                if own.get(group, version)[0]
            }
            if written:
                found[row_id] = written
        return found

    def _foreign_row(self, registers: Registers) -> Row:
        return Row(
            values={group: tuple(sorted(each[3].items())) for group, each in registers.items()},
            versions={group: self._version(each[:3]) for group, each in registers.items()},
        )

    def _knows(
        self, staying: Collection[str], register: str, winner: Version, loser: Version
    ) -> bool:
        if loser == BOTTOM:
            return True
        return self._changes.knew(
            winner.writer, winner.seq, loser.writer, loser.seq, whole=register in staying
        )

    def _as_row(
        self,
        raw: RawRow,
        versions: Mapping[str, tuple[int, int, int]],
        groups: Sequence[str],
        places: Mapping[str, Sequence[int]],
    ) -> Row:
        """Return some registers of a row as the join wants them."""
        return Row(
            values={
                group: (raw.deleted,)
                if group == DELETED
                else tuple(raw.values[i] for i in places[group])
                for group in groups
            },
            versions={group: self._version(versions[group]) for group in groups},
        )

    def _version(self, version: tuple[int, int, int]) -> Version:
        lam, writer, seq = version
        if not lam:
            return BOTTOM
        if writer not in self._ids:
            found = self._store.fetch("SELECT id FROM writers WHERE n = ?", [writer])
            self._ids[writer] = found[0][0]
            self._by_id[found[0][0]] = writer
        return Version(lam, self._ids[writer], seq)

    def _numbered(self, version: Version) -> tuple[int, int, int]:
        writer = self._by_id[version.writer] if version != BOTTOM else 0
        return version.lam, writer, version.seq

    def _keep_loser(
        self, unit: str, about: tuple[str, str, str], content: dict[str, Any], version: Version
    ) -> None:
        """Keep a value that lost, under an id and a version that every laptop gives it.

        `about` names table, record and register.
        """
        table, subject, register = about
        conflict = Conflict(
            id=derived_id(subject, table, register, version.writer, str(version.seq)),
            unit=unit,
            subject_table=table,
            subject=subject,
            register=register,
            value=msgspec.json.encode(content).decode(),
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


def _foreign_registers(section: Section, shape: Shape[Any] | None) -> dict[str, list[str]]:
    """Return the registers that a table of this shape (None: an unknown table) does not have.

    A register keeps its columns for ever; a later version may add registers, no columns to one. Raises
    BundleTooNew where a section has it otherwise.
    """
    known = shape.register_of if shape else {}
    kept = {ID, *([DELETED] if shape else [])}
    foreign: dict[str, list[str]] = {}
    given: dict[str, int] = {}
    for column in section.columns:
        register = section.registers.get(column, column)
        if column in kept:
            continue
        if register != known.get(column, register) or register in kept:
            raise BundleTooNew(found=LATEST + 1, supported=LATEST, what="register")
        if column in known:
            given[register] = given.get(register, 0) + 1
        else:
            foreign.setdefault(register, []).append(column)
    groups = shape.groups if shape else {}
    if foreign.keys() & groups or any(len(groups[each]) != n for each, n in given.items()):
        raise BundleTooNew(found=LATEST + 1, supported=LATEST, what="register")
    return foreign


def _is_same(one: RawRow, other: RawRow) -> bool:
    """Whether two states of a row carry the same versions, and so the same values."""
    return one.version == other.version and one.fields == other.fields
