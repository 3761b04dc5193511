"""Entrance: what everything before an open book is to the main window."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qtapp.domain.errors import AppError


class Entrance(QWidget):
    """Leads to an unlocked book.

    `opened` brings a Book whose own connection a job has closed, `led_to` the screen and record it is to
    open on, `book_wanted` the path of a book to open, `books_made` the paths of books that were not
    there before.
    """

    opened = Signal(object)
    book_wanted = Signal(object)
    books_made = Signal(object)
    led_to = Signal(str, str)

    def set_recent(self, books: Sequence[str]) -> None:
        """Take the books used on this computer, newest first."""
        raise NotImplementedError

    def begin(self) -> None:
        """Show the first page."""
        raise NotImplementedError

    def join(self, path: Path | None = None) -> None:
        """Begin to join with the invitation in `path`."""
        raise NotImplementedError

    def unlock(self, path: Path, error: AppError | None = None) -> None:
        """Ask for the passphrase of the book at `path`; `error` says why it did not open."""
        raise NotImplementedError
