"""Units: the book's own unit, its letterhead, and the units below it."""

from msgspec.structs import replace

from qtapp.domain.errors import Invalid, NotFound, Reason
from qtapp.domain.units import Profile, Unit, UnitKind, is_below_itself
from qtapp.domain.validity import valid
from qtapp.services.environment import Environment
from qtapp.store.store import Store


class Units:
    """One method per thing the user can do with units."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def own(self) -> Unit:
        """Return the unit this book belongs to."""
        return self._store.units.get(self._store.unit)

    def is_committee(self) -> bool:
        """Whether the book is a committee's."""
        return self.own().kind is UnitKind.COMMITTEE

    def profile(self, unit: str | None = None) -> Profile:
        """Return the letterhead and house rules of a unit (the own one by default)."""
        wanted = unit or self._store.unit
        found = self._store.profiles.of(wanted)
        return found[0] if found else Profile(id=Profile.identity.of(unit=wanted), unit=wanted)

    def save_profile(self, profile: Profile) -> Profile:
        """Keep the own unit's letterhead and house rules; raises Invalid."""
        clean = valid(profile)
        self._store.profiles.put(clean)
        return clean

    def get(self, unit: str) -> Unit:
        """Return a unit; raises NotFound."""
        return self._store.units.get(unit)

    def subordinates(self) -> list[Unit]:
        """Return every unit below the own one, at any depth, parents before children."""
        everything = [unit for unit in self._store.units.where() if not unit.closed]
        children: dict[str | None, list[Unit]] = {}
        for unit in sorted(everything, key=lambda each: (each.position, each.id)):
            children.setdefault(unit.parent, []).append(unit)
        ordered: list[Unit] = []
        waiting = list(reversed(children.get(self._store.unit, [])))
        while waiting:
            unit = waiting.pop()
            ordered.append(unit)
            waiting.extend(reversed(children.get(unit.id, [])))
        return ordered

    def cells(self) -> list[Unit]:
        """Return the units below the own one that report as cells."""
        return [unit for unit in self.subordinates() if unit.kind is UnitKind.CELL]

    def add(
        self, name: str, kind: UnitKind = UnitKind.CELL, parent: str | None = None, level: str = ""
    ) -> Unit:
        """Add a unit below `parent` (the own unit by default); raises Invalid, as for an empty name."""
        unit = Unit(
            id=self._environment.new_id(),
            unit=self._store.unit,
            name=name.strip(),
            kind=kind,
            parent=parent or self._store.unit,
            level=level or kind.label,
            symbol="CB" if kind is UnitKind.CELL else "ĐU",
            position=len(self.subordinates()) + 1,
        )
        clean = valid(unit)
        self._store.units.put(clean)
        return clean

    def save(self, unit: Unit) -> Unit:
        """Keep a changed unit of the own tree; raises Invalid, also for a cycle."""
        clean = valid(unit)
        parents = {each.id: each.parent for each in self._store.units.where()}
        if is_below_itself(clean.id, {**parents, clean.id: clean.parent}):
            raise Invalid("parent", Reason.NOT_ALLOWED_HERE, clean.name)
        self._store.units.put(clean)
        return clean

    def close(self, unit: str) -> None:
        """Mark a unit as ended; its records stay."""
        found = self._store.units.find(unit)
        if found is None:
            raise NotFound("units", unit)
        self._store.units.put(replace(found, closed=True))
