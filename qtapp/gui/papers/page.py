"""The screen Giấy tờ: the papers of a wave in a list, one being written, one being looked at."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError
from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.domain.vietnamese import date_text
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.lazily import is_made
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty, button
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.table import Column
from qtapp.gui.kit.wave_choice import WaveChoice
from qtapp.services.book import Book
from qtapp.services.papers import PaperLine

if TYPE_CHECKING:
    from qtapp.gui.kit.paper import PaperView
    from qtapp.gui.papers.checker import CheckerPage
    from qtapp.gui.papers.compose import ComposePage
    from qtapp.gui.papers.numbers import NumbersPage

_NO_WORDS = {PaperKind.SIGNIN}
"""Papers with nothing to write: they are looked at at once."""

_UNSAFE = '\\/:*?"<>|'


class PapersPage(Place):
    """Giấy tờ. A record is a wave's id, or `kind/about` (and `/edition`) for one paper."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.list = Page(
            tr("Giấy tờ"), tr("Lập từ sổ, đúng thể thức; sửa lời văn rồi in, lưu PDF hoặc Word.")
        )
        self.check_button = self.list.secondary(tr("&Kiểm tra thể thức…"), self.check, "search")
        self.numbers_button = self.list.secondary(
            tr("Sổ số &văn bản"), self.show_numbers, "document"
        )
        self.batch_button = self.list.secondary(tr("I&n cả đợt"), self.show_batch, "print")
        self.open_button = self.list.primary(tr("&Soạn và in"), self.open_selected, "edit")
        self.waves = WaveChoice(book)
        self.waves.picked.connect(lambda _: self._read())
        self.papers = ListPanel[PaperLine](
            tr("Giấy tờ của đợt"),
            [
                Column(title=tr("Giấy tờ"), text=lambda each: each.name, stretch=True),
                Column(title=tr("Của"), text=lambda each: each.of, stretch=True),
                Column(title=tr("Số, ký hiệu"), text=lambda each: each.number),
                Column(
                    title=tr("Ngày ký"),
                    text=lambda each: date_text(each.dated) if each.dated else "",
                    key=lambda each: each.dated.toordinal() if each.dated else 0,
                    spared=True,
                ),
                Column(
                    title=tr("Lời văn"),
                    text=lambda each: tr("đã sửa") if each.written else tr("theo sổ"),
                    spared=True,
                ),
            ],
            lambda each: each.ref,
            empty=Empty(
                "wave",
                tr("Chưa có đợt học tập"),
                tr("Giấy tờ lập cho từng đợt học tập. Hãy mở đợt học tập trước."),
                tr("&Mở đợt học tập"),
                lambda: self.wanted.emit("waves", ""),
            ),
            search=tr("Tìm giấy tờ"),
        )
        self.papers.table.setSortingEnabled(False)
        self.papers.table.opened.connect(lambda line: self.open_paper(line.ref))
        self._came_from: QWidget = self.list
        self.list.add(self.waves)
        self.list.add(self.papers, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.list)
        self.begin_at(self.papers.table)
        self.reload()

    @cached_property
    def compose(self) -> "ComposePage":
        """The page on which a paper is written."""
        from qtapp.gui.papers.compose import ComposePage  # noqa: PLC0415 - when first wanted

        made = ComposePage(self.book)
        made.back(tr("Tất cả giấy &tờ"), self._back_to_list)
        made.saved.connect(self._saved)
        made.kept.connect(self.kept)
        made.wanted_preview.connect(self._preview_written)
        self._stack.addWidget(made)
        return made

    @cached_property
    def checker(self) -> "CheckerPage":
        """The checker of Word files."""
        from qtapp.gui.papers.checker import CheckerPage  # noqa: PLC0415 - when first wanted

        made = CheckerPage(self.book, self.jobs)
        made.back(tr("Tất cả giấy &tờ"), self._back_to_list)
        self._stack.addWidget(made)
        return made

    @cached_property
    def numbers(self) -> "NumbersPage":
        """The register of issued numbers."""
        from qtapp.gui.papers.numbers import NumbersPage  # noqa: PLC0415 - when first wanted

        made = NumbersPage(self.book)
        made.back(tr("Tất cả giấy &tờ"), self._back_to_list)
        self._stack.addWidget(made)
        return made

    @cached_property
    def paper(self) -> "PaperView":
        """The pages of a paper."""
        from qtapp.gui.kit.paper import PaperView  # noqa: PLC0415 - needs the printing of Qt

        made = PaperView(self.book, self.jobs)
        made.closed.connect(self._close_preview)
        return made

    @cached_property
    def _preview(self) -> QWidget:
        """What shows the pages, with a way back."""
        made = QWidget()
        made.setObjectName("page")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(made)
        side = theme.em(theme.HUGE)
        column.setContentsMargins(side, theme.em(theme.LARGE), side, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.SMALL))
        back = button(tr("Trở lại"), self._close_preview, "back", "back")
        back.setToolTip(tr("Phím Esc"))
        column.addWidget(back, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.paper, 1)
        self._stack.addWidget(made)
        return made

    def _is_writing(self) -> bool:
        return is_made(self, "compose") and self._stack.currentWidget() is self.compose

    def reload(self) -> None:
        """Read the waves and their papers anew."""
        self.waves.reload()
        self._read()
        if self._is_writing() and self.compose.ref is not None:
            self.compose.show_paper(self.compose.ref)

    def show_record(self, record_id: str) -> None:
        """Show the papers of a wave, or one paper."""
        if not self.may_leave():
            return
        kind, _, rest = record_id.partition("/")
        if not rest:
            self._show(self.list)
            if record_id:
                self.waves.choose(record_id)
            self._read()
            return
        about, _, edition = rest.partition("/")
        self.open_paper(PaperRef(kind=PaperKind(kind), about=about, edition=edition))

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return not self._is_writing() or self.compose.may_leave()

    def open_selected(self) -> None:
        """Open the paper that is selected in the list."""
        line = self.papers.selected()
        if line is not None:
            self.open_paper(line.ref)

    def open_paper(self, ref: PaperRef) -> None:
        """Write a paper; one with nothing to write is looked at at once."""
        if ref.kind in _NO_WORDS:
            self._came_from = self.list
            self.show_preview(ref)
            return
        self.compose.show_paper(ref)
        self._show(self.compose)
        self.compose.view_button.setFocus()

    def show_preview(self, ref: PaperRef) -> None:
        """Make a paper and show its pages."""
        name = self._name_of(ref)
        self._show(self._preview)
        self.paper.show_paper(
            lambda book, report: book.papers.pdf(ref, report),
            lambda path: self.book.papers.write([ref], path),
            word=lambda path: self.book.papers.write([ref], path),
            file_name=f"{name}.pdf",
            name=tr("Xem trước {name}").format(name=name),
        )

    def show_batch(self) -> None:
        """Make every paper of the wave and show them as one."""
        wave_id, name = self.waves.wave_id(), _file_name(self.waves.combo.currentText())
        if not wave_id:
            return
        self._came_from = self.list
        self._show(self._preview)

        def save(path: Path) -> None:
            self.book.papers.write(self.book.papers.batch(wave_id), path, name=name)

        self.paper.show_paper(
            lambda book, report: book.papers.pdf_of(book.papers.batch(wave_id), report, name=name),
            save,
            file_name=tr("Giấy tờ - {name}.pdf").format(name=name),
            name=tr("Xem trước giấy tờ cả đợt"),
        )

    def check(self) -> None:
        """Go to the checker of Word files."""
        self._show(self.checker)
        self.checker.choose_button.setFocus()

    def show_numbers(self) -> None:
        """Go to the register of issued numbers."""
        self.numbers.reload()
        self._show(self.numbers)
        self.numbers.numbers.table.setFocus()

    def _show(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)

    def _preview_written(self, ref: PaperRef) -> None:
        self._came_from = self.compose
        self.show_preview(ref)

    def _close_preview(self) -> None:
        self.paper.clear()
        self._show(self._came_from)

    def _back_to_list(self) -> None:
        if self.may_leave():
            self._show(self.list)
            self._read()
            self.papers.table.setFocus()

    def _saved(self) -> None:
        self.changed.emit()

    def _name_of(self, ref: PaperRef) -> str:
        if ref.kind in _NO_WORDS:
            return _file_name(tr("Danh sách ký tên"))
        try:
            return _file_name(self.book.papers.draft(ref).name)
        except AppError as error:
            ask.tell(self, error)
            return ref.kind.label

    def _read(self) -> None:
        wave_id = self.waves.wave_id()
        self.waves.setVisible(bool(wave_id))
        for verb in (self.batch_button, self.open_button):
            verb.setVisible(bool(wave_id))
        self.papers.show_rows(self._lines(wave_id) if wave_id else [])

    def _lines(self, wave_id: str) -> list[PaperLine]:
        """Return the papers of the wave, then those of each member and year."""
        lines = self.book.papers.of_wave(wave_id)
        members = self.book.members.all()
        year = f"{self.book.today().year}"
        for kind in PaperKind:
            if kind.is_of_year and members:
                ref = PaperRef(kind=kind, about=members[0].id, edition=year)
                name = f"{kind.label[:1].upper()}{kind.label[1:]}"
                of = tr("từng đảng viên, năm {year}").format(year=year)
                lines.append(PaperLine(ref=ref, name=name, of=of))
        return lines


def _file_name(name: str) -> str:
    return "".join("-" if each in _UNSAFE else each for each in name)[:120]
