"""The serif family of papers: Times New Roman where the system has it, else the bundled Tinos."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from qtapp.domain.errors import MissingGlyphs
from qtapp.domain.vietnamese import nfc
from qtapp.paths import resource

_TIMES = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
_TINOS = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")
_STEP = 4.0


class Family(Struct, frozen=True, kw_only=True):
    """The names under which reportlab knows the four faces."""

    regular: str
    bold: str
    italic: str
    bold_italic: str


def font_files(folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the four faces: the first folder with all of Times New Roman, else Tinos."""
    for folder in folders:
        found = tuple(folder / name for name in _TIMES)
        if all(path.is_file() for path in found):
            return found
    return tuple(resource(f"fonts/{name}") for name in _TINOS)


def use_family(folders: Sequence[Path] = ()) -> Family:
    """Register the family with reportlab, once per set of files, and return its names.

    `folders` are where this system may keep Times New Roman.
    """
    from reportlab import rl_config  # noqa: PLC0415 - 100 ms, only when a paper is made
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - as above
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 - as above

    files = font_files(folders)
    names = [path.stem for path in files]
    for name, path in zip(names, files, strict=True):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(names[0], *names)
    # Without this every page refers to a Helvetica that is not embedded.
    rl_config.canvas_basefontname = names[0]
    return Family(regular=names[0], bold=names[1], italic=names[2], bold_italic=names[3])


def checked(family: Family, texts: Iterable[str]) -> None:
    """Raise MissingGlyphs if the family cannot draw every letter of `texts`."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - as above

    faces: list[Any] = [pdfmetrics.getFont(name) for name in (family.regular, family.bold)]
    faces.append(pdfmetrics.getFont(family.italic))
    known = set(faces[0].face.charToGlyph).intersection(*(each.face.charToGlyph for each in faces))
    missing: set[str] = set()
    where = ""
    for text in texts:
        here = {each for each in nfc(text) if ord(each) not in known and not each.isspace()}
        where = where or (text if here else "")
        missing |= here
    if missing:
        raise MissingGlyphs("".join(sorted(missing)), " ".join(where.split()))


def width(text: str, font: str, size: float) -> float:
    """Return how wide `text` is, in pt."""
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - as above

    return float(pdfmetrics.stringWidth(text, font, size))


def wrapped(text: str, font: str, size: float, room: float) -> list[str]:
    """Return the lines of `text` that fit into `room` pt; a longer word is cut where it must be.

    Letters come composed (decomposed marks would be drawn beside them), white space as single blanks.
    """
    text = " ".join(nfc(text).split())
    if width(text, font, size) <= room:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, font, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while width(word, font, size) > room:
            cut = next(i for i in range(len(word), 0, -1) if width(word[:i], font, size) <= room)
            lines.append(word[:cut])
            word = word[cut:]  # noqa: PLW2901 - the rest of the word goes on the next line
        line = word
    return [*lines, line] if line else lines


@lru_cache(maxsize=512)  # each block is laid out twice: to be measured, and to be drawn
def balanced(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Return the lines of `text` as `wrapped` does, about equally long: for titles and names."""
    lines = wrapped(text, font, size, room)
    if len(lines) == 1:
        return tuple(lines)
    least = max(width(word, font, size) for word in text.split(" "))
    # The narrowest room, in steps, that needs no line more.
    fits, too_narrow = 0, int((room - least) // _STEP) + 1
    while too_narrow - fits > 1:
        middle = (fits + too_narrow) // 2
        narrower = wrapped(text, font, size, room - middle * _STEP)
        if len(narrower) > len(lines):
            too_narrow = middle
        else:
            fits, lines = middle, narrower
    return tuple(lines)
