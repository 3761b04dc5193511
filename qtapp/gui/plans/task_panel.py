"""One task of an action plan: its fields, which of the six clears it states, and its progress."""

from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.errors import Invalid
from qtapp.domain.plan_check import Clear, is_vague, missing_clears
from qtapp.domain.plans import Task, TaskProgress
from qtapp.domain.vietnamese import date_text
from qtapp.gui.kit import theme, toast
from qtapp.gui.kit.fields import LineField, NumberField, TextField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.pieces import Banner, button, clear
from qtapp.gui.kit.side_panel import FormPanel
from qtapp.gui.kit.words import heading, label, muted
from qtapp.services.book import Book

FIELDS = (
    "content",
    "owner",
    "partners",
    "responsibility",
    "deadline",
    "product",
    "measure",
    "authority",
    "state",
)


class SixClears(QWidget):
    """Six words, each with a tick or as missing, and a warning where a task only urges."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QWidget()
        self._flow = Flow(self._row)
        self.sentence = label("", "hint")
        self.vague = Banner(
            "warn",
            tr("Việc ghi còn chung chung: hãy thêm con số, sản phẩm hoặc thước đo kết quả."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.SMALL))
        column.addWidget(self._row)
        column.addWidget(self.sentence)
        column.addWidget(self.vague)

    def show_task(self, task: Task) -> None:
        """Show what a task states and what is missing."""
        missing = missing_clears(task)
        clear(self._flow)
        for each in Clear:
            there = each not in missing
            words = label(f"{'✓' if there else '✗'} {each.label}", wrap=False)
            words.setProperty("tone", "good" if there else "bad")
            words.setAccessibleName(
                (tr("Đã có: {name}") if there else tr("Còn thiếu: {name}")).format(name=each.label)
            )
            self._flow.addWidget(words)
        self.sentence.setText(missing_text(task))
        self.vague.setVisible(is_vague(task))


class _Noting(Struct, frozen=True, kw_only=True):
    """Progress of a task that is about to be noted."""

    task: Task
    percent: int
    note: str


class TaskPanel(FormPanel[Task]):
    """The form of one task with its check above and its progress below."""

    progressed = Signal()

    def __init__(self, book: Book) -> None:
        self._book = book
        super().__init__(book, lambda: _form(book), self._keep)
        self.clears = SixClears()
        self.body.insertWidget(0, self.clears)
        self.form.changed.connect(self._check)
        self._lines: list[TaskProgress] | None = None
        self._log = QVBoxLayout()
        self._log.setSpacing(theme.em(theme.TIGHT))
        self.percent = NumberField("percent", tr("Đã làm được (%)"), highest=100, step=10)
        self.note = LineField("note", tr("Ghi chú tiến độ"))
        self.note.edit.returnPressed.connect(self.note_progress)
        self.note_button = button(tr("&Ghi tiến độ hôm nay"), self.note_progress, "check")
        self.progress = QWidget()
        column = QVBoxLayout(self.progress)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(heading(tr("Tiến độ")))
        column.addLayout(self._log)
        noting = Form[Any](TaskProgress)
        noting.rows(self.percent, self.note)
        self._noted = Keeper[_Noting](book, noting, self._note)
        column.addWidget(noting)
        column.addWidget(self.note_button)
        self.body.addWidget(self.progress)

    def open_task(self, task: Task, *, new: bool = False) -> None:
        """Show a task; a new one is none until it is added."""
        if new:
            self.begin(task, tr("Nhiệm vụ mới"), about=task.plan)
        else:
            name = tr("Nhiệm vụ {place}").format(place=task.position)
            self.open_on(task, name, task.state.label)
        self._check()
        self.progress.setVisible(not new)
        self._lines = None
        self._show_log([] if new else self._book.plans.progress(task))

    def refresh(self, record: Task) -> None:
        """Show what the task says now, its state and its log too."""
        super().refresh(record)
        self.sentence.setText(record.state.label)
        self.sentence.show()
        self._check()
        self._show_log(self._book.plans.progress(record))

    def note_progress(self) -> None:
        """Add a line to the log as of today; the state follows from it."""
        task = self.record
        if task is None or not self.may_leave():
            return
        percent = self.percent.value()
        if self._noted.add() and self.record is not None:
            self.open_task(self.record)
            toast.say(self, tr("Đã ghi tiến độ {percent} %").format(percent=percent))
            self.progressed.emit()

    def may_leave(self) -> bool:
        """Keep what is typed, also of progress that is not noted yet."""
        return super().may_leave() and self._noted.settle()

    def _note(self, noting: _Noting, values: dict[str, Any]) -> _Noting:
        task = self._book.plans.note_progress(
            self.record or noting.task, self._book.today(), values["percent"], values["note"]
        )
        super().refresh(task)
        return noting

    def _keep(self, task: Task, values: dict[str, Any]) -> Task:
        if "content" in values:
            values = values | {"content": " ".join(values["content"].split())}
        return self._book.plans.save_task(replace(task, **values))

    def _check(self) -> None:
        if self.record is not None:
            self.clears.show_task(replace(self.record, **self._typed()))

    def _typed(self) -> dict[str, Any]:
        """Return what the fields say now; a field that says nothing acceptable counts as empty."""
        found: dict[str, Any] = {}
        for name in FIELDS:
            try:
                found[name] = self.form.field(name).value()
            except Invalid:
                found[name] = None if name == "deadline" else ""
        return found

    def _show_log(self, lines: list[TaskProgress]) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        clear(self._log)
        if not lines:
            self._log.addWidget(muted(tr("Chưa ghi lần nào")))
        for each in reversed(lines):
            self._log.addWidget(label(_log_text(each.noted_on, each.percent, each.note)))
        task = self.record
        if task is not None:
            percent = lines[-1].percent if lines else 0
            self._noted.begin(
                _Noting(task=task, percent=percent, note=""), f"{TaskProgress.table}/{task.id}"
            )


def missing_text(task: Task) -> str:
    """Return in words which of the six clears a task does not state; a measure is none of them, but counted."""
    missing = missing_clears(task)
    if not missing and not task.measure:
        return tr("Đã đủ 6 rõ; chưa có thước đo nên báo cáo chưa tính.")
    if not missing:
        return tr("Đã đủ 6 rõ.")
    return tr("Còn thiếu: {names}.").format(names=", ".join(each.label for each in missing))


def _log_text(day: date, percent: int, note: str) -> str:
    done = tr("{day}: {percent} %").format(day=date_text(day), percent=percent)
    return f"{done} – {note}" if note else done


def _form(book: Book) -> Form[Task]:
    form = Form(Task, book.today())
    people = [member.full_name for member in book.members.all()]
    form.rows(
        TextField("content", tr("Việc phải làm (rõ việc)"), required=True, lines=2, longest=500),
        LineField("owner", suggestions=people),
        "deadline",
        "responsibility",
        "product",
        "measure",
        "authority",
        LineField("partners", suggestions=people),
        "state",
    )
    return form
