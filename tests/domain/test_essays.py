from datetime import date

import pytest

from qtapp.domain.essays import Essay, EssayDuty, EssayState
from tests.make import TODAY, UNIT, an_id


def an_essay(**values):
    return Essay(id=an_id(1), unit=UNIT, wave=an_id(2), member=an_id(3), **values)


@pytest.mark.parametrize(
    ("state", "written", "graded"),
    [
        (EssayState.MISSING, False, False),
        (EssayState.SUBMITTED, True, False),
        (EssayState.RETURNED, False, False),
        (EssayState.PASSED, True, True),
        (EssayState.FAILED, True, True),
    ],
)
def test_what_is_graded_is_written(state, written, graded):
    assert (state.is_written, state.is_graded) == (written, graded)


@pytest.mark.parametrize(
    ("values", "late"),
    [
        ({"due": date(2026, 11, 19)}, True),
        ({"due": TODAY}, False),
        ({}, False),
        ({"due": date(2026, 11, 19), "duty": EssayDuty.ENCOURAGED}, False),
        ({"due": date(2026, 11, 19), "state": EssayState.SUBMITTED}, False),
        ({"due": date(2026, 11, 19), "state": EssayState.RETURNED}, True),
    ],
    ids=["past", "today", "no day", "not required", "came in", "given back"],
)
def test_only_a_required_missing_essay_past_its_day_is_late(values, late):
    assert an_essay(**values).is_late(TODAY) is late
