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
    """Keeps the figures of every cell below in every wave of the level above."""

    def __init__(self, store: Store, units: Units, waves: Waves, reports: Reports) -> None:
        self._store = store
        self._units = units
        self._waves = waves
        self._reports = reports

    def refresh(self, report: Report = silent) -> None:
        """Work the figures out anew; what has not changed is not written again."""
        waves = [wave for wave in self._waves.all() if not self._waves.is_own(wave)]
        table = self._store.table(ForwardedFigures)
        for place, wave in enumerate(waves):
            report(place, len(waves))
            table.put_all([*self._computed(wave), *self._handed_on(wave)])
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
        """Return what committees below have passed on, now in this unit's name."""
        found = self._store.table(ForwardedFigures).where("wave = ?", [wave.id])
        return [
            msgspec.structs.replace(each, unit=self._store.unit)
            for each in found
            if each.unit != self._store.unit
        ]
