"""Forwarding: what a committee passes on of its cells, counts without anybody's name."""

import msgspec

from qtapp.domain.figures import UnitFigures
from qtapp.domain.forwarded import ForwardedFigures
from qtapp.domain.waves import Wave
from qtapp.services.environment import Report, silent
from qtapp.services.reports import Reports
from qtapp.services.units import Units
from qtapp.services.waves import Waves
from qtapp.store.store import Store


class Forwarding:
    """Keeps the figures of every cell below in every wave of the level above.

    A cell that has ended here, or moved away, is withdrawn: whoever leads it now passes its figures on.
    """

    def __init__(self, store: Store, units: Units, waves: Waves, reports: Reports) -> None:
        self._store = store
        self._units = units
        self._waves = waves
        self._reports = reports

    def refresh(self, report: Report = silent) -> None:
        """Work the figures out anew; what has not changed is not written again."""
        waves = [wave for wave in self._waves.all() if not self._waves.is_own(wave)]
        table = self._store.table(ForwardedFigures)
        current: dict[str, ForwardedFigures] = {}
        for place, wave in enumerate(waves):
            report(place, len(waves))
            # What is worked out here stands above what a committee below says of the same cell.
            for each in (*self._handed_on(wave), *self._computed(wave)):
                current[each.id] = each
        with self._store.transaction():
            table.put_all(current.values())
            for each in table.own():
                if each.id not in current:
                    table.remove(each.id)
        report(len(waves), len(waves))

    def _computed(self, wave: Wave) -> list[ForwardedFigures]:
        mine = self._reports.unit(wave.id, self._units.own())
        rows = [mine] if mine.figures.sessions else []
        rows += [self._reports.unit(wave.id, cell) for cell in self._units.cells()]
        return [self._record(wave, row) for row in rows]

    def _record(self, wave: Wave, row: UnitFigures) -> ForwardedFigures:
        return ForwardedFigures(
            id=ForwardedFigures.identity.of(wave=wave.id, cell=row.unit),
            unit=self._store.unit,
            wave=wave.id,
            cell=row.unit,
            name=row.name,
            reported=row.reported,
            received=row.last_received,
            plan_number=row.plan_number,
            plan_dated=row.plan_dated,
            counts=msgspec.json.encode(row.figures).decode(),
        )

    def _handed_on(self, wave: Wave) -> list[ForwardedFigures]:
        """Return what committees below have passed on, now in this unit's name.

        Nothing is copied that could hold words of somebody's: counts are read and written anew, a cell that
        is not known here goes by the name of its committee, and the number of its plan stays behind. A
        committee that has passed nothing on is missing further up too.
        """
        handed = []
        for committee in self._units.committees():
            found = self._store.table(ForwardedFigures).where(
                "wave = ? AND unit = ?", [wave.id, self._store.unit_number(committee.id)]
            )
            if not found:
                unheard = UnitFigures(unit=committee.id, name=committee.name, reported=False)
                handed.append(self._record(wave, unheard))
            handed += [
                ForwardedFigures(
                    id=ForwardedFigures.identity.of(wave=wave.id, cell=each.cell),
                    unit=self._store.unit,
                    wave=wave.id,
                    cell=each.cell,
                    name=self._name(each.cell) or committee.name,
                    reported=each.reported,
                    received=each.received,
                    plan_dated=each.plan_dated,
                    counts=msgspec.json.encode(each.figures()).decode(),
                )
                for each in found
            ]
        return handed

    def _name(self, cell: str) -> str:
        found = self._store.units.find(cell)
        return found.name if found else ""
