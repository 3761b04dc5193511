"""The sign-in sheet of a session: how it shall look, its pages, and printing or saving it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
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

_AS_FIT = -1
"""Stands for no number of spare rows: as many as fit, enough for the guests."""


class SigninPanel(Part):
    """Columns and spare rows above, the pages below.

    `told` asks for the facts of the session, `wanted` for a screen: where what the sheet lacks is filled in.
    """

    told = Signal()
    wanted = Signal(str, str)

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__()
        self._book = book
        self._session: Session | None = None
        self.columns = ChoiceField(
            "signature_columns",
            [(1, tr("1 cột (một buổi)")), (2, tr("2 cột (sáng, chiều)"))],
            tr("Cột ký tên"),
        )
        self.spare = NumberField("spare_rows", tr("Dòng trống thêm"), lowest=_AS_FIT, highest=40)
        self.spare.spin.setSpecialValueText(tr("vừa trang"))
        self.spare.set_value(_AS_FIT)
        self.show_button = button(tr("Xem &trước bản in"), self.show_sheet, "print", "primary")
        self.gaps = muted("")
        self.session_button = button(tr("Điền ở Thông tin"), self.told.emit, "edit", "quiet")
        self.letterhead_button = button(
            tr("Điền ở Thiết lập"),
            lambda: self.wanted.emit("settings", "letterhead"),
            "settings",
            "quiet",
        )
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
            muted(
                tr("“Vừa trang”: đủ dòng cho khách mời, còn chỗ thì đến 5. Gõ số thì in đúng số.")
            )
        )
        lacking = QHBoxLayout()
        lacking.setSpacing(theme.em(theme.MEDIUM))
        lacking.addWidget(self.gaps, 1)
        lacking.addWidget(self.session_button)
        lacking.addWidget(self.letterhead_button)
        column.addLayout(lacking)
        column.addWidget(self._hint, 1)
        column.addWidget(self.paper, 1)
        self.paper.hide()

    def show_session(self, session: Session) -> None:
        """Prepare the sheet of a session; one that is shown is kept only if nothing has changed."""
        if session != self._session:
            self._forget()
        self._session = session
        self._say_gaps(session)

    def enter(self) -> None:
        """Show the sheet at once, with the keyboard on the button that prints it."""
        before = self.gaps.text()
        if self._session is not None:
            self._say_gaps(self._session)
        if self.paper.preview is None or self.gaps.text() != before:
            self.show_sheet()
        else:
            self.paper.preview.print_button.setFocus()

    def show_sheet(self) -> None:
        """Make the sheet and show its pages."""
        if self._session is None:
            return
        session_id = self._session.id
        columns, typed = int(self.columns.value()), self.spare.value()
        spare = None if typed == _AS_FIT else typed

        def save(path: Path) -> None:
            self._book.printing.signin(
                session_id, path, signature_columns=columns, spare_rows=spare
            )

        self._hint.hide()
        self.show_button.hide()  # the one main button is now that which prints
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

    def _say_gaps(self, session: Session) -> None:
        """Name what the sheet leaves blank, with a way to where it is filled in."""
        lacking, letterhead = self._book.papers.signin_gaps(session.id)
        names = "; ".join([*lacking, *letterhead])
        self.gaps.setText(tr("Còn trống: {names}.").format(names=names))
        self.gaps.setVisible(bool(names))
        self.session_button.setVisible(bool(lacking))
        self.letterhead_button.setVisible(bool(letterhead))

    def _close(self) -> None:
        self._forget()
        self.show_button.setFocus()

    def _forget(self) -> None:
        self.paper.clear()
        self.paper.hide()
        self.show_button.show()
        self._hint.show()
