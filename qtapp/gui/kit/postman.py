"""The postman: sends what waits in the outbox when its time has come, quietly."""

from PySide6.QtCore import QObject, QTimer, Signal

from qtapp.domain.errors import AppError
from qtapp.gui.kit.jobs import Jobs
from qtapp.services.book import Book
from qtapp.services.mail_status import MailSent

_ROUND = 60_000
"""Milliseconds between two looks; a look costs one question to the book."""


class Postman(QObject):
    """Looks once a minute. `sent` says how many letters went out; what fails is kept with its letter."""

    sent = Signal(int)

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QObject) -> None:
        super().__init__(parent)
        self._book, self._jobs = book, jobs
        self._timer = QTimer(self)
        self._timer.setInterval(_ROUND)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Send what is due, unless the user waits for something else, and only until then."""
        if self._jobs.is_busy() or not self._book.mail.is_due():
            return
        self._jobs.start(
            self,
            lambda book, report: book.mail.send(report),
            done=self._tell,
            failed=self._leave,
            gives_way=True,
        )

    def _tell(self, sent: MailSent) -> None:
        if sent.sent:
            self.sent.emit(sent.sent)

    def _leave(self, _error: AppError) -> None:
        """Leave it for the next round: the exchange page says what is missing."""
