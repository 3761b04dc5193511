from datetime import date

import pytest
from msgspec.structs import replace

from qtapp.domain.documents import Attachment, Document
from qtapp.domain.errors import Invalid
from qtapp.domain.essays import Essay
from qtapp.domain.reasons import Reason
from qtapp.domain.validity import valid
from qtapp.domain.waves import Wave
from tests.make import UNIT, a_member, a_session, an_id

ESSAY = Essay(id=an_id(1), unit=UNIT, wave=an_id(2), member=an_id(3))
WAVE = Wave(id=an_id(1), unit=UNIT, name="Đợt 1")


@pytest.mark.parametrize(
    ("record", "field", "reason"),
    [
        (a_member("x" * 101), "full_name", Reason.TOO_LONG),
        (a_member(id_tail="12345"), "id_tail", Reason.TOO_LONG),
        (a_member(birth="1/1/1970"), "birth", Reason.NOT_A_DATE),
        (a_member(id="xyz"), "id", Reason.WRONG_TYPE),
        (a_member(status="dancing"), "status", Reason.NOT_IN_LIST),
        (a_member(phone=5), "phone", Reason.WRONG_TYPE),
        (a_session(minutes=-1), "minutes", Reason.OUT_OF_RANGE),
        (a_session(capacity=2_000_000), "capacity", Reason.OUT_OF_RANGE),
        (a_session(starts_at="07:30"), "starts_at", Reason.NOT_A_DATE),
        (replace(ESSAY, score=11.0), "score", Reason.OUT_OF_RANGE),
        (replace(ESSAY, due="mai"), "due", Reason.NOT_A_DATE),
        (replace(WAVE, essay_questions=(5,)), "essay_questions", Reason.WRONG_TYPE),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "name", ""),
)
def test_the_field_and_the_reason_are_named(record, field, reason):
    with pytest.raises(Invalid) as caught:
        valid(record)
    assert (caught.value.field, caught.value.reason) == (field, reason)


@pytest.mark.parametrize("day", ["2026-13-45", "2026-02-30", "2026-00", "0000", "2026-11-18\n"])
def test_a_day_that_no_calendar_has_is_no_date(day):
    for record, field in ((a_member(birth=day), "birth"), (a_session(starts_at=day), "starts_at")):
        with pytest.raises(Invalid) as caught:
            valid(record)
        assert (caught.value.field, caught.value.reason) == (field, Reason.NOT_A_DATE)


@pytest.mark.parametrize("time", ["24:00", "07:60", "99:99", "07:30\n"])
def test_a_time_that_no_clock_shows_is_no_time(time):
    with pytest.raises(Invalid) as caught:
        valid(a_session(starts_at=f"2026-11-18T{time}"))
    assert (caught.value.field, caught.value.reason) == ("starts_at", Reason.NOT_A_DATE)


def test_a_field_inside_a_list_is_named_by_the_list():
    broken = Attachment(name="x", sha256="short", size=1)
    record = Document(id=an_id(1), unit=UNIT, number="1", name="x", attachments=(broken,))
    with pytest.raises(Invalid) as caught:
        valid(record)
    assert caught.value.field == "attachments"


@pytest.mark.parametrize("name", ["", "  ", "\t\n"])
def test_a_required_field_must_say_something(name):
    with pytest.raises(Invalid) as caught:
        valid(replace(WAVE, name=name))
    assert (caught.value.field, caught.value.reason) == ("name", Reason.EMPTY)


def test_a_sound_record_comes_back_equal():
    record = replace(WAVE, starts_on=date(2026, 11, 1))
    assert valid(record) == record
