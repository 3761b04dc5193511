"""The history: what was done in this copy of the book, and the way back and forth."""

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from msgspec import Struct

from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.codes import Code
from qtapp.domain.devices import Letter
from qtapp.domain.units import Unit
from qtapp.services.naming import called
from qtapp.store.history import Edit, History as Edits
from qtapp.store.ledger import Noted
from qtapp.store.shape import DELETED
from qtapp.store.store import Store

_NAMED = 3


class Deed(Code):
    """What was done to a record."""

    ADDED = "added", "Thêm"
    CHANGED = "changed", "Sửa"
    REMOVED = "removed", "Xóa"


class Done(Struct, frozen=True, kw_only=True):
    """One thing the user did: when and to what; `names` are some of the records."""

    n: int
    made: datetime
    undone: bool
    deed: Deed
    table: str
    count: int
    names: tuple[str, ...]


class Turned(Struct, frozen=True, kw_only=True):
    """What was taken back or done again; `left` records had changed since and stay as they are."""

    done: Done
    left: int


class History:
    """What the user did, newest first. What came from other computers in bundles is not in it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._edits = Edits(store)

    def all(self) -> list[Done]:
        """Return what was done, newest first; what was taken back is marked so."""
        return [self._done(edit) for edit in self._edits.edits()]

    def undo(self) -> Turned | None:
        """Take back what was done last; None if there is nothing."""
        edit = self._edits.last()
        if edit is None:
            return None
        done = self._done(edit)
        return Turned(done=done, left=self._edits.take_back(edit, self._invited(edit)))

    def redo(self) -> Turned | None:
        """Do again what was taken back last; None if there is nothing."""
        edit = self._edits.next()
        if edit is None:
            return None
        left = self._edits.do_again(edit)
        return Turned(done=self._done(edit), left=left)

    def undo_to(self, n: int) -> int:
        """Take back everything from now to the edit `n` with it; return how many that were."""
        taken = 0
        while (edit := self._edits.last()) is not None and edit.n >= n:
            self._edits.take_back(edit, self._invited(edit))
            taken += 1
        return taken

    def typing(self) -> AbstractContextManager[None]:
        """Let what is saved in the block be typing: a run of it in the same fields is one line."""
        return self._store.typing()

    def _invited(self, edit: Edit) -> set[str]:
        """Return the units that `edit` added and that hold a letter since: their books hang from this one."""
        added = [each.id for each in edit.changes if each.table == Unit.table and _is_added(each)]
        letters = self._store.table(Letter)
        return {each for each in added if letters.where("holder = ?", [each])}

    def _done(self, edit: Edit) -> Done:
        """Say what an edit was by the records it touched most."""
        tables = Counter(each.table for each in edit.changes)
        table = _leading(tables)
        mine = [each for each in edit.changes if each.table == table]
        deeds = Counter(_deed(each) for each in mine)
        return Done(
            n=edit.n,
            made=edit.made,
            undone=edit.undone,
            deed=deeds.most_common(1)[0][0],
            table=table,
            count=len(mine),
            names=tuple(filter(None, (self._name(each) for each in mine[:_NAMED]))),
        )

    def _name(self, change: Noted) -> str:
        table = self._store.table(BY_TABLE[change.table])
        unit = self._store.unit_number(self._store.unit)
        row = table.raw(unit, [change.id]).get(change.id)
        if row is None:
            return ""
        return called(self._store, dict(zip(table.shape.columns, row.values, strict=True)))


_LED: Sequence[str] = ("waves", "sessions", "action_plans", "documents")
"""Records with others below them: where one of these changed, the edit was about it."""


def _leading(tables: Counter[str]) -> str:
    return next((each for each in _LED if each in tables), tables.most_common(1)[0][0])


def _is_added(change: Noted) -> bool:
    return _deed(change) is Deed.ADDED


def _deed(change: Noted) -> Deed:
    if DELETED not in change.after:
        return Deed.CHANGED
    return Deed.REMOVED if change.after[DELETED] else Deed.ADDED
