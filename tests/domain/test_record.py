from qtapp.domain.attendance import Attendance
from qtapp.domain.members import Member
from qtapp.domain.record import Reach, data_fields, group_of


def test_the_fields_a_user_fills_leave_out_id_and_owner():
    assert [each.name for each in data_fields(Attendance)] == [
        "session",
        "member",
        "status",
        "reason",
        "made_up_on",
    ]


def test_fields_of_one_group_are_one_register_and_others_their_own():
    groups = {each.name: group_of(each) for each in data_fields(Attendance)}
    assert groups["status"] == groups["reason"] == groups["made_up_on"] == "status"
    assert groups["member"] == "member"


def test_fields_that_stay_are_marked():
    staying = {each.name for each in data_fields(Member) if each.metadata.get("stays")}
    assert staying == {"birth", "card_number", "id_tail", "phone", "email"}


def test_both_ways_is_up_and_down():
    assert Reach.UP in Reach.BOTH
    assert Reach.DOWN in Reach.BOTH
    assert Reach.UP not in Reach.STAYS
