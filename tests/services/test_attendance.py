from datetime import date

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import tally
from qtapp.domain.errors import Invalid
from qtapp.domain.members import MemberStatus
from qtapp.domain.sessions import SessionFormat
from tests.make import a_member, a_session_in, a_wave_in
from tests.services.pairs import a_pair

S = AttendanceStatus


@pytest.fixture
def session(cell):
    return a_session_in(cell, a_wave_in(cell))


def set_status(cell, place, status):
    member = cell.members.all()[place]
    return cell.members.save(replace(member, status=status))


def test_the_sheet_shows_the_usual_status_until_one_is_recorded(cell, session):
    exempt = set_status(cell, 0, MemberStatus.EXEMPT)
    away = set_status(cell, 1, MemberStatus.TEMPORARY_AWAY)
    set_status(cell, 2, MemberStatus.MOVED)
    rows = {row.member.id: row for row in cell.attendance.sheet(session.id)}
    assert len(rows) == 5
    assert rows[exempt.id].status is S.EXEMPT
    assert rows[away.id].status is S.AWAY
    assert not any(row.recorded for row in rows.values())


def test_what_is_recorded_of_one_member_is_found_alone(cell, session):
    one, other, *_ = cell.members.all()
    mark = cell.attendance.mark(session.id, one.id, S.EXCUSED, "ốm")
    assert cell.attendance.recorded(session.id, one.id) == mark
    assert cell.attendance.recorded(session.id, other.id) is None


def test_a_mark_is_kept_and_can_be_changed_and_taken_back(cell, session):
    member = cell.members.all()[0]
    cell.attendance.mark(session.id, member.id, S.EXCUSED, " ốm ")
    row = cell.attendance.sheet(session.id)[0]
    assert (row.status, row.reason, row.recorded) == (S.EXCUSED, "ốm", True)
    cell.attendance.mark(session.id, member.id, S.PRESENT)
    assert cell.attendance.sheet(session.id)[0].reason == ""
    cell.attendance.unmark(session.id, [member.id])
    assert not cell.attendance.sheet(session.id)[0].recorded
    cell.attendance.mark(session.id, member.id, S.LATE)
    assert cell.attendance.sheet(session.id)[0].status is S.LATE


def test_the_day_of_make_up_study_belongs_to_made_up_only(cell, session):
    member = cell.members.all()[0]
    day = date(2026, 11, 19)
    assert cell.attendance.mark(session.id, member.id, S.MADE_UP, "", day).made_up_on == day
    assert cell.attendance.mark(session.id, member.id, S.PRESENT, "", day).made_up_on is None


def test_a_reason_that_is_too_long_marks_nobody(cell, session):
    one, other = (member.id for member in cell.members.all()[:2])
    with pytest.raises(Invalid):
        cell.attendance.mark_all(
            session.id, {one: (S.LATE, "", None), other: (S.EXCUSED, "x" * 501, None)}
        )
    assert not any(row.recorded for row in cell.attendance.sheet(session.id))


def test_finishing_records_the_usual_and_leaves_what_was_marked(cell, session):
    member = cell.members.all()[0]
    cell.attendance.mark(session.id, member.id, S.UNEXCUSED)
    count = cell.attendance.finish(session.id)
    assert (count.total, count.at_session, count.unexcused, count.open) == (6, 5, 1, 0)
    assert cell.sessions.get(session.id).held
    assert cell.attendance.finish(session.id) == count


def test_somebody_who_moved_later_stays_on_the_sheet_of_that_day(cell, session):
    cell.attendance.finish(session.id)
    set_status(cell, 0, MemberStatus.MOVED)
    assert len(cell.attendance.sheet(session.id)) == 6
    assert cell.attendance.count(session.id).total == 6


