"""Action plans: what the cell will do, who, by when, and how far it has come."""

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from qtapp.domain.codes import Code
from qtapp.domain.ids import RecordId
from qtapp.domain.record import Identity, Line, Position, Reach, Record, Text


class TaskState(Code):
    """How far a task has come (rules §9.1, `trang_thai_nhiem_vu`)."""

    NOT_STARTED = "not_started", "chưa triển khai"
    IN_PROGRESS = "in_progress", "đang thực hiện"
    DONE = "done", "hoàn thành đúng hạn"
    DONE_LATE = "done_late", "hoàn thành quá hạn"
    OVERDUE = "overdue", "quá hạn chưa xong"
    DROPPED = "dropped", "không thực hiện"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self in {TaskState.NOT_STARTED, TaskState.IN_PROGRESS, TaskState.OVERDUE}


class ActionPlan(Record, frozen=True, kw_only=True):
    """A unit's action plan for a wave."""

    table: ClassVar[str] = "action_plans"
    title: ClassVar[str] = "Kế hoạch hành động"
    reach: ClassVar[Reach] = Reach.UP
    identity: ClassVar[Identity] = Identity("wave", ("unit",), "action_plan")
    required: ClassVar[tuple[str, ...]] = ("name",)

    wave: RecordId
    name: Line = ""
    number: Line = ""
    dated: date | None = None
    goals: Text = ""


class Task(Record, frozen=True, kw_only=True):
    """One task of an action plan, with the fields of the six clears (6 rõ)."""

    table: ClassVar[str] = "tasks"
    title: ClassVar[str] = "Nhiệm vụ"
    reach: ClassVar[Reach] = Reach.UP
    required: ClassVar[tuple[str, ...]] = ("content",)

    plan: RecordId
    position: Position = 0
    content: Line = ""
    owner: Line = ""
    partners: Line = ""
    responsibility: Line = ""
    deadline: date | None = None
    product: Line = ""
    measure: Line = ""
    authority: Line = ""
    state: TaskState = TaskState.NOT_STARTED


class TaskProgress(Record, frozen=True, kw_only=True):
    """One line of a task's progress log."""

    table: ClassVar[str] = "task_progress"
    title: ClassVar[str] = "Tiến độ nhiệm vụ"
    reach: ClassVar[Reach] = Reach.UP

    task: RecordId
    noted_on: date
    percent: Annotated[int, Meta(ge=0, le=100)] = 0
    note: Line = ""


def state_after(task: Task, on: date, percent: int) -> TaskState:
    """Return the state of a task that is `percent` done on a day."""
    late = task.deadline is not None and on > task.deadline
    if percent == 100:
        return TaskState.DONE_LATE if late else TaskState.DONE
    if late:
        return TaskState.OVERDUE
    return TaskState.IN_PROGRESS if percent else TaskState.NOT_STARTED
