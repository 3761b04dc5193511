from datetime import date

import msgspec
import pytest
from hypothesis import given, strategies as st

from qtapp.domain.catalogue import RECORDS
from qtapp.domain.documents import Attachment, Document
from qtapp.domain.essays import Essay
from qtapp.domain.members import Member
from qtapp.domain.record import Record
from qtapp.domain.units import Profile
from qtapp.domain.waves import Wave
from qtapp.store.shape import shape_of
from tests.make import UNIT, a_member, an_id


def back(record):
    shape = shape_of(type(record))
    return shape.from_rows([record.unit], [record.id], [shape.to_row(record)])[0]


def test_lists_flags_and_dates_survive():
    attachment = Attachment(name="nghị quyết.docx", sha256="a" * 64, size=3)
    document = Document(
        id=an_id(), unit=UNIT, number="18-NQ/TW", name="Một văn bản", attachments=(attachment,)
    )
    wave = Wave(
        id=an_id(), unit=UNIT, name="Đợt 1", starts_on=date(2026, 11, 1), essay_questions=("1", "2")
    )
    profile = Profile(id=an_id(), unit=UNIT, exempt_count_if_present=False)
    assert back(document) == document
    assert back(wave) == wave
    assert back(profile) == profile


@given(
    st.builds(
        Essay,
        id=st.just(an_id(1)),
        unit=st.just(UNIT),
        wave=st.just(an_id(2)),
        member=st.just(an_id(3)),
        due=st.none() | st.dates(),
        score=st.none() | st.floats(0, 10),
        remark=st.text(max_size=20),
        graded_on=st.none() | st.dates(),
        submitted_on=st.none() | st.dates(),
        grader=st.text(max_size=20),
    )
)
def test_any_essay_comes_back_as_it_was(essay):
    assert back(essay) == essay


def test_fields_that_stay_are_not_among_those_that_leave():
    leaving = set(shape_of(Member).leaving)
    assert {"full_name", "status"} <= leaving
    assert not leaving & {"birth", "card_number", "id_tail", "phone", "email"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_every_column_belongs_to_exactly_one_group(record):
    shape = shape_of(record)
    places = [place for group in shape.groups.values() for place in group]
    assert sorted(places) == list(range(len(shape.columns)))


def test_a_row_that_breaks_the_declaration_is_named():
    shape = shape_of(Member)
    row = shape.to_row(a_member())
    row[shape.columns.index("status")] = "dancing"
    with pytest.raises(msgspec.ValidationError, match="status"):
        shape.from_rows([UNIT], [an_id()], [row])


def test_a_shape_is_made_once():
    assert shape_of(Member) is shape_of(Member)
    assert issubclass(shape_of(Member).record, Record)


def test_a_day_no_calendar_has_is_read_as_unknown():
    sound, odd = a_member(birth="1970-05-19"), a_member(birth="1970-05-20")
    shape = shape_of(Member)
    rows = [shape.to_row(each) for each in (sound, odd)]
    rows[1][shape.columns.index("birth")] = "1970-13-45"
    read = shape.from_rows([UNIT, UNIT], [sound.id, odd.id], rows)
    assert [each.birth for each in read] == ["1970-05-19", ""]
