"""What the search through the whole book looks at: records, their fields, and their words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from qtapp.domain.record import Record
from qtapp.domain.vietnamese import fold

SEARCHED: Mapping[str, tuple[str, ...]] = {
    "members": ("full_name", "party_role", "gov_role", "phone", "email", "card_number"),
    "documents": ("number", "name", "issuer"),
    "waves": ("name", "basis"),
    "study_plans": (
        "number", "purpose", "content", "audience", "arrangement", "materials", "essays",
        "action_plan", "outreach", "budget", "organisation",
    ),
    "sessions": ("name", "venue", "chair", "speaker", "minute_taker"),
    "agenda_items": ("name", "presenter"),
    "essays": ("remark", "grader"),
    "essay_texts": ("text",),
    "action_plans": ("name", "number", "goals"),
    "tasks": ("content", "owner", "partners", "responsibility", "product", "measure"),
    "task_progress": ("note",),
    "paper_texts": ("number", "parts"),
}  # fmt: skip
"""Table to the fields that are searched, the one that names the record first."""

NAMED = frozenset(
    {"members", "documents", "waves", "sessions", "agenda_items", "action_plans", "tasks"}
)
"""Tables whose records are called by their first searched field."""
_COVERED = {"card_number", "phone", "email"}

_WORD = re.compile(r"\w+")
_MOST_WORDS = 12
_BEFORE, _AROUND = 30, 90


def searched_words(record: Record) -> tuple[str, str]:
    """Return the folded words that name a record, and its other searched words."""
    first, *others = SEARCHED[record.table]
    rest = (text for name in others for text in _texts(getattr(record, name)))
    return fold(" ".join(_texts(getattr(record, first)))), fold("\n".join(rest))


def shown_words(record: Record) -> str:
    """Return the searched words of a record as people wrote them, less those of its name.

    Card numbers and ways to reach people are found and not shown (rules §7.2).
    """
    names = SEARCHED[record.table]
    shown = names[record.table in NAMED :]
    return "\n".join(
        text
        for name in shown
        if name not in _COVERED
        for text in _texts(getattr(record, name))
        if text
    )


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts in a field: itself, or those in the structures it holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))


def wanted_words(query: str) -> list[str]:
    """Return the folded words of what a person typed, at most a dozen."""
    return _WORD.findall(fold(query))[:_MOST_WORDS]


def excerpt(text: str, query: str) -> str:
    """Return the part of `text` around the first word sought, on one line."""
    line = " ".join(text.split())
    folded = fold(line)
    # Letters that fold to several are no Vietnamese ones; then the beginning must do.
    places = [folded.find(word) for word in wanted_words(query)] if len(folded) == len(line) else []
    at = min((place for place in places if place >= 0), default=0)
    start = line.rfind(" ", 0, max(0, at - _BEFORE)) + 1 if at > _BEFORE else 0
    cut = line[start : start + _AROUND]
    if start + _AROUND < len(line):
        cut = cut.rpartition(" ")[0] or cut
        cut += " …"
    return f"… {cut}" if start else cut
