import re
from datetime import date
from typing import get_args

from hypothesis import given, strategies as st

from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.ids import derived_id
from qtapp.domain.members import Member
from qtapp.domain.record import Identity, LocalTime, PartialDate, Reach, data_fields


def test_the_fields_a_user_fills_leave_out_id_and_owner():
    assert [each.name for each in data_fields(Attendance)] == [
        "session",
        "member",
        "status",
        "reason",
        "made_up_on",
    ]


def test_fields_of_one_group_are_one_register_and_others_their_own():
    groups = {each.name: each.group for each in data_fields(Attendance)}
    assert groups["status"] == groups["reason"] == groups["made_up_on"] == "status"
    assert groups["member"] == "member"


def test_fields_that_stay_are_marked():
    staying = {each.name for each in data_fields(Member) if each.stays}
    assert staying == {"birth", "card_number", "id_tail", "phone", "email"}


def test_both_ways_is_up_and_down():
    assert Reach.UP in Reach.BOTH
    assert Reach.DOWN in Reach.BOTH
    assert Reach.UP not in Reach.STAYS


def test_an_id_follows_from_the_fields_that_its_kind_declares():
    session, member = "5e55" * 8, "3e3b" * 8
    mark = Attendance(
        id="0" * 32,
        unit="1" * 32,
        session=session,
        member=member,
        status=AttendanceStatus.PRESENT,
    )
    wanted = Attendance.identity.of(session=session, member=member)
    assert Attendance.identity.of_record(mark) == wanted == derived_id(session, member)


def test_an_id_may_take_in_a_word_or_be_the_parents():
    wave, unit = "3a3e" * 8, "1" * 32
    assert Identity("wave", ("unit",), "plan").of(wave=wave, unit=unit) == derived_id(
        wave, unit, "plan"
    )
    assert Identity("essay").of(essay=wave) == wave


def is_written_as(declared, text):
    return re.search(get_args(declared)[1].pattern, text) is not None


def is_day(text):
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_full_date_is_a_day_of_the_calendar(year, month, day):
    text = f"{year:04d}-{month:02d}-{day:02d}"
    assert is_written_as(PartialDate, text) is is_day(text)
    assert is_written_as(LocalTime, f"{text}T07:30") is is_day(text)


@given(st.dates())
def test_any_day_and_its_beginnings_are_partial_dates(day):
    text = day.isoformat()
    assert all(is_written_as(PartialDate, text[:size]) for size in (0, 4, 7, 10))
    assert not any(is_written_as(PartialDate, text[:size]) for size in (1, 5, 6, 9))


@given(st.integers(0, 99), st.integers(0, 99))
def test_a_time_is_on_the_clock(hour, minute):
    is_time = hour < 24 and minute < 60
    assert is_written_as(LocalTime, f"2026-11-18T{hour:02d}:{minute:02d}") is is_time
