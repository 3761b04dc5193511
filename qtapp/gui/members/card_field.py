"""The field of the card number: covered but for its last digits until somebody asks to see it."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from qtapp.domain.errors import Invalid
from qtapp.domain.members import masked_card
from qtapp.domain.reasons import Reason
from qtapp.domain.vietnamese import nfc
from qtapp.gui.kit import theme
from qtapp.gui.kit.fields import Field
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.undoing import undo_beyond

_LONGEST = 500


class CardField(Field):
    """A number that people around the screen need not read. An empty one can be typed at once."""

    def __init__(self, name: str = "card_number") -> None:
        host = QWidget()
        self.edit = QLineEdit()
        self.button = QPushButton(tr("Hiện &số"))
        self.button.setAutoDefault(False)
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.em(theme.SMALL))
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)
        host.setFocusProxy(self.edit)
        super().__init__(name, host)
        self._covered = ""
        self._is_covered = False
        self.button.setAccessibleName(tr("Hiện số thẻ đảng viên"))
        self.button.clicked.connect(lambda _on: self.toggle())
        undo_beyond(self.edit)
        self.edit.textChanged.connect(self._touched)
        self.set_value("")

    def value(self) -> str:
        """Return the whole number, covered or not."""
        text = self._covered if self._is_covered else " ".join(nfc(self.edit.text()).split())
        if len(text) > _LONGEST:
            raise Invalid(self.name, Reason.TOO_LONG)
        return text

    def set_value(self, value: str) -> None:
        """Show `value`, covered if there is one."""
        self._show(value, covered=bool(value))
        self.button.setVisible(bool(value))

    def typed(self) -> str:
        """Return the whole number as it stands, covered or not."""
        return self._covered if self._is_covered else self.edit.text()

    def retype(self, typed: str) -> None:
        """Let this number stand, open to be typed on."""
        self._show(typed, covered=False)
        self.button.setVisible(bool(typed))

    def toggle(self) -> None:
        """Show the number, or cover it again."""
        self._show(self.value(), covered=not self._is_covered)
        self.edit.setFocus()

    def _show(self, value: str, *, covered: bool) -> None:
        self._is_covered = covered
        self._covered = value if covered else ""
        self.edit.setReadOnly(covered)
        self.edit.setText(masked_card(value) if covered else value)
        self.button.setText(tr("Hiện &số") if covered else tr("Che &số"))
