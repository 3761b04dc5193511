"""A drawing on paper: the same shapes as on the screen, in greys and hatching that a black printer keeps apart."""

import io
from typing import Any

from qtapp.domain.drawing import Box, Drawing, Ink, Stroke, Words
from qtapp.domain.vietnamese import nfc
from qtapp.papers.fonts import Family, width
from qtapp.papers.pictures import page_png
from qtapp.papers.rules import MM

_GREYS = {
    Ink.WORDS: 0.0,
    Ink.QUIET: 0.35,
    Ink.GROUND: 0.86,
    Ink.MAIN: 0.3,
    Ink.GOOD: 0.3,
    Ink.WARN: 0.0,
}
_LINE = 0.09
_HATCH = 0.45
"""Between two lines of a hatching, in heights of a letter."""
_PICTURE_DPI = 300


def drawing_height(drawing: Drawing, room: float) -> float:
    """Return how high a drawing is, in pt, where it is `room` pt wide."""
    return drawing.height * room / drawing.width


def draw_drawing(canvas: Any, family: Family, drawing: Drawing, room: float) -> None:
    """Draw on a reportlab canvas whose origin is the drawing's lower left corner, `room` pt wide."""
    unit = room / drawing.width
    canvas.saveState()
    canvas.translate(0, drawing.height * unit)
    canvas.scale(unit, -unit)
    for shape in drawing.shapes:
        grey = _GREYS[shape.ink]
        canvas.setStrokeGray(grey)
        canvas.setFillGray(grey)
        match shape:
            case Box():
                _box(canvas, shape)
            case Stroke():
                _stroke(canvas, shape)
            case Words():
                _words(canvas, family, shape)
    canvas.restoreState()


def drawing_png(drawing: Drawing, family: Family, room: float) -> bytes:
    """Return the same as a picture for Word, `room` pt wide, at the resolution of a printer."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - 100 ms, only for a paper

    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(room, drawing_height(drawing, room)), invariant=1)
    draw_drawing(canvas, family, drawing, room)
    canvas.save()
    return page_png(page.getvalue(), 0, round(room / MM / 25.4 * _PICTURE_DPI))


def _box(canvas: Any, box: Box) -> None:
    if box.ink is not Ink.WARN:
        canvas.rect(box.x, box.y, box.width, box.height, stroke=0, fill=1)
        return
    canvas.setLineWidth(_LINE)
    canvas.setFillGray(1)
    canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=1)
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(box.x, box.y, box.width, box.height)
    canvas.clipPath(clip, stroke=0, fill=0)
    at = box.x - box.height
    while at < box.x + box.width:
        canvas.line(at, box.y + box.height, at + box.height, box.y)
        at += _HATCH
    canvas.restoreState()


def _stroke(canvas: Any, stroke: Stroke) -> None:
    canvas.setLineWidth(2 * _LINE if stroke.ink is Ink.MAIN else _LINE)
    canvas.setDash([0.4, 0.3] if stroke.dashed else [])
    path = canvas.beginPath()
    path.moveTo(*stroke.points[0])
    for point in stroke.points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.setDash([])


def _words(canvas: Any, family: Family, words: Words) -> None:
    text = _cut(nfc(words.text), family.regular, words.width)
    spare = words.width - width(text, family.regular, 1)
    canvas.saveState()
    canvas.translate(words.x + spare * (words.side + 1) / 2, words.y)
    canvas.scale(1, -1)
    canvas.setFont(family.regular, 1)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def _cut(text: str, font: str, room: float) -> str:
    """Return `text`, with an ellipsis for what does not fit into `room` heights of a letter."""
    if width(text, font, 1) <= room:
        return text
    while text and width(f"{text}…", font, 1) > room:
        text = text[:-1].rstrip()
    return f"{text}…"
