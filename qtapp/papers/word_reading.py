"""Word files from outside: opened within limits, and what a run or paragraph looks like in the end."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qtapp.domain.errors import FileUnreadable, WordUnreadable

_MOST_BYTES = 20 << 20
_MOST_UNPACKED = 200 << 20
_MOST_PARTS = 5_000
_MOST_PARAGRAPHS = 50_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How .doc files begin, and .docx files under a password."""
_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def open_word(path: Path) -> Any:
    """Return the python-docx document in a file.

    Raises FileUnreadable, or WordUnreadable with the reason: "old" (a .doc, or under a password),
    "other" (no Word file), "large", "damaged".
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise WordUnreadable(str(path), "large")
        content = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(str(path)) from error
    if content.startswith(_OLE):
        raise WordUnreadable(str(path), "old")
    _check_parts(content, str(path))
    return _parsed(content, str(path))


def _check_parts(content: bytes, path: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as error:
        kind = "damaged" if content.startswith(b"PK") else "other"
        raise WordUnreadable(path, kind) from error
    if len(parts) > _MOST_PARTS or sum(each.file_size for each in parts) > _MOST_UNPACKED:
        raise WordUnreadable(path, "large")
    if _BODY not in {each.filename for each in parts}:
        raise WordUnreadable(path, "other")


def _parsed(content: bytes, path: str) -> Any:
    from docx import Document  # noqa: PLC0415 - 60 ms, only for Word
    from docx.opc.exceptions import OpcError  # noqa: PLC0415 - as above
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # noqa: PLC0415 - as above

    try:
        document = Document(io.BytesIO(content))
        count = sum(1 for _ in document.element.body.iter(f"{_W}p"))
    except (OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise WordUnreadable(path, "damaged") from error
    if count > _MOST_PARAGRAPHS:
        raise WordUnreadable(path, "large")
    return document


def paragraphs(document: Any) -> Iterator[Any]:
    """Yield every paragraph of the body in reading order, those inside tables too."""
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - as above

    for element in document.element.body.iter(f"{_W}p"):
        yield Paragraph(element, document)


def cell_of(paragraph: Any) -> Any:
    """Return the element of the cell a paragraph stands in; None outside tables."""
    return next(paragraph._p.iterancestors(f"{_W}tc"), None)  # noqa: SLF001 - no public way


def is_in_table(paragraph: Any) -> bool:
    """Whether a paragraph stands in a cell."""
    return cell_of(paragraph) is not None


class Looks:
    """What runs and paragraphs look like once styles and defaults are counted in."""

    def __init__(self, document: Any) -> None:
        self._document = document
        styles = document.styles.element
        self._defaults = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self._spacing = styles.find(f"{_W}docDefaults/{_W}pPrDefault/{_W}pPr")
        self._theme = _theme_fonts(document)

    def font(self, run: Any, paragraph: Any) -> str:
        """Return the name of a run's font; "" if the file does not say."""
        for properties in self._layers(run, paragraph):
            fonts = properties.find(f"{_W}rFonts")
            if fonts is None:
                continue
            named = fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi")
            if named:
                return str(named)
            theme = fonts.get(f"{_W}asciiTheme") or fonts.get(f"{_W}hAnsiTheme")
            if theme:
                return self._theme.get(theme[:5], "")
        return ""

    def size(self, run: Any, paragraph: Any) -> float:
        """Return a run's size in pt; 10, Word's own, if the file does not say."""
        for properties in self._layers(run, paragraph):
            size = properties.find(f"{_W}sz")
            if size is not None:
                return int(size.get(f"{_W}val", "20")) / 2
        return 10.0

    def has(self, mark: str, run: Any, paragraph: Any) -> bool:
        """Whether a run is bold ("b"), italic ("i") or underlined ("u")."""
        for properties in self._layers(run, paragraph):
            found = properties.find(f"{_W}{mark}")
            if found is not None:
                return found.get(f"{_W}val", "true") not in {"0", "false", "none", "off"}
        return False

    def colour(self, run: Any, paragraph: Any) -> str:
        """Return a run's colour as six hexadecimal digits; 000000 if the file leaves it to the reader."""
        for properties in self._layers(run, paragraph):
            found = properties.find(f"{_W}color")
            if found is not None:
                value = str(found.get(f"{_W}val", "auto"))
                return value if _COLOUR.fullmatch(value) else "000000"
        return "000000"

    def between(self, paragraph: Any) -> float:
        """Return the space before and after a paragraph, in pt."""
        return sum(self._length("spacing", side, paragraph) for side in ("before", "after")) / 20

    def first_line_indent(self, paragraph: Any) -> float:
        """Return how far the first line of a paragraph stands in from the margin, in pt."""
        first, left = (self._length("ind", side, paragraph) for side in ("firstLine", "left"))
        return (first + left - self._length("ind", "hanging", paragraph)) / 20

    def is_listed(self, paragraph: Any) -> bool:
        """Whether Word numbers a paragraph or puts a mark before it."""
        return any(
            each.find(f"{_W}numPr") is not None for each in self._paragraph_layers(paragraph)
        )

    def _length(self, kind: str, side: str, paragraph: Any) -> float:
        for properties in self._paragraph_layers(paragraph):
            found = properties.find(f"{_W}{kind}")
            if found is not None and found.get(f"{_W}{side}"):
                return float(found.get(f"{_W}{side}"))
        return 0.0

    def line_spacing(self, paragraph: Any) -> tuple[float, bool]:
        """Return a paragraph's line spacing: points and True if exact, else lines and False."""
        for properties in self._paragraph_layers(paragraph):
            spacing = properties.find(f"{_W}spacing")
            if spacing is not None and spacing.get(f"{_W}line"):
                value = float(spacing.get(f"{_W}line"))
                if spacing.get(f"{_W}lineRule") == "exact":
                    return value / 20, True
                return value / 240, False
        return 1.0, False

    def alignment(self, paragraph: Any) -> str:
        """Return a paragraph's alignment: left, center, right, both."""
        for properties in self._paragraph_layers(paragraph):
            found = properties.find(f"{_W}jc")
            if found is not None:
                return str(found.get(f"{_W}val", "left"))
        return "left"

    def _layers(self, run: Any, paragraph: Any) -> Iterator[Any]:
        """Yield the run properties from the nearest to the farthest."""
        own = run._r.rPr  # noqa: SLF001 - as above
        if own is not None:
            yield own
            style = own.find(f"{_W}rStyle")
            if style is not None:
                yield from self._styles(style.get(f"{_W}val"), "rPr")
        yield from self._styles(_style_id(paragraph), "rPr")
        if self._defaults is not None:
            yield self._defaults

    def _paragraph_layers(self, paragraph: Any) -> Iterator[Any]:
        own = paragraph._p.pPr  # noqa: SLF001 - as above
        if own is not None:
            yield own
        yield from self._styles(_style_id(paragraph), "pPr")
        if self._spacing is not None:
            yield self._spacing

    def _styles(self, style_id: str | None, part: str) -> Iterator[Any]:
        """Yield a style's properties and those of the styles it is based on."""
        seen: set[str | None] = set()
        element = self._style(style_id)
        while element is not None and element.get(f"{_W}styleId") not in seen:
            seen.add(element.get(f"{_W}styleId"))
            properties = element.find(f"{_W}{part}")
            if properties is not None:
                yield properties
            based = element.find(f"{_W}basedOn")
            element = None if based is None else self._style(based.get(f"{_W}val"))

    def _style(self, style_id: str | None) -> Any:
        for each in self._document.styles.element.iterfind(f"{_W}style"):
            if each.get(f"{_W}styleId") == style_id:
                return each
            plain = each.get(f"{_W}type") == "paragraph" and each.get(f"{_W}default") == "1"
            if style_id is None and plain:
                return each
        return None


def _style_id(paragraph: Any) -> str | None:
    own = paragraph._p.pPr  # noqa: SLF001 - as above
    found = None if own is None else own.find(f"{_W}pStyle")
    return None if found is None else found.get(f"{_W}val")


def _theme_fonts(document: Any) -> dict[str, str]:
    """Return the theme's fonts by the first five letters of their names: major, minor."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - as above

    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/theme"):
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(relation.target_part.blob, parser)
        return {
            word: each.get("typeface", "")
            for word in ("major", "minor")
            for each in root.iterfind(f".//{_A}{word}Font/{_A}latin")
        }
    return {}
