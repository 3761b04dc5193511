from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings, strategies as st
from msgspec.structs import replace

from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.errors import DiskFull, NotJoined
from qtapp.domain.ids import derived_id
from qtapp.store.store import open_store
from tests.make import KEY, NOW, UNIT, Clock, a_member, a_name, a_store, a_writer, an_id, reopened

MINUTES = int(NOW.timestamp() // 60)


def row(store, record):
    number = store.unit_number(UNIT)
    return store.table(type(record)).raw(number, [record.id])[record.id]


def test_a_new_row_carries_the_minutes_of_the_clock(tmp_path):
    store = a_store(tmp_path)
    member = a_member()
    store.members.put(member)
    lam, _, seq = row(store, member).version
    assert (lam, seq) == (MINUTES << 16, 1)
    assert row(store, member).fields == {}
    store.close()


def test_only_changed_fields_get_a_new_version(tmp_path):
    store = a_store(tmp_path)
    member = a_member()
    store.members.put(member)
    before = row(store, member)
    store.members.put(replace(member, phone="0900000002"))
    after = row(store, member)
    assert after.version == before.version
    assert set(after.fields) == {"phone"}
    assert after.fields["phone"][0] > before.version[0]
    store.close()


def test_fields_that_belong_together_change_together(tmp_path):
    store = a_store(tmp_path)
    mark = Attendance(
        id=derived_id(an_id(3), an_id(4)),
        unit=UNIT,
        session=an_id(3),
        member=an_id(4),
        status=AttendanceStatus.PRESENT,
    )
    store.attendance.put(mark)
    store.attendance.put(replace(mark, status=AttendanceStatus.EXCUSED, reason="ốm"))
    assert set(row(store, mark).fields) == {"status"}
    store.close()


def test_writing_the_same_again_writes_nothing(tmp_path):
    store = a_store(tmp_path)
    member = a_member()
    store.members.put(member)
    before = row(store, member)
    store.members.put(member)
    assert row(store, member) == before
    assert store.fetch("SELECT seq FROM writers") == [(1,)]
    store.close()


def test_removing_and_restoring_are_versioned(tmp_path):
    store = a_store(tmp_path)
    member = a_member()
    store.members.put(member)
    store.members.remove(member.id)
    removed = row(store, member)
    assert removed.deleted == 1
    store.members.restore(member.id)
    back = row(store, member)
    assert back.deleted == 0
    assert back.fields["deleted"] > removed.fields["deleted"]
    store.close()


def test_every_commit_takes_the_next_number(tmp_path):
    store = a_store(tmp_path)
    for place in range(5):
        store.members.put_all([a_member(a_name(place)), a_member(a_name(place + 10))])
    found = store.fetch("SELECT DISTINCT seq FROM members ORDER BY seq")
    assert [seq for (seq,) in found] == [1, 2, 3, 4, 5]
    store.close()


def test_each_run_of_the_program_is_a_writer_that_knows_the_ones_before(tmp_path):
    first, second = a_writer(), a_writer()
    store = a_store(tmp_path, writer=first)
    store.members.put(a_member())
    store.members.put(a_member())
    store = reopened(store, writer=second)
    store.members.put(a_member())
    knows = store.fetch(
        "SELECT w.id, k.from_seq, k.vector FROM knows k JOIN writers w ON w.n = k.writer ORDER BY w.n"
    )
    assert [each[:2] for each in knows] == [(second.id, 1)]
    assert msgspec.json.decode(knows[0][2]) == {first.id: 2}
    store.close()


def test_two_open_windows_note_each_other_when_they_take_turns(tmp_path):
    one, two = a_writer(), a_writer()
    store = a_store(tmp_path, writer=one)
    store.members.put(a_member())
    other = open_store(store.path, KEY, two, Clock())
    other.members.put(a_member())
    store.members.put(a_member())
    found = store.fetch(
        "SELECT w.id, k.from_seq, k.vector FROM knows k JOIN writers w ON w.n = k.writer"
        " ORDER BY k.writer, k.from_seq"
    )
    assert [(writer, seq, msgspec.json.decode(vector)) for writer, seq, vector in found] == [
        (one.id, 2, {two.id: 1}),
        (two.id, 1, {one.id: 1}),
    ]
    other.close()
    store.close()


def test_a_clock_that_says_2009_still_wins_over_what_it_changes(tmp_path):
    clock = Clock()
    store = a_store(tmp_path, clock)
    member = a_member()
    store.members.put(member)
    clock.now = datetime(2009, 1, 1, tzinfo=UTC)
    store.members.put(replace(member, phone="0900000003"))
    changed = row(store, member)
    assert changed.fields["phone"][0] == changed.version[0] + 1
    fresh = a_member()
    store.members.put(fresh)
    assert row(store, fresh).version[0] == 1
    store.close()


def test_a_clock_that_says_2009_from_the_first_day_harms_nothing(tmp_path):
    store = a_store(tmp_path, Clock(datetime(2009, 1, 1, tzinfo=UTC)))
    member = a_member()
    store.members.put(member)
    assert row(store, member).version[0] == 1
    store = reopened(store)
    store.members.put(replace(member, phone="0900000004"))
    assert row(store, member).fields["phone"][0] == MINUTES << 16
    store.close()


def test_a_clock_that_says_2099_is_not_believed_once_a_committee_has_signed_a_time(tmp_path):
    clock = Clock()
    store = a_store(tmp_path, clock)
    store.set_fact("committee_time", NOW.isoformat())
    clock.now = datetime(2099, 1, 1, tzinfo=UTC)
    member = a_member()
    store.members.put(member)
    assert row(store, member).version[0] == 1
    clock.now = NOW + timedelta(days=1)
    store.members.put(replace(member, phone="0900000005"))
    assert row(store, member).fields["phone"][0] == MINUTES + 24 * 60 << 16
    store.close()


def test_many_commits_within_a_minute_stay_ordered(tmp_path):
    store = a_store(tmp_path)
    member = a_member()
    store.members.put(member)
    seen = []
    for place in range(20):
        store.members.put(replace(member, phone=str(place)))
        seen.append(row(store, member).fields["phone"])
    assert seen == sorted(set(seen))
    store.close()


def test_a_full_disk_is_said_and_the_commit_leaves_no_trace(tmp_path):
    store = a_store(tmp_path)
    pages = store.fetch("PRAGMA page_count")[0][0]
    store.fetch(f"PRAGMA max_page_count = {pages}")

    def fills():
        with store.transaction():
            store.unit_number(an_id(77))
            store.members.put_all(a_member(a_name(place)) for place in range(2000))

    with pytest.raises(DiskFull):
        fills()
    assert an_id(77) not in store.unit_ids().values()
    assert store.members.own() == []
    store.fetch("PRAGMA max_page_count = 1000000")
    fills()
    assert an_id(77) in store.unit_ids().values()
    assert store.fetch("SELECT DISTINCT seq FROM members") == [(1,)]
    store.close()


def test_an_attempt_that_fails_leaves_the_rest_of_its_transaction_as_if_it_had_not_been(tmp_path):
    store = a_store(tmp_path)

    def fails():
        with store.attempt():
            store.members.put(a_member(full_name="Không"))
            store.set_fact("thử", "có")
            store.unit_number(an_id(77))
            raise NotJoined

    with store.transaction():
        store.set_fact("thử", "trước")
        with pytest.raises(NotJoined):
            fails()
        assert store.fact("thử") == "trước"
        store.members.put(a_member(full_name="Một"))
        with store.attempt():
            store.members.put(a_member(full_name="Hai"))
        with pytest.raises(NotJoined):
            fails()
    assert {each.full_name for each in store.members.own()} == {"Một", "Hai"}
    assert store.fact("thử") == "trước"
    assert an_id(77) not in store.unit_ids().values()
    assert store.fetch("SELECT DISTINCT seq FROM members") == [(1,)]
    assert store.fetch("SELECT seq FROM writers") == [(1,)]
    ((changes,),) = store.fetch("SELECT changes FROM edits")
    assert len(msgspec.json.decode(changes)) == 2
    store.close()


def test_an_attempt_by_itself_is_a_transaction(tmp_path):
    store = a_store(tmp_path)

    def fails():
        with store.attempt():
            store.members.put(a_member())
            raise NotJoined

    with pytest.raises(NotJoined):
        fails()
    assert store.members.own() == []
    with store.attempt():
        store.members.put(a_member())
    assert len(store.members.own()) == 1
    store.close()


def test_facts_are_read_anew_after_each_transaction(tmp_path):
    store = a_store(tmp_path)
    other = open_store(store.path, KEY, a_writer(), Clock())
    with store.transaction():
        assert store.fact("nhà") == ""
        store.set_fact("nhà", "một")
        assert store.fact("nhà") == "một"
    other.set_fact("nhà", "hai")
    assert store.fact("nhà") == "hai"
    with store.transaction():
        assert store.fact("nhà") == "hai"
    other.close()
    store.close()


@settings(max_examples=25)
@given(
    steps=st.lists(
        st.tuples(st.integers(-20_000_000, 20_000_000), st.sampled_from(["phone", "email"])),
        max_size=12,
    )
)
def test_whatever_the_clock_does_a_later_change_beats_the_one_it_overwrites(
    tmp_path_factory, steps
):
    clock = Clock()
    store = a_store(tmp_path_factory.mktemp("sổ"), clock)
    member = a_member()
    store.members.put(member)
    for place, (minutes, field) in enumerate(steps):
        before = row(store, member)
        clock.forward(minutes=minutes % 5_000_000 - 2_500_000)
        member = replace(member, **{field: str(place)})
        store.members.put(member)
        after = row(store, member)
        assert after.fields[field] > before.fields.get(field, before.version)
        others = {key: value for key, value in after.fields.items() if key != field}
        assert others == {key: value for key, value in before.fields.items() if key != field}
    seqs = [seq for (seq,) in store.fetch("SELECT seq FROM writers")]
    assert seqs == [len(steps) + 1]
    store.close()
