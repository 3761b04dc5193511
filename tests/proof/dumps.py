"""Whole books as values: byte for byte of one book, or comparable between books."""

from collections.abc import Collection
from typing import Any

import msgspec

from qtapp.domain.catalogue import BY_TABLE, RECORDS
from qtapp.domain.conflicts import Conflict
from qtapp.domain.record import Reach
from qtapp.store.shape import shape_of
from qtapp.store.store import Store
from qtapp.store.table import as_raw

Dump = dict[str, list[tuple[Any, ...]]]


def whole(store: Store, *, but: Collection[str] = ("inbox",)) -> Dump:
    """Return every row of every table of a book, but for the list of files that came in."""
    names = [
        row[0]
        for row in store.fetch("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return {
        name: sorted(store.fetch(f'SELECT * FROM "{name}"'), key=repr)
        for name in names
        if name not in but
    }


def comparable(store: Store, unit: str) -> Dump:
    """Return what two books hold of a unit in words both use: ids for numbers, no local facts.

    Every row that goes up, with its versions, the vector, and the contexts. What is local stays out:
    receipts, which the latest bundle decides, and registers that never leave a unit, rivals of them too.
    """
    ids = {0: "", **dict(store.fetch("SELECT n, id FROM writers"))}
    number = store.unit_number(unit)
    found: Dump = {
        "vector": sorted(
            store.fetch("SELECT id, seq FROM writers WHERE unit = ? AND seq > 0", [number])
        ),
        "knows": sorted(
            (row[0], row[1], row[2], tuple(sorted(msgspec.json.decode(row[3]).items())))
            for row in store.fetch(
                "SELECT w.id, k.from_seq, k.part, k.vector FROM knows k JOIN writers w ON w.n = k.writer"
                " WHERE w.unit = ?",
                [number],
            )
        ),
        "blobs": sorted(store.fetch("SELECT sha256, size FROM blobs")),
    }
    for record in RECORDS:
        if Reach.UP not in record.reach:
            continue
        table = store.table(record)
        shape = table.shape
        registers = []
        for row in as_raw(table.all_raw(number)):
            if record is Conflict and _is_of_the_unit(
                dict(zip(shape.columns, row.values, strict=True))
            ):
                continue
            lam, writer, seq = row.fields.get("deleted", row.version)
            registers.append((row.id, "deleted", (row.deleted,), lam, ids[writer], seq))
            for group, places in shape.groups.items():
                if any(shape.columns[i] not in shape.leaving for i in places):
                    continue
                lam, writer, seq = row.fields.get(group, row.version)
                values = tuple(row.values[i] for i in places)
                registers.append((row.id, group, values, lam, ids[writer], seq))
        found[record.table] = sorted(registers, key=repr)
    return found


def _is_of_the_unit(conflict: dict[str, Any]) -> bool:
    record = BY_TABLE[conflict["subject_table"]]
    return conflict["register"] in shape_of(record).staying
