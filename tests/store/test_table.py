import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec.structs import replace

from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.errors import Invalid, NotFound
from qtapp.domain.ids import derived_id, family
from qtapp.domain.plans import Task
from qtapp.domain.reasons import Reason
from qtapp.domain.units import Unit, UnitKind
from qtapp.domain.vietnamese import nfc
from qtapp.domain.waves import Wave
from qtapp.store.table import RawRow
from tests.make import UNIT, a_member, a_name, a_store, an_id

OTHER = an_id(2)
SESSION = "5e55" * 8
TWIN = SESSION[:16] + "f" * 16  # the same first half: neighbours in the table


@pytest.fixture
def store(tmp_path):
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def from_elsewhere(store, record):
    """Lay a row of another unit into the book, as a merge does."""
    table = store.table(type(record))
    with store.transaction():
        number = store.unit_number(record.unit)
        table.insert_raw(
            number, [RawRow(record.id, tuple(table.shape.to_row(record)), 0, (1, 1, 1), {})]
        )


def a_mark(session, member, unit=UNIT):
    return Attendance(
        id=derived_id(session, member),
        unit=unit,
        session=session,
        member=member,
        status=AttendanceStatus.PRESENT,
    )


def test_records_come_ordered_by_id_with_their_owner(store):
    members = [a_member(a_name(place)) for place in range(3)]
    store.members.put_all(reversed(members))
    from_elsewhere(store, a_member("Người Nơi Khác", unit=OTHER))
    assert store.members.own() == members
    assert [each.unit for each in store.members.where()] == [UNIT] * 3 + [OTHER]
    assert store.members.count(UNIT) == 3
    assert store.members.count(OTHER) == 1
    assert store.members.count(an_id(3)) == 0


def test_a_condition_narrows_what_is_found(store):
    store.members.put_all([a_member(phone="1"), a_member(phone="2")])
    assert [each.phone for each in store.members.where("phone = ?", ["2"])] == ["2"]


def test_the_own_record_hides_another_units_with_the_same_id(store):
    member = a_member()
    from_elsewhere(store, replace(member, unit=OTHER, full_name="Kẻ Mạo Danh"))
    assert store.members.get(member.id).unit == OTHER
    store.members.put(member)
    assert store.members.get(member.id) == member


def test_children_of_one_parent_are_found_and_no_neighbours(store):
    marks = [a_mark(SESSION, an_id(number)) for number in (1, 2)]
    store.attendance.put_all([*marks, a_mark(TWIN, an_id(1)), a_mark(an_id(8), an_id(1))])
    from_elsewhere(store, a_mark(SESSION, an_id(3), OTHER))
    assert {each.id for each in store.attendance.within(SESSION, "session")} == {
        each.id for each in marks
    }
    assert [each.member for each in store.attendance.within(SESSION, "session", OTHER)] == [
        an_id(3)
    ]


@given(st.integers(0, (1 << 128) - 1), st.lists(st.text(max_size=5), max_size=3))
def test_a_derived_id_lies_in_the_family_of_its_parent(number, parts):
    parent = an_id(number)
    low, high = family(parent)
    child = derived_id(parent, *parts)
    assert low <= child <= high
    assert len(child) == 32


def test_one_batch_with_a_foreign_record_writes_nothing(store):
    with pytest.raises(Invalid) as caught:
        store.members.put_all([a_member(), a_member(unit=OTHER)])
    assert caught.value.field == "unit"
    assert store.members.where() == []


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"full_name": ""}, "full_name", Reason.EMPTY),
        ({"full_name": "x" * 101}, "full_name", Reason.TOO_LONG),
        ({"phone": "\u0958" * 300}, "phone", Reason.TOO_LONG),  # two letters each, once composed
        ({"birth": "1970-02-30"}, "birth", Reason.NOT_A_DATE),
        ({"status": "dancing"}, "status", Reason.NOT_IN_LIST),
        ({"id": "xyz"}, "id", Reason.WRONG_TYPE),
    ],
    ids=str,
)
def test_what_could_not_be_read_again_is_never_written(store, values, field, reason):
    with pytest.raises(Invalid) as caught:
        store.members.put_all([a_member(), a_member(**values)])
    assert (caught.value.field, caught.value.reason) == (field, reason)
    assert store.members.where() == []


def test_a_number_beyond_the_file_is_never_written(store):
    with pytest.raises(Invalid) as caught:
        store.tasks.put(Task(id=an_id(1), unit=UNIT, plan=an_id(2), position=1 << 70))
    assert (caught.value.field, caught.value.reason) == ("position", Reason.OUT_OF_RANGE)


def test_the_last_of_two_records_with_one_id_counts(store):
    member = a_member()
    store.members.put_all([member, replace(member, phone="2")])
    assert store.members.get(member.id).phone == "2"


def test_a_removed_record_that_is_put_again_is_back(store):
    member = a_member()
    store.members.put(member)
    store.members.remove(member.id)
    store.members.put(replace(member, phone="2"))
    assert store.members.get(member.id).phone == "2"


def test_raw_rows_come_with_deleted_ones_and_only_of_the_unit_asked_for(store):
    kept, gone = a_member(), a_member()
    store.members.put_all([kept, gone])
    store.members.remove(gone.id)
    from_elsewhere(store, replace(kept, unit=OTHER))
    number = store.unit_number(UNIT)
    found = store.members.raw(number, [kept.id, gone.id, an_id(99)])
    assert {row_id: row.deleted for row_id, row in found.items()} == {kept.id: 0, gone.id: 1}
    assert len(store.members.all_raw(number)) == 2
    assert store.members.raw(store.unit_number(an_id(55)), [kept.id]) == {}


def test_an_unknown_record_is_not_found(store):
    for action in (store.members.get, store.members.remove, store.members.restore):
        with pytest.raises(NotFound) as caught:
            action(an_id(404))
        assert (caught.value.kind, caught.value.id) == ("members", an_id(404))
    assert store.members.find(an_id(404)) is None


lines = (
    st.text(max_size=30)
    .filter(lambda text: not any(0xD800 <= ord(c) <= 0xDFFF for c in text))
    .map(nfc)  # as every text is kept
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.builds(a_member, phone=lines, email=lines, party_role=lines))
def test_any_words_come_back_as_they_were(store, member):
    store.members.put(member)
    assert store.members.get(member.id) == member


def test_only_live_records_are_living(store):
    kept, gone, far = a_member(), a_member(), a_member(unit=OTHER)
    store.members.put_all([kept, gone])
    store.members.remove(gone.id)
    from_elsewhere(store, far)
    assert store.members.living([kept.id, gone.id, far.id, an_id(404)]) == {kept.id, far.id}


def test_of_several_units_with_one_id_the_nearest_from_above_counts(store):
    ids = {"own": UNIT, "committee": an_id(9), "above it": an_id(8), "below": an_id(3)}
    store.set_fact("superior", ids["committee"])
    store.units.put(Unit(id=ids["below"], unit=UNIT, name="Chi bộ dưới", kind=UnitKind.CELL))
    wave = Wave(id=an_id(77), unit=UNIT, name="own")
    for name in ("below", "above it", "committee", "own"):
        from_elsewhere(store, replace(wave, unit=ids[name], name=name))
        assert store.waves.get(wave.id).name == name
        assert [each.name for each in store.waves.handed_down()] == [name] * (name != "below")
