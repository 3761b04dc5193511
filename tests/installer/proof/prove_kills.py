import json
import os
import random
import subprocess
import time
from collections import Counter

import pytest

from tests.installer.proof.conftest import PROOF, books_of, eventually, setup_in

KILLS = int(os.environ.get("SOCHIBO_KILLS", "20"))
ROUND = 20


@pytest.mark.short
@pytest.mark.parametrize("first", range(0, KILLS, ROUND))
def test_a_kill_at_any_moment_leaves_one_whole_version_and_every_book(copy, first):
    """Install, upgrade and remove, each killed at a random moment; the next goes on from there."""
    chance = random.Random(first)  # noqa: S311 - the same moments every time, of what an install takes
    wine = copy.wine
    copy.data.joinpath("books").mkdir(parents=True)
    copy.data.joinpath("books/sổ của tôi.scb").write_bytes(bytes(range(256)))
    books = books_of(copy.data)
    started = time.monotonic()
    assert copy.install(setup_in("old")) == 0
    taken = time.monotonic() - started
    seen: Counter[str] = Counter()
    for _ in range(first, min(first + ROUND, KILLS)):
        before = copy.version() if copy.place else None
        if before is None:
            deed, words = "install", (setup_in(chance.choice(["old", "new"])), "/S")
        elif chance.random() < 0.3:
            deed = "remove"
            words = (copy.root / "uninstall.exe", "/S", f"_?={wine.path(copy.root)}")
        else:
            deed, words = "upgrade", (setup_in("new"), "/S")
        with wine.start(*words) as process:
            try:
                process.wait(chance.uniform(0.1, 1.3 * taken))
                seen[f"{deed} finished"] += 1
            except subprocess.TimeoutExpired:
                seen[f"{deed} killed"] += 1
                process.kill()
        if copy.place is None:
            assert deed != "upgrade", "an upgrade took the version away"
        else:
            assert eventually(lambda: copy.faults() == [], 5), copy.faults()[:5]
            assert copy.run("--version") == (0, copy.version() + "\n")
            seen[f"whole after {deed}"] += 1
        assert books_of(copy.data) == books
    (PROOF / f"kills-{first:03d}.json").write_text(json.dumps(seen), encoding="utf-8")
    assert seen["upgrade killed"] + seen["remove killed"], "nothing that was there was in danger"
    assert copy.install(setup_in("new")) == 0
    assert copy.faults() == []
    assert copy.uninstall() == 0
    assert not copy.root.exists()
    assert books_of(copy.data) == books
