"""Scenarios by the thousand: made from a seed and a number, played, counted, and made small when they fail."""

import gc
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.proof.laptops import Templates, templates
from tests.proof.machine import Machine
from tests.proof.promises import Broken, Count

STEPS_FROM, STEPS_TO = 8, 33
MEMORY = Path("/dev/shm")  # noqa: S108 - books in memory need no disk

Scenario = tuple[int, list[int]]


@contextmanager
def playground() -> Iterator[Path]:
    """Yield a folder for books that only live for a moment, in memory where there is such a place."""
    folder = Path(tempfile.mkdtemp(prefix="cuộc chơi ", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def scenario(seed: int, number: int) -> Scenario:
    """Return the so-and-so-many-th scenario of a seed: who is there, and the steps."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311 - repeatable on purpose
    shape = chance.getrandbits(16)
    steps = [chance.getrandbits(32) for _ in range(chance.randrange(STEPS_FROM, STEPS_TO))]
    return shape, steps


class Player:
    """Plays scenarios on copies of books made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._templates: Templates = templates(folder / "mẫu")
        self.count = Count()
        gc.freeze()  # what is made once need not be looked through again with every scenario

    def machine(self, count: Count | None = None) -> Machine:
        """Return a machine that has not begun."""
        return Machine(self._templates, self._folder / "cuộc", count or self.count)

    def play(self, shape: int, steps: Sequence[int]) -> None:
        """Play one scenario; raises Broken, or whatever the app raised."""
        self.machine().play(shape, steps)

    def failure(self, shape: int, steps: Sequence[int]) -> Exception | None:
        """Return how a scenario fails, uncounted, or None."""
        try:
            self.machine(Count()).play(shape, steps)
        except Exception as error:  # noqa: BLE001 - whatever the app raised is a failure
            return error
        return None

    def smallest(self, shape: int, steps: Sequence[int], found: Exception) -> list[int]:
        """Return as few of the steps as still fail in the same way."""
        left = list(steps)
        place = 0
        while place < len(left):
            fewer = left[:place] + left[place + 1 :]
            if _kind(self.failure(shape, fewer)) == _kind(found):
                left = fewer
            else:
                place += 1
        return left


def _kind(error: Exception | None) -> tuple[object, ...]:
    return type(error), *(error.args[:1] if isinstance(error, Broken) else ())
