"""The search through the whole book: a line to type in, what was found, Enter to go there."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Cancelled
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.table import Column, TableModel
from qtapp.gui.kit.table_view import FilterLine, TableView
from qtapp.gui.kit.words import muted
from qtapp.services.book import Book
from qtapp.services.search import MOST, Found
from qtapp.wording.labels import table_label

_PAUSE_MS = 120
"""How long typing must rest before the book is searched."""


class _Line(Struct, frozen=True):
    """One thing that was found, and its place among the others."""

    place: int
    found: Found


class FindBox(QDialog):
    """Searches while one types; `chosen` names the screen and what it opens on."""

    chosen = Signal(str, str)

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Tìm trong sổ"))
        self.setAccessibleName(tr("Tìm trong sổ"))
        self._book = book
        self.line = FilterLine(tr("Gõ tên người, văn bản, việc, lời trong bài… (không cần dấu)"))
        self.line.setAccessibleName(tr("Tìm trong sổ"))
        self.said = muted("")
        self.model = TableModel[_Line](_columns(), lambda line: line.place, self)
        self.table = TableView[_Line](self.model, tr("Kết quả tìm"))
        self.table.setSortingEnabled(False)
        self.table.opened.connect(self._choose)
        column = QVBoxLayout(self)
        pad = theme.em(theme.LARGE)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.em(theme.SMALL))
        column.addWidget(self.line)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE_MS)
        self._rest.timeout.connect(self.search)
        # Also when the line is emptied by Escape, which is not typing.
        self.line.textChanged.connect(lambda _text: self._rest.start())
        self.line.returnPressed.connect(self._enter)
        room = parent.window().size()
        self.resize(round(room.width() * 0.8), round(room.height() * 0.8))
        self.line.setFocus()
        self._say(())
        if not book.search.is_ready():
            self._prepare(jobs)

    def _prepare(self, jobs: Jobs[Book]) -> None:
        """Take what has changed into the index, away from the window: a commune has much of it."""
        self.said.setText(tr("Đang xem lại những gì mới ghi trong sổ…"))

        def failed(error: AppError) -> None:
            if not isinstance(error, Cancelled):
                ask.tell(self, error)

        jobs.start(
            self,
            lambda book, report: book.search.prepare(report),
            done=lambda _none: self.search(),
            failed=failed,
        )

    def search(self) -> None:
        """Show what holds all the words typed."""
        self._rest.stop()
        found = self._book.search.find(self.line.text())
        self.table.show_rows([_Line(place, each) for place, each in enumerate(found)])
        if found:
            self.table.selectRow(0)
        self._say(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the line down into what was found."""
        down = event.key() in {Qt.Key.Key_Down, Qt.Key.Key_PageDown}
        if down and self.line.hasFocus() and self.model.rowCount():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        """Go to the best of what was found."""
        self.search()
        line = self.table.selected()
        if line is not None:
            self._choose(line)

    def _choose(self, line: _Line) -> None:
        self.accept()
        self.chosen.emit(line.found.screen, line.found.opens)

    def _say(self, found: Sequence[Found]) -> None:
        if not self.line.text().strip():
            self.said.setText(
                tr("Tìm trong đảng viên, văn bản, đợt học, buổi học, bài, việc, biên bản.")
            )
        elif not found:
            self.said.setText(tr("Không thấy gì. Hãy gõ ít chữ hơn."))
        elif len(found) == MOST:
            self.said.setText(tr("Nhiều kết quả; dưới đây là những kết quả đầu. Hãy gõ thêm chữ."))
        else:
            self.said.setText(tr("%n kết quả. Enter để mở.", "", len(found)))


def _columns() -> list[Column[_Line]]:
    def kind(line: _Line) -> str:
        label = table_label(line.found.table)
        return f"{label} · {line.found.unit}" if line.found.unit else label

    return [
        Column(title=tr("Loại"), text=kind),
        Column(title=tr("Tên"), text=lambda line: line.found.title, stretch=True),
        Column(title=tr("Nội dung"), text=lambda line: line.found.words, stretch=True),
    ]
