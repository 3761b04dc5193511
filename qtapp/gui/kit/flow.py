"""A row that breaks into several where the window is narrow or the letters are large."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QGridLayout, QLayoutItem, QWidget

from qtapp.gui.kit import theme


class Flow(QGridLayout):
    """Items from left to right at their natural size, as many to a line as fit.

    A grid whose own list stays empty, for one thing: such a grid wants no more room than its items need, which a
    layout of our own could only say in members of `Qt` (`numbers`).
    """

    def __init__(self, parent: QWidget | None = None, *, right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._right = right
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.em(theme.SMALL))

    def addItem(self, item: QLayoutItem) -> None:  # type: ignore[override]
        """Take `item` as the last."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Take an item away and return it."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Return True: a narrow row is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the items need at `width`."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put the items into `rect`."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the size of one unbroken line."""
        sizes = [item.sizeHint() for item in self._visible()]
        gaps = self.spacing() * max(0, len(sizes) - 1)
        return QSize(
            sum(size.width() for size in sizes) + gaps,
            max((size.height() for size in sizes), default=0),
        )

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._visible():
            size = size.expandedTo(item.minimumSize())
        return size

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Break the items into lines, place them if asked, and return the height in all."""
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._visible():
            wide = item.sizeHint().width()
            if lines[-1] and used + self.spacing() + wide > rect.width():
                lines.append([])
                used = 0
            used += wide + (self.spacing() if lines[-1] else 0)
            lines[-1].append(item)
        top = rect.top()
        for line in lines:
            high = max((item.sizeHint().height() for item in line), default=0)
            if move:
                self._place(line, QRect(rect.left(), top, rect.width(), high))
            top += high + self.spacing()
        return max(0, top - self.spacing() - rect.top())

    def _place(self, line: list[QLayoutItem], rect: QRect) -> None:
        widths = [min(item.sizeHint().width(), rect.width()) for item in line]
        whole = sum(widths) + self.spacing() * max(0, len(line) - 1)
        left = rect.right() + 1 - whole if self._right else rect.left()
        for item, width in zip(line, widths, strict=True):
            item.setGeometry(QRect(QPoint(left, rect.top()), QSize(width, rect.height())))
            left += width + self.spacing()
