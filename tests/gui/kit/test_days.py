from datetime import UTC, date, datetime

import pytest

from qtapp.gui.kit.days import meeting_time, moment, short_day, today_words, when
from tests.make import TODAY


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 17), "quá hạn 3 ngày"),
        (date(2026, 11, 20), "hôm nay"),
        (date(2026, 11, 21), "ngày mai"),
        (date(2026, 11, 30), "còn 10 ngày"),
    ],
)
def test_a_day_is_told_by_its_distance(day, said):
    assert when(day, TODAY) == said


def test_the_year_is_said_where_it_is_another():
    assert short_day(date(2026, 11, 30), TODAY) == "30/11"
    assert short_day(date(2027, 1, 5), TODAY) == "05/01/2027"


def test_today_begins_with_the_day_of_the_week():
    assert today_words(TODAY) == "Thứ sáu, 20/11/2026"


def test_a_meeting_has_its_hour_and_day():
    assert meeting_time("2026-11-25T07:05") == "7 giờ 05, thứ tư 25/11/2026"
    assert meeting_time("") == "chưa định ngày giờ"


def test_a_moment_is_told_in_local_time():
    at = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert moment(at) == f"{at.astimezone():%H:%M} ngày {at.astimezone():%d/%m/%Y}"
