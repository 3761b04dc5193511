"""The units below a committee: who has joined, whose figures have come, and each one closely."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError
from qtapp.domain.figures import UnitFigures, WaveReport
from qtapp.domain.units import Unit
from qtapp.gui.kit import ask, toast
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.side_panel import Beside
from qtapp.gui.kit.unfinished import Unfinished
from qtapp.gui.kit.wave_choice import WaveChoice
from qtapp.gui.units.adding import DRAFT, AddingPanel
from qtapp.gui.units.details import UnitPanel
from qtapp.gui.units.moving import ArrivingDialog, Leaving
from qtapp.gui.units.rows import UnitRow, columns, unit_rows
from qtapp.services.book import Book

_SPARE_COLUMNS = (1, 3)


class UnitsPage(Place):
    """The screen Chi bộ trực thuộc."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.setAccessibleName(tr("Chi bộ trực thuộc"))
        self._figures: dict[str, UnitFigures] = {}
        self._figures_of = ""
        self._page = Page(tr("Chi bộ trực thuộc"))
        self._add = self._page.primary(tr("&Thêm chi bộ"), self.add, "add")
        self._arrive = self._page.secondary(
            tr("&Nhận đơn vị chuyển đến…"), self.take_over, "import"
        )
        self.waves = WaveChoice(book)
        self.waves.picked.connect(lambda _wave: self.reload())
        self._page.add(self.waves)
        self.list = ListPanel[UnitRow](
            tr("Danh sách chi bộ trực thuộc"),
            columns(),
            lambda row: row.unit.id,
            empty=Empty(
                "units",
                tr("Chưa có chi bộ trực thuộc nào"),
                tr(
                    "Dán danh sách tên chi bộ vào sổ, mỗi tên một dòng. Sau đó làm thư mời cho "
                    "từng chi bộ để nhận số liệu qua USB."
                ),
                tr("Thêm &danh sách chi bộ"),
                self.add,
            ),
            search=tr("Tìm chi bộ"),
        )
        self.details = UnitPanel(book)
        self.adding = AddingPanel(book)
        self.unfinished = Unfinished(book, self.add)
        for turn in (
            self.adding.appeared,
            self.adding.left,
            self.details.appeared,
            self.details.left,
        ):
            turn.connect(self._look_for_drafts)
        self._page.add(self.unfinished)
        inner = Beside(self.list, self.details, 25)
        self._page.add(Beside(inner, self.adding, 25), 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._page)
        self._stack.addWidget(self._not_here())
        self.list.table.opened.connect(self.open)
        self.details.changed.connect(self._written)
        self.details.invited.connect(lambda unit: self.wanted.emit("exchange", unit))
        self.leaving = Leaving(book, jobs, self)
        self.leaving.left.connect(self._gone)
        self.details.leaving.connect(self.leaving.begin)
        self.details.appeared.connect(lambda: self.list.table.hide_columns(_SPARE_COLUMNS, True))
        self.details.left.connect(self._details_left)
        self.adding.added.connect(self._added)
        self.reload()

    def _not_here(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.addWidget(
            Empty(
                "units",
                tr("Sổ này là của một chi bộ"),
                tr("Danh sách chi bộ trực thuộc chỉ có trong sổ của cấp ủy."),
            )
        )
        return made

    def reload(self) -> None:
        """Read the units anew, and work out their figures in the chosen wave."""
        self._stack.setCurrentIndex(0 if self.book.units.is_committee() else 1)
        if not self.book.units.is_committee():
            return
        self.waves.reload()
        wave = self.waves.wave_id()
        self.waves.setVisible(bool(wave))
        if wave != self._figures_of:
            self._figures, self._figures_of = {}, wave
        self._show()
        if not wave:
            return

        def work(book: Book, report: Report) -> WaveReport:
            return book.reports.wave(wave, report)

        def done(found: WaveReport) -> None:
            if self._figures_of == found.wave:
                self._figures = {row.unit: row for row in found.units}
                self._show()

        def failed(error: AppError) -> None:
            ask.tell(self, error)

        self.jobs.start(self, work, done=done, failed=failed)

    def show_record(self, record_id: str) -> None:
        """Open on a unit; the id of a wave shows the units in that wave."""
        if any(wave.id == record_id for wave in self.book.waves.all()):
            self.waves.choose(record_id)
            self.reload()
            return
        for row in self._rows():
            if row.unit.id == record_id:
                self.list.table.select(row)
                self.open(row)

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.adding.may_leave() and self.details.may_leave()

    def add(self) -> None:
        """Show the panel in which names are typed."""
        if not self.details.is_open() or self.details.leave():
            self.adding.begin()

    def open(self, row: UnitRow) -> None:
        """Show a unit closely."""
        if self.adding.is_open() and not self.adding.leave():
            return
        if self.details.may_leave():
            self.details.show_unit(row, self.waves.wave_id())

    def _rows(self) -> list[UnitRow]:
        wave_id = self.waves.wave_id()
        late = False
        if wave_id:
            wave = self.book.waves.get(wave_id)
            day = wave.report_due or wave.ends_on
            late = day is not None and day < self.book.today()
        return unit_rows(self.book.exchange.status().units, self._figures, late=late)

    def _show(self) -> None:
        rows = self._rows()
        self.list.show_rows(rows)
        self._add.setVisible(bool(rows))
        joined = sum(row.exchange.joined for row in rows)
        said = tr("{count} đơn vị, {joined} đã nối với sổ này.")
        self._page.set_title(
            tr("Chi bộ trực thuộc"),
            said.format(count=len(rows), joined=joined) if rows else "",
        )
        opened = self.details.unit_id() if self.details.is_open() else ""
        shown = next((row for row in rows if row.unit.id == opened), None)
        if shown is not None:
            self.details.show_unit(shown, self.waves.wave_id())
        elif opened:
            self.details.forget()
        self._look_for_drafts()

    def _look_for_drafts(self) -> None:
        self.unfinished.look(DRAFT, is_open=self.adding.is_open() or self.details.is_open())

    def _details_left(self) -> None:
        self.list.table.hide_columns(_SPARE_COLUMNS, False)
        self.list.table.setFocus()

    def _written(self) -> None:
        self.reload()
        self.changed.emit()

    def take_over(self) -> None:
        """Ask for the introduction of units that come from another committee."""
        if not self.may_leave():
            return
        dialog = ArrivingDialog(self, self.jobs)
        dialog.arrived.connect(self._arrived)
        dialog.open()

    def _arrived(self, units: Sequence[Unit]) -> None:
        self._written()
        said = tr("Đã nhận {name} vào danh sách. Mở đơn vị để làm thư mời.")
        toast.say(self, said.format(name=units[0].name))

    def _gone(self, name: str) -> None:
        self.details.forget()
        self._written()
        toast.say(self, tr("{name} đã chuyển đi.").format(name=name))

    def _added(self, count: int) -> None:
        self._written()
        toast.say(self, tr("Đã thêm %n đơn vị. Mở từng đơn vị để làm thư mời.", "", count))
