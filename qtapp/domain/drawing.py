"""A drawing as plain shapes, so that screen and paper show the same one."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct


class Ink(StrEnum):
    """What a colour is for; nothing is said by it alone."""

    WORDS = "ink"
    QUIET = "muted"
    GROUND = "line"
    MAIN = "note"
    GOOD = "good"
    WARN = "warn"


class Box(Struct, frozen=True, kw_only=True):
    """A filled rectangle from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


class Stroke(Struct, frozen=True, kw_only=True):
    """A straight line from point to point, each (x, y)."""

    points: tuple[tuple[float, float], ...]
    ink: Ink
    dashed: bool = False


class Words(Struct, frozen=True, kw_only=True):
    """One line of words in a place `width` wide whose letters stand on `y`; `side` -1 left, 0 middle, 1 right.

    What is too long for the place is cut with an ellipsis.
    """

    x: float
    y: float
    width: float
    text: str
    side: int = -1
    ink: Ink = Ink.WORDS


Shape = Box | Stroke | Words


class Drawing(Struct, frozen=True, kw_only=True):
    """Shapes on a surface; every measure in heights of an ordinary letter, y downwards."""

    title: str
    width: float
    height: float
    shapes: Sequence[Shape]
    """Drawn in this order."""

    def spoken(self) -> str:
        """Return the words of the drawing in their order, for those who hear it."""
        return "; ".join(each.text for each in self.shapes if isinstance(each, Words))
