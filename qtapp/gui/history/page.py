"""The screen of the history: what was done in this copy of the book, and the way back."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.vietnamese import date_text
from qtapp.gui.kit import toast
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.table import Column
from qtapp.services.book import Book
from qtapp.services.history import Done
from qtapp.wording.deeds import told


class HistoryPage(Place):
    """Lịch sử thay đổi."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.page = Page(
            tr("Lịch sử thay đổi"),
            tr(
                "Những gì đã thêm, sửa, xóa trên máy này, mới nhất ở trên. Ctrl+Z hoàn tác, Ctrl+Y làm "
                "lại. Gõ liền nhau trong một ô là một việc. Gói nhận về, thư mời không nằm ở đây."
            ),
        )
        self.back_button = self.page.primary(
            tr("&Hoàn tác đến dòng đang chọn"), self.take_back, "undo"
        )
        self.list = ListPanel[Done](
            tr("Các việc đã làm"),
            _columns(),
            lambda done: done.n,
            empty=Empty(
                "clock",
                tr("Chưa có việc nào"),
                tr("Mỗi lần thêm, sửa, xóa sẽ thành một dòng ở đây và hoàn tác được."),
            ),
            search=tr("Tìm việc đã làm"),
        )
        self.list.table.selectionModel().selectionChanged.connect(lambda *_: self._settle())
        self.page.add(self.list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.begin_at(self.list.table)
        self.reload()

    def reload(self) -> None:
        """Read the history anew."""
        self.list.show_rows(self.book.history.all())
        self._settle()

    def take_back(self) -> None:
        """Take back the chosen line and everything above it, with a way forth again."""
        chosen = self.list.table.selected()
        if chosen is None or chosen.undone:
            return
        taken = self.book.history.undo_to(chosen.n)
        self.reload()
        self.changed.emit()

        def again() -> None:
            for _ in range(taken):
                self.book.history.redo()
            self.reload()
            self.changed.emit()

        said = tr("Đã hoàn tác %n việc; không định thế thì bấm Hoàn tác để lấy lại.", "", taken)
        toast.say(self, said, again)

    def _settle(self) -> None:
        chosen = self.list.table.selected()
        self.back_button.setEnabled(chosen is not None and not chosen.undone)


def _columns() -> list[Column[Done]]:
    return [
        Column(
            title=tr("Lúc"),
            text=lambda done: f"{done.made.astimezone():%H:%M} {date_text(done.made.date())}",
            key=lambda done: -done.n,
        ),
        Column(title=tr("Việc đã làm"), text=_told, stretch=True),
        Column(
            title=tr("Tình trạng"),
            text=lambda done: tr("đã hoàn tác") if done.undone else "",
            tone=lambda done: "muted" if done.undone else None,
        ),
    ]


def _told(done: Done) -> str:
    return told(done.deed.label, done.table, done.names, done.count)
