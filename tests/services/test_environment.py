from datetime import UTC, datetime

from qtapp.services.environment import silent
from tests.make import TODAY, Clock, an_environment


def test_today_is_the_local_calendar_date():
    world = an_environment(clock=Clock(datetime(2026, 11, 20, 12, 0, tzinfo=UTC)))
    assert world.today() == TODAY


def test_new_ids_are_all_different_and_ordered_by_time():
    clock = Clock()
    world = an_environment(clock=clock)
    ids = []
    for _ in range(50):
        ids.append(world.new_id())
        clock.forward(milliseconds=1)
    assert ids == sorted(set(ids))
    assert all(len(each) == 32 for each in ids)


def test_silence_takes_any_progress():
    assert silent(1, 2) is None
