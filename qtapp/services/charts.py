"""Charts: what people would rather look at than read, drawn from the same figures as the report."""

from collections.abc import Sequence

from qtapp.domain.charts import Share, essay_growth, share_bars
from qtapp.domain.drawing import Drawing
from qtapp.domain.essays import EssayDuty
from qtapp.domain.figures import WaveReport
from qtapp.domain.plans import TaskState
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.reports import Reports
from qtapp.services.waves import Waves
from qtapp.store.store import Store

_MOST_BARS = 20
_MOST_WAVES = 8


class Charts:
    """The drawings of a wave, in the order they are looked at; one with nothing to show is left out."""

    def __init__(
        self, store: Store, environment: Environment, waves: Waves, reports: Reports
    ) -> None:
        self._store = store
        self._environment = environment
        self._waves = waves
        self._reports = reports

    def of(self, wave_id: str, report: Report = silent) -> list[Drawing]:
        """Return the drawings of a wave. Raises NotFound."""
        found = self._reports.wave(wave_id)
        drawn = [
            self._attendance(found),
            self._essays(found),
            self._tasks(found),
            self._trend(found, report),
        ]
        return [each for each in drawn if each is not None]

    def _attendance(self, found: WaveReport) -> Drawing | None:
        if not found.committee:
            shares = [
                Share(name=_dated(session.starts_at) or session.name, part=t.studied, whole=t.total)
                for session, t in self._reports.sessions(found.wave, found.units[0].unit)
                if session.held
            ]
            return _bars("Đảng viên đã học, theo buổi học", shares, found.attendance_target)
        shares = [
            Share(
                name=_short(row.name), part=row.figures.members_studied, whole=row.figures.members
            )
            for row in found.units
            if row.reported and row.figures.members
        ]
        title = "Đảng viên đã học, theo chi bộ"
        if len(shares) > _MOST_BARS:
            shares.sort(key=lambda share: share.part / share.whole)
            title = f"Đảng viên đã học: {_MOST_BARS} chi bộ có tỷ lệ thấp nhất"
        return _bars(title, shares[:_MOST_BARS], found.attendance_target)

    def _essays(self, found: WaveReport) -> Drawing | None:
        reported = {row.unit for row in found.units if row.reported}
        essays = [
            essay
            for essay in self._store.essays.where("wave = ?", [found.wave])
            if essay.unit in reported and essay.duty is EssayDuty.REQUIRED
        ]
        if not essays:
            return None
        return essay_growth(
            "Bài thu hoạch đã nộp, theo ngày",
            [each.submitted_on for each in essays if each.state.is_written and each.submitted_on],
            len(essays),
            self._waves.get(found.wave).essay_due,
            self._environment.today(),
        )

    def _tasks(self, found: WaveReport) -> Drawing | None:
        today = self._environment.today()
        reported = {row.unit for row in found.units if row.reported}
        plans = self._store.action_plans.where("wave = ?", [found.wave])
        states = [
            TaskState.OVERDUE
            if task.state.is_open and task.deadline is not None and task.deadline < today
            else task.state
            for plan in plans
            if plan.unit in reported
            for task in self._store.tasks.where("plan = ?", [plan.id])
            if task.unit == plan.unit
        ]
        shares = [
            Share(name=state.label.capitalize(), part=states.count(state), whole=len(states))
            for state in TaskState
            if state in states
        ]
        return _bars("Nhiệm vụ trong kế hoạch hành động, theo tình trạng", shares)

    def _trend(self, found: WaveReport, report: Report) -> Drawing | None:
        waves = sorted(
            self._waves.all(),
            key=lambda wave: (wave.starts_on or wave.ends_on or found.made_on, wave.id),
        )[-_MOST_WAVES:]
        shares = []
        for place, wave in enumerate(waves):
            report(place, len(waves))
            total = found.total if wave.id == found.wave else self._reports.wave(wave.id).total
            if total.members:
                shares.append(
                    Share(name=wave.name, part=total.members_studied, whole=total.members)
                )
        if len(shares) < 2:
            return None
        return _bars("Đảng viên đã học, qua các đợt", shares, found.attendance_target)


def _bars(title: str, shares: Sequence[Share], target: int | None = None) -> Drawing | None:
    return share_bars(title, shares, target) if shares else None


def _short(name: str) -> str:
    """Return a cell's name below a title that says it is one, so that it fits beside its bar."""
    rest = name.removeprefix("Chi bộ ")
    return rest[:1].upper() + rest[1:]


def _dated(moment: str) -> str:
    year, _, rest = moment.partition("-")
    month, _, day = rest.partition("T")[0].partition("-")
    return f"Ngày {int(day)}/{int(month)}/{year}" if day else ""
