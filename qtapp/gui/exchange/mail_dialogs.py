"""The dialogs of e-mail: where letters go, which letters wait, and the password where none is kept."""

from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qtapp.domain.errors import Invalid, VaultLocked
from qtapp.domain.mail import LetterState, checked_address
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.days import moment
from qtapp.gui.kit.fields import LineField, SecretField
from qtapp.gui.kit.half_typed import HalfTyped
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.pieces import Empty, button
from qtapp.gui.kit.table import Column
from qtapp.gui.kit.words import label, lead
from qtapp.services.book import Book
from qtapp.services.mail_status import LetterEntry
from qtapp.wording.failures import sentence

_TONES: dict[LetterState, Tone] = {
    LetterState.QUEUED: "note",
    LetterState.UNSURE: "warn",
    LetterState.SENT: "good",
    LetterState.HELD: "bad",
}


class _Sheet(QDialog):
    """A title, a sentence, content that scrolls, and verbs at the foot."""

    def __init__(self, parent: QWidget, title: str, words: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(label(title, "dialog"))
        column.addWidget(lead(words))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.em(theme.MEDIUM))
        column.addLayout(self.body, 1)
        self.verbs = QHBoxLayout()
        column.addLayout(self.verbs)

    def fit(self, wide: float, high: float) -> None:
        """Be so many letters large, and never larger than the screen."""
        room = self.screen().availableSize()
        self.resize(
            min(theme.em(wide), round(room.width() * 0.92)),
            min(theme.em(high), round(room.height() * 0.9)),
        )


class AddressesDialog(_Sheet):
    """One address for each unit one can send to; what is left empty gets no letters."""

    def __init__(self, parent: QWidget, book: Book) -> None:
        super().__init__(
            parent,
            tr("Địa chỉ nhận thư"),
            tr(
                "Ghi địa chỉ hộp thư mà đơn vị kia cài trong Sổ Chi Bộ. Để trống thì không gửi thư."
            ),
        )
        self._book = book
        self.fields: dict[str, LineField] = {}
        inside = QWidget()
        inside.setObjectName("pageBody")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.em(theme.SMALL), 0)
        column.setSpacing(theme.em(theme.MEDIUM))
        for unit, address in book.mail.receivers():
            field = LineField("address", unit.name, longest=254)
            field.set_value(address)
            self.fields[unit.id] = field
            column.addWidget(field)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.body.addWidget(scroll, 1)
        self.verbs.addStretch(1)
        self.verbs.addWidget(button(tr("&Thôi"), self.reject))
        self.save_button = button(tr("&Lưu địa chỉ"), self.accept, "save", "primary")
        self.save_button.setDefault(True)
        self.verbs.addWidget(self.save_button)
        self.fit(38, 16 + 5 * min(len(self.fields), 5))
        self._half_typed = HalfTyped(self, book, "mail/addresses", self.fields)
        for field in self.fields.values():
            field.setFocus()
            break

    def accept(self) -> None:
        """Keep all of them, or show which one is no address."""
        for field in self.fields.values():
            text = field.edit.text()
            try:
                if text.strip():
                    checked_address(text)
            except Invalid as error:
                field.show_problem(error)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        for unit_id, field in self.fields.items():
            self._book.mail.set_address(unit_id, field.edit.text())
        super().accept()


class LettersDialog(_Sheet):
    """The letters that wait, why, and those that were sent last."""

    again = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget, book: Book) -> None:
        super().__init__(
            parent,
            tr("Danh sách thư"),
            tr("Bỏ một thư không làm mất gì: gói sau có đủ cả."),
        )
        self._book = book
        self.list = ListPanel[LetterEntry](
            tr("Danh sách thư"),
            [
                Column(
                    title=tr("Tình trạng"),
                    text=lambda row: row.state.label,
                    tone=lambda row: _TONES[row.state],
                ),
                Column(title=tr("Gửi đến"), text=_whom, stretch=True),
                Column(title=tr("Phần"), text=lambda row: f"{row.part}/{row.parts}"),
                Column(title=tr("Kết quả"), text=_why, stretch=True),
            ],
            lambda row: row.number,
            empty=Empty("bundle", tr("Chưa có thư nào"), tr("Thư gửi đi sẽ hiện ở đây.")),
            search=tr("Tìm thư"),
        )
        self.body.addWidget(self.list, 1)
        self.again_button = button(tr("&Gửi lại ngay"), self._send_again, "export", "primary")
        self.drop_button = button(tr("&Bỏ thư này"), self.drop, "delete")
        self.verbs.addWidget(self.again_button)
        self.verbs.addWidget(self.drop_button)
        self.verbs.addStretch(1)
        self.verbs.addWidget(button(tr("Đó&ng"), self.accept))
        self.list.table.selectionModel().selectionChanged.connect(self._follow)
        self.reload()
        self.fit(60, 34)

    def reload(self) -> None:
        """Show the letters as they stand."""
        letters = self._book.mail.letters()
        self.list.show_rows(letters)
        self.again_button.setEnabled(any(each.state is not LetterState.SENT for each in letters))
        self._follow()

    def drop(self) -> None:
        """Forget the selected letter after a question."""
        row = self.list.selected()
        if row is not None and ask.confirm(
            self,
            tr("Bỏ thư chưa gửi này?"),
            tr("Dữ liệu trong sổ không mất; lần gửi sau sẽ gửi đủ."),
            tr("Bỏ thư"),
        ):
            self._book.mail.drop(row.number)
            self.reload()
            self.changed.emit()

    def _send_again(self) -> None:
        self.accept()
        self.again.emit()

    def _follow(self) -> None:
        row = self.list.selected()
        self.drop_button.setEnabled(row is not None and row.state is not LetterState.SENT)


class PasswordDialog(_Sheet):
    """Asks for the password of the mailbox where this computer does not keep it."""

    given = Signal(str)

    def __init__(self, parent: QWidget, book: Book) -> None:
        super().__init__(
            parent,
            tr("Mật khẩu hộp thư"),
            tr("Máy này chưa giữ mật khẩu của hộp thư. Gõ một lần để gửi, nhận."),
        )
        self._book = book
        self.password = SecretField("password", tr("Mật khẩu hộp thư"))
        self.body.addWidget(self.password)
        self.verbs.addStretch(1)
        self.verbs.addWidget(button(tr("&Thôi"), self.reject))
        go_on = button(tr("&Dùng mật khẩu này"), self.accept, "key", "primary")
        go_on.setDefault(True)
        self.verbs.addWidget(go_on)
        self.fit(34, 18)
        self.password.setFocus()

    def accept(self) -> None:
        """Keep the password where that can be done, and hand it on."""
        try:
            words = self.password.checked_value()
        except Invalid:
            self.password.setFocus()
            return
        account = self._book.mail.account()
        if account is not None:
            with suppress(VaultLocked):  # then it serves this once
                self._book.mail.set_up(account, words)
        super().accept()
        self.given.emit(words)


def _whom(row: LetterEntry) -> str:
    return f"{row.unit} · {row.recipient}" if row.unit else row.recipient


def _why(row: LetterEntry) -> str:
    if row.state is LetterState.SENT and row.sent is not None:
        return moment(row.sent)
    return sentence(row.problem)[0] if row.problem is not None else "–"
