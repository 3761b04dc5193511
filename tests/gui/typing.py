"""Typing as people in Vietnam do. QTest aborts the process at letters outside Latin-1; this does not."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Send each letter of `text` as a key, as Unikey does."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(widget, event)


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press and release one key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, modifier))


def compose(widget: QWidget, unfinished: str, finished: str = "") -> None:
    """Show `unfinished` letters as an input method does, after committing the `finished` ones."""
    event = QInputMethodEvent(unfinished, [])
    event.setCommitString(finished)
    QCoreApplication.sendEvent(widget, event)
