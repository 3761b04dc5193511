"""A paper described once, in the terms of the rules of presentation; `pdf` and `word` render it.

Sizes, margins and styles are not part of it: they follow from the rule set (`resources/rules/*.toml`).
"""

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct, to_builtins

from qtapp.domain.drawing import Drawing

Align = Literal["left", "centre", "right"]
Style = Literal["body", "plain", "centred", "title", "note"]


class Head(Struct, frozen=True, kw_only=True):
    """The head block: issuing organisation on the left, the Party's title and the date on the right.

    `about` is the abstract of a letter, which stands under the number.
    """

    upper_line: str
    own_line: str
    number: str
    dated_line: str
    about: str = ""


class Signature(Struct, frozen=True, kw_only=True):
    """Who signs: authority (T/M CHI BỘ), title, name; `preparer` adds a left column with that title."""

    authority: str
    title: str
    name: str
    preparer: str = ""
    preparer_name: str = ""


class Heading(Struct, frozen=True, kw_only=True, tag=True):
    """The heading of a part, as it is printed: `I- MỤC ĐÍCH`; it stays with what follows."""

    text: str


class Paragraph(Struct, frozen=True, kw_only=True, tag=True):
    """Running text; `lead` are its first words in bold (`Điều 1.`).

    Styles: body (justified, indented), plain (no indent), centred, title (centred, bold), note (italic).
    """

    text: str
    lead: str = ""
    style: Style = "body"


class Column(Struct, frozen=True, kw_only=True):
    """A column of a table; neighbours with the same `group` stand under one heading of that name."""

    title: str
    share: float
    align: Align = "left"
    group: str = ""


class Table(Struct, frozen=True, kw_only=True, tag=True):
    """A ruled table whose heading is repeated on each page; `total` sets the last row in bold.

    `row_height` is the least height of a row, in mm, for what is written in by hand.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False
    row_height: float = 0.0


class Dotted(Struct, frozen=True, kw_only=True, tag=True):
    """Dotted lines to write on by hand."""

    lines: int


class Chart(Struct, frozen=True, kw_only=True, tag=True):
    """A drawing under its title, as wide as the text."""

    drawing: Drawing


Block = Heading | Paragraph | Table | Dotted | Chart


class Annex(Struct, frozen=True, kw_only=True):
    """What follows on pages of its own; `across` turns them."""

    titles: tuple[str, ...]
    blocks: tuple[Block, ...]
    across: bool = False


class Paper(Struct, frozen=True, kw_only=True):
    """One paper. `kind` is empty for a letter; `marking` is TÀI LIỆU HỘI NGHỊ, Dự thảo lần … or nothing.

    `name` is the title of the file; `form` says that no rule of presentation fixes this paper's parts.
    """

    name: str
    head: Head
    kind: str = ""
    abstract: str = ""
    marking: str = ""
    addressed: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()


def texts_of(value: Struct) -> Iterator[str]:
    """Yield every text of a paper, to be checked before it is drawn."""
    yield from _texts(to_builtins(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and "ink" in value:
        yield value.get("text", "")  # of a shape nothing else is read
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
