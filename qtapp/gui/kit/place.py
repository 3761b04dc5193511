"""Place: what every screen of the open book is to the main window."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.tab_order import set_reading_order
from qtapp.services.book import Book


class Place(QWidget):
    """One screen. It says what it changed and where the user wants to go; the window does the rest.

    `changed` has every screen read anew, this one too; `kept` tells of what was typed here and is shown here
    already, so that nobody waits for a long list at every pause.
    """

    changed = Signal()
    kept = Signal()
    wanted = Signal(str, str)

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.jobs = jobs
        self._beginning: QWidget | None = None

    def begin_at(self, widget: QWidget) -> None:
        """Let the keyboard begin at `widget` whenever the screen is opened; later, where it was."""
        self._beginning = widget

    def reload(self) -> None:
        """Read everything anew; selection and unsaved input stay."""

    def show_record(self, record_id: str) -> None:
        """Open on a record; an empty id means the screen's own start."""

    def may_leave(self) -> bool:
        """Keep what is typed; False only if the book cannot take it and the user wants to stay."""
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where the screen wants the keyboard."""
        super().showEvent(event)
        if self._beginning is None or event.spontaneous():
            return
        kept: QWidget | None = self.focusWidget()
        there = kept is not None and kept is not self and kept.isVisibleTo(self)
        (kept if kept is not None and there else self._beginning).setFocus()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - the name Qt calls it by
        """Go on in reading order; what has come since the last Tab has its place in it."""
        set_reading_order(self)
        return super().focusNextPrevChild(next)
