"""A paper made from the book, shown before it is printed; it lives in memory until it is saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.gui.kit import busy
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.pieces import clear
from qtapp.gui.kit.preview import PdfPreview
from qtapp.services.book import Book

Make = Callable[[Book, Report], bytes]
"""Makes the PDF of a paper, in a job."""


class PaperView(QWidget):
    """Where the preview of one paper stands; empty until `show_paper`. `closed`: Escape was pressed."""

    closed = Signal()

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__()
        self._book = book
        self._jobs = jobs
        self.preview: PdfPreview | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_paper(
        self,
        make: Make,
        save: Callable[[Path], None],
        *,
        file_name: str,
        name: str,
        word: Callable[[Path], None] | None = None,
    ) -> None:
        """Make a paper and show its pages.

        `save` writes it to a place the user chooses, `word` as a Word file if it can be one.
        """

        def done(pdf: bytes) -> None:
            self.clear()
            printing = self._book.printing
            self.preview = PdfPreview(
                lambda page, width: printing.page_png(pdf, page, width),
                printing.page_count(pdf),
                save,
                file_name=file_name,
                name=name,
                word=word,
            )
            self.preview.closed.connect(self.closed)
            self._column.addWidget(self.preview)
            self.preview.show()  # what is not shown yet would not get the focus
            self.preview.print_button.setFocus()

        busy.run(self, self._jobs, tr("Đang lập bản in"), make, done=done)

    def clear(self) -> None:
        """Take the preview away."""
        self.preview = None
        clear(self._column)
