"""What this version of the program cannot read of a record, kept for later versions and other books.

A newer program may send columns and whole tables that are unknown here. They are merged by the same
rules, register by register, go on to others as they came, and come alive when this program is updated.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from qtapp.store.ledger import Ledger

Registers = dict[str, tuple[int, int, int, dict[str, Any]]]
"""By register: lam, writer number and seq of its version, and the values of its columns."""


class Carried:
    """The table of what is carried on unread; `unit` is a unit's small number."""

    def __init__(self, store: Ledger) -> None:
        self._store = store

    def of(self, unit: int, table: str) -> dict[str, Registers]:
        """Return everything carried for the rows of one table of a unit, by id."""
        sql = "SELECT id, registers FROM carried WHERE unit = ? AND record = ? ORDER BY id"
        rows = self._store.fetch(sql, [unit, table])
        return {row[0]: msgspec.json.decode(row[1], type=Registers) for row in rows}

    def some(self, unit: int, table: str, ids: Iterable[str]) -> dict[str, Registers]:
        """Return what is carried for some rows of one table of a unit, by id."""
        sql = (
            "SELECT id, registers FROM (SELECT value AS wanted FROM json_each(?))"
            " CROSS JOIN carried ON unit = ? AND record = ? AND id = wanted"
        )
        listed = msgspec.json.encode(list(ids)).decode()
        rows = self._store.fetch(sql, [listed, unit, table])
        return {row[0]: msgspec.json.decode(row[1], type=Registers) for row in rows}

    def tables(self, unit: int) -> list[str]:
        """Return the names of the tables for which something of a unit is carried."""
        rows = self._store.fetch(
            "SELECT DISTINCT record FROM carried WHERE unit = ? ORDER BY record", [unit]
        )
        return [row[0] for row in rows]

    def put(self, unit: int, table: str, rows: Mapping[str, Registers]) -> None:
        """Keep registers in place of what was kept for these rows; none at all lets a row go."""
        self._store.write_many(
            "INSERT INTO carried (unit, record, id, registers) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (unit, record, id) DO UPDATE SET registers = excluded.registers",
            [
                (unit, table, row_id, msgspec.json.encode(dict(sorted(registers.items()))).decode())
                for row_id, registers in rows.items()
                if registers
            ],
        )
        self._store.write_many(
            "DELETE FROM carried WHERE unit = ? AND record = ? AND id = ?",
            [(unit, table, row_id) for row_id, registers in rows.items() if not registers],
        )
