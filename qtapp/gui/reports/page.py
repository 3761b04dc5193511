"""The screen of reports: the figures of a wave, computed and never typed, its paper and its data."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from qtapp.domain.drawing import Drawing
from qtapp.domain.errors import AppError
from qtapp.domain.figures import UnitFigures, WaveReport
from qtapp.domain.vietnamese import number
from qtapp.gui.kit import ask, busy, theme, toast
from qtapp.gui.kit.excel import save_workbook
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.paper import PaperView
from qtapp.gui.kit.pieces import Empty, Tiles, button
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.table import Column, TableModel
from qtapp.gui.kit.table_view import TableView
from qtapp.gui.kit.wave_choice import WaveChoice
from qtapp.gui.reports.charts import Charts
from qtapp.gui.reports.figures import Fact, facts, tiles, unit_columns
from qtapp.paths import save_file
from qtapp.services.book import Book

JSON: ask.Kind = ("Số liệu JSON", "*.json")

_NAMED = 6
"""How many missing cells are named in the banner; the table shows them all."""


class ReportsPage(Place):
    """Báo cáo."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self._committee = book.units.is_committee()
        self._report: WaveReport | None = None
        self.page = Page(
            tr("Báo cáo"), tr("Số liệu tính từ sổ, không ai phải gõ lại; in ra là báo cáo gửi đi.")
        )
        self.excel_button = self.page.secondary(tr("P&hụ lục Excel…"), self.save_annex, "export")
        self.json_button = self.page.secondary(tr("Lưu &số liệu (JSON)…"), self.save_json, "export")
        self.pdf_button = self.page.secondary(tr("&Lưu PDF…"), self.save_pdf, "save")
        self.view_button = self.page.primary(tr("&Xem trước và in"), self.show_paper, "print")
        self.waves = WaveChoice(book)
        self.waves.picked.connect(lambda _: self._read())
        self.tiles = Tiles()
        self.units = ListPanel[UnitFigures](
            tr("Số liệu từng chi bộ"),
            unit_columns(),
            lambda unit: unit.unit,
            empty=Empty(
                "units",
                tr("Chưa có chi bộ trực thuộc"),
                tr("Nhập danh sách chi bộ rồi gửi giấy mời để nhận số liệu."),
                tr("&Mở danh sách chi bộ"),
                lambda: self.wanted.emit("units", ""),
            ),
            search=tr("Tìm chi bộ"),
        )
        self.units.table.opened.connect(lambda unit: self.wanted.emit("units", unit.unit))
        self.facts = TableView[Fact](
            TableModel(_fact_columns(), lambda fact: fact.place, self), tr("Số liệu của chi bộ")
        )
        self.facts.setSortingEnabled(False)
        self.facts.setMaximumWidth(theme.em(48))
        self.no_waves = Empty(
            "wave",
            tr("Chưa có đợt học tập"),
            tr("Báo cáo lập cho từng đợt học tập. Hãy mở đợt học tập trước."),
            tr("&Mở đợt học tập"),
            lambda: self.wanted.emit("waves", ""),
        )
        self.charts = Charts()
        self.parts = QTabWidget()
        self.parts.setDocumentMode(True)
        self.paper = PaperView(book, jobs)
        self._build()
        self.begin_at(self.waves.combo)
        self.reload()

    def reload(self) -> None:
        """Read the waves and compute the figures anew."""
        self.waves.reload()
        self._read()

    def show_record(self, record_id: str) -> None:
        """Show the report of a wave."""
        self._close_paper()
        if record_id:
            self.waves.choose(record_id)
            self._read()

    def show_paper(self) -> None:
        """Make the report and show its pages."""
        wave_id = self.waves.wave_id()
        self._stack.setCurrentIndex(1)
        self.paper.show_paper(
            lambda book, report: book.printing.wave_report_pdf(wave_id, report),
            lambda path: self.book.printing.wave_report(wave_id, path),
            word=lambda path: self.book.printing.wave_report(wave_id, path),
            file_name=self._file_name("pdf"),
            name=tr("Xem trước báo cáo"),
        )

    def save_pdf(self) -> None:
        """Write the report as PDF where the user chooses."""
        wave_id = self.waves.wave_id()
        path = ask.save_file(self, tr("Lưu báo cáo"), self._file_name("pdf"), [ask.PDF])
        if path is None:
            return
        busy.run(
            self,
            self.jobs,
            tr("Đang lập báo cáo"),
            lambda book, report: book.printing.wave_report(wave_id, path, report),
            done=lambda _: self._say_saved(path),
        )

    def save_annex(self) -> None:
        """Write the statistic annex as a workbook where the user chooses."""
        wave_id = self.waves.wave_id()
        name = self._file_name("xlsx").removesuffix(".xlsx")
        save_workbook(self, self.jobs, name, lambda book, path: book.exporting.annex(wave_id, path))

    def save_json(self) -> None:
        """Write the figures as JSON where the user chooses."""
        wave_id = self.waves.wave_id()
        path = ask.save_file(self, tr("Lưu số liệu"), self._file_name("json"), [JSON])
        if path is None:
            return
        busy.run(
            self,
            self.jobs,
            tr("Đang tính số liệu"),
            lambda book, _: save_file(path, book.printing.wave_report_json(wave_id), ".json"),
            done=lambda _: self._say_saved(path),
        )

    def _build(self) -> None:
        self.page.add(self.waves)
        self.page.add(self.no_waves, 1)
        self.page.add(self.tiles)
        self.parts.addTab(self.units if self._committee else self.facts, tr("Bả&ng số liệu"))
        (self.facts if self._committee else self.units).hide()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.charts)
        scroll.setAccessibleName(tr("Biểu đồ"))
        self.parts.addTab(scroll, tr("&Biểu đồ"))
        for named in (self.parts, self.parts.tabBar()):
            named.setAccessibleName(tr("Các phần của báo cáo"))
        self.parts.currentChanged.connect(lambda _: self._draw())
        self.page.add(self.parts, 1)
        paper_host = QWidget()
        paper_host.setObjectName("page")
        paper_host.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(paper_host)
        side = theme.em(theme.HUGE)
        column.setContentsMargins(side, theme.em(theme.LARGE), side, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.SMALL))
        back = button(tr("Trở lại số liệu"), self._close_paper, "back", "back")
        back.setToolTip(tr("Phím Esc"))
        column.addWidget(back, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.paper, 1)
        self.paper.closed.connect(self._close_paper)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.page)
        self._stack.addWidget(paper_host)

    def _close_paper(self) -> None:
        self.paper.clear()
        self._stack.setCurrentIndex(0)

    def _say_saved(self, path: Path) -> None:
        toast.say(self, tr("Đã lưu {name}").format(name=path.name))

    def _file_name(self, ending: str) -> str:
        name = self._report.name if self._report else ""
        safe = "".join("-" if each in '\\/:*?"<>|' else each for each in name)
        return tr("Báo cáo - {name}").format(name=safe)[:120] + f".{ending}"

    def _read(self) -> None:
        wave_id = self.waves.wave_id()
        self.no_waves.setVisible(not wave_id)
        for widget in (
            self.waves,
            self.tiles,
            self.parts,
            self.excel_button,
            self.json_button,
            self.pdf_button,
            self.view_button,
        ):
            widget.setVisible(bool(wave_id))
        self.page.clear_banners()
        if not wave_id:
            return
        if self._committee:
            # Dozens of cells take longer than a blink: count them away from the window.
            self.jobs.start(
                self,
                lambda book, report: book.reports.wave(wave_id, report),
                done=self._show,
                failed=lambda error: ask.tell(self, error),
            )
            return
        try:
            self._show(self.book.reports.wave(wave_id))
        except AppError as error:
            ask.tell(self, error)

    def _show(self, report: WaveReport) -> None:
        if report.wave != self.waves.wave_id():
            return  # another wave was chosen while this one was counted
        self._report = report
        self.tiles.show_tiles(tiles(report.total, report.attendance_target))
        self.page.clear_banners()
        if self._committee:
            self.units.show_rows(list(report.units))
            if report.units:
                self._say_missing(report)
        else:
            self.facts.show_rows(facts(report.total, report.attendance_target))
            if report.missing:
                self.page.banner("note", tr("Chi bộ chưa có số liệu nào của đợt này."))

        self._draw()

    def _draw(self) -> None:
        """Draw the charts of the report shown, once somebody looks at them."""
        if self._report is None or self.parts.currentIndex() != 1:
            return
        wave_id = self._report.wave
        if not self._committee:
            self.charts.show_drawings(self.book.charts.of(wave_id))
            return
        self.jobs.start(
            self,
            lambda book, report: (wave_id, book.charts.of(wave_id, report)),
            done=self._show_charts,
            failed=lambda error: ask.tell(self, error),
        )

    def _show_charts(self, drawn: tuple[str, Sequence[Drawing]]) -> None:
        wave_id, drawings = drawn
        if wave_id == self.waves.wave_id():
            self.charts.show_drawings(drawings)

    def _say_missing(self, report: WaveReport) -> None:
        if not report.missing:
            self.page.banner("good", tr("Tất cả chi bộ đã có số liệu."))
            return
        names = ", ".join(report.missing[:_NAMED])
        rest = len(report.missing) - _NAMED
        words = (
            tr("{missing}/{total} chi bộ chưa có số liệu: {names} và {rest} chi bộ khác.")
            if rest > 0
            else tr("{missing}/{total} chi bộ chưa có số liệu: {names}.")
        )
        self.page.banner(
            "warn",
            words.format(
                missing=number(report.silent),
                total=number(report.asked),
                names=names,
                rest=rest,
            ),
        )


def _fact_columns() -> list[Column[Fact]]:
    right = Qt.AlignmentFlag.AlignRight
    return [
        Column(title=tr("Chỉ tiêu"), text=lambda fact: fact.name, stretch=True),
        Column(title=tr("Số liệu"), text=lambda fact: fact.value, align=right),
        Column(title=tr("Tỷ lệ"), text=lambda fact: fact.share, align=right),
    ]
