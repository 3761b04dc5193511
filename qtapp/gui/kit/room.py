"""Making do with the room there is: words cut with an ellipsis, and one area that scrolls."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from qtapp.gui.kit import theme


class OneLine(QLabel):
    """Words on one line, cut with an ellipsis where it is too short; all of them stand in the tip."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(theme.em(4), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell all of it where it cannot be read."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self._shown() != self.text() else "")

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(
            self.contentsRect(),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            self._shown(),
        )
        painter.end()

    def _shown(self) -> str:
        letters, room = self.fontMetrics(), self.contentsRect().width()
        return letters.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)


class ShortCombo(QComboBox):
    """A combo box that cuts the chosen words with an ellipsis instead of in the middle of a letter."""

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the frame and as much of the words as there is room for."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.fontMetrics().elidedText(  # type: ignore[attr-defined]
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - theme.em(0.3)
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def at_most(dialog: QWidget, width: float, height: float) -> None:
    """Give a dialog a size in letter heights, or what the screen leaves of it."""
    room = dialog.screen().availableSize()
    dialog.resize(
        min(theme.em(width), round(room.width() * 0.9)),
        min(theme.em(height), round(room.height() * 0.88)),
    )


def scrolling(inside: QWidget) -> QScrollArea:
    """Return an area in which `inside` scrolls up and down where there is too little room."""
    inside.setObjectName("pageBody")
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made
