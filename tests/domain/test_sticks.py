from pathlib import Path

from qtapp.domain.sticks import Stick


def test_a_stick_seen_twice_is_the_same_and_one_at_another_place_is_not():
    stick = Stick(path=Path("/media/a/K"), name="K")
    assert stick == Stick(path=Path("/media/a/K"), name="K")
    assert stick != Stick(path=Path("/media/b/K"), name="K")
