"""The outline of a paper: what the book says in each section, where the user's words take its place."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.papers import PaperPart
from qtapp.papers.description import (
    Annex,
    Block,
    Column,
    Dotted,
    Heading,
    Paragraph,
    Signature,
    Style,
    Table,
)
from qtapp.services.paper_sums import budget_blocks, score_blocks, vote_blocks

Shape = Literal["text", "table", "budget", "score", "vote"]

_ARTICLE = re.compile(r"(Điều \d+\.|Chương [IVX]+\.?)\s*(.*)")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
RECIPIENTS = "recipients"
"""The name of the section that becomes the recipients beside the signature."""


class Section(Struct, frozen=True, kw_only=True):
    """One section. `fixed` are figures of the book that nobody types; `titled` prints its heading.

    `columns` make it a table of `rows`; `ordered` counts the rows in a first column TT. `dotted` are the
    lines to write on by hand where there is no text; `blank_rows` are the rows of a table where there are
    none, `none` the words in their place. `annex` puts it on a page of its own.
    """

    name: str
    title: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[Column, ...] = ()
    shape: Shape = "text"
    style: Style = "body"
    fixed: bool = False
    titled: bool = True
    numbered: bool = True
    ordered: bool = True
    total: bool = False
    dotted: int = 0
    blank_rows: int = 0
    none: str = ""
    annex: bool = False
    across: bool = False
    row_height: float = 0.0


class Outline(Struct, frozen=True, kw_only=True):
    """A paper as the book alone would write it. `letter` moves the abstract under the number."""

    name: str
    kind: str
    abstract: str
    sections: tuple[Section, ...]
    signature: Signature | None
    addressed: tuple[str, ...] = ()
    letter: bool = False
    headless: bool = False


def filled(sections: Iterable[Section], parts: Iterable[PaperPart]) -> tuple[Section, ...]:
    """Return the sections with the user's words in place of the book's."""
    written = {part.name: part for part in parts}
    return tuple(
        each
        if each.fixed or each.name not in written
        else replace(each, text=written[each.name].text, rows=written[each.name].rows)
        for each in sections
    )


def differing(sections: Iterable[Section], suggested: Iterable[Section]) -> tuple[PaperPart, ...]:
    """Return what differs from the book's own words: only that is kept, so that figures stay fresh."""
    known = {each.name: each for each in suggested}
    return tuple(
        PaperPart(name=each.name, text=each.text, rows=each.rows)
        for each in sections
        if not each.fixed
        and (each.text, each.rows) != (known[each.name].text, known[each.name].rows)
    )


def body_of(sections: Sequence[Section]) -> tuple[Block, ...]:
    """Return the blocks of the sections that stand in the running text."""
    running = [each for each in sections if not each.annex and each.name != RECIPIENTS]
    said = [(each, inside) for each in running if (inside := blocks_of(each))]
    counted = sum(each.titled and each.numbered for each, _ in said)
    blocks: list[Block] = []
    place = 0
    for section, inside in said:
        if section.titled:
            place += section.numbered
            lead = f"{roman(place)}- " if section.numbered and counted > 1 else ""
            blocks.append(Heading(text=f"{lead}{section.title.upper()}"))
        blocks += inside
    return tuple(blocks)


def annexes_of(sections: Sequence[Section]) -> tuple[Annex, ...]:
    """Return the annexes, each on a page of its own."""
    return tuple(
        Annex(
            titles=("PHỤ LỤC", each.title),
            blocks=tuple(blocks_of(each)),
            across=each.across,
        )
        for each in sections
        if each.annex and each.rows
    )


def recipients_of(sections: Sequence[Section]) -> tuple[str, ...]:
    """Return the lines of "Nơi nhận"."""
    found = next((each for each in sections if each.name == RECIPIENTS), None)
    lines = found.text.splitlines() if found else ()
    return tuple(line.strip() for line in lines if line.strip())


def blocks_of(section: Section) -> list[Block]:
    """Return what a section prints under its heading."""
    match section.shape:
        case "budget":
            return budget_blocks(section.rows)
        case "score":
            return score_blocks(section.rows)
        case "vote":
            return vote_blocks(section.rows)
        case "table":
            return _table(section)
        case _:
            return _paragraphs(section)


def roman(value: int) -> str:
    """Return a number from 1 to 39 in Roman digits."""
    text = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        text += letters * times
    return text


def _paragraphs(section: Section) -> list[Block]:
    lines = [line.strip() for line in section.text.splitlines() if line.strip()]
    if not lines:
        return [Dotted(lines=section.dotted)] if section.dotted else []
    blocks: list[Block] = []
    for line in lines:
        article = _ARTICLE.fullmatch(line)
        if article:
            blocks.append(Paragraph(lead=article[1], text=article[2], style=section.style))
        else:
            blocks.append(Paragraph(text=line, style=section.style))
    return blocks


def _table(section: Section) -> list[Block]:
    rows = [row for row in section.rows if any(cell.strip() for cell in row)]
    rows = rows or [("",) * len(section.columns)] * section.blank_rows
    blocks: list[Block] = [
        Paragraph(text=line) for line in section.text.splitlines() if line.strip()
    ]
    if not rows:
        return [*blocks, Paragraph(text=section.none)] if section.none else blocks
    columns = section.columns
    if section.ordered:
        columns = (Column(title="TT", share=10, align="centre"), *columns)
        last = len(rows) if not section.total else len(rows) - 1
        rows = [(str(at) if at <= last else "", *row) for at, row in enumerate(rows, 1)]
    return [
        *blocks,
        Table(
            columns=columns,
            rows=tuple(rows),
            total=section.total,
            row_height=section.row_height,
        ),
    ]
