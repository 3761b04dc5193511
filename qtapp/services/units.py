"""Units: the book's own unit, its letterhead, and the units below it."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from qtapp.domain.errors import Invalid, NotFound
from qtapp.domain.reasons import Reason
from qtapp.domain.units import Profile, Unit, UnitKind, is_below_itself
from qtapp.domain.validity import valid
from qtapp.services.environment import Environment
from qtapp.store.store import Store

_FIRST_PLACE = "first_place"
"""The fact of a book that says where its papers are dated until a letterhead is kept."""
_COMMITTEE = re.compile(r"^ĐẢNG (?:ỦY|UỶ)\b")


class Units:
    """One method per thing the user can do with units."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def own(self) -> Unit:
        """Return the unit this book belongs to, as the committee above describes it now.

        One that moved has a row of its former committee as well.
        """
        own, above = self._store.unit, self._store.fact("superior")
        found = self._store.units.where("unit IN (SELECT n FROM owners) AND id = ?", [own])
        if not found:
            raise NotFound("units", own)
        return min(found, key=lambda each: (each.unit != own, each.unit != above))

    def is_committee(self) -> bool:
        """Whether the book is a committee's."""
        return self.own().kind is UnitKind.COMMITTEE

    def profile(self, unit: str | None = None) -> Profile:
        """Return the letterhead and house rules of a unit (the own one by default).

        One that has kept none yet has those that follow from its name and kind; the own one also those
        from the name of the one above and from what was said at joining. They are not kept: they must not
        beat the unit's own when that comes back to a new laptop.
        """
        wanted = unit or self._store.unit
        found = self._store.profiles.of(wanted)
        if found:
            return found[0]
        first = first_profile(self._store.units.get(wanted))
        if wanted != self._store.unit:
            return first
        above = self._store.units.find(self._store.fact("superior"))
        return replace(
            first,
            upper_line=line_of_superior(above.name) if above else "",
            place=self._store.fact(_FIRST_PLACE),
        )

    def begin_at(self, place: str) -> None:
        """Let the papers of a unit that has kept no letterhead be dated at `place`."""
        self._store.set_fact(_FIRST_PLACE, place)

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

    def committees(self) -> list[Unit]:
        """Return the committees below that lead their cells in books of their own, none of them in this."""
        below = self.subordinates()
        leading = {unit.parent for unit in below}
        invited = {
            row[0] for row in self._store.fetch("SELECT holder FROM letters WHERE deleted = 0")
        }
        return [
            unit
            for unit in below
            if unit.kind is UnitKind.COMMITTEE and unit.id in invited - leading
        ]

    def add(
        self, name: str, kind: UnitKind = UnitKind.CELL, parent: str | None = None, level: str = ""
    ) -> Unit:
        """Add a unit below `parent` (the own unit by default), a committee.

        Raises NotFound, or Invalid for a cell as parent or an empty name.
        """
        above = self._store.units.get(parent) if parent else self.own()
        if above.kind is not UnitKind.COMMITTEE:
            raise Invalid("parent", Reason.NOT_ALLOWED_HERE, above.name)
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

    def add_all(
        self, names: Sequence[str], kind: UnitKind, parent: str | None = None, level: str = ""
    ) -> list[Unit]:
        """Add a unit for each name, all of them or none; see `add`."""
        with self._store.transaction():
            return [self.add(name, kind, parent, level) for name in names]

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


def line_of_superior(name: str) -> str:
    """Return how a committee is named above a unit's own line: ĐẢNG BỘ XÃ …, as HD 05-HD/VPTW §2.5 shows."""
    return _COMMITTEE.sub("ĐẢNG BỘ", name.upper())


def first_profile(unit: Unit) -> Profile:
    """Return the letterhead a unit begins with."""
    return Profile(
        id=Profile.identity.of(unit=unit.id),
        unit=unit.id,
        own_line=unit.name.upper(),
        authority="T/M CHI BỘ" if unit.kind is UnitKind.CELL else "T/M ĐẢNG ỦY",
    )
