import pytest
from msgspec.structs import replace

from qtapp.domain.errors import Invalid
from qtapp.store.history import History
from qtapp.store.table import DELETED
from tests.make import a_member, a_store, an_id

OTHER = an_id(7)


def test_one_commit_is_one_edit_with_what_stood_before(tmp_path):
    store = a_store(tmp_path)
    member = a_member(unit=store.unit)
    with store.transaction():
        store.members.put(member)
        store.members.put(replace(member, full_name="Lò Thị Mẫu"))
    first, second = History(store).last().changes
    assert (first.before, first.after) == ({DELETED: 1}, {DELETED: 0})
    assert second.before == {"full_name": member.full_name}
    assert second.after == {"full_name": "Lò Thị Mẫu"}


def put_both(store, first, second):
    with store.transaction():
        store.members.put(first)
        store.members.put(second)


def test_what_fails_leaves_no_edit(tmp_path):
    store = a_store(tmp_path)
    member = a_member(unit=store.unit)
    with pytest.raises(Invalid):
        put_both(store, member, replace(member, unit=OTHER))
    assert History(store).last() is None


def test_what_is_taken_back_and_done_again_gets_versions_of_its_own(tmp_path):
    store = a_store(tmp_path)
    member = a_member(unit=store.unit)
    store.members.put(member)
    history = History(store)
    unit = store.unit_number(store.unit)
    versions = [store.members.raw(unit, [member.id])[member.id].version]
    for turn in (history.take_back, history.do_again):
        turn(history.last() or history.next())
        row = store.members.raw(unit, [member.id])[member.id]
        versions.append(max(store.members.versions(row).values()))
    assert versions == sorted(set(versions))


def test_what_was_changed_twice_in_one_commit_goes_back_to_the_beginning(tmp_path):
    store = a_store(tmp_path)
    member = a_member("Lò Thị Một", unit=store.unit)
    store.members.put(member)
    with store.transaction():
        for name in ("Lò Thị Hai", "Lò Thị Ba"):
            store.members.put(replace(member, full_name=name))
    history = History(store)
    edit = history.last()
    assert (history.take_back(edit), store.members.get(member.id)) == (0, member)
    assert history.do_again(edit) == 0
    assert store.members.get(member.id).full_name == "Lò Thị Ba"


def test_only_the_newest_edits_are_kept(tmp_path):
    store = a_store(tmp_path)
    for number in range(305):
        store.members.put(a_member(f"Lò Thị Mẫu {number}", unit=store.unit, id=f"{number:032x}"))
    edits = History(store).edits(1000)
    assert len(edits) == 300
    assert edits[0].n - edits[-1].n == 299
