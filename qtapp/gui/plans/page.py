"""The screen of action plans: the plan of a wave, its tasks, and how far each has come."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.errors import AppError
from qtapp.domain.papers import PaperKind
from qtapp.domain.plans import ActionPlan, Task
from qtapp.domain.vietnamese import date_text
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.excel import ExcelButton
from qtapp.gui.kit.fields import LineField, TextField
from qtapp.gui.kit.figure_line import FigureLine
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.side_panel import Beside, FormPanel
from qtapp.gui.kit.unfinished import Unfinished
from qtapp.gui.kit.wave_choice import WaveChoice
from qtapp.gui.kit.words import label, muted
from qtapp.gui.plans.rows import TaskRow, columns, figures_of
from qtapp.gui.plans.task_panel import TaskPanel
from qtapp.services.book import Book

_SPARED = (2, 5)
"""Columns the list can do without while the panel is open: owner and progress."""


class PlansPage(Place):
    """Kế hoạch hành động."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.page = Page(
            tr("Kế hoạch hành động"),
            tr(
                "Mỗi nhiệm vụ cần đủ 6 rõ: người, việc, thời gian, trách nhiệm, sản phẩm, thẩm"
                " quyền."
            ),
        )
        self.papers_button = self.page.secondary(
            tr("&In kế hoạch"),
            lambda: self.wanted.emit(
                "papers", f"{PaperKind.ACTION_PLAN.value}/{self.waves.wave_id()}"
            ),
            "print",
        )
        self.head_button = self.page.secondary(tr("&Sửa kế hoạch"), self.edit_plan, "edit")
        self.excel = ExcelButton(
            book,
            jobs,
            subject=lambda: (self.waves.wave_id(), self.name.text() or tr("Kế hoạch hành động")),
            write=lambda book, wave, path: book.exporting.tasks(wave, path),
            plan=lambda book, wave, path, report: book.registers.tasks(wave, path, report),
            changed=self._note_change,
        )
        self.page.offer(self.excel)
        self.add_button = self.page.primary(tr("&Thêm nhiệm vụ"), self.add, "add")
        self.waves = WaveChoice(book)
        self.waves.picked.connect(lambda _: self._pick())
        self.name = label("", "heading")
        self.facts = muted("")
        self.figures = FigureLine()
        self.list = ListPanel[TaskRow](
            tr("Danh sách nhiệm vụ"),
            columns(),
            lambda line: line.task.id,
            empty=Empty(
                "plan",
                tr("Kế hoạch chưa có nhiệm vụ"),
                tr("Ghi từng việc cụ thể: ai làm, đến bao giờ, ra sản phẩm gì."),
                tr("Thêm nhiệm vụ đầu tiê&n"),
                self.add,
            ),
            search=tr("Tìm nhiệm vụ"),
        )
        self.no_waves = Empty(
            "wave",
            tr("Chưa có đợt học tập"),
            tr("Kế hoạch hành động lập sau mỗi đợt học tập. Hãy mở đợt học tập trước."),
            tr("&Mở đợt học tập"),
            lambda: self.wanted.emit("waves", ""),
        )
        self.no_plan = Empty(
            "plan",
            tr("Đợt này chưa có kế hoạch hành động"),
            tr("Học xong, chi bộ lập kế hoạch: mục tiêu và từng nhiệm vụ có người, có hạn."),
            tr("Lập &kế hoạch"),
            self.edit_plan,
        )
        self.panel = TaskPanel(book)
        self.head_panel = FormPanel[ActionPlan](book, lambda: _head_form(book), self._keep_head)
        self.head_panel.saved.connect(lambda _plan: self._note_change())
        self.head_panel.added.connect(lambda _plan: self._planned())
        table = self.list.table
        self.head_panel.left.connect(self.list.enter)
        table.opened.connect(lambda line: self.open_task(line.task))
        table.chosen.connect(self._follow)
        table.on_key(Qt.Key.Key_Insert, lambda _: self.add())
        table.on_key(Qt.Key.Key_Delete, lambda line: self.remove(line.task))
        self.panel.left.connect(self.list.enter)
        self.panel.appeared.connect(lambda: table.hide_columns(_SPARED, hidden=True))
        self.panel.left.connect(lambda: table.hide_columns(_SPARED, hidden=False))
        self.panel.saved.connect(lambda _task: self._note_change())
        self.panel.added.connect(self._note_added)
        self.panel.progressed.connect(self._note_change)
        self.remove_button = self.panel.verb(tr("&Bỏ"), self._remove_opened, "delete")
        self._build()
        self.begin_at(table)
        self.reload()

    def reload(self) -> None:
        """Read the waves, the plan and its tasks anew; the row and typed words stay."""
        self.waves.reload()
        self._read()

    def show_record(self, record_id: str) -> None:
        """Show the plan of a wave; "<wave>/<task>" opens one of its tasks."""
        wave_id, _, task_id = record_id.partition("/")
        if wave_id and self.panel.leave():
            self.waves.choose(wave_id)
            self._read()
            for task in self.book.plans.tasks(self.book.plans.of(wave_id)):
                if task.id == task_id:
                    self.open_task(task)
                    return
        self.list.table.setFocus()

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.panel.may_leave() and self.head_panel.may_leave()

    def edit_plan(self) -> None:
        """Show the head of the plan in the panel; the first time that makes the plan."""
        if self.panel.is_open() and not self.panel.leave():
            return
        wave_id = self.waves.wave_id()
        plan = self.book.plans.of(wave_id)
        if not plan.name:
            studied = [each for each, _ in self.book.waves.documents(wave_id) if each.number]
            what = (
                f"{studied[0].type.label} {studied[0].number}"
                if studied
                else self.book.waves.get(wave_id).name
            )
            name = tr("Kế hoạch hành động thực hiện {what}").format(what=what)
            plan = replace(plan, name=name[:500])
        if self.book.plans.exists(wave_id):
            self.head_panel.open_on(plan, tr("Kế hoạch hành động"))
        else:
            self.head_panel.begin(plan, tr("Kế hoạch hành động"), about=wave_id)
        self.head_panel.form.field("name").setFocus()

    def _keep_head(self, plan: ActionPlan, values: dict[str, Any]) -> ActionPlan:
        return self.book.plans.save(replace(plan, **values))

    def _planned(self) -> None:
        self.head_panel.leave()
        self._note_change()
        self.list.enter()
        toast.say(self, tr("Đã lưu kế hoạch"))

    def add(self) -> None:
        """Open a new task at the end of the plan."""
        if not self._make_way():
            return
        plan = self.book.plans.of(self.waves.wave_id())
        self.panel.open_task(self.book.plans.new_task(plan, ""), new=True)
        self.remove_button.setVisible(False)
        self.panel.form.field("content").setFocus()

    def open_task(self, task: Task) -> None:
        """Open a task in the panel, ready to be changed."""
        if self._make_way():
            self._show_task(task)
            self.panel.form.field("content").setFocus()

    def remove(self, task: Task) -> None:
        """Take a task out of the plan; it can be brought back."""
        try:
            self.book.plans.remove_task(task.id)
        except AppError as error:
            ask.tell(self, error)
            return
        if self._opened() == task.id:
            self.panel.gone()
        self._note_change()

        def undo() -> None:
            self.book.plans.restore_task(task.id)
            self._note_change()

        toast.say(self, tr("Đã bỏ nhiệm vụ khỏi kế hoạch"), undo)

    def _build(self) -> None:
        self.head = QWidget()
        words = QVBoxLayout(self.head)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(self.waves)
        column.addWidget(self.head)
        column.addWidget(self.figures)
        column.addWidget(self.no_plan, 1)
        column.addWidget(self.list, 1)
        self.page.add(self.no_waves, 1)
        self.unfinished = Unfinished(self.book, self.add)
        for turn in (self.panel.appeared, self.panel.left):
            turn.connect(self._look_for_drafts)
        self.page.add(self.unfinished)
        self.beside = Beside(Beside(left, self.panel, 27), self.head_panel, 27)
        self.page.add(self.beside, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.page)

    def _make_way(self) -> bool:
        """Keep what is typed, and let the head of the plan give its place to a task."""
        if self.head_panel.is_open() and not self.head_panel.leave():
            return False
        return self.panel.may_leave()

    def _opened(self) -> str:
        """Return the id of the task in the panel; nothing while it is closed."""
        record = self.panel.record
        return record.id if record is not None and self.panel.is_open() else ""

    def _show_task(self, task: Task) -> None:
        self.panel.open_task(task)
        self.remove_button.setVisible(True)

    def _remove_opened(self) -> None:
        record = self.panel.record
        if record is not None:
            self.remove(record)

    def _pick(self) -> None:
        if self._make_way() and self.panel.leave():
            self._read()

    def _follow(self) -> None:
        """Show the task of the row the user goes to, if the panel is open."""
        line = self.list.selected()
        if line is None or not self._opened() or self._opened() == line.task.id:
            return
        if not self.panel.is_new and self.panel.may_leave():
            self._show_task(line.task)

    def _note_added(self, task: Task) -> None:
        self._note_change()
        toast.say(self, tr("Đã lưu nhiệm vụ"))
        self._show_task(task)
        self._select(task)

    def _select(self, task: Task) -> None:
        index = self.list.model.index_of(task.id)
        if index.isValid():
            self.list.table.select(self.list.model.row(index))

    def _note_change(self) -> None:
        self._read()
        self.changed.emit()

    def _read(self) -> None:
        wave_id = self.waves.wave_id()
        has_plan = bool(wave_id) and self.book.plans.exists(wave_id)
        self.no_waves.setVisible(not wave_id)
        self.beside.setVisible(bool(wave_id))
        self.no_plan.setVisible(bool(wave_id) and not has_plan)
        for widget in (
            self.head,
            self.figures,
            self.list,
            self.add_button,
            self.head_button,
            self.papers_button,
            self.excel,
        ):
            widget.setVisible(has_plan)
        lines = self._lines(self.book.plans.of(wave_id)) if has_plan else []
        self.list.show_rows(lines)
        if self.list.selected() is None and lines:
            self.list.table.selectRow(0)
        self.figures.show_figures(figures_of(lines))
        self._refresh_panels(wave_id, {line.task.id: line.task for line in lines})
        self._look_for_drafts()

    def _look_for_drafts(self) -> None:
        plan = self.book.plans.of(self.waves.wave_id())
        is_open = self.panel.is_open() or self.head_panel.is_open()
        self.unfinished.look(f"{Task.table}/{plan.id}", is_open=is_open)

    def _refresh_panels(self, wave_id: str, tasks: dict[str, Task]) -> None:
        """Show in the open panels what the book says now."""
        task = self.panel.record
        if self.panel.is_open() and task is not None and not self.panel.is_new:
            if task.id in tasks:
                self.panel.refresh(tasks[task.id])
            else:
                self.panel.gone()
        plan = self.head_panel.record
        if self.head_panel.is_open() and plan is not None and not self.head_panel.is_new:
            if self.book.plans.exists(wave_id):
                self.head_panel.refresh(self.book.plans.of(wave_id))
            else:
                self.head_panel.gone()

    def _lines(self, plan: ActionPlan) -> list[TaskRow]:
        self.name.setText(plan.name)
        dated = tr("ngày {day}").format(day=date_text(plan.dated)) if plan.dated else ""
        number_text = tr("Số {number}").format(number=plan.number) if plan.number else ""
        goals = " ".join(plan.goals.split())
        self.facts.setText(" · ".join(part for part in (number_text, dated, goals) if part))
        self.facts.setVisible(bool(self.facts.text()))
        today = self.book.today()
        return [
            TaskRow(place=place, task=task, percent=self._percent(task), today=today)
            for place, task in enumerate(self.book.plans.tasks(plan), 1)
        ]

    def _percent(self, task: Task) -> int:
        log = self.book.plans.progress(task)
        return log[-1].percent if log else 0


def _head_form(book: Book) -> Form[ActionPlan]:
    form = Form(ActionPlan, book.today())
    form.row(LineField("name", tr("Tên kế hoạch"), required=True))
    form.row(LineField("number", tr("Số, ký hiệu"), hint=tr("Ví dụ: 05-KH/CB")), "dated")
    form.row(TextField("goals", tr("Mục tiêu"), lines=5))
    return form
