from datetime import date

import pytest
from hypothesis import given, strategies as st

from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.counting import default_duty, default_status, tally, wave_figures
from qtapp.domain.essays import Essay, EssayDuty
from qtapp.domain.figures import Figures
from qtapp.domain.ids import derived_id
from qtapp.domain.members import MemberStatus
from qtapp.domain.plans import ActionPlan, Task, TaskState
from qtapp.domain.sessions import SessionFormat, SessionKind
from tests.make import UNIT, a_member, a_session, an_id

S = AttendanceStatus
M = MemberStatus


def figures(members, marks, sessions, essays=(), *, plans=(), tasks=(), if_present=True):
    attendance = [
        Attendance(
            id=derived_id(session.id, member.id),
            unit=UNIT,
            session=session.id,
            member=member.id,
            status=status,
        )
        for session, member, status in marks
    ]
    return wave_figures(
        members=members,
        sessions=sessions,
        attendance=attendance,
        essays=list(essays),
        plans=list(plans),
        tasks=list(tasks),
        if_present=if_present,
    )


def an_essay(member):
    return Essay(id=derived_id("a" * 32, member.id), unit=UNIT, wave="a" * 32, member=member.id)


@pytest.mark.parametrize(
    ("status", "usual"),
    [
        (M.ACTIVE, S.PRESENT),
        (M.TEMPORARY_IN, S.PRESENT),
        (M.EXEMPT, S.EXEMPT),
        (M.TEMPORARY_AWAY, S.AWAY),
    ],
)
def test_the_usual_attendance_follows_from_the_members_status(status, usual):
    assert default_status(a_member(status=status)) is usual


@pytest.mark.parametrize(
    ("status", "duty"),
    [
        (M.ACTIVE, EssayDuty.REQUIRED),
        (M.TEMPORARY_IN, EssayDuty.REQUIRED),
        (M.EXEMPT, EssayDuty.ENCOURAGED),
        (M.TEMPORARY_AWAY, None),
        (M.MOVED, None),
        (M.LEFT, None),
        (M.DECEASED, None),
    ],
)
def test_the_duty_to_write_follows_from_the_members_status(status, duty):
    assert default_duty(status) is duty


def test_an_exempt_member_counts_only_when_present():
    exempt, other = a_member(status=M.EXEMPT), a_member()
    absent = tally([exempt, other], {exempt.id: S.EXEMPT, other.id: S.PRESENT})
    assert (absent.total, absent.at_session, absent.not_counted) == (1, 1, 1)
    there = tally([exempt, other], {exempt.id: S.PRESENT, other.id: S.PRESENT})
    assert (there.total, there.at_session, there.not_counted) == (2, 2, 0)


def test_an_active_member_excused_for_the_day_is_left_out_of_the_total():
    one, other = a_member(), a_member()
    count = tally([one, other], {one.id: S.AWAY, other.id: S.EXCUSED})
    assert (count.total, count.excused, count.not_counted) == (1, 1, 1)


def test_split_sessions_count_each_person_once_and_each_attendance():
    one, other = a_member(), a_member()
    first, second = (a_session(name, held=True, format=SessionFormat.SPLIT) for name in "AB")
    found = figures(
        [one, other],
        [(first, one, S.PRESENT), (second, one, S.PRESENT), (second, other, S.LATE)],
        [first, second],
    )
    assert (found.members, found.members_studied, found.attendances) == (2, 2, 3)


def test_who_missed_one_of_two_sessions_has_not_studied_the_wave_until_it_is_made_up():
    diligent, absent, later = a_member(), a_member(), a_member()
    first, second = a_session("A", held=True), a_session("B", held=True)
    marks = [(first, each, S.PRESENT) for each in (diligent, absent, later)]
    marks += [(second, diligent, S.PRESENT), (second, absent, S.UNEXCUSED)]
    marks += [(second, later, S.MADE_UP)]
    found = figures([diligent, absent, later], marks, [first, second])
    assert (found.members, found.members_studied, found.members_made_up) == (3, 2, 1)


@pytest.mark.parametrize(
    ("status", "first", "second", "counted"),
    [
        # An exempt or absent member who came once: in both, whichever session it was.
        (M.EXEMPT, S.PRESENT, S.EXEMPT, (1, 1)),
        (M.EXEMPT, S.EXEMPT, S.LATE, (1, 1)),
        (M.EXEMPT, S.PRESENT, None, (1, 1)),
        (M.TEMPORARY_AWAY, S.AWAY, S.PRESENT, (1, 1)),
        (M.EXEMPT, S.EXEMPT, S.EXEMPT, (0, 0)),
        (M.TEMPORARY_AWAY, None, None, (0, 0)),
        # An active member is asked by the session they were not elsewhere during.
        (M.ACTIVE, S.UNEXCUSED, S.AWAY, (1, 0)),
        (M.ACTIVE, S.EXCUSED, S.EXEMPT, (1, 0)),
        (M.ACTIVE, S.PRESENT, S.AWAY, (1, 1)),
        (M.ACTIVE, S.AWAY, S.MADE_UP, (1, 1)),
        (M.ACTIVE, S.AWAY, None, (1, 0)),
        (M.ACTIVE, S.AWAY, S.EXEMPT, (0, 0)),
        (M.ACTIVE, None, None, (1, 0)),
        # Who moved away after the first session was not on the list of the second.
        (M.MOVED, S.PRESENT, None, (1, 1)),
        (M.MOVED, S.UNEXCUSED, None, (1, 0)),
    ],
)
def test_rule_one_is_asked_of_each_session_of_a_wave(status, first, second, counted):
    member = a_member(status=status)
    sessions = [a_session(name, held=True) for name in "AB"]
    marks = [
        (session, member, mark)
        for session, mark in zip(sessions, (first, second), strict=True)
        if mark
    ]
    found = figures([member], marks, sessions)
    assert (found.members, found.members_studied) == counted


