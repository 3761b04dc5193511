"""Opening a locked book: its passphrase, or the recovery code that was printed."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Invalid, WrongPassphrase, WrongRecoveryCode
from qtapp.gui.kit import theme
from qtapp.gui.kit.fields import LineField, SecretField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.passphrase import NewPassphrase
from qtapp.gui.kit.pieces import button
from qtapp.gui.start.frame import Frame
from qtapp.wording.failures import sentence


class UnlockPage(Frame):
    """One field and one button; below, what to do if the passphrase is forgotten."""

    passphrase_given = Signal(str)
    recovery_given = Signal(str)
    other_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Mở sổ"), above=tr("Sổ Chi Bộ"))
        self.passphrase = SecretField("passphrase")
        self.shown = QCheckBox(tr("&Hiện chữ đang gõ"))
        self.shown.toggled.connect(self.passphrase.show_letters)
        self.recovery = LineField(
            "recovery_code",
            required=True,
            longest=200,
            hint=tr("Bảy nhóm, mỗi nhóm năm ký tự, trên tờ giấy đã in khi lập sổ."),
        )
        self._by_words = _stacked(self.passphrase, self.shown)
        self._by_code = _stacked(self.recovery)
        self.add(self._by_words)
        self.add(self._by_code)
        self.open = self.primary(tr("&Mở sổ"), self._go_on)
        others = QWidget()
        flow = Flow(others)
        self.forgotten = button("", self._turn, "key", "quiet")
        self.other = button(tr("&Chọn sổ khác"), self.other_wanted.emit, "open", "quiet")
        flow.addWidget(self.forgotten)
        flow.addWidget(self.other)
        self.below.addWidget(others)
        self._use_code(on=False)

    def start(self, path: Path, known: str = "") -> None:
        """Ask for the passphrase of the book at `path`; `known` is one that is no secret."""
        self.set_title(path.stem)
        said = tr("Sổ đang khóa. Hãy gõ mật khẩu để mở.")
        if known:
            said = tr("Sổ mẫu đang khóa. Mật khẩu của sổ mẫu là: {words}").format(words=known)
        self.set_sentence(said)
        self.unsay()
        self.passphrase.edit.clear()
        self.recovery.edit.clear()
        self.shown.setChecked(False)
        self.set_busy(on=False)
        self._use_code(on=False)

    def tell(self, error: AppError) -> None:
        """Say what went wrong, beside the field if it is about what was typed there."""
        self.set_busy(on=False)
        happened, advice = sentence(error)
        if isinstance(error, WrongPassphrase):
            self.passphrase.say_problem(f"{happened} {advice}")
            self.passphrase.edit.selectAll()
            self.passphrase.setFocus()
        elif isinstance(error, WrongRecoveryCode):
            self.recovery.say_problem(f"{happened} {advice}")
            self.recovery.setFocus()
        else:
            self.say("bad", f"{happened} {advice}")

    def set_busy(self, *, on: bool) -> None:
        """Show that the book is being opened."""
        self.open.setEnabled(not on)
        self.open.setText(tr("Đang mở…") if on else tr("&Mở sổ"))

    def _turn(self) -> None:
        self._use_code(on=self._by_words.isVisibleTo(self))

    def _use_code(self, *, on: bool) -> None:
        self._by_words.setVisible(not on)
        self._by_code.setVisible(on)
        self.forgotten.setText(
            tr("&Dùng mật khẩu") if on else tr("&Quên mật khẩu? Dùng mã khôi phục")
        )
        (self.recovery if on else self.passphrase).setFocus()

    def _go_on(self) -> None:
        self.unsay()
        by_code = self._by_code.isVisibleTo(self)
        field = self.recovery if by_code else self.passphrase
        try:
            typed = field.checked_value()
        except Invalid:
            field.setFocus()
            return
        self.set_busy(on=True)
        (self.recovery_given if by_code else self.passphrase_given).emit(typed)


class RenewPage(Frame):
    """After the recovery code was used: a passphrase that is not forgotten."""

    ready = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            tr("Đặt mật khẩu mới"),
            tr("Mã khôi phục đúng. Hãy đặt mật khẩu mới; mã khôi phục cũ vẫn dùng được."),
        )
        self.passphrase = NewPassphrase(tr("Mật khẩu mới"))
        self.add(self.passphrase)
        self.primary(tr("&Lưu và mở sổ"), self._go_on)

    def start(self) -> None:
        """Begin with empty fields."""
        self.passphrase.clear()
        self.passphrase.first.setFocus()

    def _go_on(self) -> None:
        try:
            words = self.passphrase.checked_value()
        except Invalid:
            return
        self.ready.emit(words)


def _stacked(*widgets: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.em(theme.MEDIUM))
    for widget in widgets:
        if isinstance(widget, QCheckBox):
            column.addWidget(widget, alignment=Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(widget)
    return made
