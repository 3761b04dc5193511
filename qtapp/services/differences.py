"""Differences: what lost when two laptops of the unit wrote unknown to each other, for a person to settle."""

from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.conflicts import Conflict, ConflictState
from qtapp.services.naming import called
from qtapp.store.changes import Changes
from qtapp.store.shape import DELETED, shape_of
from qtapp.store.store import Store


class ConflictView(Struct, frozen=True, kw_only=True):
    """A conflict as a person compares it: field names with the raw values of both sides.

    `kept_on` and `lost_on` name the laptops that wrote them, as far as they are known.
    """

    conflict: Conflict
    title: str
    subject: str
    kept: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    kept_on: str = ""
    lost_on: str = ""


class Differences:
    """The conflicts of the own unit."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changes = Changes(store)

    def open(self) -> list[ConflictView]:
        """Return the own unit's conflicts that still stand and nobody has looked at."""
        self._changes = Changes(self._store)
        views = [self._view(each) for each in self._store.conflicts.own()]
        return [view for view in views if view is not None]

    def settle(self, conflict_id: str, *, take_lost: bool) -> None:
        """Keep what stands, or take the value that lost; raises NotFound."""
        conflict = self._store.conflicts.get(conflict_id)
        with self._store.transaction():
            if take_lost:
                self._take(conflict)
            self._store.conflicts.put(replace(conflict, state=ConflictState.SETTLED))

    def _take(self, conflict: Conflict) -> None:
        table: Any = self._store.table(BY_TABLE[conflict.subject_table])
        values = msgspec.json.decode(conflict.value, type=dict[str, Any])
        if conflict.register == DELETED:
            change = table.remove if values[DELETED] else table.restore
            change(conflict.subject)
            return
        record = table.get(conflict.subject)
        row = dict(zip(table.shape.columns, table.shape.to_row(record), strict=True))
        row.update(values)
        taken = table.shape.from_rows([record.unit], [record.id], [tuple(row.values())])
        table.put(taken[0])

    def _view(self, conflict: Conflict) -> ConflictView | None:
        if conflict.state is not ConflictState.OPEN or not self._stands(conflict):
            return None
        record_type = BY_TABLE[conflict.subject_table]
        shape = shape_of(record_type)
        number = self._store.unit_number(conflict.unit)
        subject = self._store.table(record_type).raw(number, [conflict.subject])[conflict.subject]
        now = dict(zip(shape.columns, subject.values, strict=True)) | {DELETED: subject.deleted}
        lost = msgspec.json.decode(conflict.value, type=dict[str, Any])
        return ConflictView(
            conflict=conflict,
            title=record_type.title,
            subject=called(self._store, now),
            kept=tuple((name, _text(now[name])) for name in lost),
            lost=tuple((name, _text(value)) for name, value in lost.items()),
            kept_on=self._laptop(subject.fields.get(conflict.register, subject.version)),
            lost_on=self._laptop(
                self._store.conflicts.raw(number, [conflict.id])[conflict.id].version
            ),
        )

    def _laptop(self, version: tuple[int, int, int]) -> str:
        """Return the name of the laptop on which a version was written."""
        _, writer, _ = version
        found = self._store.fetch(
            "SELECT d.label FROM writers w CROSS JOIN devices d ON d.unit = w.unit AND d.id = w.device"
            " WHERE w.n = ?",
            [writer],
        )
        return found[0][0] if found else ""

    def _stands(self, conflict: Conflict) -> bool:
        """Whether nobody has since written over the register knowing the value that lost."""
        record_type = BY_TABLE.get(conflict.subject_table)
        if record_type is Conflict:
            return False  # that somebody has looked at one is nothing to choose between
        registers = (*shape_of(record_type).groups, DELETED) if record_type else ()
        if record_type is None or conflict.register not in registers:
            return False  # a later version's: kept, and shown after an update
        number = self._store.unit_number(conflict.unit)
        found = self._store.table(record_type).raw(number, [conflict.subject])
        mine = self._store.conflicts.raw(number, [conflict.id])[conflict.id]
        if conflict.subject not in found:
            return False
        row = found[conflict.subject]
        _, winner, winner_seq = row.fields.get(conflict.register, row.version)
        _, loser, loser_seq = mine.version
        ids = dict(self._store.fetch("SELECT n, id FROM writers"))
        return winner != loser and not self._changes.knew(
            ids[winner],
            winner_seq,
            ids[loser],
            loser_seq,
            whole=conflict.register in shape_of(record_type).staying,
        )


def _text(value: Any) -> str:
    return "" if value is None else str(value)
