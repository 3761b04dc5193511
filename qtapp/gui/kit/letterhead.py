"""The head block of a paper as it will be printed, while its lines are being typed."""

from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qtapp.domain.vietnamese import dated_line
from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr

_FAMILIES = ["Times New Roman", "Tinos", "Liberation Serif", "Noto Serif", "serif"]
_INK = "#1a1a1a"
_PAPER = "#ffffff"
_EDGE = "#cfc9c0"
_LEFT = 0.42
"""Share of the width the unit's own lines take; HD 05-HD/VPTW leaves the rest to the title."""


class LetterheadPreview(QWidget):
    """The top of a sheet of paper: white in the dark theme too, since paper is."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._lines = ("", "", "")
        self.setAccessibleName(tr("Xem trước phần đầu văn bản"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_lines(self, upper: str, own: str, place: str) -> None:
        """Show these lines; what is not written yet stands there as dots."""
        self._lines = (upper.upper(), own.upper(), place)
        self.setAccessibleDescription(", ".join(line for line in self._lines if line))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a strip as wide as a line of text."""
        return QSize(theme.em(34), self.heightForWidth(theme.em(34)))

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which the lines can be read."""
        return QSize(theme.em(22), self.heightForWidth(theme.em(22)))

    def hasHeightForWidth(self) -> bool:
        """Return True: the letters follow the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the strip at `width`, which is never wider than it may be."""
        return round(min(width, self.maximumWidth()) * 0.27)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper and its lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(_EDGE))
        painter.setBrush(QColor(_PAPER))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setPen(QColor(_INK))
        upper, own, place = self._lines
        unit = self.width() / 46
        left, split = unit * 1.2, self.width() * _LEFT
        right, step = self.width() - unit * 1.2, unit * 2.05
        top = unit * 1.4
        painter.setFont(_font(unit * 1.3))
        _centred(painter, left, split, top, upper or "…………………")
        painter.setFont(_font(unit * 1.3, bold=True))
        _centred(painter, left, split, top + step, own or "…………………")
        _centred(painter, left, split, top + 2 * step, "*")
        painter.setFont(_font(unit * 1.4, bold=True))
        wide = _centred(painter, split, right, top, "ĐẢNG CỘNG SẢN VIỆT NAM")
        middle, line = (split + right) / 2, top + step * 0.95
        painter.drawLine(
            round(middle - wide / 2), round(line), round(middle + wide / 2), round(line)
        )
        painter.setFont(_font(unit * 1.3, italic=True))
        _centred(painter, split, right, top + 3 * step, dated_line(place or "…………", self._today))
        painter.setFont(_font(unit * 1.3))
        _centred(painter, left, split, top + 3 * step, "Số 01-KH/…")
        painter.end()


def _font(pixels: float, *, bold: bool = False, italic: bool = False) -> QFont:
    font = QFont(_FAMILIES)
    font.setPixelSize(max(6, round(pixels)))
    font.setBold(bold)
    font.setItalic(italic)
    return font


def _centred(painter: QPainter, left: float, right: float, top: float, text: str) -> float:
    """Draw `text` in the middle between two edges, narrowed if it is too long; return its width."""
    font = painter.font()
    wide = painter.fontMetrics().horizontalAdvance(text)
    room = right - left
    if wide > room:
        font.setStretch(max(50, round(100 * room / wide)))
        painter.setFont(font)
        wide = painter.fontMetrics().horizontalAdvance(text)
    high = painter.fontMetrics().height()
    painter.drawText(
        round(left), round(top), round(room), round(high), Qt.AlignmentFlag.AlignHCenter, text
    )
    return float(wide)
