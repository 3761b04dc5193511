"""Things side by side, or one under the other where the window is narrow or the letters are large."""

from collections.abc import Sequence

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from qtapp.gui.kit import theme


class Columns(QWidget):
    """A wide column at the left, a narrow one at the right; `left` and `right` take the content."""

    def __init__(self, *, wide: int = 5, narrow: int = 3, side_by_side: float = 50) -> None:
        super().__init__()
        self._side_by_side = side_by_side
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.em(theme.LARGE))
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        for column, share in ((self.left, wide), (self.right, narrow)):
            column.setSpacing(theme.em(theme.MEDIUM))
            top = QVBoxLayout()
            top.setSpacing(0)
            top.addLayout(column)
            top.addStretch(1)
            self._row.addLayout(top, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between side by side and one under the other."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        fits = self.width() >= theme.em(self._side_by_side)
        self._row.setDirection(direction.LeftToRight if fits else direction.TopToBottom)


class Shelf(QWidget):
    """A few fields of one row, each as wide as the next."""

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        super().__init__()
        self._widgets = widgets
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.em(theme.LARGE))
        for widget in widgets:
            self._row.addWidget(widget, 1, QtCore.Qt.AlignmentFlag.AlignTop)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest, so that the row may be broken up."""
        widest = max((_least(each) for each in self._widgets), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between side by side and one under the other."""
        super().resizeEvent(event)
        need = sum(_least(each) for each in self._widgets)
        fits = self.width() >= need + self._row.spacing() * (len(self._widgets) - 1)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if fits else direction.TopToBottom)


def _least(widget: QWidget) -> int:
    return max(widget.minimumSizeHint().width(), widget.minimumWidth())
