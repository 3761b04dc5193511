"""The preview of an import: what was read, what will happen to every row; only then is it written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Cancelled, HeaderNotFound
from qtapp.gui.kit import ask, busy, theme, toast
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.side_panel import Beside
from qtapp.gui.members.mapping_panel import MappingPanel
from qtapp.gui.members.preview_rows import (
    PreviewRow,
    cells_named,
    columns,
    left_out_words,
    most_similar,
    preview_rows,
    result_sentence,
)
from qtapp.services.book import Book
from qtapp.services.importing import IfKnown, ImportAction, ImportPlan, unused_columns

_PANEL = 24


class ImportPage(Page):
    """Everything between choosing a file and having the members in the book."""

    left = Signal()
    imported = Signal(str)

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__(tr("Nhập danh sách từ Excel"))
        self._book = book
        self._jobs = jobs
        self._path = Path()
        self._sheet: str | None = None
        self.plan: ImportPlan | None = None
        self._wanted: ImportAction | None = None
        self._shown: Callable[[], object] = lambda: None
        self.back(tr("&Về danh sách đảng viên"), self.left.emit)
        self.secondary(tr("Chọn &tệp khác…"), lambda: self.choose(self._shown), "open")
        self.go = self.primary(tr("&Nhập"), self.write, "import")
        self.list = ListPanel[PreviewRow](
            tr("Xem trước các dòng của tệp"), columns(), lambda row: row.line
        )
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.LARGE))
        column.addWidget(self._made_choices())
        column.addWidget(self.list, 1)
        self.list.count.hide()
        self.list.tools.addWidget(self._made_chips(), 10)
        self.mapping = MappingPanel(self._read_again, self._keep_profile)
        self.mapping.appeared.connect(self._chips.hide)
        self.mapping.left.connect(self._chips.show)
        self.add(Beside(main, self.mapping, _PANEL), 1)

    def _made_choices(self) -> QWidget:
        self.cell = ChoiceField("cell", [], tr("Chi bộ của mình là"))
        self.cell.combo.setPlaceholderText(tr("Hãy chọn chi bộ"))
        self.known = ChoiceField(
            "known",
            [(each, each.label[:1].upper() + each.label[1:]) for each in IfKnown],
            tr("Người đã có trong sổ"),
        )
        self.sheet = ChoiceField("sheet", [], tr("Trang tính"))
        host = QWidget()
        row = Flow(host)
        row.setSpacing(theme.em(theme.LARGE))
        for field in (self.sheet, self.cell, self.known):
            field.setFixedWidth(theme.em(17))
            row.addWidget(field)
        self.cell.setFixedWidth(theme.em(23))
        edit = button(tr("&Sửa cách hiểu các cột…"), self.show_mapping, "edit", "quiet")
        row.addWidget(edit)
        self.cell.changed.connect(self._plan_again)
        self.known.changed.connect(self._plan_again)
        self.sheet.changed.connect(self._other_sheet)
        return host

    def _made_chips(self) -> QWidget:
        """Return the buttons that show only the rows of one fate, each with its number."""
        self._chips = QWidget()
        row = Flow(self._chips, right=True)
        row.setSpacing(theme.em(theme.TIGHT))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._chip_of: dict[ImportAction | None, QToolButton] = {}
        for action in (None, *ImportAction):
            chip = QToolButton()
            chip.setCheckable(True)
            chip.setText(action.label if action else tr("Tất cả"))
            chip.clicked.connect(lambda _on, wanted=action: self._filter(wanted))
            self._group.addButton(chip)
            row.addWidget(chip)
            self._chip_of[action] = chip
        return self._chips

    def choose(self, shown: Callable[[], object]) -> None:
        """Let the user choose a file and read it; `shown` is called once there is something to see."""
        path = ask.open_file(self.window(), tr("Chọn danh sách đảng viên"), [ask.EXCEL])
        if path is not None:
            self._shown = shown
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a file and show what importing it would do; nothing is written."""
        self._path = path
        self._sheet = None
        self._start(None, fresh=True)

    def write(self) -> None:
        """Write what the preview shows."""
        plan = self.plan
        if plan is None:
            return

        def work(book: Book, report: Report) -> int:
            return book.importing.apply(plan, report)

        def done(_written: int) -> None:
            self.plan = None
            self.mapping.hide()
            self.imported.emit(result_sentence(plan))

        busy.run(self, self._jobs, tr("Đang nhập danh sách vào sổ"), work, done=done)

    def show_mapping(self) -> None:
        """Show which column was taken for what."""
        if self.plan is not None:
            self.mapping.show_columns(self.plan)
            self.mapping.appear()

    def _start(
        self, mapping: dict[int, str] | None, *, fresh: bool, profile: str | None = None
    ) -> None:
        path, sheet = self._path, self._sheet

        def work(book: Book, report: Report) -> ImportPlan:
            source = book.importing.read(path, report, mapping, sheet=sheet, profile=profile)
            return book.importing.plan(source, report=report)

        def failed(error: AppError) -> None:
            if isinstance(error, HeaderNotFound) and mapping is None:
                # The columns can still be pointed at by hand, if there are any.
                self._start({}, fresh=fresh)
            elif not isinstance(error, Cancelled):
                ask.tell(self, error)

        busy.run(
            self,
            self._jobs,
            tr("Đang đọc {name}").format(name=path.name),
            work,
            done=lambda plan: self._show(plan, fresh=fresh),
            failed=failed,
        )

    def _read_again(self, mapping: dict[int, str]) -> None:
        self._start(mapping, fresh=False)

    def _keep_profile(self, name: str) -> None:
        """Keep how the columns of the file are understood, for the next file of this kind."""
        if self.plan is None:
            return
        kept = self._book.importing.keep_profile(name, self.plan.source)
        said = tr("Đã lưu mẫu “{name}”.")
        toast.say(self, said.format(name=kept.name))

    def _other_sheet(self) -> None:
        self._sheet = self.sheet.value()
        self._start(None, fresh=True)

    def _show(self, plan: ImportPlan, *, fresh: bool) -> None:
        """Show the plan of a file just read."""
        self.plan = plan
        self._shown()
        if fresh:
            self._wanted = None
            self.mapping.hide()
            self.mapping.left.emit()
            self._offer(plan)
        self._plan_again()
        if not any(column.source for column in plan.source.columns):
            self.show_mapping()
        elif self.mapping.is_open():
            self.mapping.show_columns(plan)
        lacking = not self.cell.isHidden() and self._lacks_cell()
        (self.cell.combo if lacking else self.go).setFocus()

    def _offer(self, plan: ImportPlan) -> None:
        """Fill the choices from the file: its sheets, its cells; the own cell is proposed."""
        for field in (self.sheet, self.cell):
            field.blockSignals(True)
        sheets = (plan.source.sheet, *plan.source.other_sheets)
        self.sheet.set_options([(name, name) for name in sheets])
        self.sheet.set_value(plan.source.sheet)
        self.sheet.setVisible(len(sheets) > 1)
        named = cells_named(plan)
        whole = len(plan.source.rows)
        self.cell.set_options(
            [
                *(
                    (name, tr("{name} ({rows} dòng)").format(name=name, rows=n))
                    for name, n in named
                ),
                ("", tr("Nhập tất cả ({rows} dòng)").format(rows=whole)),
            ]
        )
        several = len(named) > 1
        own = self._book.units.own().name
        ours = several and not self._book.units.is_committee()
        self.cell.set_value(most_similar([name for name, _ in named], own) if ours else "")
        self.cell.setVisible(several)
        for field in (self.sheet, self.cell):
            field.blockSignals(False)

    def _plan_again(self) -> None:
        """Work out anew what would happen, after a choice."""
        if self.plan is None:
            return
        self.plan = self._book.importing.plan(
            self.plan.source,
            cell="" if self._lacks_cell() else self.cell.value(),
            known=self.known.value(),
        )
        self._say(self.plan)

    def _lacks_cell(self) -> bool:
        """Whether the user has to say first which of the file's cells is the own one."""
        return self.cell.combo.currentIndex() < 0

    def _say(self, plan: ImportPlan) -> None:
        source = plan.source
        self.set_title(
            tr("Nhập danh sách từ Excel"),
            tr(
                "{file} · trang tính “{sheet}”, tiêu đề cột ở dòng {row}. Chưa ghi gì vào sổ."
            ).format(file=self._path.name, sheet=source.sheet, row=source.header_row),
        )
        self._say_columns(plan)
        several = not self.cell.isHidden()
        if self._lacks_cell():
            self.banner(
                "warn",
                tr(
                    "Tệp có nhiều chi bộ, không chi bộ nào mang tên của sổ này. Hãy chọn ở ô “Chi bộ của "
                    "mình là” rồi mới nhập được."
                ),
            )
        elif several:
            self.banner(
                "warn",
                tr(
                    "Tệp có nhiều chi bộ. Sổ chỉ nhập những dòng của chi bộ đã chọn; "
                    "hãy xem ô “Chi bộ của mình là” đã đúng chưa."
                ),
            )
        self._count(plan)
        self._filter(self._wanted)

    def _say_columns(self, plan: ImportPlan) -> None:
        self.clear_banners()
        found = plan.source.columns
        known = [column.heading for column in found if column.source]
        never = [column.heading for column in found if column.left_out]
        if not known:
            self.banner(
                "warn",
                tr("Sổ chưa nhận ra cột nào. Hãy chỉ cột “Họ và tên” và các cột khác ở khung bên."),
            )
        if plan.source.profile:
            self.banner(
                "note",
                tr("Đọc các cột theo mẫu “{name}” đã lưu.").format(name=plan.source.profile),
                tr("&Không dùng mẫu này"),
                lambda: self._start(None, fresh=True, profile=""),
            )
        others = [each for each in unused_columns(plan.source) if each not in never]
        said = []
        if never:
            kept_out = tr("{names}: không nhập, theo quy định bảo vệ dữ liệu cá nhân.")
            said.append(kept_out.format(names=left_out_words(never)))
        if others and known:
            left = tr("Không nhập các cột: {names}.")
            said.append(left.format(names=left_out_words(others)))
        if said:
            self.banner("note", " ".join(said))

    def _count(self, plan: ImportPlan) -> None:
        self._chip_of[None].setText(tr("Tất cả {count}").format(count=len(plan.rows)))
        for action in ImportAction:
            chip = self._chip_of[action]
            count = plan.count(action)
            label = action.label[:1].upper() + action.label[1:]
            chip.setText(tr("{label}: {count}").format(label=label, count=count))
            chip.setVisible(count > 0)
        if self._wanted is not None and not plan.count(self._wanted):
            self._wanted = None
        people = plan.count(ImportAction.ADD) + plan.count(ImportAction.UPDATE)
        self.go.setEnabled(people > 0 and not self._lacks_cell())
        self.go.setText(
            tr("&Nhập %n đồng chí", "", people) if people else tr("Không có ai để nhập")
        )

    def _filter(self, wanted: ImportAction | None) -> None:
        self._wanted = wanted
        self._chip_of[wanted].setChecked(True)
        if self.plan is not None:
            rows = preview_rows(self.plan)
            shown = [row for row in rows if wanted in {None, row.action}]
            self.list.show_rows(shown)
            others = len(rows) - len(shown)
            self.list.say_left_out(tr("ẩn %n dòng khác", "", others) if others else "")
