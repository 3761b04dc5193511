"""The keys of the book: its passphrase, this computer's memory, the recovery code."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Cancelled, Invalid, VaultLocked, WrongPassphrase
from qtapp.gui.kit import ask, busy, theme
from qtapp.gui.kit.fields import SecretField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.passphrase import NewPassphrase
from qtapp.gui.kit.pieces import Card, button, make_primary
from qtapp.gui.kit.recovery_code import RecoveryCode
from qtapp.gui.kit.room import at_most, scrolling
from qtapp.gui.kit.words import heading, label, muted
from qtapp.services.book import Book
from qtapp.wording.failures import sentence


class KeysCard(Card):
    """Buttons for what is done once a year. `said` brings a sentence for the head of the page."""

    said = Signal(str, str)
    changed = Signal()

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__(tr("Khóa của sổ"))
        self._book, self._jobs = book, jobs
        self._memory = label("")
        self.body.addWidget(self._memory)
        host = QWidget()
        flow = Flow(host)
        self.change_button = button(tr("Đổi &mật khẩu…"), self.change, "key")
        self.remember_button = button("", self._turn_memory, "lock")
        self.code_button = button(tr("Làm mã &khôi phục mới…"), self.renew, "print")
        self.verify_button = button(tr("Kiểm &tra sổ"), self.verify, "check")
        for each in (
            self.change_button,
            self.remember_button,
            self.code_button,
            self.verify_button,
        ):
            flow.addWidget(each)
        self.body.addWidget(host)
        self.reload()

    def reload(self) -> None:
        """Show whether this computer remembers the book."""
        remembered = self._book.is_remembered()
        self._memory.setText(
            tr("Máy này đang nhớ mật khẩu: ai vào được máy là mở được sổ.")
            if remembered
            else tr("Mỗi lần mở sổ phải gõ mật khẩu.")
        )
        self.remember_button.setText(
            tr("&Quên mật khẩu trên máy này") if remembered else tr("&Nhớ mật khẩu trên máy này")
        )

    def change(self) -> None:
        """Ask for the present passphrase and another one, and set that."""
        dialog = PassphraseDialog(self)

        def change(old: str, passphrase: str) -> None:
            def done(_nothing: None) -> None:
                dialog.finish()
                self._say("good", tr("Đã đổi mật khẩu."))

            busy.run(
                self,
                self._jobs,
                tr("Đang đổi mật khẩu"),
                lambda book, _report: book.change_passphrase(old, passphrase),
                done=done,
                failed=dialog.tell,
            )

        dialog.given.connect(change)
        dialog.open()

    def renew(self) -> None:
        """Make another recovery code; the printed one is void then."""
        if not ask.confirm(
            self,
            tr("Làm mã khôi phục mới?"),
            tr("Tờ mã đã in trước đây sẽ không dùng được nữa."),
            tr("Làm mã mới"),
        ):
            return
        busy.run(
            self,
            self._jobs,
            tr("Đang làm mã khôi phục"),
            lambda book, _report: book.renew_recovery_code(),
            done=self._show_code,
        )

    def verify(self) -> None:
        """Read the whole book."""
        busy.run(
            self,
            self._jobs,
            tr("Đang kiểm tra sổ"),
            lambda book, _report: book.verify(),
            done=lambda _nothing: self._say("good", tr("Đã đọc hết sổ: sổ nguyên vẹn.")),
        )

    def _turn_memory(self) -> None:
        if self._book.is_remembered():
            self._book.forget()
            self._say("good", tr("Máy này không còn nhớ mật khẩu. Lần sau hãy gõ mật khẩu."))
        else:
            try:
                self._book.remember()
            except VaultLocked:
                self._say(
                    "warn",
                    tr("Máy này không có kho mật khẩu dùng được nên không nhớ được mật khẩu."),
                )
            else:
                self._say("good", tr("Đã nhớ. Lần sau mở máy là mở được sổ."))
        self.reload()

    def _show_code(self, code: str) -> None:
        def print_sheet(path: Path) -> None:
            self._book.printing.recovery(code, path)

        dialog = CodeDialog(self, RecoveryCode(print_sheet), code)
        dialog.accepted.connect(self._note_kept)
        dialog.open()
        self._say("good", tr("Mã khôi phục mới đã có hiệu lực."))

    def _note_kept(self) -> None:
        self._book.note_recovery(kept=True)
        self.changed.emit()

    def _say(self, tone: Tone, text: str) -> None:
        self.said.emit(tone, text)


class PassphraseDialog(QDialog):
    """Asks for the present passphrase, and a new one typed twice; stays until that is set."""

    given = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Đổi mật khẩu"))
        self.present = SecretField("present_passphrase", tr("Mật khẩu hiện nay"))
        self.passphrase = NewPassphrase(tr("Mật khẩu mới"))
        self.passphrase.shown.toggled.connect(self.present.show_letters)
        column, body = _columns(self, 32)
        body.addWidget(heading(tr("Đổi mật khẩu")))
        body.addWidget(muted(tr("Mật khẩu cũ sẽ không dùng được nữa; mã khôi phục vẫn như cũ.")))
        body.addWidget(self.present)
        body.addWidget(self.passphrase)
        body.addStretch(1)
        verbs = QHBoxLayout()
        verbs.addStretch(1)
        verbs.addWidget(button(tr("&Thôi"), self.reject))
        save = button(tr("Đổi &mật khẩu"), self.accept)
        save.setDefault(True)
        make_primary(save)
        verbs.addWidget(save)
        column.addLayout(verbs)
        self.present.setFocus()

    def accept(self) -> None:
        """Hand over what was typed if the new words are alike and long enough."""
        try:
            old = str(self.present.checked_value())
        except Invalid:
            self.present.setFocus()
            return
        try:
            words = self.passphrase.checked_value()
        except Invalid:
            return
        self.given.emit(old, words)

    def finish(self) -> None:
        """Close: the new passphrase is set."""
        super().accept()

    def tell(self, error: AppError) -> None:
        """Say why it is not set, beside its field where it has one."""
        if isinstance(error, WrongPassphrase):
            happened, _ = sentence(error)
            advice = tr("Hãy gõ lại. Nếu quên, hãy khóa sổ rồi mở bằng mã khôi phục.")
            self.present.say_problem(f"{happened} {advice}")
            self.present.edit.selectAll()
            self.present.setFocus()
        elif not isinstance(error, Cancelled):
            ask.tell(self, error)


class CodeDialog(QDialog):
    """Shows a new recovery code until it is put away."""

    def __init__(self, parent: QWidget, sheet: RecoveryCode, code: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Mã khôi phục mới"))
        column, body = _columns(self, 29)
        body.addWidget(heading(tr("Mã khôi phục mới")))
        body.addWidget(muted(tr("Hãy in ra giấy hoặc chép tay, cất nơi khóa cẩn thận.")))
        self.sheet = sheet
        body.addWidget(sheet)
        body.addStretch(1)
        self.close_button = button(tr("Đó&ng"), self.accept)
        self.close_button.setDefault(True)
        make_primary(self.close_button)
        self.close_button.setEnabled(False)
        sheet.kept_changed.connect(self.close_button.setEnabled)
        sheet.show_code(code)
        verbs = QHBoxLayout()
        verbs.addStretch(1)
        verbs.addWidget(self.close_button)
        column.addLayout(verbs)

    def reject(self) -> None:
        """Stay until the code is put away."""
        if self.sheet.kept.isChecked():
            super().reject()


def _columns(dialog: QDialog, height: float) -> tuple[QVBoxLayout, QVBoxLayout]:
    """Return the column of a dialog for its buttons, and the one above that scrolls if need be."""
    column = QVBoxLayout(dialog)
    pad = theme.em(theme.HUGE)
    column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
    column.setSpacing(theme.em(theme.MEDIUM))
    inside = QWidget()
    body = QVBoxLayout(inside)
    body.setContentsMargins(0, 0, theme.em(theme.SMALL), 0)
    body.setSpacing(theme.em(theme.MEDIUM))
    column.addWidget(scrolling(inside), 1)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    at_most(dialog, 38, height)
    return column, body
