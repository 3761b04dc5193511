"""Ctrl+Z in a text: first what was typed in it, then, when nothing is left of that, the book's history."""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QKeyCombination, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

_KEYS = {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}


def is_redo(event: QKeyEvent) -> bool:
    """Whether a key asks to do again what was taken back; Ctrl+Y does on every system, as in Word."""
    qt = QtCore.Qt
    ctrl_y = QKeyCombination(qt.KeyboardModifier.ControlModifier, qt.Key.Key_Y)
    return event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination() == ctrl_y


def undo_beyond(edit: QLineEdit | QPlainTextEdit) -> None:
    """Let `edit` pass on the keys of undo and redo where it has nothing of its own to turn."""
    edit.installEventFilter(_Beyond(edit))


class _Beyond(QObject):
    """Lets a key go by: to the shortcuts, then to what the text stands on."""

    def __init__(self, edit: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Pass on what the text cannot turn itself."""
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        passed = (event.matches(QKeySequence.StandardKey.Undo) and not self._can_undo()) or (
            is_redo(event) and not self._can_redo()
        )
        if passed:
            event.ignore()
        return passed

    def _can_undo(self) -> bool:
        if isinstance(self._edit, QLineEdit):
            return self._edit.isUndoAvailable()
        return self._edit.document().isUndoAvailable()

    def _can_redo(self) -> bool:
        if isinstance(self._edit, QLineEdit):
            return self._edit.isRedoAvailable()
        return self._edit.document().isRedoAvailable()
