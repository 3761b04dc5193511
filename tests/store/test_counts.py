import pytest
from msgspec.structs import replace

from qtapp.domain.essays import Essay, EssayDuty, EssayState
from qtapp.domain.ids import derived_id
from qtapp.domain.members import MemberStatus
from qtapp.store.counts import essays_by_state, members_by_status
from tests.make import UNIT, a_member, a_store, an_id


@pytest.fixture
def store(tmp_path):
    made = a_store(tmp_path)
    made.members.put_all(
        a_member(f"Người {number}", id=an_id(100 + number), status=status)
        for number, status in enumerate([*MemberStatus, MemberStatus.ACTIVE])
    )
    yield made
    made.close()


def an_essay(number, wave, **values):
    member = an_id(100 + number)
    return Essay(id=derived_id(wave, member), unit=UNIT, wave=wave, member=member, **values)


def test_members_are_counted_by_status_without_the_removed(store):
    store.members.remove(an_id(101))
    left = dict.fromkeys(MemberStatus, 1) | {MemberStatus.ACTIVE: 2}
    del left[list(MemberStatus)[1]]
    assert members_by_status(store) == left


def test_essays_of_one_wave_are_counted_without_the_removed(store):
    wave, other = an_id(1), an_id(2)
    written = {"duty": EssayDuty.REQUIRED, "state": EssayState.SUBMITTED}
    store.essays.put_all(
        [
            an_essay(0, wave, **written),
            an_essay(7, wave, **written),
            an_essay(1, wave, duty=EssayDuty.EXEMPT),
            an_essay(2, wave),
            an_essay(3, wave),
            an_essay(0, other),
        ]
    )
    store.members.remove(an_id(102))
    store.essays.remove(derived_id(wave, an_id(103)))
    store.members.put(replace(store.members.get(an_id(107)), full_name="Người khác"))
    assert sorted(essays_by_state(store, wave)) == sorted(
        [
            (MemberStatus.ACTIVE, EssayDuty.REQUIRED, EssayState.SUBMITTED, 2),
            (list(MemberStatus)[1], EssayDuty.EXEMPT, EssayState.MISSING, 1),
        ]
    )
