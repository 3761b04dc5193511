import json
import os
import random
import time

import pytest

from tests.installer.proof.conftest import PROOF, books_of, eventually, setup_in

KILLS = int(os.environ.get("SOCHIBO_KILLS", "20"))
ROUND = 20
LONGEST = 6.0
"""Seconds; an install takes about five here."""


@pytest.mark.short
@pytest.mark.parametrize("first", range(0, KILLS, ROUND))
def test_a_kill_at_any_moment_leaves_one_whole_version_and_every_book(copy, first):
    """Install, upgrade and remove, each killed at a random moment; the next goes on from there."""
    chance = random.Random(first)  # noqa: S311 - the same moments every time
    wine = copy.wine
    copy.data.joinpath("books").mkdir(parents=True)
    copy.data.joinpath("books/sổ của tôi.scb").write_bytes(bytes(range(256)))
    books = books_of(copy.data)
    seen = {"whole": 0, "gone": 0, "finished": 0}
    for _ in range(first, min(first + ROUND, KILLS)):
        before = copy.version() if copy.place else None
        removing = before is not None and chance.random() < 0.3
        if removing:
            words = (copy.root / "uninstall.exe", "/S", f"_?={wine.path(copy.root)}")
        elif before is None:
            words = (setup_in(chance.choice(["old", "new"])), "/S")
        else:
            words = (setup_in("new"), "/S")
        with wine.start(*words) as process:
            time.sleep(chance.uniform(0.1, LONGEST))
            seen["finished"] += process.poll() is not None
            process.kill()
        if copy.place is None:
            assert removing or before is None, "an upgrade took the version away"
            seen["gone"] += 1
        else:
            assert eventually(lambda: copy.faults() == [], 5), copy.faults()[:5]
            assert copy.run("--version") == (0, copy.version() + "\n")
            seen["whole"] += 1
        assert books_of(copy.data) == books
    (PROOF / f"kills-{first:03d}.json").write_text(json.dumps(seen), encoding="utf-8")
    assert copy.install(setup_in("new")) == 0
    assert copy.faults() == []
    assert copy.uninstall() == 0
    assert not copy.root.exists()
    assert books_of(copy.data) == books
