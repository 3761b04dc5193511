from datetime import UTC, datetime, timedelta

import pytest

from qtapp.store.clock import trusted_minutes
from tests.make import NOW


class Facts(dict):
    def fact(self, key):
        return self.get(key, "")

    def set_fact(self, key, value):
        self[key] = value


def test_a_believable_time_is_minutes_since_1970_and_is_remembered():
    facts = Facts()
    assert trusted_minutes(facts, NOW) == int(NOW.timestamp()) // 60
    assert datetime.fromisoformat(facts["trusted_until"]) == NOW


@pytest.mark.parametrize("year", [1970, 2009, 2025])
def test_a_time_before_the_app_was_made_is_not_believed(year):
    facts = Facts()
    assert trusted_minutes(facts, datetime(year, 1, 1, tzinfo=UTC)) == 0
    assert facts == {}


def test_a_time_before_one_already_trusted_is_not_believed():
    facts = Facts()
    trusted_minutes(facts, NOW)
    assert trusted_minutes(facts, NOW - timedelta(seconds=1)) == 0
    assert trusted_minutes(facts, NOW) > 0


def test_the_remembered_time_moves_by_the_hour_only():
    facts = Facts()
    trusted_minutes(facts, NOW)
    trusted_minutes(facts, NOW + timedelta(minutes=59))
    assert facts["trusted_until"] == NOW.isoformat()
    trusted_minutes(facts, NOW + timedelta(minutes=61))
    assert datetime.fromisoformat(facts["trusted_until"]) == NOW + timedelta(minutes=61)


def test_400_days_past_a_committees_time_are_believed_but_not_more():
    facts = Facts(committee_time=NOW.isoformat())
    assert trusted_minutes(facts, NOW + timedelta(days=401)) == 0
    assert trusted_minutes(facts, NOW + timedelta(days=400)) > 0


def test_after_a_far_future_was_believed_a_right_clock_is_not_but_nothing_breaks():
    facts = Facts()
    trusted_minutes(facts, datetime(2099, 1, 1, tzinfo=UTC))
    assert trusted_minutes(facts, NOW) == 0
