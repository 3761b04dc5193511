"""A new passphrase: typed twice, its strength said in words."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.vietnamese import fold
from qtapp.gui.kit import theme
from qtapp.gui.kit.fields import SecretField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.words import label, restyle
from qtapp.services.book import SHORTEST_PASSPHRASE

_OBVIOUS = (
    "12345678",
    "matkhau",
    "password",
    "chibo",
    "dangbo",
    "qwerty",
    "abcd1234",
    "11111111",
    "00000000",
)


def strength(passphrase: str) -> tuple[str, Tone]:
    """Return in words how hard `passphrase` is to guess, and the tone of these words.

    A guess at bits: letters that differ times the size of the alphabets in use. Words typed for
    this program by its users are in nobody's dictionary, so that length decides.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return tr("Còn ngắn: cần ít nhất 8 ký tự."), "muted"
    plain = fold(passphrase).replace(" ", "")
    if any(word in plain and len(plain) < len(word) + 6 for word in _OBVIOUS):
        return tr("Yếu: nhiều người đặt như vậy, rất dễ đoán."), "bad"
    bits = _bits(passphrase)
    if passphrase.isdigit():
        return tr("Yếu: chỉ có chữ số. Hãy thêm vài chữ."), "bad"
    if bits < 38:
        return tr("Yếu: hãy viết dài thêm vài chữ."), "bad"
    if bits < 60:
        return tr("Tạm được. Thêm một hai từ nữa thì tốt hơn."), "warn"
    return tr("Tốt, khó đoán."), "good"


def _bits(text: str) -> float:
    alphabet = sum(
        size
        for size, used in (
            (26, any(c.islower() for c in text)),
            (26, any(c.isupper() for c in text)),
            (10, any(c.isdigit() for c in text)),
            (20, any(not c.isalnum() for c in text)),
            (60, not text.isascii()),
        )
        if used
    )
    return min(len(text), 2 * len(set(text))) * math.log2(alphabet or 1)


class NewPassphrase(QWidget):
    """Two fields, a box to show the letters, and a word about the strength."""

    changed = Signal()

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._hint = tr(
            "Ít nhất 8 ký tự. Một câu ngắn dễ nhớ là tốt nhất. Đặt có dấu hay không tùy ý, nhưng khi "
            "mở phải gõ đúng như đã đặt."
        )
        self.first = SecretField(
            "passphrase",
            name or tr("Mật khẩu của sổ"),
            hint=self._hint,
            shortest=SHORTEST_PASSPHRASE,
        )
        self.second = SecretField("passphrase_again", tr("Gõ lại mật khẩu"))
        self.said = label("", "label")
        self.shown = QCheckBox(tr("&Hiện chữ đang gõ"))
        self.shown.toggled.connect(self.first.show_letters)
        self.shown.toggled.connect(self.second.show_letters)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.MEDIUM))
        for widget in (self.first, self.said, self.second):
            column.addWidget(widget)
        column.addWidget(self.shown, alignment=Qt.AlignmentFlag.AlignLeft)
        self.said.hide()
        self.first.changed.connect(self._say)
        self.first.changed.connect(self.changed)
        self.second.changed.connect(self.changed)

    def checked_value(self) -> str:
        """Return the passphrase; shows beside its field what is wrong, and raises Invalid."""
        self.second.clear_problem()
        try:
            value = str(self.first.checked_value())
        except Invalid:
            self._point_at(self.first)
            raise
        if self.second.edit.text() != self.first.edit.text():
            self.second.say_problem(tr("Hai lần gõ chưa giống nhau."))
            self._point_at(self.second)
            raise Invalid("passphrase_again", Reason.NOT_IN_LIST)
        return value

    def show_problem(self, error: Invalid) -> None:
        """Show why the passphrase was not accepted."""
        self.first.show_problem(error)
        self._point_at(self.first)

    def _point_at(self, field: SecretField) -> None:
        """Leave only what `field` says, and put the cursor there."""
        self.said.hide()
        field.setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.edit.clear()
        self.second.edit.clear()
        self.said.hide()

    def _say(self) -> None:
        self.second.clear_problem()
        text = self.first.edit.text()
        words, tone = strength(text)
        self.said.setText(words)
        self.said.setProperty("tone", tone)
        self.said.setVisible(bool(text))
        self.first.say_hint("" if text else self._hint)
        restyle(self.said)
