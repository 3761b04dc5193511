"""The follow-up table of a resolution: tasks of the period before, as they stood at the meeting (rules §3.4)."""

from collections.abc import Sequence
from datetime import date

from qtapp.domain.plans import Task, TaskProgress, TaskState, state_after
from qtapp.domain.sessions import Session
from qtapp.domain.vietnamese import number
from qtapp.papers.description import Column
from qtapp.services.paper_facts import Facts, day_of
from qtapp.services.paper_outline import Section


def followup(facts: Facts, session: Session) -> Section:
    """Return the table: each task, how it stood when the period began, and at the meeting."""
    day = day_of(session) or facts.today()
    begun = _began(facts, session, day)
    rows = []
    for task in _tasks_before(facts, session):
        log = facts.plans.progress(task)
        now = _stood(task, log, day) if log else _said(task.state, 0)
        rows.append((task.content, _stood(task, log, begun), now))
    return Section(
        name="followup",
        title="Bảng theo dõi nghị quyết",
        text="3. Bảng theo dõi nghị quyết:",
        none="(không có nhiệm vụ của kỳ trước)",
        shape="table",
        titled=False,
        rows=tuple(rows),
        columns=(
            Column(title="Nhiệm vụ đề ra", share=75),
            Column(title="Tình trạng đầu kỳ", share=38),
            Column(title="Kết quả thực hiện", share=42),
        ),
    )


def _tasks_before(facts: Facts, session: Session) -> list[Task]:
    """Return the tasks of the last wave before the session's own that left the unit any."""
    own = facts.waves.get(session.wave)
    earlier = [
        wave
        for wave in facts.waves.all()
        if (wave.starts_on or date.min, wave.id) < (own.starts_on or date.min, own.id)
    ]
    earlier.sort(key=lambda wave: (wave.starts_on or date.min, wave.id), reverse=True)
    plans = (facts.plans.tasks(facts.plans.of(wave.id)) for wave in earlier)
    return next((tasks for tasks in plans if tasks), [])


def _began(facts: Facts, session: Session, day: date) -> date:
    """Return the day the period began: that of the meeting before, else the wave's own first day."""
    held = [found for each in facts.sessions.all() if each.held and (found := day_of(each))]
    return max(
        (each for each in held if each < day),
        default=facts.waves.get(session.wave).starts_on or day,
    )


def _stood(task: Task, log: Sequence[TaskProgress], day: date) -> str:
    """Return how a task stood at the end of a day by its log."""
    if task.state is TaskState.DROPPED:
        return _said(task.state, 0)
    known = [each for each in log if each.noted_on <= day]
    percent = known[-1].percent if known else 0
    on = known[-1].noted_on if percent == 100 else day
    return _said(state_after(task, on, percent), percent)


def _said(state: TaskState, percent: int) -> str:
    label = state.label
    return f"{number(percent)}%, {label}" if percent else f"{label[:1].upper()}{label[1:]}"
