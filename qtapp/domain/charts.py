"""Charts of a wave: shares as bars, essays over time against their deadline."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from textwrap import wrap

from msgspec import Struct

from qtapp.domain.drawing import Box, Drawing, Ink, Shape, Stroke, Words
from qtapp.domain.vietnamese import number, percent, ratio

WIDTH = 44.0
"""Of every chart, in heights of a letter: half a screen, the width of a page's text."""

_NAME, _FIGURE, _ROW, _BAR = 13.0, 9.0, 2.0, 1.1
_HIGH_ROW = 2.8
_LINE = 24
"""Letters of a name that fit beside a bar."""
_LETTER = 0.36
"""How far above the line letters stand on lies the middle of a letter."""


class Share(Struct, frozen=True, kw_only=True):
    """A part of a whole, under its name."""

    name: str
    part: int
    whole: int


def share_bars(title: str, shares: Sequence[Share], target: int | None = None) -> Drawing:
    """Return a bar for each share, with its figures beside it and a line at `target` percent."""
    track = WIDTH - _NAME - _FIGURE
    head = 1.6 if target is not None else 0.2
    shapes: list[Shape] = []
    names = [_in_lines(share.name) for share in shares]
    row = _ROW if all(len(lines) == 1 for lines in names) else _HIGH_ROW
    for place, (share, lines) in enumerate(zip(shares, names, strict=True)):
        top = head + place * row
        middle = top + row / 2
        reached = min(1.0, share.part / share.whole) if share.whole else 0.0
        ink = Ink.MAIN
        if target is not None:
            ink = Ink.WARN if share.part * 100 < target * share.whole else Ink.GOOD
        shapes += [
            *(
                Words(x=0, y=middle + _LETTER + up, width=_NAME - 0.8, text=line)
                for up, line in zip((0.0,) if len(lines) == 1 else (-0.6, 0.6), lines, strict=True)
            ),
            Box(x=_NAME, y=middle - _BAR / 2, width=track, height=_BAR, ink=Ink.GROUND),
            Box(
                x=_NAME,
                y=middle - _BAR / 2,
                width=track * reached,
                height=_BAR,
                ink=ink,
            ),
            Words(
                x=WIDTH - _FIGURE + 0.8,
                y=middle + _LETTER,
                width=_FIGURE - 0.8,
                text=f"{ratio(share.part, share.whole)}"
                f" ({percent(share.part, share.whole, target=target)})",
            ),
        ]
    height = head + len(shares) * row + 0.2
    if target is not None:
        at = _NAME + track * target / 100
        shapes += [
            Stroke(points=((at, head - 0.2), (at, height)), ink=Ink.WORDS, dashed=True),
            Words(
                x=at - 10,
                y=head - 0.5,
                width=20,
                text=f"chỉ tiêu {target}%",
                side=0,
                ink=Ink.QUIET,
            ),
        ]
    return Drawing(title=title, width=WIDTH, height=height, shapes=shapes)


def essay_growth(
    title: str, days: Sequence[date], whole: int, deadline: date | None, today: date
) -> Drawing:
    """Return how the number of essays handed in (one of `days` each) grew towards `whole`."""
    left, top, right, floor = 4.0, 1.8, WIDTH - 4.0, 12.0
    known = [*days, today] + ([deadline] if deadline else [])
    first = min(known) - timedelta(days=1)
    span = max(1, (max(known) - first).days)
    most = max(whole, len(days), 1)

    def across(day: date) -> float:
        return left + (right - left) * (day - first).days / span

    def up(count: int) -> float:
        return floor - (floor - top) * count / most

    points = [(across(first), floor)]
    handed_in = 0
    for day, count in sorted(Counter(days).items()):
        points.append((across(day), up(handed_in)))
        handed_in += count
        points.append((across(day), up(handed_in)))
    points.append((across(max(today, *days) if days else today), up(handed_in)))
    shapes: list[Shape] = [
        Stroke(points=((left, floor), (right, floor)), ink=Ink.GROUND),
        Stroke(points=((left, up(whole)), (right, up(whole))), ink=Ink.QUIET, dashed=True),
        Words(x=0, y=up(whole) + _LETTER, width=left - 0.6, text=number(whole), side=1),
        Words(x=0, y=floor + _LETTER, width=left - 0.6, text="0", side=1),
        Stroke(points=tuple(points), ink=Ink.MAIN),
        Words(
            x=points[-1][0] - 8,
            # Beside the line of the whole the figure stands below its own line.
            y=up(handed_in) + (1.3 if handed_in > most * 3 / 4 else -0.5),
            width=8,
            text=f"{number(handed_in)} bài",
            side=1,
        ),
        Words(
            x=left, y=floor + 1.4, width=10, text=_short(first + timedelta(days=1)), ink=Ink.QUIET
        ),
    ]
    if deadline is not None:
        at = across(deadline)
        shapes += [
            Stroke(points=((at, top - 0.4), (at, floor)), ink=Ink.WORDS, dashed=True),
            Words(x=at - 5, y=floor + 1.4, width=10, text=f"hạn {_short(deadline)}", side=0),
        ]
    return Drawing(title=title, width=WIDTH, height=floor + 1.8, shapes=shapes)


def _in_lines(name: str) -> list[str]:
    """Return a name in one line, or in two where it is long; what is too much for two stays in the second."""
    lines = wrap(name, _LINE, break_long_words=False) or [""]
    return lines if len(lines) <= 2 else [lines[0], " ".join(lines[1:])]


def _short(day: date) -> str:
    return f"{day.day}/{day.month}"
