"""The long proofs, for `python dev.py prove`:

machine COUNT SEED [LOG]   scenarios by the thousand; with a LOG it goes on where it was stopped
replay SEED NUMBER         one scenario again, with as few steps as still fail
fuzz SECONDS [TARGET …]    every parser of foreign bytes, guided by coverage
sweeps [...]               every length, bit, moment and way; the rest goes to pytest
"""

import os
import random
import subprocess
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.__main__ import main as fuzz
from tests.proof.machine import SHAPES, STEPS
from tests.proof.promises import Count
from tests.proof.scenarios import Player, playground, scenario

EVERY = 500
"""Scenarios between two lines of the log."""


def main(words: list[str]) -> int:
    """Run what `words` ask for and return the exit code."""
    match words:
        case ["machine", count, seed]:
            return machine(int(count), int(seed), None)
        case ["machine", count, seed, log]:
            return machine(int(count), int(seed), Path(log))
        case ["replay", seed, number]:
            return replay(int(seed), int(number))
        case ["fuzz", seconds, *targets]:
            return fuzz([seconds, *targets])
        case ["sweeps", *rest]:
            return sweeps(rest)
    print(__doc__, file=sys.stderr)
    return 2


def machine(count: int, seed: int, log: Path | None) -> int:
    """Play `count` scenarios of a seed; a log line says how far it has come and what was lost."""
    done, failed = resumed(log, seed) if log else (0, 0)
    began = time.monotonic()
    with playground() as folder:
        player = Player(folder)
        for number in range(done, count):
            shape, steps = scenario(seed, number)
            try:
                player.play(shape, steps)
            except Exception:  # noqa: BLE001 - a failure is noted, and the others are still tried
                failed += 1
                say(log, f"seed {seed} scenario {number} FAILED\n{traceback.format_exc()}")
            if (number + 1) % EVERY == 0 or number + 1 == count:
                say(log, line(seed, number + 1, failed, player.count, time.monotonic() - began))
                player.count = Count()
    return 1 if failed else 0


def line(seed: int, done: int, failed: int, count: Count, seconds: float) -> str:
    """Return the log's line: totals of scenarios and failures, and what the last of them did."""
    words = " ".join(f"{name} {getattr(count, name)}" for name in Count.__dataclass_fields__)
    return (
        f"seed {seed} done {done} failed {failed} | since the last line: {words} | {seconds:.0f} s"
    )


def resumed(log: Path, seed: int) -> tuple[int, int]:
    """Return how many scenarios of a seed a log says are done, and how many of them failed."""
    if not log.exists():
        return 0, 0
    lines = [each.split() for each in log.read_text(encoding="utf-8").splitlines()]
    found = [each for each in lines if each[:3] == ["seed", str(seed), "done"]]
    return (int(found[-1][3]), int(found[-1][5])) if found else (0, 0)


def say(log: Path | None, text: str) -> None:
    """Write to the log, or to the screen if there is none."""
    if log is None:
        print(text, flush=True)
        return
    with log.open("a", encoding="utf-8") as file:
        file.write(text + "\n")


def replay(seed: int, number: int) -> int:
    """Play one scenario again, and show the fewest steps that still fail."""
    shape, steps = scenario(seed, number)
    with playground() as folder:
        player = Player(folder)
        error = player.failure(shape, steps)
        if error is None:
            print("nothing fails")
            return 0
        few = player.smallest(shape, steps, error)
        print(SHAPES[shape % len(SHAPES)], [step_name(each) for each in few], few, sep="\n")
        traceback.print_exception(player.failure(shape, few))
        return 1


def step_name(step: int) -> str:
    """Return what a step does."""
    return random.Random(step).choice(STEPS).__name__  # noqa: S311 - repeatable on purpose


def sweeps(rest: list[str]) -> int:
    """Run the tests of this folder in full."""
    os.environ.update(PROOF="long", HYPOTHESIS_PROFILE="long")
    patient = ("-o", "faulthandler_timeout=0")
    folder = str(Path(__file__).parent)
    command = [sys.executable, "-m", "pytest", "-n", "0", *patient, folder, *rest]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own words


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
