"""Fields of a form: a label above, the editor, and below it a hint or what is wrong."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.vietnamese import nfc, number
from qtapp.gui.kit import theme
from qtapp.gui.kit.calm_wheel import calm_wheel
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.sight import bring_into_sight
from qtapp.gui.kit.suggestions import suggest
from qtapp.gui.kit.undoing import undo_beyond
from qtapp.gui.kit.words import label as words, restyle
from qtapp.wording.labels import field_label
from qtapp.wording.reasons import reason_sentence


class Field(QWidget):
    """One value of a form. Subclasses make the editor and turn its content into a value and back.

    `name` is the field of the record; `label` is its Vietnamese name unless another is given.
    """

    changed = Signal()

    def __init__(self, name: str, editor: QWidget, label: str = "", hint: str = "") -> None:
        super().__init__()
        self.name = name
        self.label = label or field_label(name)
        self._hint_text = hint
        self._editor = editor
        self._place = editor.focusProxy() or editor
        self.setFocusProxy(self._place)
        self._place.setAccessibleName(self.label)
        self._place.setAccessibleDescription(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.TIGHT))
        self.caption = words(self.label, "label")
        self.caption.setBuddy(self._place)
        self.below = words(hint, "hint")
        column.addWidget(self.caption)
        column.addWidget(editor)
        column.addWidget(self.below)
        # Only once it has a parent: shown before, it would flash up as a window of its own.
        self.below.setVisible(bool(hint))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def value(self) -> Any:
        """Return what the user gave. Raises Invalid."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show `value`."""
        raise NotImplementedError

    def typed(self) -> Any:
        """Return what stands in the editor, acceptable or not, as a plain JSON value: for a draft."""
        raise NotImplementedError

    def retype(self, typed: Any) -> None:
        """Let the editor hold what `typed` returned."""
        raise NotImplementedError

    def checked_value(self) -> Any:
        """Return what the user gave; shows beside the field why it is not acceptable, and raises that."""
        try:
            found = self.value()
        except Invalid as error:
            wrong = Invalid(self.name, error.reason, error.value)
            self.show_problem(wrong)
            bring_into_sight(self)
            raise wrong from error
        self.clear_problem()
        return found

    def name_it(self, label: str) -> None:
        """Let the words above the editor be these."""
        self.label = label
        self.caption.setText(label)
        self._place.setAccessibleName(label)

    def show_problem(self, error: Invalid) -> None:
        """Show under the editor why its value was not accepted."""
        self.say_problem(reason_sentence("", error.reason, error.value))

    def say_problem(self, text: str) -> None:
        """Show `text` under the editor as what is wrong."""
        self._show_below(text, "problem", wrong=True)

    def say_hint(self, hint: str) -> None:
        """Let the quiet words under the editor be these, also when a problem is gone."""
        was_problem = self.below.property("role") == "problem"
        self._hint_text = hint
        if not was_problem:
            self.clear_problem()

    def clear_problem(self) -> None:
        """Show the hint again."""
        self._show_below(self._hint_text, "hint", wrong=False)

    def _show_below(self, text: str, role: str, *, wrong: bool) -> None:
        if self.below.property("role") == role and self.below.text() == text:
            return
        self.below.setText(text)
        self.below.setVisible(bool(text))
        self.below.setProperty("role", role)
        restyle(self.below)
        self._place.setProperty("wrong", wrong)
        self._place.setAccessibleDescription(text)
        restyle(self._place)

    def _touched(self) -> None:
        self.clear_problem()
        self.changed.emit()


class LineField(Field):
    """One line of text. `suggestions` are offered while typing, and never forced."""

    def __init__(
        self,
        name: str,
        label: str = "",
        *,
        hint: str = "",
        required: bool = False,
        longest: int = 500,
        suggestions: Sequence[str] = (),
    ) -> None:
        self.edit = QLineEdit()
        super().__init__(name, self.edit, label, hint)
        self._required = required
        self._longest = longest
        if suggestions:
            self.suggest(suggestions)
        undo_beyond(self.edit)
        self.edit.textChanged.connect(self._touched)

    def suggest(self, suggestions: Sequence[str]) -> None:
        """Offer these while the user types."""
        suggest(self.edit, suggestions)

    def value(self) -> str:
        """Return the text without blanks at its ends, in composed letters."""
        return _bounded(" ".join(self.edit.text().split()), self._longest, required=self._required)

    def set_value(self, value: str) -> None:
        """Show `value`."""
        self.edit.setText(value)

    def typed(self) -> str:
        """Return the letters as they stand."""
        return self.edit.text()

    def retype(self, typed: str) -> None:
        """Let these letters stand."""
        self.edit.setText(typed)


