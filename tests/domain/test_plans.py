from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from qtapp.domain.plans import Task, TaskState, state_after
from tests.make import TODAY, UNIT, an_id

OPEN = {"not_started", "in_progress", "overdue"}


@pytest.mark.parametrize("state", TaskState)
def test_a_task_is_open_until_it_is_done_or_dropped(state):
    assert state.is_open == (state.value in OPEN)


@given(st.integers(0, 100), st.integers(-30, 30), st.booleans())
def test_a_task_is_done_exactly_at_a_hundred_and_late_only_past_its_day(percent, days, has_day):
    deadline = TODAY if has_day else None
    task = Task(id=an_id(1), unit=UNIT, plan=an_id(2), content="x", deadline=deadline)
    state = state_after(task, TODAY + timedelta(days=days), percent)
    late = has_day and days > 0
    assert (state in {TaskState.DONE, TaskState.DONE_LATE}) == (percent == 100)
    assert (state in {TaskState.DONE_LATE, TaskState.OVERDUE}) == late
