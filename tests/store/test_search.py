import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qtapp.domain.searching import SEARCHED
from qtapp.store.search import SearchIndex
from tests.make import UNIT, a_member, a_store


def silent(done, total):
    assert 0 <= done <= total


@pytest.fixture
def store(tmp_path):
    made = a_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def found(store):
    index = SearchIndex(store)

    def ids(query, most=50):
        index.refresh(silent)
        return [each[2] for each in index.find(query, most)]

    return ids


def test_every_searched_table_is_watched(store):
    watched = {
        row[0] for row in store.fetch("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")
    }
    assert watched == set(SEARCHED)


def test_words_are_found_without_diacritics_in_any_order_and_as_beginnings(store, found):
    member = a_member("Đặng Thùy Dương", party_role="Phó bí thư")
    store.members.put_all([member, a_member("Lê Minh Ánh")])
    for query in ("đặng", "DANG", "duong dang", "thuy bi thu", "dươ"):
        assert found(query) == [member.id]
    for query in ("", "   ", "?!", "dang le"):
        assert found(query) == []


def test_names_count_more_than_other_words(store, found):
    by_name, by_role = a_member("Lê Văn Thư"), a_member("Vi Thị Sen", party_role="Văn thư")
    store.members.put_all([by_role, by_name])
    assert found("thu") == [by_name.id, by_role.id]
    assert found("thu", most=1) == [by_name.id]


def test_changed_removed_and_restored_rows_are_found_as_they_are(store, found):
    member = a_member("Lê Minh Ánh")
    store.members.put(member)
    assert found("anh") == [member.id]
    store.members.put(a_member("Lê Minh Tâm", id=member.id))
    assert (found("anh"), found("tam")) == ([], [member.id])
    store.members.remove(member.id)
    assert found("tam") == []
    store.members.restore(member.id)
    assert found("tam") == [member.id]


def test_nothing_waits_once_the_index_is_up_to_date(store):
    index = SearchIndex(store)
    store.members.put_all([a_member(f"Lê {number}") for number in range(7)])
    assert index.waiting() == 7
    index.refresh(silent)
    assert index.waiting() == 0


def test_a_rollback_takes_the_change_from_the_index_too(store, found):
    def fail():
        with store.transaction():
            store.members.put(a_member("Lê Minh Ánh"))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert found("anh") == []


def test_no_text_lies_in_the_index(store):
    store.members.put(a_member("Lê Minh Ánh"))
    SearchIndex(store).refresh(silent)
    assert store.fetch("SELECT name, rest FROM search_words") == [(None, None)]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(query=st.text(max_size=40))
def test_whatever_is_typed_is_searched(found, query):
    assert found(query) == []


def test_rows_of_every_unit_are_found(store, found):
    member = a_member("Lê Minh Ánh", unit=UNIT)
    store.members.put(member)
    index = SearchIndex(store)
    index.refresh(silent)
    assert index.find("anh", 5) == [("members", store.unit_number(UNIT), member.id)]
