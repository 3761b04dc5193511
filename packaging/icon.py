"""An SVG drawing as a Windows icon: the same picture in every size Windows asks for."""

import os
import struct
import sys
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""Dots on a side: those of 100 to 200 % letters, and the largest one Windows shows."""

_LARGE = 256
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
    """Return `drawing` as an .ico; needs PySide6."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QBuffer, QByteArray, QRectF, Qt  # noqa: PLC0415 - only for drawing
    from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: PLC0415 - see above
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - see above

    app = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(QByteArray(drawing.read_bytes()))
    pictures = {}
    for side in SIZES:
        image = QImage(side, side, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        if side == _LARGE:
            written = QByteArray()
            buffer = QBuffer(written)
            buffer.open(QBuffer.OpenModeFlag.WriteOnly)
            image.save(buffer, "PNG")
            pictures[side] = bytes(written.data())
        else:
            pictures[side] = bitmap(side, bytes(image.constBits()))
    del app
    return icon(pictures)


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(draw(Path(sys.argv[1])))
