"""A combo box that says with an ellipsis where its words are cut, and then tells them in full."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QToolTip

from qtapp.gui.kit import theme

_NARROWEST = 9
"""Letter heights below which it does not shrink."""


class Combo(QComboBox):
    """QComboBox, whose words may be wider than the room there is."""

    def shown_text(self) -> str:
        """Return the words as they are drawn."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        whole = self._whole_text()
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        return self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room.width() - 2)

    def minimumSizeHint(self) -> QSize:
        """Return a width that leaves room for the first words."""
        least = super().minimumSizeHint()
        return QSize(min(least.width(), theme.em(_NARROWEST)), least.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box with the words that fit."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_text()  # type: ignore[attr-defined]
        if self.currentIndex() < 0:
            quiet = self.palette().brush(QPalette.ColorRole.PlaceholderText)
            option.palette.setBrush(QPalette.ColorRole.ButtonText, quiet)  # type: ignore[attr-defined]
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def event(self, event: QEvent) -> bool:
        """Tell words that are cut in full under the mouse."""
        whole = self._whole_text()
        if isinstance(event, QHelpEvent) and self.shown_text() != whole:
            QToolTip.showText(event.globalPos(), whole, self)
            return True
        return super().event(event)

    def _whole_text(self) -> str:
        return self.currentText() if self.currentIndex() >= 0 else self.placeholderText()
