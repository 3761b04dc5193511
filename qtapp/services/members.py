"""Members: the register of a cell."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from qtapp.domain.members import Member
from qtapp.domain.validity import valid
from qtapp.domain.vietnamese import name_sort_key, nfc
from qtapp.services.environment import Environment
from qtapp.store.store import Store


class Members:
    """One method per thing the user can do with members.

    Those of the own unit are read once per change of the register: every screen shows some of them.
    """

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment
        self._own: Sequence[Member] = ()
        self._state: Hashable | None = None

    def of(self, unit: str) -> Sequence[Member]:
        """Return all members of a unit, also those who moved, left or died, by given name."""
        if unit != self._store.unit:
            return _by_name(self._store.members.of(unit))
        state = self._store.members.state()  # before reading: a change meanwhile makes it another
        if state is None:
            return _by_name(self._store.members.own())
        if state != self._state:
            self._own, self._state = _by_name(self._store.members.own()), state
        return self._own

    def own(self) -> Sequence[Member]:
        """Return all members of the own unit, as `of`."""
        return self.of(self._store.unit)

    def all(self, unit: str | None = None, *, former: bool = False) -> list[Member]:
        """Return the members of a unit (the own one by default) by given name.

        `former` adds those who moved, left or died.
        """
        found = self.of(unit or self._store.unit)
        return [member for member in found if former or member.status.belongs]

    def get(self, member_id: str) -> Member:
        """Return a member; raises NotFound."""
        return self._store.members.get(member_id)

    def new(self, full_name: str, **values: Any) -> Member:
        """Return a member of the own unit, not kept yet."""
        return Member(
            id=self._environment.new_id(), unit=self._store.unit, full_name=full_name, **values
        )

    def add(self, full_name: str) -> Member:
        """Keep a new member of whom only the name is known; raises Invalid."""
        return self.save(self.new(full_name))

    def save(self, member: Member) -> Member:
        """Keep a member; raises Invalid naming the field that is not acceptable."""
        clean = valid(replace(member, full_name=" ".join(nfc(member.full_name).split())))
        self._store.members.put(clean)
        return clean

    def remove(self, member_id: str) -> None:
        """Take a member off the register; `restore` undoes it."""
        self._store.members.remove(member_id)

    def restore(self, member_id: str) -> None:
        """Undo `remove`."""
        self._store.members.restore(member_id)


def _by_name(members: Iterable[Member]) -> Sequence[Member]:
    return tuple(sorted(members, key=lambda member: name_sort_key(member.full_name)))
