"""The dialog for a mailbox: address and password; the servers follow, and can be changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Cancelled, Invalid
from qtapp.domain.mail import (
    MailAccount,
    MailServer,
    Security,
    account_for,
    checked_address,
    checked_host,
    provider_for,
)
from qtapp.gui.kit import busy, theme
from qtapp.gui.kit.choice_fields import CheckField, ChoiceField
from qtapp.gui.kit.columns import Shelf
from qtapp.gui.kit.fields import LineField, NumberField, SecretField
from qtapp.gui.kit.half_typed import HalfTyped
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.pieces import Banner, button, clear
from qtapp.gui.kit.words import label, lead
from qtapp.services.book import Book
from qtapp.wording.failures import sentence


class MailDialog(QDialog):
    """Asks, tries, and only then gives. `tried`: the account, its password, whether it was tried.

    What was typed waits for the next time, but for the password: that is kept nowhere in the book.
    """

    tried = Signal(object, str, bool)

    def __init__(self, parent: QWidget, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__(parent)
        self._book, self._jobs = book, jobs
        self._providers = book.mail.providers()
        self.setWindowTitle(tr("Cài hộp thư"))
        self.address = LineField("address", tr("Địa chỉ thư"), required=True, longest=254)
        self.password = SecretField("password", tr("Mật khẩu hộp thư"))
        self.letters = CheckField("letters", tr("Hiện mật khẩu"))
        self.more = CheckField("more", tr("Sửa máy chủ thư"))
        self.user = LineField(
            "user", tr("Tên đăng nhập"), hint=tr("Để trống nếu giống địa chỉ thư"), longest=254
        )
        self.smtp = _ServerRow("smtp_host", tr("Máy chủ gửi (SMTP)"))
        self.imap = _ServerRow("imap_host", tr("Máy chủ nhận (IMAP)"))
        self.servers = QWidget()
        self._lay_out()
        self.address.edit.editingFinished.connect(self.suggest)
        self.letters.changed.connect(lambda: self.password.show_letters(self.letters.value()))
        self.more.changed.connect(lambda: self.servers.setVisible(self.more.value()))
        account = book.mail.account()
        if account is not None:
            self._show(account)
        kept = (self.address, self.more, self.user, *self.smtp.fields, *self.imap.fields)
        self._half_typed = HalfTyped(
            self, book, "mail/account", {field.name: field for field in kept}
        )
        self.address.setFocus()

    def suggest(self) -> None:
        """Fill in the servers that fit the address, unless they were changed by hand."""
        try:
            address = checked_address(self.address.edit.text())
        except Invalid:
            return
        provider = provider_for(address, self._providers)
        account = account_for(address, provider)
        self.address.say_hint(provider.note)
        if not self.more.value():
            self.smtp.show_server(account.smtp)
            self.imap.show_server(account.imap)

    def account(self) -> MailAccount:
        """Return the account as typed; shows what is wrong beside its field and raises Invalid."""
        address = self._checked(self.address, checked_address)
        base = account_for(
            address, provider_for(address, self._providers), self.user.checked_value()
        )
        self.suggest()
        return MailAccount(
            address=address,
            user=base.user,
            smtp=self._server(self.smtp),
            imap=self._server(self.imap),
            part_bytes=base.part_bytes,
            app_password=base.app_password,
        )

    def try_and_save(self) -> None:
        """Log in to both servers; close if that goes well, else say what to do."""
        typed = self._typed()
        if typed is None:
            return
        account, password = typed
        busy.run(
            self,
            self._jobs,
            tr("Đang thử hộp thư"),
            lambda book, report: book.mail.try_out(account, password, report),
            done=lambda found: self._give(found, password, is_tried=True),
            failed=self._say_failed,
        )

    def save_untried(self) -> None:
        """Give what was typed, for a place without a network."""
        typed = self._typed()
        if typed is not None:
            self._give(*typed, is_tried=False)

    def _typed(self) -> tuple[MailAccount, str] | None:
        clear(self._banners)
        try:
            return self.account(), self.password.checked_value()
        except Invalid as error:
            fields = (self.address, self.smtp.host, self.imap.host, self.user, self.password)
            wrong = next(each for each in fields if each.name == error.field)
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return None

    def _give(self, account: MailAccount, password: str, *, is_tried: bool) -> None:
        super().accept()
        self.tried.emit(account, password, is_tried)

    def _say_failed(self, error: AppError) -> None:
        if isinstance(error, Cancelled):
            return
        clear(self._banners)
        self._banners.addWidget(Banner("bad", " ".join(sentence(error))))
        self.later_button.setVisible(True)
        self._scroll.verticalScrollBar().setValue(0)

    def _server(self, row: "_ServerRow") -> MailServer:
        return MailServer(
            host=self._checked(row.host, checked_host),
            port=row.port.value(),
            security=row.security.value(),
        )

    @staticmethod
    def _checked(field: LineField, check: Callable[[str, str], str]) -> str:
        try:
            return check(field.checked_value(), field.name)
        except Invalid as error:
            field.show_problem(error)
            raise

    def _show(self, account: MailAccount) -> None:
        self.address.set_value(account.address)
        self.user.set_value(account.user)
        self.smtp.show_server(account.smtp)
        self.imap.show_server(account.imap)
        known = account_for(account.address, provider_for(account.address, self._providers))
        self.more.set_value(
            bool(account.user) or (known.smtp, known.imap) != (account.smtp, account.imap)
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(label(tr("Cài hộp thư"), "dialog"))
        column.addWidget(
            lead(tr("Mật khẩu được cất trong kho mật khẩu của máy này, không ghi vào tệp nào."))
        )
        self._banners = QVBoxLayout()
        inside = QWidget()
        inside.setObjectName("pageBody")
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, theme.em(theme.SMALL), 0)
        fields.setSpacing(theme.em(theme.MEDIUM))
        fields.addLayout(self._banners)
        for each in (self.address, self.password, self.letters, self.more):
            fields.addWidget(each)
        more = QVBoxLayout(self.servers)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(theme.em(theme.MEDIUM))
        for row in (self.smtp, self.imap, self.user):
            more.addWidget(row)
        self.servers.setVisible(False)
        fields.addWidget(self.servers)
        fields.addStretch(1)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        verbs = QHBoxLayout()
        self.later_button = button(tr("Lưu, thử &sau"), self.save_untried)
        self.later_button.setVisible(False)
        verbs.addWidget(self.later_button)
        verbs.addStretch(1)
        verbs.addWidget(button(tr("&Thôi"), self.reject))
        self.save_button = button(tr("Thử và &lưu"), self.try_and_save, "check", "primary")
        self.save_button.setDefault(True)
        verbs.addWidget(self.save_button)
        column.addLayout(verbs)
        room = self.screen().availableSize()
        self.resize(
            min(theme.em(40), round(room.width() * 0.92)),
            min(theme.em(38), round(room.height() * 0.9)),
        )


class _ServerRow(Shelf):
    """A server: its name, its port, how the connection is encrypted."""

    def __init__(self, name: str, words: str) -> None:
        self.host = LineField(name, words, required=True, longest=253)
        self.port = NumberField(f"{name}_port", tr("Cổng"), lowest=1, highest=65_535)
        self.security = ChoiceField(f"{name}_security", Security, tr("Cách mã hóa"))
        self.fields = (self.host, self.port, self.security)
        super().__init__(self.fields)

    def show_server(self, server: MailServer) -> None:
        """Show a server."""
        self.host.set_value(server.host)
        self.port.set_value(server.port)
        self.security.set_value(server.security)
