"""Việc cần làm: what is due, in the order of its urgency."""

from datetime import date, datetime, timedelta

from msgspec import Struct

from qtapp.domain.codes import Code
from qtapp.domain.sessions import Session
from qtapp.domain.waves import Wave
from qtapp.services.environment import Environment
from qtapp.services.essays import Essays
from qtapp.services.plans import Plans
from qtapp.services.reports import Reports
from qtapp.services.sessions import Sessions
from qtapp.services.units import Units
from qtapp.services.waves import Waves
from qtapp.store.store import Store

BACKED_UP = "backed_up"
"""The fact of a book that says when it was copied last, as ISO 8601 in UTC."""

_FRESH = timedelta(days=30)
"""How long a copy of the book is good enough: a month of work can be typed again."""


class Duty(Code):
    """A kind of thing to do."""

    ADD_MEMBERS = "add_members", "nhập danh sách đảng viên"
    ADD_CELLS = "add_cells", "nhập danh sách chi bộ"
    ADD_WAVE = "add_wave", "mở đợt học tập"
    PLAN_SESSION = "plan_session", "xếp buổi học"
    HOLD_SESSION = "hold_session", "buổi học sắp tới"
    MARK_ATTENDANCE = "mark_attendance", "điểm danh"
    COLLECT_ESSAYS = "collect_essays", "thu bài thu hoạch"
    GRADE_ESSAYS = "grade_essays", "chấm bài thu hoạch"
    MAKE_PLAN = "make_plan", "lập kế hoạch hành động"
    DO_TASKS = "do_tasks", "nhiệm vụ đến hạn"
    CELLS_MISSING = "cells_missing", "chi bộ chưa gửi báo cáo"


class Due(Struct, frozen=True, kw_only=True):
    """One thing to do. `count` is how many it concerns; `subject` is the record it opens."""

    duty: Duty
    count: int = 0
    wave: Wave | None = None
    session: Session | None = None
    by: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.by is not None and self.by < today


class Home:
    """Looks through the book for what wants doing."""

    def __init__(
        self,
        store: Store,
        environment: Environment,
        *,
        units: Units,
        waves: Waves,
        sessions: Sessions,
        essays: Essays,
        plans: Plans,
        reports: Reports,
    ) -> None:
        self._store = store
        self._environment = environment
        self._units = units
        self._waves = waves
        self._sessions = sessions
        self._essays = essays
        self._plans = plans
        self._reports = reports

    def due(self) -> list[Due]:
        """Return what wants doing: late first, then by day, then what has no day."""
        found = self._committee() if self._units.is_committee() else self._cell()
        return sorted(found, key=lambda due: (due.by is None, due.by or date.max))

    def next_session(self) -> Session | None:
        """Return the next session that has not been held yet, or None."""
        waiting = [each for each in self._sessions.all() if not each.held and each.starts_at]
        return waiting[0] if waiting else None

    def backed_up(self) -> datetime | None:
        """Return when this book was copied last on this computer, or None if it never was."""
        noted = self._store.fact(BACKED_UP)
        return datetime.fromisoformat(noted) if noted else None

    def wants_backup(self) -> bool:
        """Whether the last copy of the book is older than a month, or there is none."""
        noted = self.backed_up()
        return noted is None or self._environment.now() - noted > _FRESH

    def _committee(self) -> list[Due]:
        if not self._units.cells():
            return [Due(duty=Duty.ADD_CELLS)]
        waves = self._waves.all()
        if not waves:
            return [Due(duty=Duty.ADD_WAVE)]
        found = []
        for wave in waves:
            missing = len(self._reports.missing(wave.id))
            if missing:
                day = wave.report_due or wave.ends_on
                found.append(Due(duty=Duty.CELLS_MISSING, count=missing, wave=wave, by=day))
        return found

    def _cell(self) -> list[Due]:
        if not self._store.members.count(self._store.unit):
            return [Due(duty=Duty.ADD_MEMBERS)]
        waves = self._waves.all()
        if not waves:
            return [Due(duty=Duty.ADD_WAVE)]
        return [due for wave in waves for due in self._of_wave(wave)]

    def _of_wave(self, wave: Wave) -> list[Due]:
        sessions = self._sessions.of(wave.id)
        if not sessions:
            return [Due(duty=Duty.PLAN_SESSION, wave=wave, by=wave.ends_on)]
        found = []
        today = self._environment.today().isoformat()
        for session in sessions:
            if session.held:
                continue
            day = date.fromisoformat(session.starts_at[:10]) if session.starts_at else None
            past = bool(session.starts_at) and session.starts_at[:10] <= today
            duty = Duty.MARK_ATTENDANCE if past else Duty.HOLD_SESSION
            found.append(Due(duty=duty, wave=wave, session=session, by=day))
        if any(session.held for session in sessions):
            found.extend(self._after_study(wave))
        return found

    def _after_study(self, wave: Wave) -> list[Due]:
        found = []
        owed, ungraded = self._essays.outstanding(wave.id)
        if owed and self._essays.are_asked(wave.id):
            found.append(Due(duty=Duty.COLLECT_ESSAYS, count=owed, wave=wave, by=wave.essay_due))
        if ungraded:
            found.append(Due(duty=Duty.GRADE_ESSAYS, count=ungraded, wave=wave))
        if not self._plans.exists(wave.id):
            found.append(Due(duty=Duty.MAKE_PLAN, wave=wave, by=wave.plan_due))
            return found
        tasks = [task for task in self._plans.tasks(self._plans.of(wave.id)) if task.state.is_open]
        days = [task.deadline for task in tasks if task.deadline]
        if days:
            found.append(Due(duty=Duty.DO_TASKS, count=len(days), wave=wave, by=min(days)))
        return found
