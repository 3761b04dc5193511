"""A list in which single letters do things to the selected row, whatever the keyboard writes."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from qtapp.domain.vietnamese import fold
from qtapp.gui.kit.table import TableModel
from qtapp.gui.kit.table_view import TableView

T = TypeVar("T")


class LetterTable(TableView[T]):
    """Letters arrive as keys, or as finished text of a Vietnamese input method: both are understood.

    Diacritics make no difference, so that Đ and D, typed in whatever way, are one letter.
    """

    def __init__(self, model: TableModel[T], name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent)
        self._letters: dict[str, Callable[[T], None]] = {}

    def on_letter(self, letter: str, act: Callable[[T], None]) -> None:
        """Call `act` with the selected row when `letter` is typed."""
        self._letters[fold(letter)] = act

    def type_letter(self, letter: str) -> None:
        """Do what `letter` is for, to the selected row."""
        row = self.selected()
        act = self._letters.get(fold(letter))
        if row is not None and act is not None:
            act(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take letters here; a letter held down counts once, and no letter searches the list."""
        if not self.take(event):
            super().keyPressEvent(event)

    def take(self, event: QKeyEvent) -> bool:
        """Do what a letter typed here or around the list is for; False if it is no letter."""
        text = event.text()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if plain and len(text) == 1 and text.isalnum():
            if not event.isAutoRepeat():
                self.type_letter(text)
            event.accept()
            return True
        return False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take each letter an input method has finished."""
        for letter in event.commitString():
            self.type_letter(letter)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ask the input method for plain keys: it would wait for a second letter."""
        super().focusInEvent(event)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
