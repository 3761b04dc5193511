"""The pages of the guide as text: what they are called, what stands in them, where words are found."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from qtapp.domain.vietnamese import fold
from qtapp.paths import resource

ORDER = (
    "start",
    "home",
    "members",
    "documents",
    "waves",
    "sessions",
    "essays",
    "plans",
    "papers",
    "reports",
    "exchange",
    "units",
    "settings",
    "history",
    "keys",
    "trouble",
    "glossary",
)
"""The pages in reading order; those called like a screen are what F1 shows there."""

_HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)
_MARKS = re.compile(r"!\[([^\]]*)\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)|[*`>]")


class GuidePage(Struct, frozen=True, kw_only=True):
    """One page: its name (the file's, without `.md`), its title, its Markdown."""

    name: str
    title: str
    text: str


class Found(Struct, frozen=True, kw_only=True):
    """A place where words were found: the page, the heading above them ("" for the page's own title)."""

    page: GuidePage
    heading: str


class _Part(Struct, frozen=True, kw_only=True):
    page: GuidePage
    heading: str
    name: str
    words: str


def guide_folder() -> Path:
    """Return where the pages and their pictures lie."""
    return resource("guide")


@cache
def pages() -> tuple[GuidePage, ...]:
    """Return all pages in reading order. Raises FileNotFoundError where one is missing from the build."""
    return tuple(_page(name) for name in ORDER)


def page_for(screen: str) -> GuidePage:
    """Return the page about a screen; the first steps where a screen has none."""
    known = {page.name: page for page in pages()}
    return known.get(screen, known["start"])


def hint_of(page: GuidePage) -> str:
    """Return the one sentence that tells a newcomer what the screen is for: the page's quotation."""
    lines = [line[1:].strip() for line in page.text.splitlines() if line.startswith(">")]
    return _plain(" ".join(lines))


def search(words: str) -> Sequence[Found]:
    """Return the places that hold all of `words`, typed with or without diacritics.

    Those with more of them in their heading come first, then in reading order.
    """
    wanted = fold(words).split()
    if not wanted:
        return []
    parts = [part for part in _parts() if all(word in part.words for word in wanted)]
    parts.sort(key=lambda part: -sum(word in part.name for word in wanted))
    return [Found(page=part.page, heading=part.heading) for part in parts]


def _page(name: str) -> GuidePage:
    text = (guide_folder() / f"{name}.md").read_text(encoding="utf-8")
    title = _HEADING.search(text)
    return GuidePage(name=name, title=title[1] if title else name, text=text)


@cache
def _parts() -> tuple[_Part, ...]:
    return tuple(part for page in pages() for part in _taken_apart(page))


def _taken_apart(page: GuidePage) -> Iterator[_Part]:
    found = list(_HEADING.finditer(page.text))
    ends = [each.start() for each in found[1:]] + [len(page.text)]
    for each, end in zip(found, ends, strict=True):
        own = each[1] == page.title
        yield _Part(
            page=page,
            heading="" if own else each[1],
            name=fold(each[1]),
            words=fold(_plain(page.text[each.start() : end])),
        )


def _plain(markdown: str) -> str:
    return _MARKS.sub(lambda mark: mark[1] or mark[2] or "", markdown)
