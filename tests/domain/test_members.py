import pytest

from qtapp.domain.members import MemberStatus


@pytest.mark.parametrize("status", MemberStatus)
def test_who_moved_left_or_died_no_longer_belongs(status):
    gone = {MemberStatus.MOVED, MemberStatus.LEFT, MemberStatus.DECEASED}
    assert status.belongs == (status not in gone)
