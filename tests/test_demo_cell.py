from datetime import timedelta

import pytest

from qtapp import demo_cell
from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.essays import EssayState
from qtapp.domain.plan_check import is_vague, missing_clears
from qtapp.domain.sessions import SessionKind
from qtapp.domain.waves import missing_headings
from tests.make import TODAY, a_cell_book, a_wave_in


@pytest.fixture
def cell(tmp_path):
    book = a_cell_book(tmp_path, members=12)
    yield book
    book.close()


@pytest.fixture
def wave(cell):
    return a_wave_in(cell, essay_due=TODAY - timedelta(days=4))


def test_a_study_plan_leaves_only_the_money_open(cell, wave):
    demo_cell.plan_study(cell, wave, "Chi bộ thôn Suối Mẫu", 0)
    assert missing_headings(cell.waves.study_plan(wave.id)) == ["Kinh phí"]


@pytest.mark.parametrize("place", range(3))
def test_a_session_needs_no_caution_and_its_attendance_varies(cell, wave, place):
    session = demo_cell.plan_session(cell, wave, TODAY - timedelta(days=14), place)
    assert cell.sessions.cautions(session, 12) == []
    demo_cell.mark_attendance(cell, session, place)
    statuses = {row.status for row in cell.attendance.sheet(session.id)}
    assert {AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.MADE_UP} < statuses
    assert cell.attendance.count(session.id).open == 0


@pytest.mark.parametrize(("place", "missing", "waiting"), [(0, 2, 3), (1, 0, 0), (2, 1, 1)])
def test_essays_are_partly_in_and_partly_judged(cell, wave, place, missing, waiting):
    demo_cell.collect_essays(cell, wave, place)
    states = [row.essay.state for row in cell.essays.sheet(wave.id)]
    assert states.count(EssayState.MISSING) == missing
    assert states.count(EssayState.SUBMITTED) == waiting
    assert len(states) == 12


def test_two_tasks_are_clear_and_one_only_urges(cell, wave):
    demo_cell.decide_tasks(cell, wave, "Chi bộ thôn Suối Mẫu", 0)
    tasks = cell.plans.tasks(cell.plans.of(wave.id))
    assert [bool(missing_clears(task)) for task in tasks] == [False, False, True]
    assert [is_vague(task) for task in tasks] == [False, False, True]


def test_the_next_session_is_for_the_people_and_still_to_come(cell, wave):
    demo_cell.plan_next_session(cell, wave, TODAY + timedelta(days=3))
    session = cell.home.next_session()
    assert (session.kind, session.held) == (SessionKind.PUBLIC, False)
