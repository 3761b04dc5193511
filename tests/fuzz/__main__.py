"""Fuzzing, for `python dev.py prove fuzz SECONDS [TARGET …]`; each target in a process of its own.

Guided by coverage where atheris runs; elsewhere inputs of the corpus are changed at random, which is said.
"""

import importlib.util
import logging
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.fuzz.targets import MADE, made

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
IS_GUIDED = importlib.util.find_spec("atheris") is not None
LARGEST = 1 << 16


def main(words: list[str]) -> int:
    """Fuzz the targets named, or all, for so many seconds altogether; return the exit code."""
    if words[:1] == ["one"]:
        logging.disable(logging.WARNING)  # settings that make no sense are told to the log
        return one(words[1], float(words[2]))
    seconds, *names = words
    names = names or list(MADE)
    each = float(seconds) / len(names)
    failed = [name for name in names if not is_sound(name, each)]
    print("failed:", *(failed or ["none"]))
    return 1 if failed else 0


def is_sound(name: str, seconds: float) -> bool:
    """Whether a target only refused for so long."""
    command = [sys.executable, "-m", "tests.fuzz", "one", name, str(seconds)]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603 - our own words


def one(name: str, seconds: float) -> int:
    """Fuzz one target in this process; a fault ends it with another code than 0."""
    if not IS_GUIDED:
        print(f"{name}: not guided by coverage, atheris is not here")
        return unguided(name, seconds)
    import atheris  # noqa: PLC0415 - only where it is

    with atheris.instrument_imports(include=["qtapp"], enable_loader_override=False):
        target = made(name)
    folder = CORPUS / name
    found = (
        Path.cwd() / ".fuzz" / name
    )  # what is found in a run; picked over by hand for the corpus
    found.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={max(1, int(seconds))}",
        f"-max_len={LARGEST}",
        f"-artifact_prefix={found}/fault-",
        "-timeout=10",
        "-rss_limit_mb=1500",
        "-verbosity=0",
        "-print_final_stats=1",
    ]
    atheris.Setup(
        [sys.argv[0], *options, str(found), *([str(folder)] if folder.is_dir() else [])], target
    )
    atheris.Fuzz()
    return 0


def unguided(name: str, seconds: float) -> int:
    """Change inputs of the corpus at random for so long."""
    target = made(name)
    chance = random.Random(name)  # noqa: S311 - repeatable on purpose
    seeds = [path.read_bytes() for path in sorted((CORPUS / name).glob("*"))] or [b""]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 9)):
            change(data, chance)
        target(bytes(data))
    return 0


def change(data: bytearray, chance: random.Random) -> None:
    """Change something of an input."""
    at = chance.randrange(len(data) + 1)
    kind = chance.randrange(4)
    if kind == 0 and at < len(data):
        data[at] ^= 1 << chance.randrange(8)
    elif kind == 1:
        data[at:at] = chance.randbytes(chance.randrange(1, 5))
    elif kind == 2:
        del data[at : at + chance.randrange(1, 9)]
    else:
        data[at:at] = data[: chance.randrange(1, 65)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
