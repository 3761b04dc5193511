import pytest

from qtapp.domain.plans import TaskState

OPEN = {"not_started", "in_progress", "overdue"}


@pytest.mark.parametrize("state", TaskState)
def test_a_task_is_open_until_it_is_done_or_dropped(state):
    assert state.is_open == (state.value in OPEN)
