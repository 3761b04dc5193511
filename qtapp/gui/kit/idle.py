"""Nobody there: a signal after a while without keys or mouse, for locking the book."""

from time import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_SIGNS_OF_LIFE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
}


class Idle(QObject):
    """Watches every window that gets the focus.

    It looks at windows, which see few events, not at widgets, which see thousands.
    """

    came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.came)
        QGuiApplication.instance().focusWindowChanged.connect(self._watch)  # type: ignore[union-attr]
        self._watch(QGuiApplication.focusWindow())

    def start(self, minutes: float) -> None:
        """Send `came` after `minutes` without a sign of life; 0 means never."""
        self._timer.stop()
        if minutes > 0:
            self._last = time()
            self._timer.start(round(minutes * 60_000))

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Begin to count anew at every sign of life."""
        if event.type() in _SIGNS_OF_LIFE:
            self._note_life()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self._note_life()

    def _note_life(self) -> None:
        if not self._timer.isActive():
            return
        before, self._last = self._last, time()
        if self._last - before > self._timer.interval() / 1000:
            # The computer slept, and timers stood still: the time is over all the same.
            self._timer.stop()
            self.came.emit()
        else:
            self._timer.start()