class SecretField(LineField):
    """One line that is not shown while it is typed: a passphrase. Its blanks are kept."""

    def __init__(self, name: str, label: str = "", *, hint: str = "", shortest: int = 0) -> None:
        super().__init__(name, label, hint=hint, required=True)
        self._shortest = shortest
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)

    def show_letters(self, shown: bool) -> None:
        """Show or hide what is typed."""
        mode = QLineEdit.EchoMode
        self.edit.setEchoMode(mode.Normal if shown else mode.Password)

    def show_problem(self, error: Invalid) -> None:
        """Show under the editor why its value was not accepted; of one too short, how long it must be."""
        if error.reason is Reason.TOO_SHORT and self._shortest:
            self.say_problem(tr("Ngắn quá, cần ít nhất %n ký tự.", "", self._shortest))
        else:
            super().show_problem(error)

    def value(self) -> str:
        """Return the secret as typed, in composed letters."""
        text = _bounded(self.edit.text(), 500, required=True)
        if len(text) < self._shortest:
            raise Invalid(self.name, Reason.TOO_SHORT)
        return text


class TextField(Field):
    """Several lines of text; Tab leaves it."""

    def __init__(
        self,
        name: str,
        label: str = "",
        *,
        hint: str = "",
        required: bool = False,
        lines: int = 4,
        longest: int = 200_000,
    ) -> None:
        self.edit = QPlainTextEdit()
        super().__init__(name, self.edit, label, hint)
        self._required = required
        self._longest = longest
        self.edit.setTabChangesFocus(True)
        height = self.edit.fontMetrics().lineSpacing() * lines + theme.em(1.8)
        self.edit.setMinimumHeight(height)
        self.edit.setMaximumHeight(height)
        undo_beyond(self.edit)
        self.edit.textChanged.connect(self._touched)

    def value(self) -> Any:
        """Return the text without blank ends, in composed letters."""
        return _bounded(self.edit.toPlainText().strip(), self._longest, required=self._required)

    def set_value(self, value: Any) -> None:
        """Show `value`."""
        self.edit.setPlainText(value)

    def typed(self) -> str:
        """Return the letters as they stand."""
        return self.edit.toPlainText()

    def retype(self, typed: str) -> None:
        """Let these letters stand."""
        self.edit.setPlainText(typed)


class LinesField(TextField):
    """Several texts, one on each line, as a tuple."""

    def value(self) -> tuple[str, ...]:
        """Return the lines that are not blank."""
        return tuple(line.strip() for line in super().value().splitlines() if line.strip())

    def set_value(self, value: Sequence[str]) -> None:
        """Show one text on each line."""
        super().set_value("\n".join(value))


class NumberField(Field):
    """A whole number between two bounds."""

    def __init__(
        self,
        name: str,
        label: str = "",
        *,
        hint: str = "",
        lowest: int = 0,
        highest: int = 1_000_000,
        step: int = 1,
        suffix: str = "",
    ) -> None:
        self.spin = QSpinBox()
        super().__init__(name, self.spin, label, hint)
        self.spin.setRange(lowest, highest)
        self.spin.setSingleStep(step)
        self.spin.setSuffix(suffix)
        calm_wheel(self.spin)
        self.spin.valueChanged.connect(self._touched)

    def value(self) -> int:
        """Return the number; while one is half typed, the last that was whole."""
        if self.spin.hasAcceptableInput():
            self.spin.interpretText()
        return self.spin.value()

    def set_value(self, value: int) -> None:
        """Show `value`."""
        self.spin.setValue(value)

    def typed(self) -> int:
        """Return the number."""
        return self.value()

    def retype(self, typed: int) -> None:
        """Show the number."""
        self.set_value(typed)


class DecimalField(LineField):
    """A number with a decimal comma, or nothing; a point is understood too."""

    def __init__(
        self, name: str, label: str = "", *, hint: str = "", lowest: float = 0, highest: float = 10
    ) -> None:
        super().__init__(name, label, hint=hint)
        self._bounds = (lowest, highest)

    def value(self) -> Any:
        """Return the number, or None. Raises Invalid."""
        text = super().value()
        if not text:
            return None
        try:
            found = float(text.replace(",", "."))
        except ValueError:
            raise Invalid(self.name, Reason.NOT_A_NUMBER, text) from None
        lowest, highest = self._bounds
        if not lowest <= found <= highest:
            raise Invalid(self.name, Reason.OUT_OF_RANGE, text)
        return found

    def set_value(self, value: Any) -> None:
        """Show `value` as people write it."""
        super().set_value("" if value is None else number(value, 2).rstrip("0").rstrip(","))


def _bounded(text: str, longest: int, *, required: bool) -> str:
    clean = nfc(text)
    if required and not clean.strip():
        raise Invalid("", Reason.EMPTY)
    if len(clean) > longest:
        raise Invalid("", Reason.TOO_LONG)
    return clean
