"""Repairs of Word files that change only what is wrong: every letter keeps the look of its run."""

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

from qtapp.domain.vietnamese import nfc

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Repair = Callable[[], None]


def rewording(paragraph: Any, change: Callable[[str], str]) -> Repair | None:
    """Return the repair that puts `change(words)` in place of a paragraph's words.

    None if it would change nothing: the words to change are parted by a tab, or drawn by a field.
    """

    def repair() -> None:
        composing(paragraph)()
        pieces = _pieces(paragraph)
        _put(pieces, change(_words(pieces)))

    before = nfc(_words(_pieces(paragraph)))
    return repair if change(before) != before else None


def composing(paragraph: Any) -> Repair:
    """Return the repair that writes a paragraph's letters composed."""

    def repair() -> None:
        for piece in _pieces(paragraph):
            piece.text = nfc(piece.text or "")

    return repair


def styling(runs: Sequence[Any], *, marks: str) -> Repair:
    """Return the repair that gives runs exactly these marks of b, i, u."""

    def repair() -> None:
        for run in runs:
            run.font.bold, run.font.italic, run.font.underline = (each in marks for each in "biu")

    return repair


def resizing(runs: Sequence[Any], size: float) -> Repair:
    """Return the repair that gives runs a size in pt."""

    def repair() -> None:
        from docx.shared import Pt  # noqa: PLC0415 - 60 ms, only for Word

        for run in runs:
            run.font.size = Pt(size)

    return repair


def _pieces(paragraph: Any) -> list[Any]:
    """Return the elements that hold the words: pictures, tabs and breaks between them stay as they are."""
    return list(paragraph._p.iter(f"{_W}t"))  # noqa: SLF001 - python-docx joins them


def _words(pieces: Sequence[Any]) -> str:
    return "".join(each.text or "" for each in pieces)


def _put(pieces: Sequence[Any], words: str) -> None:
    """Write new words over the pieces: the change alone, into the piece in which it begins."""
    old = _words(pieces)
    start = _alike(old, words)
    tail = _alike(old[start:][::-1], words[start:][::-1])
    end, new = len(old) - tail, words[start : len(words) - tail]
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first > len(text) or last < 0 or (first == len(text) and piece is not pieces[-1]):
            continue
        piece.text = text[:first] + new + text[max(first, last) :]
        piece.set(_SPACE, "preserve")
        new = ""


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
