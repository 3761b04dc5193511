"""What this book's user changed, commit by commit, so that it can be shown and taken back.

Local to this copy of the book: neither versioned nor sent. What came in bundles is not in it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from qtapp.domain.catalogue import BY_TABLE
from qtapp.store.ledger import Noted
from qtapp.store.shape import DELETED
from qtapp.store.store import Store
from qtapp.store.table import RawRow, Table

_SHOWN = 300


class Edit(Struct, frozen=True, kw_only=True):
    """One commit of the user: the rows it changed, each as it was before and as it was then."""

    n: int
    made: datetime
    undone: bool
    changes: tuple[Noted, ...]


class History:
    """The edits of a book, and the way back and forth between them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def edits(self, most: int = _SHOWN) -> list[Edit]:
        """Return the edits, newest first."""
        return [self._edit(row) for row in self._rows("1", "DESC", most)]

    def rows(self) -> set[str]:
        """Return the ids of the rows that some edit changed: what became of them can be turned back."""
        return {change.id for edit in self.edits() for change in edit.changes}

    def last(self) -> Edit | None:
        """Return the edit that `take_back` would take back."""
        return next((self._edit(row) for row in self._rows("undone = 0", "DESC", 1)), None)

    def next(self) -> Edit | None:
        """Return the edit that `do_again` would do again."""
        return next((self._edit(row) for row in self._rows("undone = 1", "ASC", 1)), None)

    def take_back(self, edit: Edit, stay: Collection[str] = ()) -> int:
        """Give the rows of `edit` their values from before; return how many were left as they are.

        A register that has changed since (by a bundle, say) is left alone, and so are the rows whose
        ids are to `stay`.
        """
        return self._turn(edit, undone=True, stay=stay)

    def do_again(self, edit: Edit) -> int:
        """Give the rows of `edit` the values it gave them; return how many were left as they are."""
        return self._turn(edit, undone=False)

    def _turn(self, edit: Edit, *, undone: bool, stay: Collection[str] = ()) -> int:
        left = 0
        with self._store.transaction(), self._store.unnoted():
            unit = self._store.unit_number(self._store.unit)
            rows = self._rows_of(edit, unit)
            # What was changed twice goes back the way it came.
            for each in reversed(edit.changes) if undone else edit.changes:
                found, wanted = (each.after, each.before) if undone else (each.before, each.after)
                table = self._store.table(BY_TABLE[each.table])
                row = rows[each.table].get(each.id)
                if row is None or each.id in stay or not _holds(table, row, found):
                    left += 1
                    continue
                values = tuple(
                    wanted.get(column, value)
                    for column, value in zip(table.shape.columns, row.values, strict=True)
                )
                deleted = wanted.get(DELETED, row.deleted)
                rows[each.table][each.id] = table.rewrite(unit, row, values, deleted)
            self._store.write("UPDATE edits SET undone = ? WHERE n = ?", [int(undone), edit.n])
        return left

    def _rows_of(self, edit: Edit, unit: int) -> dict[str, dict[str, RawRow]]:
        """Return the rows an edit is about as they are now, by table and id."""
        return {
            name: self._store.table(BY_TABLE[name]).raw(
                unit, {each.id for each in edit.changes if each.table == name}
            )
            for name in {each.table for each in edit.changes}
        }

    def _rows(self, condition: str, order: str, most: int) -> Sequence[Any]:
        return self._store.fetch(
            f"SELECT n, made, undone, changes FROM edits WHERE {condition} ORDER BY n {order} LIMIT ?",
            [most],
        )

    @staticmethod
    def _edit(row: Any) -> Edit:
        return Edit(
            n=row[0],
            made=datetime.fromisoformat(row[1]),
            undone=bool(row[2]),
            changes=msgspec.json.decode(row[3], type=tuple[Noted, ...]),
        )


def _holds(table: Table[Any], row: RawRow, values: dict[str, Any]) -> bool:
    """Whether `row` still has these values."""
    now = dict(zip(table.shape.columns, row.values, strict=True)) | {DELETED: row.deleted}
    return all(name in now and now[name] == value for name, value in values.items())
