"""What waits for a person: files that were held, set aside or lack a part, and what can be done about each."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.errors import AppError
from qtapp.gui.exchange.plain import outcome, why
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.days import moment
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Card, button, clear
from qtapp.gui.kit.words import muted
from qtapp.services.book import Book
from qtapp.services.exchange import ExchangeStatus
from qtapp.services.inbox import InboxEntry, InboxState

_MOST_SHOWN = 10


class SetAside(QWidget):
    """One card for each such file."""

    done = Signal(str, str)

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.em(theme.MEDIUM))

    def show_status(self, status: ExchangeStatus) -> None:
        """Show what waits now."""
        clear(self._column)
        order = (InboxState.HELD, InboxState.WAITING, InboxState.QUARANTINED)
        entries = sorted(status.waiting, key=lambda each: order.index(each.state))
        for entry in entries[:_MOST_SHOWN]:
            self._column.addWidget(self._card(entry))
        if len(entries) > _MOST_SHOWN:
            left = len(entries) - _MOST_SHOWN
            self._column.addWidget(muted(tr("Còn %n tệp nữa, xem ở danh sách dưới.", "", left)))
        self.setVisible(bool(entries))

    def retry(self, entry: InboxEntry) -> None:
        """Try a file once more and say what became of it."""
        try:
            self.done.emit(*reversed(outcome(self._book.exchange.retry(entry.id))))
        except AppError as error:
            ask.tell(self, error)

    def release(self, entry: InboxEntry) -> None:
        """Take in what was held, after a question."""
        if not ask.confirm(self, tr("Nhận gói này vào sổ?"), why(entry), tr("Nhận vào sổ")):
            return
        try:
            for received in self._book.exchange.release(entry.id):
                self.done.emit(*reversed(outcome(received)))
        except AppError as error:
            ask.tell(self, error)

    def refuse(self, entry: InboxEntry) -> None:
        """Leave what was held out of the book; its file is kept."""
        if not ask.confirm(
            self,
            tr("Không nhận gói này?"),
            tr("Sổ giữ nguyên như hiện nay. Tệp vẫn được cất; sau này có thể nhận lại."),
            tr("Không nhận"),
        ):
            return
        try:
            self._book.exchange.refuse(entry.id)
        except AppError as error:
            ask.tell(self, error)
            return
        self.done.emit("note", tr("Đã để gói lại, không nhập vào sổ."))

    def _card(self, entry: InboxEntry) -> Card:
        of = tr("Gói của {unit}").format(unit=entry.unit) if entry.unit else entry.name
        came = tr("{name}, nhận lúc {when}")
        card = Card(of, why(entry))
        card.body.addWidget(muted(came.format(name=entry.name, when=moment(entry.received))))
        row = QWidget()
        flow = Flow(row)
        verbs = (
            [(tr("Nhận vào sổ…"), self.release, "check"), (tr("Không nhận…"), self.refuse, "close")]
            if entry.state is InboxState.HELD
            else [(tr("Thử lại"), self.retry, "import")]
        )
        for words, act, sign in verbs:
            made = button(words, partial(act, entry), sign)
            made.setAccessibleName(
                tr("{verb}: {file}").format(verb=words.rstrip("…"), file=entry.name)
            )
            flow.addWidget(made)
        card.body.addWidget(row)
        return card
