"""The table of ratios that one run prints at its end."""

import gc
import statistics
import time
from collections.abc import Callable

import pytest

_ROWS: list[tuple[str, str, str, str, str]] = []
ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes, with the collector out of the way."""
    return both_seconds(work)[0]


def both_seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long one call takes, and for how much of that it computes: disks and others' work apart."""
    gc.collect()
    gc.disable()
    try:
        start, busy = time.perf_counter(), time.process_time()
        work()
        return time.perf_counter() - start, time.process_time() - busy
    finally:
        gc.enable()


class Table:
    """Takes measurements, interleaved in one run, and remembers them for the printed table."""

    def compare(
        self,
        name: str,
        ours: Callable[[], float],
        floor: Callable[[], float],
        target: float,
        rounds: int = ROUNDS,
    ) -> None:
        """Measure `ours` and `floor` in turn; both return seconds. `target` is the wanted ratio."""
        pairs = [(ours(), floor()) for _ in range(rounds)]
        mine = statistics.median(each[0] for each in pairs)
        theirs = statistics.median(each[1] for each in pairs)
        ratio = mine / theirs
        spread = f"{min(a / b for a, b in pairs):.2f}-{max(a / b for a, b in pairs):.2f}"
        _ROWS.append(
            (
                name,
                f"{mine * 1000:.0f} ms",
                f"{theirs * 1000:.0f} ms",
                f"{ratio:.2f} ({spread})",
                f"<= {target:g}",
            )
        )

    def note(self, name: str, value: str, floor: str, target: str) -> None:
        """Remember a figure that is no ratio of times."""
        _ROWS.append((name, value, floor, "", target))


@pytest.fixture
def table() -> Table:
    return Table()


def pytest_sessionfinish() -> None:
    if not _ROWS:
        return
    head = ("measure", "ours", "floor", "ratio of medians (range)", "target")
    widths = [max(len(row[i]) for row in (head, *_ROWS)) for i in range(len(head))]
    print()
    for row in (head, *_ROWS):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
