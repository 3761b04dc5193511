"""What must come of edits that travel, worked out from the specification alone: no code of the app.

The specification is docs/bundle-format.md §6 and its two promises: every book picks the same winner, and
an edit is live, knowingly overwritten, or kept as a rival. An edit knows its past: the edits of its register
that the disk held when it was made. What a disk holds is a set of edits, written as the bits of one number,
so that a backup is a copy of a number and a merge is an `or`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Key = tuple[str, str, str, str]
"""Unit, table, row id, register."""
Values = tuple[Any, ...]
Version = tuple[int, str, int]
"""(lam, writer session, seq), compared in this order."""


class Edit(NamedTuple):
    """One register as one commit wrote it; `past` are those it wrote over knowingly."""

    key: Key
    values: Values
    version: Version
    past: int


@dataclass(slots=True)
class History:
    """Every edit that was ever made, on whatever disk."""

    edits: list[Edit] = field(default_factory=list)
    of_key: dict[Key, int] = field(default_factory=dict)
    of_unit: dict[str, int] = field(default_factory=dict)
    by_dot: dict[tuple[str, int], int] = field(default_factory=dict)

    def add(self, edit: Edit) -> int:
        """Take an edit down and return its bit."""
        bit = 1 << len(self.edits)
        self.edits.append(edit)
        unit = edit.key[0]
        self.of_key[edit.key] = self.of_key.get(edit.key, 0) | bit
        self.of_unit[unit] = self.of_unit.get(unit, 0) | bit
        dot = edit.version[1:]
        self.by_dot[dot] = self.by_dot.get(dot, 0) | bit
        return bit

    def of_registers(self, registers: Collection[str]) -> int:
        """Return all edits of some registers, of whatever row."""
        found = 0
        for key, bits in self.of_key.items():
            if key[3] in registers:
                found |= bits
        return found

    def among(self, held: int) -> Iterator[Edit]:
        """Yield the edits of a set."""
        while held:
            low = held & -held
            yield self.edits[low.bit_length() - 1]
            held ^= low

    def past(self, held: int, key: Key) -> int:
        """Return the edits that one made now on this register has seen, and what they had seen."""
        found = held & self.of_key.get(key, 0)
        for each in self.among(found):
            found |= each.past
        return found

    def winner(self, held: int, key: Key) -> Edit | None:
        """Return the edit that every book which holds these edits must show."""
        found = list(self.among(held & self.of_key.get(key, 0)))
        return max(found, key=lambda each: (each.version, repr(each.values)), default=None)

    def standing(self, held: int, key: Key) -> list[Edit]:
        """Return the winner and the rivals that nobody wrote over knowingly, the winner first.

        Of rivals with equal values the highest stands for all; so it does when it is overwritten, also
        where it never came itself ("among three versions of which two have equal values …", §6).
        """
        found = held & self.of_key.get(key, 0)
        past = 0
        for each in self.among(found):
            past |= each.past
        kept: list[Edit] = []
        seen: list[Values] = []
        for each in sorted(self.among(found | past), key=_order, reverse=True):
            bits = self.by_dot[each.version[1:]] & self.of_key[key]
            if not bits & past and each.values not in seen:
                kept.append(each)
            seen.append(each.values)
        return kept

    def missing(self, wanted: int, held: int) -> list[Edit]:
        """Return the edits that a set holds neither themselves nor by one that stands for them.

        That is one that wrote over it knowingly, or the same value at a higher version; or one that
        stands for one that does.
        """
        found = []
        accounted: dict[Key, int] = {}
        for edit in self.among(wanted & ~held):
            if edit.key not in accounted:
                accounted[edit.key] = self._accounted(held, edit.key)
            if not self.by_dot[edit.version[1:]] & accounted[edit.key]:
                found.append(edit)
        return found

    def _accounted(self, held: int, key: Key) -> int:
        every = self.of_key[key]
        known = held & every
        while True:
            more = known
            highest: dict[Values, Version] = {}
            for each in self.among(known):
                more |= each.past
                highest[each.values] = max(each.version, highest.get(each.values, each.version))
            for each in self.among(every & ~more):
                if each.values in highest and each.version < highest[each.values]:
                    more |= self.by_dot[each.version[1:]] & every
            if more == known:
                return known
            known = more

    def claimed(self, vector: dict[str, int]) -> int:
        """Return the edits that a vector says are held."""
        found = 0
        for (writer, seq), bits in self.by_dot.items():
            if vector.get(writer, 0) >= seq:
                found |= bits
        return found


def _order(edit: Edit) -> tuple[Version, str]:
    return edit.version, repr(edit.values)


def is_lawful(version: Version, overwritten: int, minutes: int, *, believable: bool) -> bool:
    """Whether a new version's lam follows from what it overwrites and from its disk's clock.

    One more than what it overwrites; or the minutes of a clock that can be believed, if that is greater.
    """
    lam = version[0]
    by_itself = lam == overwritten + 1
    by_clock = lam == minutes << 16 and lam > overwritten and believable
    return by_itself or by_clock
