"""Reports: the figures of a wave, computed from records and never typed."""

from datetime import date

from msgspec.structs import replace

from qtapp.domain.counting import Tally, asks_for_essays, wave_figures
from qtapp.domain.figures import Figures, StudiedDocument, UnitFigures, WaveReport
from qtapp.domain.plans import ActionPlan, Task
from qtapp.domain.sessions import Session
from qtapp.domain.units import Unit
from qtapp.services.attendance import AttendanceSheets
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.members import Members
from qtapp.services.passed_on import passed_on
from qtapp.services.units import Units
from qtapp.services.waves import Waves
from qtapp.store.store import Store


class Reports:
    """What the unit, or every unit below it, has done in a wave.

    Cells that have not reported count in no figure: they are listed by name.
    """

    def __init__(
        self,
        store: Store,
        environment: Environment,
        *,
        units: Units,
        members: Members,
        waves: Waves,
        attendance: AttendanceSheets,
    ) -> None:
        self._store = store
        self._environment = environment
        self._units = units
        self._members = members
        self._waves = waves
        self._attendance = attendance

    def wave(self, wave_id: str, report: Report = silent) -> WaveReport:
        """Return the report of a wave: one row per cell below a committee, or the cell itself.

        A committee below with cells in a book of its own has one row, of what it passed on of them.
        """
        wave = self._waves.get(wave_id)
        own = self._units.own()
        mine = self.unit(wave_id, own)
        committee = self._units.is_committee()
        missing: list[str] = []
        if committee:
            # A committee shows among its cells only if it met itself; it need not report.
            rows = [mine] if mine.figures.sessions else []
            cells = self._units.cells()
            for place, unit in enumerate(cells):
                report(place, len(cells))
                rows.append(self.unit(wave_id, unit))
            report(len(cells), len(cells))
            missing += [row.name for row in rows if not row.reported]
            for each in self._units.committees():
                row, names = passed_on(self._store, wave_id, each)
                rows.append(row)
                missing += names
        else:
            rows = [replace(mine, reported=True, silent=0)]
        total = sum((row.figures for row in rows if row.reported), Figures())
        return WaveReport(
            wave=wave.id,
            name=wave.name,
            basis=wave.basis,
            unit_name=own.name,
            committee=committee,
            made_on=self._environment.today(),
            starts_on=wave.starts_on,
            ends_on=wave.ends_on,
            attendance_target=self._units.profile().attendance_target,
            documents=[
                StudiedDocument(
                    type=document.type,
                    number=document.number,
                    name=document.name,
                    issuer=document.issuer,
                    issued_on=document.issued_on,
                    intensity=intensity.label,
                )
                for document, intensity in self._waves.documents(wave_id)
            ],
            units=rows,
            total=total,
            missing=missing,
        )

    def missing(self, wave_id: str) -> list[Unit]:
        """Return the units below of whose work in the wave nothing is known.

        Cells that have neither held a session nor made a plan; committees that have passed nothing on.

        The same rule as in `unit`, without counting anything: the first screen asks for every wave.
        """
        rows = self._store.fetch(
            "SELECT unit FROM sessions WHERE wave = ? AND held = 1 AND deleted = 0"
            " UNION SELECT unit FROM action_plans WHERE wave = ? AND deleted = 0"
            " UNION SELECT unit FROM forwarded_figures WHERE wave = ? AND reported = 1 AND deleted = 0",
            [wave_id, wave_id, wave_id],
        )
        unit_ids = self._store.unit_ids()
        reported = {unit_ids[row[0]] for row in rows}
        expected = [*self._units.cells(), *self._units.committees()]
        return [unit for unit in expected if unit.id not in reported]

    def unit(self, wave_id: str, unit: Unit) -> UnitFigures:
        """Return one unit's row of the annex."""
        sessions = self._sessions(wave_id, unit.id)
        plan = self._store.action_plans.where(
            "wave = ? AND unit = ?", [wave_id, self._store.unit_number(unit.id)]
        )
        essays = self._store.essays.within(wave_id, "wave", unit.id)
        attendance = [
            each
            for session in sessions
            for each in self._store.attendance.within(session.id, "session", unit.id)
        ]
        received = self._last_received(unit.id)
        reported = bool(plan or any(session.held for session in sessions))
        return UnitFigures(
            unit=unit.id,
            name=unit.name,
            reported=reported,
            silent=int(not reported),
            last_received=received,
            plan_number=plan[0].number if plan else "",
            plan_dated=plan[0].dated if plan else None,
            figures=wave_figures(
                members=self._members.of(unit.id),
                sessions=sessions,
                attendance=attendance,
                essays=essays,
                plans=plan,
                tasks=self._tasks(plan),
                if_present=self._units.profile(unit.id).exempt_count_if_present,
                asks_essays=asks_for_essays(self._waves.get(wave_id), essays),
            ),
        )

    def sessions(self, wave_id: str, unit: str) -> list[tuple[Session, Tally]]:
        """Return a unit's sessions of a wave in order of time, each with its attendance."""
        found = sorted(
            self._sessions(wave_id, unit), key=lambda each: (each.starts_at or "9", each.id)
        )
        return list(self._attendance.tallies(found, unit))

    def _sessions(self, wave_id: str, unit: str) -> list[Session]:
        return self._store.sessions.where(
            "wave = ? AND unit = ?", [wave_id, self._store.unit_number(unit)]
        )

    def _tasks(self, plans: list[ActionPlan]) -> list[Task]:
        return [
            task
            for plan in plans
            for task in self._store.tasks.where(
                "plan = ? AND unit = ?", [plan.id, self._store.unit_number(plan.unit)]
            )
        ]

    def _last_received(self, unit: str) -> date | None:
        found = self._store.fetch(
            "SELECT max(received) FROM inbox WHERE unit = ? AND state = 'merged'", [unit]
        )
        return date.fromisoformat(found[0][0][:10]) if found[0][0] else None
