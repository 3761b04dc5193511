"""Place: what every screen of the open book is to the main window."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qtapp.gui.kit.jobs import Jobs
from qtapp.services.book import Book


class Place(QWidget):
    """One screen. It says what it changed and where the user wants to go; the window does the rest."""

    changed = Signal()
    wanted = Signal(str, str)

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.jobs = jobs

    def reload(self) -> None:
        """Read everything anew; selection and unsaved input stay."""

    def show_record(self, record_id: str) -> None:
        """Open on a record; an empty id means the screen's own start."""

    def may_leave(self) -> bool:
        """Keep what is unsaved and return whether the screen may be left."""
        return True
