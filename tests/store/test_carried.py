import pytest

from qtapp.store.carried import Carried
from tests.make import UNIT, a_store, an_id

SONG = {"song": (5, 1, 2, {"song": "Tiến quân ca"})}
LONGER = {**SONG, "award": (7, 1, 3, {"award": "Huy hiệu", "years": 30})}


@pytest.fixture
def store(tmp_path):
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def test_what_is_carried_comes_back_as_it_was(store):
    carried, unit = Carried(store), store.unit_number(UNIT)
    carried.put(unit, "members", {an_id(1): SONG, an_id(2): LONGER})
    carried.put(unit, "verses", {an_id(1): SONG})
    assert carried.of(unit, "members") == {an_id(1): SONG, an_id(2): LONGER}
    assert carried.some(unit, "members", [an_id(2), an_id(3)]) == {an_id(2): LONGER}
    assert carried.tables(unit) == ["members", "verses"]
    assert carried.tables(unit + 1) == []


def test_a_row_is_replaced_and_let_go(store):
    carried, unit = Carried(store), store.unit_number(UNIT)
    carried.put(unit, "members", {an_id(1): SONG})
    carried.put(unit, "members", {an_id(1): LONGER})
    assert carried.of(unit, "members") == {an_id(1): LONGER}
    carried.put(unit, "members", {an_id(1): {}})
    assert carried.tables(unit) == []
