"""What a person is to look at next, brought into sight in everything around it that scrolls."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from qtapp.gui.kit import theme


def bring_into_sight(widget: QWidget) -> None:
    """Scroll to `widget`, once it has taken the room that its new words need."""

    def scroll() -> None:
        around = widget.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(widget, 0, theme.em(theme.SMALL))
            around = around.parentWidget()

    QTimer.singleShot(0, widget, scroll)
