"""The rules of presentation (thể thức) as data: one file per guideline, loaded into values."""

import tomllib
from functools import cache
from typing import Any, Literal

import msgspec
from msgspec import Struct

from qtapp.paths import resource

DEFAULT = "hd05-2026"
MM = 72 / 25.4
"""Points in a millimetre."""


class Page(Struct, frozen=True, kw_only=True):
    """The sheet and its margins, in mm (HD 05-HD/VPTW: 20, 20, 30, 15)."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    number_from_top: float
    tolerance: float

    @property
    def column(self) -> float:
        """The width of the text column, in mm."""
        return self.width - self.left - self.right


class Sizes(Struct, frozen=True, kw_only=True):
    """Letter sizes of the components, in pt."""

    party: float
    unit: float
    number: float
    place_date: float
    type: float
    abstract: float
    letter_abstract: float
    body: float
    table: float
    authority: float
    signer: float
    recipients: float
    recipient: float
    page_number: float
    least: float
    most: float


class Words(Struct, frozen=True, kw_only=True):
    """Fixed words, and the spacing of running text: indent in mm, spaces in pt."""

    party: str
    star: str
    first_line_indent: float
    indent_tolerance: float
    paragraph_space: float
    line_spacing: float
    line_spacing_least: float
    line_spacing_most: float
    hyphens: str
    letter_abstract: str
    font: str


class Part(Struct, frozen=True, kw_only=True):
    """How a part of a paper looks: its line of §2.2, its name, sizes from and to in pt, case.

    `marks` holds b, i and u for bold, italic and underlined; what is not in it the part must not bear.
    `begins` is the first word of the part in a numbered document, if it is fixed.
    """

    rule: str
    name: str
    sizes: tuple[float, float]
    marks: str
    case: Literal["upper", "lower", ""]
    begins: str = ""


class Rules(Struct, frozen=True, kw_only=True):
    """One guideline's rules."""

    name: str
    page: Page
    size: Sizes
    text: Words
    part: dict[str, Part]


@cache
def load_rules(name: str = DEFAULT) -> Rules:
    """Return the rule set kept under `name`."""
    with resource(f"rules/{name}.toml").open("rb") as file:
        raw: dict[str, Any] = tomllib.load(file)
    return msgspec.convert(raw, Rules)
