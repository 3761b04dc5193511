"""Members: the register of a cell."""

from typing import Any

from msgspec.structs import replace

from qtapp.domain.members import Member
from qtapp.domain.validity import valid
from qtapp.domain.vietnamese import name_sort_key, nfc
from qtapp.services.environment import Environment
from qtapp.store.store import Store


class Members:
    """One method per thing the user can do with members."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def all(self, unit: str | None = None, *, former: bool = False) -> list[Member]:
        """Return the members of a unit (the own one by default) by given name.

        `former` adds those who moved, left or died.
        """
        found = self._store.members.of(unit or self._store.unit)
        kept = [member for member in found if former or member.status.belongs]
        return sorted(kept, key=lambda member: name_sort_key(member.full_name))

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
