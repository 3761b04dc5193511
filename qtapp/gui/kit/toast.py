"""Toasts: a quiet word at the foot of the window after something is done, with a way to undo it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.words import label

_STAYS_MS = 6_000
_STAYS_WITH_UNDO_MS = 15_000


def say(owner: QWidget, text: str, undo: Callable[[], None] | None = None) -> "Toast":
    """Say `text` at the foot of the window of `owner`, with an offer to undo if there is a way."""
    window = owner.window()
    for old in window.findChildren(Toast):
        old.leave()
    return Toast(window, text, undo)


class Toast(QFrame):
    """One message; it stays while the mouse is over it or its button has the focus."""

    def __init__(self, window: QWidget, text: str, undo: Callable[[], None] | None) -> None:
        super().__init__(window)
        self._undo = undo
        self.setProperty("role", "toast")
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        pad = theme.em(theme.MEDIUM)
        row.setContentsMargins(theme.em(theme.LARGE), pad, pad, pad)
        row.setSpacing(theme.em(theme.LARGE))
        row.addWidget(label(text, wrap=False))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave_unless_needed)
        if undo is not None:
            self.button = QPushButton(tr("&Hoàn tác"), self)
            self.button.clicked.connect(self.take_back)
            row.addWidget(self.button)
            shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self.take_back)
        else:
            row.addSpacing(pad)
        window.installEventFilter(self)
        self._settle()
        self.show()
        self.raise_()
        self._timer.start(_STAYS_MS if undo is None else _STAYS_WITH_UNDO_MS)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def take_back(self) -> None:
        """Undo what was said."""
        undo, self._undo = self._undo, None
        self.leave()
        if undo is not None:
            undo()

    def leave(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay for as long as somebody is looking."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Start counting again."""
        self._timer.start(_STAYS_MS)
        super().leaveEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep to the foot of the window."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return False

    def _leave_unless_needed(self) -> None:
        focus = QApplication.focusWidget()
        if focus and self.isAncestorOf(focus):
            self._timer.start(_STAYS_MS)
        else:
            self.leave()

    def _settle(self) -> None:
        room = self.window().rect()
        self.adjustSize()
        size = self.size().boundedTo(room.size())
        left = (room.width() - size.width()) // 2
        top = room.height() - size.height() - theme.em(theme.LARGE)
        self.setGeometry(QRect(QPoint(left, top), size))
