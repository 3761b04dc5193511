"""Where the headings of a list stand, and what each column below them means."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType

from msgspec import Struct

from qtapp.domain.legacy_fonts import decode_row
from qtapp.domain.vietnamese import nfc
from qtapp.workbooks.reading import Cell, Sheet
from qtapp.workbooks.vocabulary import Vocabulary

_SEARCHED_ROWS = 60
_KNOWN_NEEDED = 3
_LOOKED_AT = 20
_NONE: Mapping[str, Mapping[str, str]] = MappingProxyType({})


class ColumnUse(Struct, frozen=True, kw_only=True):
    """One column of the file: its heading, the field it feeds if any, whether it is kept out."""

    heading: str
    field: str | None = None
    left_out: bool = False
    source: str | None = None
    """What the column means, as `mapping` names it; two sources may feed one field."""


class Layout(Struct, frozen=True, kw_only=True):
    """Where the headings of a sheet stand and what each column means."""

    first: int
    """Index of the row of headings."""
    body: int
    """Index of the first row below the headings."""
    headings: tuple[str, ...]
    sources: Mapping[int, str]
    """Column index to meaning; the keys are in column order."""
    profile: str = ""
    """The name of the profile that told the meanings; empty if none did."""

    def uses(self, vocabulary: Vocabulary) -> tuple[ColumnUse, ...]:
        """Return how each column is used, in order."""
        return tuple(
            ColumnUse(
                heading=heading,
                field=vocabulary.field_of(source) if (source := self.sources.get(place)) else None,
                source=source,
                left_out=place not in self.sources and vocabulary.is_never_imported(heading),
            )
            for place, heading in enumerate(self.headings)
        )


def find_layout(
    sheet: Sheet,
    vocabulary: Vocabulary,
    mapping: Mapping[int, str] | None = None,
    profiles: Mapping[str, Mapping[str, str]] = _NONE,
) -> Layout | None:
    """Return where the headings of `sheet` stand, or None if no row looks like headings.

    The row of headings is the first with three known ones (two where it has no more), a name among them; title rows above are
    passed over, and a second row of headings below is taken along. `mapping` (column index, from 0,
    to meaning) replaces what the headings say; then any row of three texts will do as headings. The
    first of `profiles` (name to heading to meaning) all of whose headings a row holds replaces it too.
    """
    rows = sheet.rows[:_SEARCHED_ROWS]
    for name, profile in profiles.items():
        for first in range(len(rows)):
            layout = _layout_at(sheet, first, vocabulary)
            if profile.keys() <= set(layout.headings):
                by_place = {at: profile.get(each, "") for at, each in enumerate(layout.headings)}
                return _mapped(layout, by_place, vocabulary, name)
    for first in range(len(rows)):
        layout = _layout_at(sheet, first, vocabulary)
        known = sum(map(vocabulary.knows, layout.headings))
        # A list of two columns is one too, if both say what they hold.
        needed = min(_KNOWN_NEEDED, max(2, sum(map(bool, layout.headings))))
        if known >= needed and vocabulary.named_by & set(layout.sources.values()):
            return _mapped(layout, mapping, vocabulary)
    if mapping is None:
        return None
    first = next(
        (at for at, row in enumerate(rows) if sum(map(_is_text, row)) >= _KNOWN_NEEDED), -1
    )
    return None if first < 0 else _mapped(_layout_at(sheet, first, vocabulary), mapping, vocabulary)


def _mapped(
    layout: Layout, mapping: Mapping[int, str] | None, vocabulary: Vocabulary, profile: str = ""
) -> Layout:
    """Return the layout with the columns the user, or a profile, chose."""
    if mapping is None:
        return layout
    return Layout(
        first=layout.first,
        body=layout.body,
        headings=layout.headings,
        sources={
            place: name for place, name in sorted(mapping.items()) if name in vocabulary.meanings
        },
        profile=profile,
    )


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(cell.strip())


def _texts(row: Sequence[Cell]) -> list[str]:
    """Return the headings in a row as lines of Unicode text; a row is typed in one scheme."""
    texts = [" ".join(cell.split()) if isinstance(cell, str) else "" for cell in row]
    decoded = decode_row(dict(enumerate(texts)))
    return [nfc(decoded.get(at, text)) for at, text in enumerate(texts)]


def _layout_at(sheet: Sheet, first: int, vocabulary: Vocabulary) -> Layout:
    """Return the layout if the headings begin in row `first`, in one row or in two."""
    top = _texts(sheet.rows[first])
    below = _texts(sheet.rows[first + 1]) if first + 1 < len(sheet.rows) else []
    if _is_second_row(top, below, vocabulary):
        headings = _joined(top, below, vocabulary)
        body = first + 2
    else:
        headings, body = top, first + 1
    sources: dict[int, str] = {}
    for place, heading in enumerate(headings):
        source = vocabulary.source_of(heading) if heading else None
        if source and source not in sources.values():
            sources[place] = source
    _take_split_names(sheet, first, headings, sources)
    whole = "full_name" in sources.values()
    if whole or "given_name" not in sources.values():
        useless = {"family_name", "given_name"} if whole else {"family_name"}
        sources = {place: source for place, source in sources.items() if source not in useless}
    return Layout(first=first, body=body, headings=tuple(headings), sources=sources)


def _is_second_row(top: Sequence[str], below: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether `below` holds headings too: known ones, or parts of a heading that spans columns."""
    filled = [place for place, text in enumerate(below) if text]
    names = [
        place for place, text in enumerate(top) if vocabulary.source_of(text) in vocabulary.named_by
    ]
    if not filled or not names or any(below[place] for place in names if place < len(below)):
        return False
    joined = _joined(top, below, vocabulary)
    known = sum(
        1 for place in filled if vocabulary.knows(below[place]) or vocabulary.knows(joined[place])
    )
    return known * 2 >= len(filled)


def _joined(top: Sequence[str], below: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Return the headings of two rows as one; a blank above belongs to the heading on its left."""
    headings: list[str] = []
    above = ""
    for upper, lower in zip_longest(top, below, fillvalue=""):
        above = upper or above
        if not lower:
            headings.append(upper)
            continue
        both = f"{above} - {lower}" if above else lower
        headings.append(both if vocabulary.knows(both) or not vocabulary.knows(lower) else lower)
    return headings


def _take_split_names(
    sheet: Sheet, row: int, headings: Sequence[str], sources: dict[int, str]
) -> None:
    """Find the given name under the second half of a heading of the name that spans two columns."""
    if not {"full_name", "given_name"} - set(sources.values()):
        return
    for place, source in tuple(sources.items()):
        spans = any(first == (row, place) and last[1] == place + 1 for first, last in sheet.merges)
        spans = spans or (not sheet.merges and _ends_names(sheet, row, place + 1))
        if source == "full_name" and spans and headings[place + 1 : place + 2] == [""]:
            sources[place], sources[place + 1] = "family_name", "given_name"


def _ends_names(sheet: Sheet, row: int, place: int) -> bool:
    """Whether most rows below hold one word in this column: some formats keep no merged cells."""
    below = [
        each[place] for each in sheet.rows[row + 1 : row + 1 + _LOOKED_AT] if place < len(each)
    ]
    words = [cell for cell in below if isinstance(cell, str) and len(cell.split()) == 1]
    return len(words) * 2 > len(below)
