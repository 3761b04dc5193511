"""Merging two states of one row, register by register: nothing is lost, order does not matter.

A register is a group of columns that mean something together. Its versions are totally ordered, so
every book picks the same winner; a version that the winner's writer had not seen is a rival: it
loses, but is kept for people to look at. A rival that any surviving version had seen no longer
stands: somebody wrote over it knowingly.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

Values = tuple[Any, ...]


class Version(NamedTuple):
    """When and by whom a register was written; compares as (lam, writer, seq)."""

    lam: int
    writer: str
    seq: int


BOTTOM = Version(0, "", 0)
"""The version of a register that was never written."""

Rival = tuple[Version, Values]
"""A version that lost to one whose writer had not seen it, with what it said."""

_NONE: frozenset[Rival] = frozenset()

Knows = Callable[[str, Version, Version], bool]
"""`knows(group, winner, loser)`: whether the writer of `winner` had seen `loser` when it wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loser:
    """A value that lost to a version whose writer had not seen it."""

    group: str
    values: Values
    version: Version
    winner: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The state of one row: values and version per group, and the rivals that still stand.

    A group that is missing was never written here; that never means "reset to the default".
    """

    values: Mapping[str, Values]
    versions: Mapping[str, Version]
    rivals: Mapping[str, frozenset[Rival]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The joined row, and how its rivals differ from those that `mine` had.

    `losers` began to stand (store them), `settled` stand no longer (somebody saw and overwrote
    them); both ordered by group and version.
    """

    row: Row
    losers: tuple[Loser, ...] = ()
    settled: tuple[Loser, ...] = ()


def merge_row(mine: Row | None, theirs: Row, knows: Knows) -> Merged:
    """Return the join of two states of a row.

    The join is commutative, associative and idempotent in winners and rivals alike, given that
    `knows` is transitive and that a writer's version is above all it had seen. One exception is
    wanted: equal values never become rivals of each other; the higher version stands for both.
    """
    if mine is None:
        mine = Row(values={}, versions={})
    values = dict(mine.values)
    versions = dict(mine.versions)
    rivals = {group: standing for group, standing in mine.rivals.items() if standing}
    losers: list[Loser] = []
    settled: list[Loser] = []
    for group in sorted(theirs.versions):
        incoming = (theirs.versions[group], theirs.values[group])
        before = rivals.get(group, _NONE)
        candidates = {incoming, *before, *theirs.rivals.get(group, _NONE)}
        if group in versions:
            candidates.add((versions[group], values[group]))
        if len(candidates) == 1:
            versions[group], values[group] = incoming
            continue
        (versions[group], values[group]), *others = _standing(candidates, partial(knows, group))
        after = frozenset(others)
        if after == before:
            continue
        losers.extend(_losers(group, after - before, versions[group]))
        settled.extend(_losers(group, before - after, versions[group]))
        rivals[group] = after
        if not after:
            del rivals[group]
    return Merged(
        row=Row(values=values, versions=versions, rivals=rivals),
        losers=tuple(losers),
        settled=tuple(settled),
    )


def _standing(candidates: set[Rival], knows: Callable[[Version, Version], bool]) -> list[Rival]:
    """Return the versions that no other had seen, the winner first, the highest of each value.

    One version with two values can only come from a computer that was itself set back in time;
    both are kept, and the value whose text is greater wins on every book.
    """
    seen: list[Rival] = []
    kept: list[Rival] = []
    for version, values in sorted(candidates, key=_order, reverse=True):
        overwritten = any(above != version and knows(above, version) for above, _ in seen)
        seen.append((version, values))
        if overwritten or any(values == theirs for _, theirs in kept):
            continue
        if version != BOTTOM or not kept:
            kept.append((version, values))
    return kept


def _order(candidate: Rival) -> tuple[Version, str]:
    version, values = candidate
    return version, repr(values)


def _losers(group: str, these: Iterable[Rival], winner: Version) -> list[Loser]:
    return [
        Loser(group=group, values=values, version=version, winner=winner)
        for version, values in sorted(these, key=_order)
    ]
