"""The sign-in sheet of a session: how it shall look, its pages, and printing or saving it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.sessions import Session
from qtapp.gui.kit import theme
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.fields import NumberField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.paper import PaperView
from qtapp.gui.kit.pieces import Empty, button
from qtapp.gui.kit.room import scrolling
from qtapp.gui.kit.words import muted
from qtapp.gui.sessions.part import Part
from qtapp.services.book import Book


class SigninPanel(Part):
    """Columns and spare rows above, the pages below."""

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__()
        self._book = book
        self._session: Session | None = None
        self.columns = ChoiceField(
            "signature_columns",
            [(1, tr("1 cột (một buổi)")), (2, tr("2 cột (sáng, chiều)"))],
            tr("Cột ký tên"),
        )
        self.spare = NumberField("spare_rows", tr("Dòng trống thêm"), highest=40)
        self.spare.set_value(5)
        self.show_button = button(tr("Xem &trước bản in"), self.show_sheet, "print", "primary")
        self.paper = PaperView(book, jobs)
        self.paper.closed.connect(self._close)
        self._hint = Empty(
            "print",
            tr("Danh sách ký tên in từ danh sách đảng viên"),
            tr(
                "Chọn số cột ký tên và số dòng trống rồi xem trước; từ đó in ra giấy hoặc lưu"
                " thành tệp PDF."
            ),
        )
        for field in (self.columns, self.spare):
            field.changed.connect(self._forget)
        inside = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, theme.em(theme.MEDIUM), 0, 0)
        column.setSpacing(theme.em(theme.MEDIUM))
        row = QHBoxLayout()
        row.setSpacing(theme.em(theme.LARGE))
        self.columns.setMaximumWidth(theme.em(20))
        self.spare.setMaximumWidth(theme.em(14))
        row.addWidget(self.columns, 15)
        row.addWidget(self.spare, 12)
        row.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(
            muted(tr("In tối đa số dòng trống này; để vừa trang, có thể bớt đi đến 4 dòng."))
        )
        column.addWidget(self._hint, 1)
        column.addWidget(self.paper, 1)
        self.paper.hide()

    def show_session(self, session: Session) -> None:
        """Prepare the sheet of a session; one that is shown is kept only if nothing has changed."""
        if session != self._session:
            self._forget()
        self._session = session

    def enter(self) -> None:
        """Show the sheet at once, with the keyboard on the button that prints it."""
        if self.paper.preview is None:
            self.show_sheet()
        else:
            self.paper.preview.print_button.setFocus()

    def show_sheet(self) -> None:
        """Make the sheet and show its pages."""
        if self._session is None:
            return
        session_id = self._session.id
        columns, spare = int(self.columns.value()), self.spare.value()

        def save(path: Path) -> None:
            self._book.printing.signin(
                session_id, path, signature_columns=columns, spare_rows=spare
            )

        self._hint.hide()
        self.paper.show()
        self.paper.show_paper(
            lambda book, report: book.printing.signin_pdf(
                session_id, signature_columns=columns, spare_rows=spare, report=report
            ),
            save,
            word=save,
            file_name=tr("Danh sách ký tên - {name}.pdf").format(
                name=self._session.name.replace("/", "-")
            ),
            name=tr("Xem trước danh sách ký tên"),
        )

    def _close(self) -> None:
        self._forget()
        self.show_button.setFocus()

    def _forget(self) -> None:
        self.paper.clear()
        self.paper.hide()
        self._hint.show()
