"""What a book remembers of its imports: the last one, to take it back, and what headings mean.

Both are local facts of the book: neither is sent, and both are as secret as the book.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from qtapp.domain.errors import NotFound
from qtapp.domain.members import Member
from qtapp.domain.vietnamese import fold
from qtapp.store.store import Store

_LAST, _PROFILES = "last_import", "import_profiles"
_MOST_PROFILES = 50


class ColumnProfile(Struct, frozen=True, kw_only=True):
    """What the headings of one kind of list mean, under a name the user gave."""

    name: str
    columns: Mapping[str, str]
    """Heading to meaning; "" for a column that is left out."""


class TakenBack(Struct, frozen=True, kw_only=True):
    """What taking back an import did."""

    removed: int
    restored: int
    kept: Sequence[str]
    """Names of members who were changed since, and stay as they are."""


class _Change(Struct, frozen=True, kw_only=True):
    """What an import changed of one member: field to plain value."""

    id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class _Import(Struct, frozen=True, kw_only=True):
    """The last import: its commit, by which the rows it added are known, and what it changed."""

    file: str
    writer: int
    seq: int
    changes: Sequence[_Change]


class ImportMemory:
    """The last import and the profiles of one book."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note_import(self, file: str, updated: Iterable[tuple[Member, Member]]) -> None:
        """Remember the import of this transaction; `updated` holds members before and after."""
        _, writer, seq = self._store.stamp(0)
        done = _Import(
            file=file,
            writer=writer,
            seq=seq,
            changes=[_change(before, after) for before, after in updated],
        )
        self._store.set_fact(_LAST, msgspec.json.encode(done).decode())

    def last(self) -> str:
        """Return the name of the file imported last, or ""."""
        kept = self._store.fact(_LAST)
        return msgspec.json.decode(kept, type=_Import).file if kept else ""

    def take_back(self) -> TakenBack:
        """Undo the last import; raises NotFound if there is none."""
        kept = self._store.fact(_LAST)
        if not kept:
            raise NotFound("last_import", "")
        done = msgspec.json.decode(kept, type=_Import)
        with self._store.transaction():
            removed, stay = self._remove_added(done)
            restored = [self._restore(change) for change in done.changes]
            self._store.set_fact(_LAST, "")
        stay += [name for name in restored if name]
        return TakenBack(
            removed=removed, restored=sum(name is None for name in restored), kept=stay
        )

    def _remove_added(self, done: _Import) -> tuple[int, list[str]]:
        """Remove the members that came with the import, but those changed or marked since."""
        rows = self._store.fetch(
            "SELECT id, full_name, fv IS NULL AND id NOT IN"
            " (SELECT member FROM attendance WHERE deleted = 0"
            " UNION SELECT member FROM essays WHERE deleted = 0) FROM members"
            " WHERE unit = ? AND writer = ? AND seq = ? AND deleted = 0",
            [self._store.unit_number(self._store.unit), done.writer, done.seq],
        )
        untouched = [row[0] for row in rows if row[2]]
        for each in untouched:
            self._store.members.remove(each)
        return len(untouched), [row[1] for row in rows if not row[2]]

    def _restore(self, change: _Change) -> str | None:
        """Give a member back the values before; return the name if other values stand there now.

        Somebody removed since has nothing to get back, and no name to be told: "".
        """
        member = self._store.members.find(change.id)
        if member is None:
            return ""
        now = msgspec.to_builtins(member)
        if any(now[name] != value for name, value in change.after.items()):
            return member.full_name
        self._store.members.put(msgspec.convert({**now, **change.before}, Member))
        return None

    def offered(self, name: str | None) -> dict[str, Mapping[str, str]]:
        """Return by name the profile so called, all of them for None, none for ""; raises NotFound."""
        if name is None:
            return {each.name: each.columns for each in self.profiles()}
        found = [self._profile(name)] if name else []
        return {each.name: each.columns for each in found}

    def profiles(self) -> list[ColumnProfile]:
        """Return the profiles, the newest first."""
        kept = self._store.fact(_PROFILES)
        return msgspec.json.decode(kept, type=list[ColumnProfile]) if kept else []

    def keep_profile(self, profile: ColumnProfile) -> None:
        """Keep a profile before all others; one of the same name goes."""
        others = [each for each in self.profiles() if fold(each.name) != fold(profile.name)]
        self._write([profile, *others][:_MOST_PROFILES])

    def drop_profile(self, name: str) -> None:
        """Forget a profile; raises NotFound."""
        gone = self._profile(name)
        self._write([each for each in self.profiles() if each.name != gone.name])

    def _profile(self, name: str) -> ColumnProfile:
        for each in self.profiles():
            if fold(each.name) == fold(name):
                return each
        raise NotFound("import_profiles", name)

    def _write(self, profiles: Sequence[ColumnProfile]) -> None:
        self._store.set_fact(_PROFILES, msgspec.json.encode(profiles).decode())


def _change(before: Member, after: Member) -> _Change:
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
    names = [name for name in new if old[name] != new[name]]
    return _Change(
        id=after.id,
        before={name: old[name] for name in names},
        after={name: new[name] for name in names},
    )
