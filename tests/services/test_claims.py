from pathlib import Path

from qtapp.bundle.manifest import new_manifest
from qtapp.bundle.seal import Opened
from qtapp.bundle.writers import Context, Writer
from qtapp.services.claims import learned, wall
from qtapp.store.changes import Changes
from tests.make import a_store, an_id

OWN, OTHER = an_id(1), an_id(2)
A, B, C = (an_id(each) for each in range(7, 10))


def an_opened(kind: str, *, base: dict[str, int] | None = None) -> Opened:
    """Return a bundle of two writers of the own unit, the second of whom had seen the first, and one more."""
    manifest = new_manifest(id=an_id(3), kind=kind, unit=OWN, signer=an_id(4), base=base or {})
    writers = [
        Writer(id=A, unit=OWN, seq=5, whole=3),
        Writer(id=B, unit=OWN, seq=2),
        Writer(id=C, unit=OTHER, seq=4),
    ]
    know = [Context(writer=1, seq=2, seen=[(0, 5)], part=1)]
    return Opened(
        manifest=manifest, chain=(), writers=writers, know=know, inner=b"", payload=memoryview(b"")
    )


def held(folder: Path, opened: Opened, *, is_less: bool = False) -> dict[str, tuple[int, int]]:
    store = a_store(folder)
    changes = Changes(store)
    with store.transaction():
        learned(changes, opened).count(changes, OWN, is_less=is_less)
    rows = store.fetch("SELECT id, seq, whole FROM writers")
    store.close()
    return {writer: (seq, whole) for writer, seq, whole in rows}


def test_another_laptops_bundle_says_what_is_held_whole(tmp_path: Path) -> None:
    assert held(tmp_path, an_opened("peer")) == {A: (5, 3), B: (2, 2), C: (4, 0)}


def test_what_comes_back_from_the_committee_is_held_in_part(tmp_path: Path) -> None:
    assert held(tmp_path, an_opened("down")) == {A: (5, 0), B: (2, 0), C: (4, 0)}


def test_nothing_is_counted_over_a_gap(tmp_path: Path) -> None:
    assert set(held(tmp_path, an_opened("peer", base={C: 1})).values()) == {(0, 0)}


def test_where_less_comes_back_the_own_commits_are_not_counted(tmp_path: Path) -> None:
    assert held(tmp_path, an_opened("down"), is_less=True) == {A: (0, 0), B: (0, 0), C: (4, 0)}


def test_what_was_seen_in_part_is_not_known_of_fields_that_stay(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    changes = Changes(store)
    with store.transaction():
        learned(changes, an_opened("peer"))
    assert changes.knew(B, 2, A, 5)
    assert not changes.knew(B, 2, A, 1, whole=True)
    assert not changes.knew(B, 1, A, 1)
    store.close()


def test_a_clock_beyond_every_calendar_is_still_told() -> None:
    assert wall(1 << 61) == wall(1 << 33) == "2242-03-16T12:56:32+00:00"
