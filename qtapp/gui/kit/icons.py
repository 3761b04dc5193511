"""Line icons that take the colour of the words beside them, light or dark, at any size."""

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from qtapp.gui.kit import theme
from qtapp.paths import resource

Tone = Literal["ink", "muted", "accent", "on_accent", "good", "warn", "bad", "note"]
"""What a colour says; never said by the colour alone."""


def icon(name: str, tone: Tone = "ink") -> QIcon:
    """Return the icon `name` of `resources/icons`; it changes colour when the app does."""
    return QIcon(_LineIcon(name, tone))


def ink(tone: Tone) -> str:
    """Return the colour words of this `tone` have now."""
    colours = theme.colours()
    return colours.accent_text if tone == "accent" else str(getattr(colours, tone))


@lru_cache(maxsize=256)
def _drawing(name: str, colour: str) -> QSvgRenderer:
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))


class _LineIcon(QIconEngine):
    """Draws one icon in the colour of the moment; paler when it cannot be used."""

    def __init__(self, name: str, tone: Tone) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw the icon into `rect`, at the left of a wide one: the rest keeps words at a distance."""
        side = min(rect.width(), rect.height())
        square = QRectF(rect.left(), rect.top() + (rect.height() - side) / 2, side, side)
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.45)
        _drawing(self._name, ink(self._tone)).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as dots."""
        drawn = QPixmap(size)
        if size.isEmpty():  # of a widget that has no room yet
            return drawn
        drawn.fill(QColor(0, 0, 0, 0))
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        """Return another engine for the same icon."""
        return _LineIcon(self._name, self._tone)
