"""One wave on one page: its steps with their buttons, its questions and deadlines, and its own fields."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from qtapp.domain.vietnamese import date_text
from qtapp.domain.waves import Wave
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Card, Step, Steps, clear, pair
from qtapp.gui.kit.side_panel import Beside, FormPanel
from qtapp.gui.kit.words import label, muted
from qtapp.gui.waves.list_page import span
from qtapp.gui.waves.wave_form import wave_form
from qtapp.services.book import Book


class WavePage(Page):
    """A wave and how far it has come."""

    saved = Signal(object)
    closed = Signal()
    removed = Signal(object)
    new_session = Signal()
    papers_wanted = Signal(str)

    def __init__(self, book: Book) -> None:
        super().__init__("")
        self._book = book
        self.wave: Wave | None = None
        self._session = self.secondary(tr("Xếp thêm &buổi học"), self.new_session.emit, "session")
        self.papers_button = self.secondary(tr("&Giấy tờ"), self._go_to_papers, "print")
        self._edit = self.secondary(tr("&Sửa đợt này"), self.edit, "edit")
        main = QScrollArea()
        main.setWidgetResizable(True)
        main.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        main.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        main.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        main.setMinimumHeight(theme.em(17))
        inside = QWidget()
        inside.setObjectName("pageBody")
        main.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.em(theme.TIGHT), 0)
        column.setSpacing(theme.em(theme.LARGE))
        card = Card(tr("Các bước của đợt"))
        self.steps = Steps()
        card.body.addWidget(self.steps)
        column.addWidget(card)
        self._facts = Card(tr("Câu hỏi thu hoạch và thời hạn"))
        self._facts_column = QVBoxLayout()
        self._facts_column.setSpacing(theme.em(theme.MEDIUM))
        self._facts.body.addLayout(self._facts_column)
        column.addWidget(self._facts)
        column.addStretch(1)
        self.panel = FormPanel[Wave](book, lambda: wave_form(book.today()), self._keep)
        self.panel.verb(tr("&Xóa đợt này"), self._remove, "delete", "quiet")
        self.panel.saved.connect(self.saved)
        self.panel.left.connect(self.closed)
        self.add(Beside(main, self.panel, 26), 1)

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.panel.may_leave()

    def show_wave(self, wave: Wave) -> None:
        """Show the facts of `wave`; the steps come with `show_steps`."""
        self.wave = wave
        basis = tr("Căn cứ: {basis}").format(basis=wave.basis) if wave.basis else ""
        self.set_title(wave.name, " · ".join(part for part in (span(wave), basis) if part))
        own = self._book.waves.is_own(wave)
        self._edit.setVisible(own)
        self.clear_banners()
        if not own:
            self.banner(
                "note",
                tr(
                    "Đợt do {name} giao xuống. Tên, thời hạn, văn bản và câu hỏi thu hoạch do cấp "
                    "trên đặt nên không sửa ở đây; đơn vị làm các bước bên dưới."
                ).format(name=self._author()),
            )
        self._show_facts(wave)
        if self.panel.is_open():
            self.panel.refresh(wave)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show how far the wave has come."""
        self.steps.show_steps(steps)

    def edit(self) -> None:
        """Show the fields of the wave."""
        if self.wave is not None and self.panel.may_leave():
            self.panel.open_on(self.wave, tr("Sửa đợt học tập"))
            self.panel.form.field("name").setFocus()

    def _go_to_papers(self) -> None:
        if self.wave is not None:
            self.papers_wanted.emit(self.wave.id)

    def _show_facts(self, wave: Wave) -> None:
        clear(self._facts_column)
        for place, question in enumerate(wave.essay_questions, 1):
            self._facts_column.addWidget(label(f"{place}. {question}"))
        if not wave.essay_questions:
            self._facts_column.addWidget(muted(tr("Chưa có câu hỏi thu hoạch.")))
        for name, day in (
            (tr("Hạn nộp bài thu hoạch"), wave.essay_due),
            (tr("Hạn xây dựng kế hoạch hành động"), wave.plan_due),
            (tr("Hạn báo cáo"), wave.report_due),
        ):
            if day is not None:
                self._facts_column.addWidget(pair(name, date_text(day)))

    def _author(self) -> str:
        above = self._book.exchange.superior()
        return above.name if above is not None else tr("cấp trên")

    def _keep(self, wave: Wave, values: dict[str, Any]) -> Wave:
        return self._book.waves.save(replace(wave, **values))

    def _remove(self) -> None:
        if self.wave is None:
            return
        if self._book.sessions.of(self.wave.id):
            ask.inform(
                self,
                tr("Đợt này đã có buổi học nên không xóa được."),
                tr("Nếu mở nhầm, hãy xóa các buổi học trước, rồi xóa đợt."),
            )
            return
        self.panel.gone()
        self.removed.emit(self.wave)
