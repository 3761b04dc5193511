"""An SVG drawing as a Windows icon, in every size Windows asks for, or as the wizard's picture."""

import os
import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""Dots on a side: those of 100 to 200 % letters, and the largest one Windows shows."""

_LARGE = 256
_RED = "#b3261e"  # of resources/icons/app.svg
_HEADER = struct.Struct("<HHH")
_ENTRY = struct.Struct("<BBBBHHII")
_BITMAP = struct.Struct("<IiiHHIIiiII")


def icon(pictures: dict[int, bytes]) -> bytes:
    """Return an .ico of `pictures`, each under the length of its side."""
    place = _HEADER.size + _ENTRY.size * len(pictures)
    entries, bodies = [], []
    for side, body in sorted(pictures.items()):
        shown = side % _LARGE  # 256 is written as 0
        entries.append(_ENTRY.pack(shown, shown, 0, 0, 1, 32, len(body), place))
        bodies.append(body)
        place += len(body)
    return b"".join([_HEADER.pack(0, 1, len(pictures)), *entries, *bodies])


def bitmap(side: int, dots: bytes) -> bytes:
    """Return `dots` (blue, green, red, alpha; from the top) as Windows wants them inside an .ico."""
    rows = [dots[row * side * 4 : (row + 1) * side * 4] for row in reversed(range(side))]
    mask = bytes(side * ((side + 31) // 32 * 4))  # the alpha says it already
    header = _BITMAP.pack(_BITMAP.size, side, side * 2, 1, 32, 0, len(dots), 0, 0, 0, 0)
    return b"".join([header, *rows, mask])


def draw(drawing: Path) -> bytes:
    """Return `drawing` as an .ico."""
    renderer = QSvgRenderer(QByteArray(drawing.read_bytes()))
    pictures = {}
    for side in SIZES:
        image = QImage(side, side, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        if side == _LARGE:
            pictures[side] = _saved(image, "PNG")
        else:
            pictures[side] = bitmap(side, bytes(image.constBits()))
    return icon(pictures)


def side_picture(drawing: Path) -> bytes:
    """Return the picture at the left of the wizard's first and last page, `drawing` on its own red."""
    image = QImage(164, 314, QImage.Format.Format_RGB888)
    image.fill(QColor(_RED))
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.read_bytes())).render(painter, QRectF(28, 60, 108, 108))
    painter.end()
    return _saved(image, "BMP")


def _saved(image: QImage, kind: str) -> bytes:
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(written.data())


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication([])
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.write_bytes(side_picture(source) if target.suffix == ".bmp" else draw(source))