def test_without_the_switch_an_exempt_member_who_came_once_counts_nowhere():
    exempt, active = a_member(status=M.EXEMPT), a_member()
    first, second = (a_session(name, held=True) for name in "AB")
    marks = [(first, exempt, S.PRESENT), (second, exempt, S.EXEMPT)]
    marks += [(first, active, S.PRESENT), (second, active, S.EXEMPT)]
    found = figures([exempt, active], marks, [first, second], if_present=False)
    assert (found.members, found.members_studied, found.attendances) == (1, 1, 2)


@pytest.mark.parametrize(
    ("first", "second", "counted"),
    [
        (S.UNEXCUSED, S.AWAY, (1, 0)),
        (S.UNEXCUSED, S.PRESENT, (1, 1)),
        (S.AWAY, None, (0, 0)),
        (None, S.MADE_UP, (1, 1)),
    ],
)
def test_the_parts_of_a_split_conference_ask_a_member_together(first, second, counted):
    member = a_member()
    sessions = [a_session(name, held=True, format=SessionFormat.SPLIT) for name in "AB"]
    marks = [
        (session, member, mark)
        for session, mark in zip(sessions, (first, second), strict=True)
        if mark
    ]
    found = figures([member], marks, sessions)
    assert (found.members, found.members_studied) == counted


def test_plans_and_tasks_are_counted():
    plan = ActionPlan(id=an_id(1), unit=UNIT, wave=an_id(9))
    how = {"owner": "Hoa", "deadline": date(2026, 12, 1)}
    told = (
        {**how, "measure": "3 buổi", "state": TaskState.DONE},
        {**how, "measure": "100% hộ", "state": TaskState.DONE_LATE},
        {**how, "measure": "5 km", "state": TaskState.IN_PROGRESS},
        {"owner": "Hoa", "measure": "5 km"},
        {"content": "Tăng cường tuyên truyền"},
    )
    tasks = [
        Task(**{"id": an_id(place), "unit": UNIT, "plan": plan.id, "content": "Việc", **each})
        for place, each in enumerate(told, 2)
    ]
    found = figures([], [], [], plans=[plan], tasks=tasks)
    assert (found.plans, found.tasks, found.tasks_clear, found.tasks_done) == (1, 5, 3, 2)


def test_a_member_who_was_struck_off_owes_no_essay_and_attended_nothing():
    kept, struck, gone = a_member(), a_member(), a_member(status=M.MOVED)
    session = a_session(held=True)
    essays = [an_essay(kept), an_essay(struck), an_essay(gone)]
    found = figures(
        [kept, gone], [(session, kept, S.PRESENT), (session, struck, S.PRESENT)], [session], essays
    )
    assert (found.essays_due, found.attendances) == (1, 1)


def test_a_meeting_for_the_public_or_not_held_studies_nobody():
    member = a_member()
    public = a_session("A", held=True, kind=SessionKind.PUBLIC)
    planned = a_session("B")
    found = figures(
        [member], [(public, member, S.PRESENT), (planned, member, S.PRESENT)], [public, planned]
    )
    assert (found.members_studied, found.attendances, found.public_sessions) == (0, 0, 1)


def test_a_member_who_left_counts_where_they_had_studied():
    gone, never = a_member(status=M.MOVED), a_member(status=M.MOVED)
    session = a_session(held=True)
    found = figures([gone, never], [(session, gone, S.PRESENT)], [session])
    assert (found.members, found.members_studied) == (1, 1)


marks = st.lists(
    st.tuples(st.sampled_from(M), st.lists(st.sampled_from(S), max_size=3)), max_size=15
)


@given(marks, st.booleans())
def test_figures_of_a_wave_hold_together(people, if_present):
    sessions = [a_session(str(place), held=True) for place in range(3)]
    members = [a_member(status=status) for status, _ in people]
    recorded = [
        (session, member, status)
        for member, (_, statuses) in zip(members, people, strict=True)
        for session, status in zip(sessions, statuses, strict=False)
    ]
    found = figures(members, recorded, sessions, if_present=if_present)
    assert 0 <= found.members_made_up <= found.members_studied <= found.members <= len(members)
    assert found.attendances == sum(status.at_session for _, _, status in recorded)
    assert found.sessions == sum(
        (
            found.sessions_in_person,
            found.sessions_online,
            found.sessions_mixed,
            found.sessions_split,
        )
    )


@given(marks, marks)
def test_two_units_together_are_the_sum_of_both(one, other):
    def of(people):
        session = a_session(held=True)
        members = [a_member(status=status) for status, _ in people]
        recorded = [
            (session, member, statuses[0])
            for member, (_, statuses) in zip(members, people, strict=True)
            if statuses
        ]
        return figures(members, recorded, [session])

    a, b = of(one), of(other)
    assert (a + b).members_studied == a.members_studied + b.members_studied
    assert a + Figures() == a
    assert a + b == b + a
