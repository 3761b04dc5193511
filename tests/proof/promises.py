"""What must hold of every book at every moment, and of all of them in the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from tests.proof.dumps import comparable
from tests.proof.laptops import ABOVE, CELL, COMMUNE, OTHER, STAYING, Laptop, Templates
from tests.proof.oracle import Edit, History


@dataclass(slots=True)
class Count:
    """What has been tried and found, over all scenarios."""

    scenarios: int = 0
    steps: int = 0
    edits: int = 0
    bundles: int = 0
    merged: int = 0
    refused: int = 0
    rivals: int = 0
    spurious: int = 0
    lost: int = 0


class Broken(AssertionError):
    """A promise was not kept."""


def expect(kept: object, what: str, *facts: object) -> None:
    """Raise Broken unless a promise is kept."""
    if not kept:
        raise Broken(what, *facts)


@dataclass(slots=True)
class Promises:
    """The checks of one scenario."""

    templates: Templates
    history: History
    laptops: Sequence[Laptop]
    count: Count

    def check(self, laptop: Laptop) -> None:
        """Check a book against the oracle: winners, rivals, and that its vector claims nothing else."""
        history = self.history
        owners = self.owners(laptop)
        staying = history.of_registers(STAYING)
        claimed = history.claimed(dict(laptop.store.fetch("SELECT id, seq FROM writers")))
        wholly = history.claimed(dict(laptop.store.fetch("SELECT id, whole FROM writers")))
        claimed = claimed & ~staying | wholly & staying
        for unit in (*owners, *self.foreign(laptop)):
            mine = history.of_unit.get(unit, 0)
            shown = laptop.registers(unit)
            keys = {each.key for each in history.among(laptop.held & mine)}
            expect(keys == shown.keys(), "other rows than there should be", keys ^ shown.keys())
            kept = _kept(laptop, unit) if unit in owners else set()
            for key in keys:
                first, *rivals = history.standing(laptop.held, key)
                right = shown[key] == (first.values, first.version)
                expect(right, "the wrong edit won", key, shown[key], first)
                # Rivals are the affair of the unit they happen in, and of those it sends them to.
                for each in rivals if unit in owners else ():
                    expect((*key[1:], each.values) in kept, "a rival is not kept", key, each)
            missing = history.missing(claimed & mine, laptop.held)
            if unit not in owners:
                missing = [each for each in missing if not self._is_outdone(each, laptop.held)]
            expect(not missing, "a vector claims what is not there", laptop.role, missing)

    def _is_outdone(self, edit: Edit, held: int) -> bool:
        """Whether a higher edit is there: that is all that units below are told of a rival's loss."""
        first = self.history.winner(held, edit.key)
        return first is not None and first.version > edit.version

    def owners(self, laptop: Laptop) -> list[str]:
        """Return the units whose rows a laptop holds for good: its own, and cells below it."""
        below = [self.templates.unit(role) for role in (CELL, OTHER) if laptop.level == COMMUNE]
        return [laptop.unit, *below]

    def foreign(self, laptop: Laptop) -> list[str]:
        """Return the units whose documents come down to a laptop."""
        found = []
        level = laptop.level
        while level in ABOVE:
            level = ABOVE[level]
            found.append(self.templates.unit(level))
        return found

    def written(self) -> dict[str, int]:
        """Return by unit what lies on any disk of it, or of the committee above it, now."""
        found: dict[str, int] = {}
        for laptop in self.laptops:
            for unit in self.owners(laptop):
                mine = laptop.held & self.history.of_unit.get(unit, 0)
                found[unit] = found.get(unit, 0) | mine
        return found

    def differing(self) -> list[str]:
        """Return the tables in which two books that should agree do not."""
        found = []
        for role in (COMMUNE, CELL, OTHER):
            here = [each for each in self.laptops if each.level in {role, COMMUNE}]
            dumps = [comparable(each.store, self.templates.unit(role)) for each in here]
            # A committee counts its cells when it sends up, and so writes until the very end.
            busy = {"vector", "knows"} if role == COMMUNE else set()
            found += [
                f"{role} {table}"
                for table in dumps[0].keys() - busy
                if any(each[table] != dumps[0][table] for each in dumps)
            ]
        for unit in {each.unit for each in self.laptops if self._is_joined(each)}:
            shown = [each.registers(unit) for each in self.laptops if each.unit == unit]
            if any(each != shown[0] for each in shown):
                found.append(f"{unit} between its laptops")
        return found

    def _is_joined(self, laptop: Laptop) -> bool:
        """Whether a laptop's unit has others that can read its bundles: a mere copy of a disk cannot."""
        return len({each.role for each in self.laptops if each.unit == laptop.unit}) > 1

    def lost(self, laptop: Laptop, written: Mapping[str, int]) -> list[Edit]:
        """Return what was on any disk of a laptop's unit and it does not hold, nor what stands for it."""
        staying = self.history.of_registers(STAYING)
        found: list[Edit] = []
        for unit in self.owners(laptop):
            wanted = written.get(unit, 0)
            if unit != laptop.unit or not self._is_joined(laptop):
                wanted &= ~staying
            found += self.history.missing(wanted, laptop.held)
        return found

    def check_nothing_lost(self, written: Mapping[str, int]) -> None:
        """Check that every laptop holds what was on any disk of its unit, or what stands for it."""
        for laptop in self.laptops:
            lost = self.lost(laptop, written)
            self.count.lost += len(lost)
            expect(not lost, "edits are lost", laptop.role, lost)
            self.check(laptop)
            self._count_shown(laptop)

    def _count_shown(self, laptop: Laptop) -> None:
        """Count the rivals people are shown, and those they are shown without need."""
        for view in laptop.book.exchange.conflicts():
            each = view.conflict
            key = (laptop.unit, each.subject_table, each.subject, each.register)
            values = tuple(msgspec.json.decode(each.value).values())
            standing = [edit.values for edit in self.history.standing(laptop.held, key)]
            self.count.rivals += 1
            self.count.spurious += key in self.history.of_key and values not in standing[1:]


def _kept(laptop: Laptop, unit: str) -> set[tuple[Any, ...]]:
    """Return what the book keeps of rivals: table, row, register, values."""
    return {
        (
            each.subject_table,
            each.subject,
            each.register,
            tuple(msgspec.json.decode(each.value).values()),
        )
        for each in laptop.store.conflicts.of(unit)
    }
