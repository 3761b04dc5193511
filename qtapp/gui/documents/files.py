"""The files kept with a document: inside the encrypted book, and out of it only when asked."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.documents import Attachment, Document
from qtapp.domain.errors import AppError
from qtapp.domain.vietnamese import number
from qtapp.gui.kit import ask, busy, theme, toast
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.pieces import button, clear
from qtapp.gui.kit.side_panel import FormPanel
from qtapp.gui.kit.words import heading, label, muted
from qtapp.paths import save_file
from qtapp.services.book import Book

_MEGA = 1_000_000


class FilesCard(QWidget):
    """The list of files and the ways to put one in or take one out."""

    kept = Signal(object)

    def __init__(self, book: Book, jobs: Jobs[Book], panel: FormPanel[Document]) -> None:
        super().__init__()
        self._book = book
        self._jobs = jobs
        self._panel = panel
        self._document: Document | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.SMALL))
        column.addWidget(heading(tr("Tệp kèm theo")))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.em(theme.SMALL))
        column.addLayout(self._rows)
        self._words = muted("")
        column.addWidget(self._words)
        self._add = button(tr("Thê&m tệp…"), self.attach, "add")
        column.addWidget(self._add, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_document(self, document: Document | None, *, own: bool) -> None:
        """Show the files of `document`; None is one that is not kept yet."""
        self._document = document
        clear(self._rows)
        for attachment in document.attachments if document else ():
            self._rows.addWidget(self._row(attachment))
        self._add.setVisible(own and document is not None)
        if document is None:
            self._words.setText(tr("Lưu văn bản trước, rồi thêm tệp."))
        elif not document.attachments:
            self._words.setText(tr("Chưa có tệp nào."))
        else:
            self._words.setText(tr("Tệp nằm trong sổ và được mã hóa cùng sổ."))

    def attach(self) -> None:
        """Keep a copy of a file with the document."""
        document = self._document
        if document is None:
            return
        if not self._panel.may_leave():
            return
        document = self._panel.record or document
        path = ask.open_file(self.window(), tr("Chọn tệp của văn bản"))
        if path is None:
            return
        kept = document

        def work(book: Book, _report: Report) -> Document:
            return book.documents.attach(kept, path)

        def done(now: Document) -> None:
            self.kept.emit(now)
            toast.say(self, tr("Đã thêm tệp {name}.").format(name=path.name))

        busy.run(self, self._jobs, tr("Đang chép tệp vào sổ"), work, done=done)

    def save_out(self, attachment: Attachment) -> None:
        """Write a copy outside the book, after a word of warning."""
        if not ask.confirm(
            self,
            tr("Lưu tệp ra ngoài sổ?"),
            tr("Bản lưu ra không còn được mã hóa; ai mở máy này cũng đọc được."),
            tr("Lưu ra…"),
        ):
            return
        path = ask.save_file(self.window(), tr("Lưu tệp ra"), _bare(attachment.name))
        if path is None:
            return
        try:
            content = self._book.documents.content(attachment)
            save_file(path, content, Path(attachment.name).suffix.lower())
        except AppError as error:
            ask.tell(self, error)
        else:
            toast.say(self, tr("Đã lưu ra {name}.").format(name=path.name))

    def _row(self, attachment: Attachment) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.em(theme.SMALL))
        words = tr("{name} ({size})").format(name=attachment.name, size=size_words(attachment.size))
        row.addWidget(label(words), 1)
        out = button(tr("Lưu ra…"), lambda: self.save_out(attachment), "export")
        out.setAccessibleName(tr("Lưu tệp {name} ra ngoài").format(name=attachment.name))
        row.addWidget(out)
        return made


def size_words(size: int) -> str:
    """Return the size of a file as people say it: 3 KB, 1,2 MB."""
    if size < _MEGA:
        return tr("{size} KB").format(size=number(max(1, round(size / 1000))))
    return tr("{size} MB").format(size=number(size / _MEGA, 1))


def _bare(name: str) -> str:
    """Return the last part of a name that came from another computer, so that it names no folder."""
    return Path(name.replace("\\", "/")).name or "tep"
