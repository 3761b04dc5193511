"""One generic mapping from a record type to its table."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from qtapp.domain.errors import Invalid, NotFound
from qtapp.domain.ids import family
from qtapp.domain.reasons import Reason
from qtapp.domain.record import Record
from qtapp.store.ledger import Ledger, Noted, Version
from qtapp.store.shape import DELETED, Shape, shape_of

T = TypeVar("T", bound=Record)

_MOST_TESTS = 100
_MANY = 10
"""From so many rows on it is worth asking first whether there are any at all."""


class RawRow(NamedTuple):
    """One row as it lies in the table; `version` and `fields` are (lam, writer number, seq).

    `fields` holds the registers whose version is not `version`.
    """

    id: str
    values: tuple[Any, ...]
    deleted: int
    version: Version
    fields: Mapping[str, Version]


def raw_row(
    row_id: str, values: tuple[Any, ...], deleted: int, versions: Mapping[str, Version]
) -> RawRow:
    """Return the one way in which a row with these versions of its registers is kept."""
    return RawRow(row_id, values, deleted, *kept_versions(versions))


def kept_versions(versions: Mapping[str, Version]) -> tuple[Version, Mapping[str, Version]]:
    """Return the one way in which versions of a row's registers are kept: `version` and `fields`.

    The row's own version is the one most registers have, of several the least; one that was never
    written (lam 0) only if all are that.
    """
    counts: dict[Version, int] = {}
    for version in versions.values():
        counts[version] = counts.get(version, 0) + 1
    if len(counts) == 1:
        return next(iter(counts)), {}
    most = min(counts, key=lambda version: (not version[0], -counts[version], version))
    return most, {group: versions[group] for group in sorted(versions) if versions[group] != most}


class Table(Generic[T]):
    """The rows of one record type; every write carries a version."""

    def __init__(self, store: Ledger, record: type[T]) -> None:
        self._store = store
        self.shape: Shape[T] = shape_of(record)
        self._quoted = ", ".join(f'"{name}"' for name in self.shape.columns)
        table = self.shape.table
        self._select = f"SELECT unit, id, {self._quoted} FROM {table} WHERE deleted = 0"
        self._select_raw = (
            f"SELECT id, {self._quoted}, deleted, lam, writer, seq, fv FROM {table} WHERE unit = ?"
        )
        marks = ", ".join("?" * (len(self.shape.columns) + 7))
        # CROSS JOIN keeps the small list outermost: see the planner trap of sync.md §5.7.
        self._select_some = self._select_raw.replace(
            f"FROM {table} WHERE",
            f"FROM (SELECT value AS wanted FROM json_each(?)) CROSS JOIN {table} ON id = wanted WHERE",
        )
        self._any = f"SELECT 1 FROM {table} WHERE unit = ? LIMIT 1"
        self._insert = (
            f"INSERT INTO {table} (unit, id, {self._quoted}, deleted, lam, writer, seq, fv)"
            f" VALUES ({marks})"
        )
        settings = ", ".join(f'"{name}" = ?' for name in self.shape.columns)
        self._update = (
            f"UPDATE {table} SET {settings}, deleted = ?, lam = ?, writer = ?, seq = ?, fv = ?"
            " WHERE unit = ? AND id = ?"
        )

    def where(self, condition: str = "", parameters: Sequence[Any] = ()) -> list[T]:
        """Return the live records of all units that meet an SQL `condition`, ordered by id."""
        clause = f" AND ({condition})" if condition else ""
        rows = self._store.fetch(f"{self._select}{clause} ORDER BY id", parameters)
        unit_ids = self._store.unit_ids()
        return self.shape.from_rows(
            [unit_ids[row[0]] for row in rows],
            [row[1] for row in rows],
            [row[2:] for row in rows],
        )

    def of(self, unit: str) -> list[T]:
        """Return the live records that `unit` owns."""
        return self.where("unit = ?", [self._store.unit_number(unit)])

    def own(self) -> list[T]:
        """Return the live records of the book's own unit."""
        return self.of(self._store.unit)

    def handed_down(self) -> list[T]:
        """Return the live records of the own unit and of those above it, as `find` would, ordered by id."""
        below = self._store.below()
        found: dict[str, list[T]] = {}
        for record in self.where():
            if record.unit not in below:
                found.setdefault(record.id, []).append(record)
        return [self._nearest(records) for records in found.values()]

    def within(self, parent: str, column: str, unit: str | None = None) -> list[T]:
        """Return the live records of a unit (the own one) whose derived id belongs to `parent`.

        `column` names the field that holds the parent's id.
        """
        low, high = family(parent)
        return self.where(
            f'unit = ? AND id BETWEEN ? AND ? AND "{column}" = ?',
            [self._store.unit_number(unit or self._store.unit), low, high, parent],
        )

    def find(self, record_id: str) -> T | None:
        """Return the live record with this id, or None.

        Where several units have one, it is the own unit's, then the committee's, then that of one above it,
        and last of one below: no unit can put a record in the place of another's by using its id.
        """
        own = self._store.unit_number(self._store.unit)
        found = self.where("unit = ? AND id = ?", [own, record_id])
        if not found:
            found = self.where("unit IN (SELECT n FROM owners) AND id = ?", [record_id])
        return self._nearest(found) if found else None

    def _nearest(self, found: Sequence[T]) -> T:
        """Return the one of several units' records of one id that counts here; see `find`."""
        if len(found) == 1:
            return found[0]
        own, above, below = self._store.unit, self._store.fact("superior"), self._store.below()
        return min(
            found,
            key=lambda each: (
                each.unit != own,
                each.unit != above,
                each.unit in below,
                each.unit,
            ),
        )

    def get(self, record_id: str) -> T:
        """Return the live record with this id; raises NotFound."""
        found = self.find(record_id)
        if found is None:
            raise NotFound(self.shape.table, record_id)
        return found

    def state(self) -> Hashable | None:
        """Return what is another thing once a row may have changed; None in a transaction. See `Ledger`."""
        return self._store.state_of(self.shape.table)

    def count(self, unit: str) -> int:
        """Return how many live records `unit` owns."""
        sql = f"SELECT count(*) FROM {self.shape.table} WHERE deleted = 0 AND unit = ?"
        return int(self._store.fetch(sql, [self._store.unit_number(unit)])[0][0])

    def ids(self, unit: str) -> set[str]:
        """Return the ids of the live records that `unit` owns."""
        sql = f"SELECT id FROM {self.shape.table} WHERE deleted = 0 AND unit = ?"
        return {row[0] for row in self._store.fetch(sql, [self._store.known_number(unit)])}

    def column(self, name: str) -> dict[str, Any]:
        """Return one raw column of the live records of all units, by their ids."""
        sql = f'SELECT id, "{name}" FROM {self.shape.table} WHERE deleted = 0'
        return dict(self._store.fetch(sql))

    def living(self, ids: Iterable[str]) -> set[str]:
        """Return those of `ids` that belong to live records, of whichever unit."""
        sql = (
            "SELECT wanted FROM (SELECT value AS wanted FROM json_each(?))"
            f" CROSS JOIN {self.shape.table} ON id = wanted"
            " WHERE unit IN (SELECT n FROM owners) AND deleted = 0"
        )
        listed = msgspec.json.encode(list(ids)).decode()
        return {row[0] for row in self._store.fetch(sql, [listed])}

    def removed(self, ids: Iterable[str]) -> set[str]:
        """Return those of `ids` that belong to records of the own unit that were removed."""
        rows = self.raw(self._store.known_number(self._store.unit), ids)
        return {row.id for row in rows.values() if row.deleted}

    def put(self, record: T) -> None:
        """Write `record` as it is now; only what changed gets a new version."""
        self.put_all([record])

    def put_all(self, records: Iterable[T]) -> None:
        """Write several records of the book's own unit in one transaction.

        Raises Invalid, with nothing written, if one is not the own unit's or not as declared.
        """
        given = list(records)
        own = self._store.unit
        for record in given:
            if record.unit != own:
                raise Invalid("unit", Reason.NOT_ALLOWED_HERE, record.unit)
        rows = self.shape.to_rows(given)
        with self._store.transaction():
            unit = self._store.unit_number(own)
            known = self.raw(unit, rows)
            fresh = [
                RawRow(row_id, tuple(values), 0, self._store.stamp(0), {})
                for row_id, values in rows.items()
                if row_id not in known
            ]
            self.insert_raw(unit, fresh)
            if self.shape.record.remembered:
                self._store.note(
                    Noted(self.shape.table, row.id, {DELETED: 1}, {DELETED: 0}) for row in fresh
                )
            for row_id, before in known.items():
                self.rewrite(unit, before, tuple(rows[row_id]), 0)

    def remove(self, record_id: str) -> None:
        """Mark a record of the own unit as deleted; `restore` takes it back. Raises NotFound."""
        self._set_deleted(record_id, 1)

    def restore(self, record_id: str) -> None:
        """Bring a removed record back as it was. Raises NotFound."""
        self._set_deleted(record_id, 0)

    def _set_deleted(self, record_id: str, deleted: int) -> None:
        with self._store.transaction():
            unit = self._store.unit_number(self._store.unit)
            known = self.raw(unit, [record_id])
            if record_id not in known:
                raise NotFound(self.shape.table, record_id)
            before = known[record_id]
            self.rewrite(unit, before, before.values, deleted)

    def rewrite(self, unit: int, before: RawRow, values: tuple[Any, ...], deleted: int) -> RawRow:
        """Give a row that is there other values and return it; only registers that change get a new version."""
        changed = [
            group
            for group, places in self.shape.groups.items()
            if any(before.values[i] != values[i] for i in places)
        ]
        if before.deleted != deleted:
            changed.append(DELETED)
        if not changed:
            return before
        overwritten = max(before.fields.get(group, before.version)[0] for group in changed)
        stamp = self._store.stamp(overwritten)
        versions = self.versions(before) | dict.fromkeys(changed, stamp)
        if self.shape.record.remembered:
            self._store.note([self._noted(before, values, deleted)])
        row = raw_row(before.id, values, deleted, versions)
        self.replace_raw(unit, [row])
        return row

    def _noted(self, before: RawRow, values: tuple[Any, ...], deleted: int) -> Noted:
        columns = (*self.shape.columns, DELETED)
        pairs = zip((*before.values, before.deleted), (*values, deleted), strict=True)
        changed = {
            name: pair for name, pair in zip(columns, pairs, strict=True) if pair[0] != pair[1]
        }
        return Noted(
            self.shape.table,
            before.id,
            {name: pair[0] for name, pair in changed.items()},
            {name: pair[1] for name, pair in changed.items()},
        )

    def versions(self, row: RawRow) -> dict[str, Version]:
        """Return the version of every register of a row."""
        return {
            group: row.fields.get(group, row.version) for group in (*self.shape.groups, DELETED)
        }

    def raw(self, unit: int, ids: Iterable[str]) -> dict[str, RawRow]:
        """Return the rows of `unit` (its small number) among `ids`, deleted ones too."""
        wanted = list(ids)
        if len(wanted) >= _MANY and not self._store.fetch(self._any, [unit]):
            return {}
        return {row.id: row for row in as_raw(self.some_raw(unit, wanted))}

    def some_raw(self, unit: int, ids: Iterable[str]) -> list[Any]:
        """Return those rows of `unit` that are among `ids`, in their order, each as `all_raw` has it."""
        listed = msgspec.json.encode(list(ids)).decode()
        return self._store.fetch(self._select_some, [listed, unit])

    def all_raw(self, unit: int) -> list[Any]:
        """Return every row of `unit`, in id order: (id, *columns, deleted, lam, writer, seq, fv)."""
        return self._store.fetch(f"{self._select_raw} ORDER BY id", [unit])

    def newer_raw(self, unit: int, news: Mapping[int, int]) -> list[Any]:
        """Return rows as `all_raw` does: those that writers (by number) wrote to after a commit (seq)."""
        if len(news) > _MOST_TESTS:
            return self.all_raw(unit)
        test = "writer = ? AND seq > ? OR fv IS NOT NULL AND instr(fv, ?)"
        tests = " OR ".join([test] * len(news)) or "0"
        values = [each for n, seq in news.items() for each in (n, seq, f",{n},")]
        # Not more than the versions is read of rows that only seem to be among them.
        sql = f"SELECT id, writer, seq, fv FROM {self.shape.table} WHERE unit = ? AND ({tests})"
        found = self._store.fetch(f"{sql} ORDER BY id", [unit, *values])
        are_new = {text: _has_news(text, news) for text in {row[3] for row in found}}
        ids = [
            row_id
            for row_id, writer, seq, fields in found
            if are_new[fields] or (writer in news and seq > news[writer])
        ]
        return self.some_raw(unit, ids)

    def insert_raw(self, unit: int, rows: Iterable[RawRow]) -> None:
        """Insert rows that are not there yet, with the versions they carry."""
        self._store.note_written(self.shape.table)
        self._store.write_many(
            self._insert,
            (
                (unit, row.id, *row.values, row.deleted, *row.version, _fields_text(row.fields))
                for row in rows
            ),
        )

    def replace_raw(self, unit: int, rows: Iterable[RawRow]) -> None:
        """Overwrite rows that are there, with the versions they carry."""
        self._store.note_written(self.shape.table)
        self._store.write_many(
            self._update,
            (
                (*row.values, row.deleted, *row.version, _fields_text(row.fields), unit, row.id)
                for row in rows
            ),
        )


def as_raw(rows: Iterable[Any]) -> list[RawRow]:
    """Return rows as `all_raw` gives them: (id, *columns, deleted, lam, writer, seq, fv)."""
    # Rows written by one commit have one text of versions; hundreds of them are read as one.
    read: dict[str | None, Mapping[str, Version]] = {None: {}}
    found = []
    for row in rows:
        text = row[-1]
        if text not in read:
            read[text] = msgspec.json.decode(text, type=dict[str, Version])
        found.append(RawRow(row[0], row[1:-5], row[-5], row[-4:-1], read[text]))
    return found


def _has_news(fields: str | None, news: Mapping[int, int]) -> bool:
    """Whether one of the versions in a row's `fv` is of one of the writers, after the commit named."""
    if fields is None:
        return False
    versions = msgspec.json.decode(fields, type=dict[str, Version]).values()
    return any(writer in news and seq > news[writer] for _, writer, seq in versions)


def _fields_text(fields: Mapping[str, Version]) -> str | None:
    return msgspec.json.encode(fields).decode() if fields else None
