"""A drawing on the screen, in the letters and colours of the app."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from qtapp.domain.drawing import Box, Drawing, Ink, Stroke, Words
from qtapp.gui.kit import theme


class Chart(QWidget):
    """Shows a drawing at the size of the app's letters; a screen reader hears its words."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.drawing = drawing
        self.setAccessibleName(drawing.title)
        self.setAccessibleDescription(drawing.spoken())
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return the size of the drawing."""
        unit = theme.em()
        return QSize(round(self.drawing.width * unit), round(self.drawing.height * unit))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw every shape."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = float(theme.em())
        for shape in self.drawing.shapes:
            match shape:
                case Box():
                    box = _scaled(QRectF(shape.x, shape.y, shape.width, shape.height), unit)
                    colour = _colour(shape.ink)
                    if shape.ink is Ink.WARN:  # as on paper: told apart without its colour
                        painter.setPen(colour)
                        painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
                        painter.drawRect(box)
                    else:
                        painter.fillRect(box, colour)
                case Stroke():
                    pen = QPen(_colour(shape.ink), max(1.0, unit * 0.12))
                    pen.setStyle(Qt.PenStyle.DashLine if shape.dashed else Qt.PenStyle.SolidLine)
                    painter.setPen(pen)
                    painter.drawPolyline(
                        QPolygonF([QPointF(x * unit, y * unit) for x, y in shape.points])
                    )
                case Words():
                    _write(painter, shape, unit)
        painter.end()


def _write(painter: QPainter, words: Words, unit: float) -> None:
    metrics = QFontMetricsF(painter.font())
    room = words.width * unit
    text = metrics.elidedText(words.text, Qt.TextElideMode.ElideRight, room)
    spare = room - metrics.horizontalAdvance(text)
    left = words.x * unit + spare * (words.side + 1) / 2
    painter.setPen(_colour(words.ink))
    painter.drawText(QPointF(left, words.y * unit), text)


def _scaled(box: QRectF, unit: float) -> QRectF:
    return QRectF(box.x() * unit, box.y() * unit, box.width() * unit, box.height() * unit)


def _colour(ink: Ink) -> QColor:
    return QColor(getattr(theme.colours(), ink.value))
