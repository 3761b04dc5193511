from datetime import date

import pytest
from msgspec.structs import fields, replace

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.waves import PLAN_HEADINGS, StudyPlan, Wave, missing_headings
from tests.make import UNIT, an_id

PLAN = StudyPlan(id=an_id(1), unit=UNIT, wave=an_id(2))


def test_every_heading_of_a_study_plan_is_a_field():
    assert set(PLAN_HEADINGS) < {each.name for each in fields(StudyPlan)}
    assert len(PLAN_HEADINGS) == 10


def test_empty_headings_are_named_in_order():
    assert missing_headings(PLAN) == list(PLAN_HEADINGS.values())
    filled = StudyPlan(
        id=an_id(1), unit=UNIT, wave=an_id(2), **dict.fromkeys(PLAN_HEADINGS, "có"), number="5"
    )
    assert missing_headings(filled) == []


def test_blanks_fill_nothing():
    blank = StudyPlan(id=an_id(1), unit=UNIT, wave=an_id(2), purpose=" \n")
    assert "Mục đích, yêu cầu" in missing_headings(blank)


def test_a_wave_does_not_end_before_it_starts():
    wave = Wave(id=an_id(1), unit=UNIT, name="Đợt 1", starts_on=date(2026, 11, 2))
    replace(wave, ends_on=date(2026, 11, 2)).check()
    with pytest.raises(Invalid) as caught:
        replace(wave, ends_on=date(2026, 11, 1)).check()
    assert (caught.value.field, caught.value.reason) == ("ends_on", Reason.BEFORE_START)