def test_the_switch_about_exempt_members_who_come_is_obeyed(cell, session):
    exempt = set_status(cell, 0, MemberStatus.EXEMPT)
    cell.attendance.mark(session.id, exempt.id, S.PRESENT)
    assert cell.attendance.finish(session.id).total == 6
    cell.units.save_profile(replace(cell.units.profile(), exempt_count_if_present=False))
    count = cell.attendance.count(session.id)
    assert (count.total, count.at_session, count.not_counted) == (5, 5, 1)


people = st.lists(
    st.tuples(st.sampled_from(MemberStatus), st.none() | st.sampled_from(AttendanceStatus)),
    max_size=30,
)


def counted(people, *, if_present=True):
    members = [a_member(status=status) for status, _ in people]
    statuses = {
        member.id: mark
        for member, (_, mark) in zip(members, people, strict=True)
        if mark is not None
    }
    return members, statuses, tally(members, statuses, if_present=if_present)


@given(people, st.booleans())
def test_everybody_is_counted_exactly_once(people, if_present):
    members, _, count = counted(people, if_present=if_present)
    assert count.total + count.not_counted == len(members)
    parts = count.at_session + count.made_up + count.excused + count.unexcused + count.open
    assert parts == count.total
    assert 0 <= count.studied <= count.total


@given(people)
def test_counting_the_exempt_who_came_never_lowers_a_figure(people):
    _, _, with_them = counted(people)
    _, _, without = counted(people, if_present=False)
    assert with_them.total >= without.total
    assert with_them.at_session >= without.at_session
    assert with_them.total - without.total == with_them.at_session - without.at_session


@given(people)
def test_who_was_not_there_is_never_among_those_at_the_session(people):
    _, statuses, count = counted(people)
    assert count.at_session <= sum(status.at_session for status in statuses.values())
    assert count.made_up <= list(statuses.values()).count(S.MADE_UP)


@given(st.lists(st.sampled_from([S.PRESENT, S.ONLINE, S.LATE, S.LEFT_EARLY]), max_size=20))
def test_whoever_came_in_any_way_was_there(marks):
    _, _, count = counted([(MemberStatus.ACTIVE, mark) for mark in marks])
    assert count.at_session == count.studied == count.total == len(marks)


def test_a_part_of_a_split_conference_is_counted_in_one_way_wherever_it_is_looked_at(tmp_path):
    pair = a_pair(tmp_path)  # three members
    cell = pair.cell
    cell.members.save(cell.members.new("Vi Thị Phần Tư"))
    wave = a_wave_in(cell)
    first, second = (
        a_session_in(cell, wave, name, format=SessionFormat.SPLIT, held=True) for name in "AB"
    )
    one, two, three, four = (member.id for member in cell.members.all())
    for session, there in ((first, (one, two)), (second, (three, four))):
        for member in there:
            cell.attendance.mark(session.id, member, S.PRESENT)
    unit = cell.units.own().id
    pair.commune.exchange.receive(cell.exchange.make_up(tmp_path / "usb"))
    counted = {each.id: cell.attendance.count(each.id) for each in (first, second)}
    assert {(t.total, t.at_session, t.open) for t in counted.values()} == {(2, 2, 0)}
    for book in (cell, pair.commune):
        found = book.reports.sessions(wave.id, unit)
        assert {session.id: count for session, count in found} == counted
    total = cell.reports.wave(wave.id).total
    assert (total.members, total.members_studied, total.attendances) == (4, 4, 4)


def test_a_part_of_a_split_conference_asks_only_those_who_were_at_no_other(cell):
    wave = a_wave_in(cell)
    first, second = (
        cell.sessions.save(cell.sessions.new(wave.id, name, format=SessionFormat.SPLIT))
        for name in ("Buổi 1", "Buổi 2")
    )
    absent = cell.attendance.sheet(first.id)[0].member
    cell.attendance.mark(first.id, absent.id, S.EXCUSED)
    cell.attendance.finish(first.id)
    assert [row.member for row in cell.attendance.sheet(second.id)] == [absent]
    assert cell.attendance.finish(second.id).total == 1
    total = cell.reports.wave(wave.id).total
    assert total.members_studied == total.members == total.attendances
