import pytest
from msgspec.structs import replace

from qtapp.domain.errors import Invalid, NotFound
from qtapp.domain.members import MemberStatus
from qtapp.domain.reasons import Reason
from tests.make import a_name, an_id


def test_members_come_by_given_name_in_vietnamese_order(cell):
    assert [member.full_name for member in cell.members.all()] == [
        "Lê Minh Ánh",
        "Phạm Quốc Bảo",
        "Đặng Thùy Dương",
        "Trần Văn Đạt",
        "Nguyễn Thị Hoa",
        "Hoàng Y Niê",
    ]


def test_those_who_left_are_shown_only_when_asked_for(cell):
    gone = cell.members.all()[0]
    cell.members.save(replace(gone, status=MemberStatus.MOVED))
    assert gone.id not in {member.id for member in cell.members.all()}
    assert gone.id in {member.id for member in cell.members.all(former=True)}


def test_a_name_is_kept_composed_and_with_single_blanks(cell):
    kept = cell.members.save(cell.members.new("  Nguyê\u0303n   Văn  An "))
    assert cell.members.get(kept.id).full_name == "Nguyễn Văn An"


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"full_name": "   "}, "full_name", Reason.EMPTY),
        ({"full_name": "x" * 101}, "full_name", Reason.TOO_LONG),
        ({"id_tail": "12345"}, "id_tail", Reason.TOO_LONG),
        ({"joined_on": "19/05/1990"}, "joined_on", Reason.NOT_A_DATE),
    ],
    ids=["no name", "long name", "whole id number", "date of people"],
)
def test_what_is_not_acceptable_is_named_and_not_kept(cell, values, field, reason):
    before = cell.members.all()
    member = replace(cell.members.new("Người Mới"), **values)
    with pytest.raises(Invalid) as caught:
        cell.members.save(member)
    assert (caught.value.field, caught.value.reason) == (field, reason)
    assert cell.members.all() == before


def test_removing_is_undone_by_restoring(cell):
    member = cell.members.all()[0]
    cell.members.remove(member.id)
    with pytest.raises(NotFound):
        cell.members.get(member.id)
    cell.members.restore(member.id)
    assert cell.members.get(member.id) == member


def test_an_unknown_member_is_not_found(cell):
    with pytest.raises(NotFound):
        cell.members.get(an_id(404))
    with pytest.raises(NotFound):
        cell.members.remove(an_id(404))


def test_names_of_the_builders_are_all_different():
    assert len({a_name(place) for place in range(200)}) == 200


def _renamed(cell, name):
    return replace(cell.members.own()[0], full_name=name)


def test_the_register_is_read_once_per_change(cell):
    first = cell.members.own()
    cell._store.set_fact("anything", "else")
    assert cell.members.own() is first
    cell.members.add("Vừ Thị Mai")
    assert "Vừ Thị Mai" in {each.full_name for each in cell.members.own()}


def test_what_is_undone_and_done_again_shows_at_once(cell):
    before = cell.members.own()
    cell.members.save(_renamed(cell, "Vừ Thị Mai"))
    after = cell.members.own()
    assert after != before
    cell.history.undo()
    assert cell.members.own() == before
    cell.history.redo()
    assert cell.members.own() == after


def test_what_another_connection_commits_shows_at_once(cell):
    """A job, or another process that has the book open."""
    cell.members.own()
    with cell.elsewhere() as other:
        other.members.save(_renamed(cell, "Vừ Thị Mai"))
        assert "Vừ Thị Mai" in {each.full_name for each in cell.members.own()}


def test_what_is_taken_back_with_its_transaction_is_not_shown(cell):
    before = cell.members.own()

    def rename_and_fail():
        cell.members.save(_renamed(cell, "Vừ Thị Mai"))
        assert cell.members.own() != before
        raise ZeroDivisionError

    def in_part_of_a_transaction():
        with cell._store.attempt():
            rename_and_fail()

    with pytest.raises(ZeroDivisionError), cell._store.transaction():
        rename_and_fail()
    assert cell.members.own() == before
    with cell._store.transaction():
        with pytest.raises(ZeroDivisionError):
            in_part_of_a_transaction()
        assert cell.members.own() == before
    assert cell.members.own() == before
