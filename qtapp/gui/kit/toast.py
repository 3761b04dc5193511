"""Toasts: a quiet word after something is done, with a way to undo it.

It stands on the line that the open book keeps free for it (`Foot`), so that it covers nothing; where
there is no such line it lies over the foot of the window.
"""

from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QEnterEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.words import label

_STAYS_MS = 6_000
_STAYS_WITH_UNDO_MS = 15_000


class Foot(QFrame):
    """The line under all screens that is kept free for what is said; it grows where the words need two."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.em(theme.LARGE), 0, theme.em(theme.LARGE), theme.em(0.2))
        self._row.setSpacing(theme.em(theme.LARGE))
        self.setMinimumHeight(theme.em(2.7))
        self.unit = label("", "label", wrap=False)
        self.unit.hide()
        self._row.addWidget(self.unit)

    def show_unit(self, name: str) -> None:
        """Say whose book is open, where the list of screens has no room for it."""
        most, letters = theme.em(20), self.unit.fontMetrics()
        if letters.horizontalAdvance(name) <= most:
            self.unit.setText(name)
        else:
            at_the_end = QtCore.Qt.TextElideMode.ElideRight
            self.unit.setText(letters.elidedText(name, at_the_end, most))
        self.unit.setToolTip(name)

    def room(self) -> int:
        """Return the width there is for words."""
        taken = 0 if self.unit.isHidden() else self.unit.sizeHint().width()
        return self.width() - taken

    def take(self, toast: "Toast") -> None:
        """Show `toast` in the middle of the line."""
        self._row.addWidget(toast, 1, QtCore.Qt.AlignmentFlag.AlignCenter)

    def clear(self) -> None:
        """Let what is said go: the user has gone on to another screen."""
        for toast in self.findChildren(Toast):
            toast.leave()


def say(owner: QWidget, text: str, undo: Callable[[], None] | None = None) -> "Toast":
    """Say `text` at the foot of the window of `owner`, with an offer to undo if there is a way."""
    window = owner.window()
    for old in window.findChildren(Toast):
        old.leave()
    return Toast(window, text, undo, _foot_of(owner))


def _foot_of(owner: QWidget) -> Foot | None:
    """Return the line kept free on the way from `owner` up to its window, if any."""
    above: QWidget | None = owner
    while above is not None and not above.isWindow():
        above = above.parentWidget()
        found = None if above is None else above.findChild(Foot)
        if found is not None:
            return found
    return None


class Toast(QFrame):
    """One message; it stays while the mouse is over it or its button has the focus."""

    def __init__(
        self,
        window: QWidget,
        text: str,
        undo: Callable[[], None] | None,
        foot: Foot | None = None,
    ) -> None:
        super().__init__(window)
        self._undo = undo
        self._foot = foot
        self.setProperty("role", "toast")
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        pad = theme.em(theme.MEDIUM if foot is None else 0.15)
        after = theme.em(theme.LARGE) if undo is None else pad
        row.setContentsMargins(theme.em(theme.LARGE), pad, after, pad)
        row.setSpacing(theme.em(theme.LARGE))
        self._words = label(text, wrap=False)
        row.addWidget(self._words)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave_unless_needed)
        if undo is not None:
            self.button = QPushButton(tr("&Hoàn tác"), self)
            self.button.clicked.connect(self.take_back)
            row.addWidget(self.button)
            shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
            shortcut.setContext(QtCore.Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self.take_back)
        if foot is None:
            window.installEventFilter(self)
        else:
            if undo is not None:
                self.button.setProperty("role", "key")
            foot.take(self)
            foot.installEventFilter(self)
        self._settle()
        self.show()
        self.raise_()
        self._timer.start(_STAYS_MS if undo is None else _STAYS_WITH_UNDO_MS)
        # Here, since Python makes a class of each of its kinds of event and role.
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # noqa: PLC0415 - see above

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
        if self._foot is not None:
            self.ensurePolished()
            wide = self._words.fontMetrics().horizontalAdvance(self.accessibleName())
            most = self._foot.room() - theme.em(14)
            self._words.setWordWrap(wide > most)
            self._words.setMinimumWidth(max(0, most) if wide > most else 0)
            return
        room = self.window().rect()
        self.adjustSize()
        size = self.size().boundedTo(room.size())
        left = (room.width() - size.width()) // 2
        top = room.height() - size.height() - theme.em(theme.LARGE)
        self.setGeometry(QRect(QPoint(left, top), size))
