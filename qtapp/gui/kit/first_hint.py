"""One quiet line on the first visit to a screen: what it is for, and where more can be read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Banner, button, clear


class FirstHint(QWidget):
    """Hidden until it has something to say. `understood` brings the name of the screen, once."""

    understood = Signal(str)
    guide_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._screen = ""
        self._column = QVBoxLayout(self)
        side = theme.em(theme.HUGE)
        self._column.setContentsMargins(side, theme.em(theme.SMALL), side, 0)
        self.hide()

    def say(self, screen: str, words: str) -> None:
        """Show `words` about `screen`."""
        self._screen = screen
        clear(self._column)
        banner = Banner("note", words, tr("Đã hiểu"), self.leave)
        more = button(tr("Xem thêm (F1)"), self.guide_wanted.emit, role="quiet")
        banner.layout().addWidget(more)  # type: ignore[union-attr]
        self._column.addWidget(banner)
        self.show()

    def leave(self) -> None:
        """Go for ever: what was said has been read, or passed by."""
        screen, self._screen = self._screen, ""
        self.hide()
        if screen:
            self.understood.emit(screen)
