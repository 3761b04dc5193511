"""Thư điện tử: the mailbox of this book, set up once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qtapp.domain.errors import VaultLocked
from qtapp.domain.mail import MailAccount
from qtapp.gui.kit import ask, busy
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.pieces import Card, button
from qtapp.gui.kit.words import label
from qtapp.gui.settings.mail_dialog import MailDialog
from qtapp.services.book import Book


class MailCard(Card):
    """Which mailbox, and buttons for what is done once. `said` brings a sentence for the head of the page."""

    said = Signal(str, str)
    changed = Signal()

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__(
            tr("Thư điện tử"), tr("Để gửi và nhận gói dữ liệu qua mạng. Cài một lần, lúc có mạng.")
        )
        self._book, self._jobs = book, jobs
        self._mailbox = label("")
        self.body.addWidget(self._mailbox)
        host = QWidget()
        flow = Flow(host)
        self.set_up_button = button(tr("Cài &hộp thư…"), self.set_up, "settings")
        self.try_button = button(tr("Thử &vào hộp thư"), self.try_out, "check")
        self.forget_button = button(tr("Thôi &dùng hộp thư…"), self.forget, "delete")
        for each in (self.set_up_button, self.try_button, self.forget_button):
            flow.addWidget(each)
        self.body.addWidget(host)
        self.reload()

    def reload(self) -> None:
        """Show which mailbox there is."""
        account = self._book.mail.account()
        self._mailbox.setText(
            tr("Hộp thư của sổ này: {address}").format(address=account.address)
            if account
            else tr("Chưa có hộp thư. Không có cũng không sao: vẫn gửi được qua USB.")
        )
        self.try_button.setVisible(account is not None)
        self.forget_button.setVisible(account is not None)

    def set_up(self) -> None:
        """Ask for address and password, and servers where they are not known."""
        dialog = MailDialog(self, self._book, self._jobs)
        dialog.tried.connect(self._keep)
        dialog.open()

    def try_out(self) -> None:
        """Log in with what is kept."""
        account = self._book.mail.account()
        if account is not None:
            busy.run(
                self,
                self._jobs,
                tr("Đang thử hộp thư"),
                lambda book, report: book.mail.try_out(account, "", report),
                done=lambda _tried: self._say(
                    "good", tr("Hộp thư dùng được: gửi được, nhận được.")
                ),
            )

    def forget(self) -> None:
        """Forget the mailbox after a question."""
        if not ask.confirm(
            self,
            tr("Bỏ hộp thư khỏi sổ này?"),
            tr("Thư đang chờ gửi vẫn nằm trong sổ, đến khi cài hộp thư khác."),
            tr("Bỏ hộp thư"),
        ):
            return
        try:
            self._book.mail.forget()
        except VaultLocked:
            self._say("warn", tr("Đã bỏ hộp thư, nhưng không mở được kho mật khẩu của máy."))
        else:
            self._say("good", tr("Đã bỏ hộp thư và mật khẩu của nó."))
        self.reload()
        self.changed.emit()

    def _keep(self, account: MailAccount, password: str, is_tried: bool) -> None:
        try:
            self._book.mail.set_up(account, password)
        except VaultLocked:
            self._say(
                "warn",
                tr(
                    "Đã lưu hộp thư, nhưng máy này không có kho mật khẩu dùng được: mỗi lần gửi, nhận "
                    "phần mềm sẽ hỏi mật khẩu hộp thư."
                ),
            )
        else:
            self._say(
                "good",
                tr("Đã thử và lưu hộp thư: gửi được, nhận được.")
                if is_tried
                else tr("Đã lưu hộp thư, chưa thử. Khi có mạng hãy bấm “Thử vào hộp thư”."),
            )
        self.reload()
        self.changed.emit()
        self.set_up_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, tone: Tone, text: str) -> None:
        self.said.emit(tone, text)
