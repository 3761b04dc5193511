"""The rows of an action plan: what the list says of each task, and what counts of them all."""

from datetime import date

from msgspec import Struct
from PySide6.QtCore import Qt

from qtapp.domain.plan_check import is_vague, missing_clears
from qtapp.domain.plans import Task, TaskState
from qtapp.domain.vietnamese import date_text, number
from qtapp.gui.kit.figure_line import Figure
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.table import Column

_TONES: dict[TaskState, Tone] = {
    TaskState.NOT_STARTED: "muted",
    TaskState.IN_PROGRESS: "note",
    TaskState.DONE: "good",
    TaskState.DONE_LATE: "warn",
    TaskState.OVERDUE: "bad",
    TaskState.DROPPED: "muted",
}


class TaskRow(Struct, frozen=True, kw_only=True):
    """One row: a task, its last reported percentage, and the day by which lateness is told."""

    place: int
    task: Task
    percent: int
    today: date

    @property
    def late(self) -> bool:
        """Whether the task is open and its day has passed."""
        deadline = self.task.deadline
        return self.task.state.is_open and deadline is not None and deadline < self.today


def figures_of(lines: list[TaskRow]) -> list[Figure]:
    """Return what counts of a plan: its tasks, those that are clear, done, late."""
    states = [line.task.state for line in lines]
    full = sum(not missing_clears(line.task) for line in lines)
    done = states.count(TaskState.DONE) + states.count(TaskState.DONE_LATE)
    late = sum(line.late for line in lines)
    return [
        Figure(figure=number(len(lines)), words=tr("nhiệm vụ")),
        Figure(
            figure=number(full),
            words=tr("đủ 6 rõ"),
            tone="warn" if full < len(lines) else None,
        ),
        Figure(figure=number(done), words=tr("đã hoàn thành")),
        Figure(figure=number(late), words=tr("quá hạn"), tone="bad" if late else None),
    ]


def _clears(line: TaskRow) -> str:
    missing = missing_clears(line.task)
    if missing:
        return tr("thiếu {count}").format(count=len(missing))
    return tr("chung chung") if is_vague(line.task) else tr("đủ 6 rõ")


def columns() -> list[Column[TaskRow]]:
    """Return the columns of the list of tasks."""
    right = Qt.AlignmentFlag.AlignRight
    return [
        Column(
            title=tr("TT"),
            text=lambda line: str(line.place),
            key=lambda line: line.place,
            align=right,
        ),
        Column(title=tr("Nhiệm vụ"), text=lambda line: line.task.content, stretch=True),
        Column(title=tr("Chịu trách nhiệm"), text=lambda line: line.task.owner, spared=True),
        Column(
            title=tr("Thời hạn"),
            text=lambda line: date_text(line.task.deadline) if line.task.deadline else "–",
            key=lambda line: line.task.deadline or date.max,
            tone=lambda line: "bad" if line.late else None,
        ),
        Column(
            title=tr("6 rõ"),
            text=_clears,
            tone=lambda line: "good" if _clears(line) == tr("đủ 6 rõ") else "warn",
        ),
        Column(
            title=tr("Tiến độ"),
            text=lambda line: tr("{percent} %").format(percent=line.percent),
            key=lambda line: line.percent,
            spared=True,
            align=right,
        ),
        Column(
            title=tr("Tình trạng"),
            text=lambda line: line.task.state.label,
            tone=lambda line: _TONES[line.task.state],
        ),
    ]
