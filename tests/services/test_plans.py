from datetime import timedelta

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from qtapp.domain.errors import Invalid
from qtapp.domain.plan_check import Clear, is_clear, is_vague, missing_clears
from qtapp.domain.plans import Task, TaskState
from tests.make import TODAY, UNIT, a_wave_in, an_id


@pytest.fixture
def plan(cell):
    wave = a_wave_in(cell)
    blank = cell.plans.of(wave.id)
    assert not cell.plans.exists(wave.id)
    kept = cell.plans.save(replace(blank, name="Kế hoạch hành động"))
    assert cell.plans.exists(wave.id)
    return kept


def test_a_plan_needs_a_name(cell):
    with pytest.raises(Invalid):
        cell.plans.save(cell.plans.of(a_wave_in(cell).id))


def test_tasks_stay_in_their_order(cell, plan):
    names = ["Dọn đường", "Giúp hộ nghèo", "Trồng cây"]
    for name in names:
        cell.plans.save_task(cell.plans.new_task(plan, name))
    assert [task.content for task in cell.plans.tasks(plan)] == names
    cell.plans.remove_task(cell.plans.tasks(plan)[1].id)
    assert [task.content for task in cell.plans.tasks(plan)] == ["Dọn đường", "Trồng cây"]


def test_a_removed_task_comes_back(cell, plan):
    task = cell.plans.save_task(cell.plans.new_task(plan, "Dọn đường"))
    cell.plans.remove_task(task.id)
    cell.plans.restore_task(task.id)
    assert cell.plans.tasks(plan) == [task]


def test_a_task_without_content_is_refused(cell, plan):
    with pytest.raises(Invalid):
        cell.plans.save_task(cell.plans.new_task(plan, " "))


def test_progress_sets_the_state_and_is_logged_by_day(cell, plan):
    task = cell.plans.save_task(cell.plans.new_task(plan, "Dọn đường", deadline=TODAY))
    task = cell.plans.note_progress(task, TODAY, 60, " Được hơn nửa ")
    assert task.state is TaskState.IN_PROGRESS
    cell.plans.note_progress(task, TODAY - timedelta(days=3), 10)
    task = cell.plans.note_progress(task, TODAY + timedelta(days=1), 100)
    assert cell.plans.tasks(plan)[0].state is TaskState.DONE_LATE
    assert [line.percent for line in cell.plans.progress(task)] == [10, 60, 100]
    assert cell.plans.progress(task)[1].note == "Được hơn nửa"


@pytest.mark.parametrize("percent", [-1, 101])
def test_an_impossible_share_changes_nothing(cell, plan, percent):
    task = cell.plans.save_task(cell.plans.new_task(plan, "Dọn đường"))
    with pytest.raises(Invalid):
        cell.plans.note_progress(task, TODAY, percent)
    assert cell.plans.progress(task) == []
    assert cell.plans.tasks(plan) == [task]


CLEAR = {
    "content": "Dọn đường 3 buổi",
    "owner": "Nguyễn Thị Hoa",
    "deadline": TODAY,
    "responsibility": "Phân công tổ",
    "product": "Biên bản",
    "authority": "Chi bộ",
}


@given(st.sets(st.sampled_from(list(Clear))))
def test_exactly_the_missing_clears_are_named(missing):
    values = {name: value for name, value in CLEAR.items() if Clear(name) not in missing}
    task = Task(id=an_id(1), unit=UNIT, plan=an_id(2), **values)
    assert set(missing_clears(task)) == missing
    assert not is_clear(task)
    needed = {Clear.PERSON, Clear.TIME}
    assert is_clear(replace(task, measure="3 buổi")) == (not missing & needed)


@pytest.mark.parametrize(
    ("content", "vague"),
    [
        ("Tăng cường tuyên truyền", True),
        ("Tăng cường tuyên truyền 4 buổi", False),
        ("Dọn đường", False),
    ],
)
def test_urging_without_a_figure_is_vague(content, vague):
    assert is_vague(Task(id=an_id(1), unit=UNIT, plan=an_id(2), content=content)) == vague
