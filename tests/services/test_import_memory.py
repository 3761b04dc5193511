import pytest
from msgspec.structs import replace

from qtapp.domain.errors import NotFound
from qtapp.services.import_memory import ColumnProfile, ImportMemory
from tests.make import a_member, a_store


@pytest.fixture
def store(tmp_path):
    made = a_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def memory(store):
    return ImportMemory(store)


def imported(store, memory, added, updated=()):
    with store.transaction():
        store.members.put_all([*added, *(after for _, after in updated)])
        memory.note_import("ds.xlsx", updated)


def test_an_import_is_taken_back_once(store, memory):
    known = a_member("Lý Văn An", phone="1")
    store.members.put(known)
    imported(store, memory, [a_member("Vi Thị Sen")], [(known, replace(known, phone="2"))])
    assert memory.last() == "ds.xlsx"
    done = memory.take_back()
    assert (done.removed, done.restored, done.kept) == (1, 1, [])
    assert store.members.own() == [known]
    assert memory.last() == ""
    with pytest.raises(NotFound):
        memory.take_back()


def test_only_the_last_import_is_remembered(store, memory):
    imported(store, memory, [a_member("Vi Thị Sen")])
    imported(store, memory, [a_member("Lý Văn An")])
    memory.take_back()
    assert [each.full_name for each in store.members.own()] == ["Vi Thị Sen"]


def test_whoever_left_since_is_neither_restored_nor_named(store, memory):
    known = a_member("Lý Văn An", phone="1")
    store.members.put(known)
    imported(store, memory, [], [(known, replace(known, phone="2"))])
    store.members.remove(known.id)
    assert memory.take_back().kept == []
    assert store.members.own() == []


def test_profiles_are_kept_newest_first_and_by_name(memory):
    for name in ("Xã", "Tỉnh", "XA"):
        memory.keep_profile(ColumnProfile(name=name, columns={"Họ tên": "full_name"}))
    assert [each.name for each in memory.profiles()] == ["XA", "Tỉnh"]
    assert list(memory.offered(None)) == ["XA", "Tỉnh"]
    assert memory.offered("tinh") == {"Tỉnh": {"Họ tên": "full_name"}}
    assert memory.offered("") == {}
    memory.drop_profile("xã")
    with pytest.raises(NotFound):
        memory.offered("xã")
