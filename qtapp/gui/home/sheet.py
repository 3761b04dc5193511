"""The sign-in sheet of the next session, one click from the first screen."""

from pathlib import Path

from PySide6.QtCore import Signal

from qtapp.domain.sessions import Session
from qtapp.gui.kit.days import meeting_time
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.paper import PaperView
from qtapp.services.book import Book


class SheetPage(Page):
    """The pages of the sheet and the button that prints them."""

    left = Signal()

    def __init__(self, book: Book, jobs: Jobs[Book], session: Session) -> None:
        super().__init__(tr("Danh sách ký tên"))
        self._book = book
        self._session = session
        self.set_title(
            tr("Danh sách ký tên"), f"{session.name} · {meeting_time(session.starts_at)}"
        )
        self.back(tr("&Về việc cần làm"), self.left.emit)
        self.paper = PaperView(book, jobs)
        self.add(self.paper, 1)

    def show_sheet(self) -> None:
        """Make the sheet and show its pages."""
        session_id = self._session.id

        def save(path: Path) -> None:
            self._book.printing.signin(session_id, path)

        self.paper.show_paper(
            lambda book, report: book.printing.signin_pdf(session_id, report=report),
            save,
            file_name=tr("Danh sách ký tên - {name}.pdf").format(
                name=self._session.name.replace("/", "-")
            ),
            name=tr("Xem trước danh sách ký tên"),
        )
