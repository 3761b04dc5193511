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
from qtapp.gui.kit.words import label, muted
from qtapp.services.book import Book
from qtapp.services.exchange import ExchangeStatus
from qtapp.services.inbox import InboxEntry, InboxState

_MOST_SHOWN = 3


class SetAside(Card):
    """A row for each such file: what it is, why it waits, and two verbs."""

    done = Signal(str, str)

    def __init__(self, book: Book) -> None:
        super().__init__(
            tr("Gói chưa nhập"), tr("Tệp gốc được giữ lại. Sổ chưa thay đổi gì vì các gói này.")
        )
        self._book = book
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.em(theme.LARGE))
        self.body.addLayout(self._rows)

    def show_status(self, status: ExchangeStatus) -> None:
        """Show what waits now."""
        clear(self._rows)
        order = (InboxState.HELD, InboxState.WAITING, InboxState.QUARANTINED)
        entries = sorted(status.waiting, key=lambda each: order.index(each.state))
        for entry in entries[:_MOST_SHOWN]:
            self._rows.addWidget(self._row(entry))
        if len(entries) > _MOST_SHOWN:
            left = len(entries) - _MOST_SHOWN
            self._rows.addWidget(muted(tr("Còn %n tệp nữa, xem ở danh sách dưới.", "", left)))
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

    def _row(self, entry: InboxEntry) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.TIGHT))
        of = tr("Gói của {unit}").format(unit=entry.unit) if entry.unit else entry.name
        title = tr("{what}, nhận lúc {when}").format(what=of, when=moment(entry.received))
        column.addWidget(label(title, "label"))
        column.addWidget(label(why(entry)))
        verbs = QWidget()
        flow = Flow(verbs)
        held = entry.state is InboxState.HELD
        for words, act, sign in (
            (tr("Nhận vào sổ…"), self.release, "check")
            if held
            else (tr("Thử lại"), self.retry, "import"),
            (tr("Không nhận…"), self.refuse, "close"),
        ):
            verb = button(words, partial(act, entry), sign, "" if held else "quiet")
            verb.setAccessibleName(
                tr("{verb}: {file}").format(verb=words.rstrip("…"), file=entry.name)
            )
            flow.addWidget(verb)
        column.addWidget(verbs)
        return made
