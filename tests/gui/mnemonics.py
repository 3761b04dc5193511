"""The letters that Alt reaches: no two things on sight may share one."""

from collections import Counter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabBar, QWidget


def clashes(window: QWidget) -> list[str]:
    """Return the keys that more than one visible thing answers to."""
    texts: list[str] = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QAbstractButton) or (
            isinstance(widget, QLabel) and widget.buddy() is not None
        ):
            texts.append(widget.text())
        elif isinstance(widget, QTabBar):
            texts.extend(widget.tabText(i) for i in range(widget.count()) if widget.isTabVisible(i))
    keys = Counter(QKeySequence.mnemonic(text).toString() for text in texts)
    return [key for key, times in keys.items() if key and times > 1]
