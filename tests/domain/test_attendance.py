import pytest

from qtapp.domain.attendance import AttendanceStatus

THERE = {"present", "online", "late", "left_early"}


@pytest.mark.parametrize("status", AttendanceStatus)
def test_in_the_room_or_online_late_or_not_is_at_the_session(status):
    assert status.at_session == (status.value in THERE)
