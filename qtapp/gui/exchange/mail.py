"""Thư điện tử on the exchange page: what waits, what happened last, three buttons."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qtapp.domain.errors import AppError, Cancelled
from qtapp.domain.mail_errors import MailAddressMissing, MailPasswordMissing
from qtapp.gui.exchange.mail_dialogs import AddressesDialog, LettersDialog, PasswordDialog
from qtapp.gui.kit import ask, busy
from qtapp.gui.kit.days import moment
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.pieces import Card, button
from qtapp.gui.kit.words import label, restyle
from qtapp.services.book import Book
from qtapp.services.mail_status import MailFetched, MailSent, MailStatus
from qtapp.wording.failures import sentence


class MailCard(Card):
    """Sending and fetching by e-mail, said in sentences.

    `begun` says that what stands at the head of the page is old; `said` brings a sentence for it,
    `fetched` what came in.
    """

    changed = Signal()
    begun = Signal()
    said = Signal(str, str)
    fetched = Signal(object)
    settings_wanted = Signal()

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__(tr("Qua thư điện tử"))
        self._book, self._jobs = book, jobs
        self._words = label("")
        self.body.addWidget(self._words)
        host = QWidget()
        flow = Flow(host)
        self.send_button = button(tr("Gửi &thư"), self.send, "export")
        self.fetch_button = button(tr("&Lấy thư về"), self.fetch, "import")
        self.letters_button = button(tr("&Danh sách thư…"), self.show_letters, "bundle", "quiet")
        self.addresses_button = button(tr("&Sổ địa chỉ…"), self.show_addresses, "units", "quiet")
        self.set_up_button = button(tr("Cài hộp thư…"), self.settings_wanted.emit, "settings")
        for each in (
            self.send_button,
            self.fetch_button,
            self.letters_button,
            self.addresses_button,
            self.set_up_button,
        ):
            flow.addWidget(each)
        self.body.addWidget(host)
        self.reload()

    def reload(self) -> None:
        """Show where e-mail stands."""
        status = self._book.mail.status()
        words, tone = standing(status)
        self._words.setText(words)
        self._words.setProperty("tone", tone if tone in {"good", "warn", "bad"} else "")
        restyle(self._words)
        has_mailbox = bool(status.address)
        is_joined = bool(has_mailbox and self._book.mail.receivers())
        self.set_up_button.setVisible(not has_mailbox)
        self.fetch_button.setVisible(has_mailbox)
        for each in (self.send_button, self.letters_button, self.addresses_button):
            each.setVisible(is_joined)

    def send(self) -> None:
        """Lay what is due into the outbox and send all that waits."""
        is_up = self._book.exchange.superior() is not None
        is_down = self._book.units.is_committee()

        def post(book: Book, report: Report) -> None:
            known = {unit.id for unit, address in book.mail.receivers() if address}
            above = book.exchange.superior()
            if is_up and (not is_down or (above is not None and above.id in known)):
                book.mail.post_up(report)
            if is_down and known - {above.id if above else ""}:
                book.mail.post_down(report)
            if not known:
                raise MailAddressMissing

        def posted(_nothing: object) -> None:
            self.send_waiting()

        busy.run(
            self,
            self._jobs,
            tr("Đang làm gói để gửi thư"),
            post,
            done=posted,
            failed=self._address_first,
        )

    def send_waiting(self, password: str = "") -> None:
        """Send all that waits, also what was refused before."""
        self.begun.emit()
        busy.run(
            self,
            self._jobs,
            tr("Đang gửi thư"),
            lambda book, report: book.mail.send(report, hurry=True, password=password),
            done=self._say_sent,
            failed=lambda error: self._ask_password(error, self.send_waiting),
        )

    def fetch(self, password: str = "") -> None:
        """Take in the bundles that came."""
        self.begun.emit()
        busy.run(
            self,
            self._jobs,
            tr("Đang lấy thư về"),
            lambda book, report: book.mail.fetch(report, password=password),
            done=self._say_fetched,
            failed=lambda error: self._ask_password(error, self.fetch),
        )

    def show_letters(self) -> None:
        """Show the letters that wait and those that were sent."""
        dialog = LettersDialog(self, self._book)
        dialog.again.connect(self.send_waiting)
        dialog.changed.connect(self.changed)
        dialog.open()

    def show_addresses(self) -> None:
        """Ask where letters go."""
        AddressesDialog(self, self._book).open()

    def _address_first(self, error: AppError) -> None:
        if isinstance(error, MailAddressMissing):
            dialog = AddressesDialog(self, self._book)
            dialog.accepted.connect(self.send)
            dialog.open()
        elif not isinstance(error, Cancelled):
            ask.tell(self, error)

    def _ask_password(self, error: AppError, again: Callable[[str], None]) -> None:
        self.reload()
        if isinstance(error, MailPasswordMissing):
            dialog = PasswordDialog(self, self._book)
            dialog.given.connect(again)
            dialog.open()
        elif not isinstance(error, Cancelled):
            ask.tell(self, error)

    def _say_sent(self, sent: MailSent) -> None:
        self.changed.emit()
        if sent.problem is None:
            self.said.emit("good", tr("Đã gửi %n thư.", "", sent.sent))
        else:
            happened, advice = sentence(sent.problem)
            done = tr("Đã gửi %n thư.", "", sent.sent) if sent.sent else ""
            self.said.emit("warn", " ".join(each for each in (done, happened, advice) if each))

    def _say_fetched(self, fetched: MailFetched) -> None:
        self.changed.emit()
        if fetched.received:
            self.fetched.emit(fetched.received)
        else:
            self.said.emit("note", tr("Đã xem hộp thư: không có gói nào mới."))
        if fetched.too_large or fetched.unreadable:
            left = tr(
                "Có %n thư không đọc được hoặc tệp quá lớn, đã bỏ qua.",
                "",
                fetched.too_large + fetched.unreadable,
            )
            self.said.emit("warn", left)


def standing(status: MailStatus) -> tuple[str, Tone]:
    """Return where e-mail stands, in sentences, and the tone of them."""
    if not status.address:
        return tr("Chưa cài hộp thư. Cài một lần là gửi, nhận được gói qua mạng."), "note"
    said: list[str] = []
    tone: Tone = "note"
    if status.waiting:
        tone = "warn"
        said.append(tr("Có %n thư chờ gửi; có mạng là phần mềm tự gửi.", "", status.waiting))
    if status.held:
        tone = "bad"
        said.append(tr("Có %n thư cần xem lại.", "", status.held))
    if status.problem is not None:
        tone = "bad" if status.held else "warn"
        said.append(tr("Lần gần nhất: {what}").format(what=sentence(status.problem)[0]))
    elif status.last_sent is not None:
        said.append(tr("Gửi gần nhất lúc {when}.").format(when=moment(status.last_sent)))
    if status.last_fetched is not None:
        said.append(tr("Xem hộp thư gần nhất lúc {when}.").format(when=moment(status.last_fetched)))
    return " ".join(said) or tr("Hộp thư {address} đã sẵn sàng.").format(
        address=status.address
    ), tone
