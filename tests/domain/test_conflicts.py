from qtapp.domain.conflicts import Conflict, ConflictState
from qtapp.domain.record import Reach
from tests.make import UNIT, an_id


def test_what_lost_is_open_until_somebody_looked_and_travels_with_the_units_records():
    lost = Conflict(
        id=an_id(1), unit=UNIT, subject_table="members", subject=an_id(2), register="x", value="{}"
    )
    assert lost.state is ConflictState.OPEN
    assert Conflict.reach is Reach.UP
