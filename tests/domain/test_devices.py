import pytest

from qtapp.domain.devices import Device, Letter, Revocation
from qtapp.domain.record import Reach


@pytest.mark.parametrize("record", [Device, Revocation])
def test_both_sides_learn_of_laptops(record: type[Device | Revocation]) -> None:
    assert {Reach.UP, Reach.DOWN, Reach.FORWARD} == set(record.reach)


def test_letters_stay_among_the_units_own_laptops() -> None:
    assert Letter.reach is Reach.STAYS
