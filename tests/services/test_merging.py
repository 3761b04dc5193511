from pathlib import Path

import pytest

from qtapp.bundle.sections import Table as Section
from qtapp.domain.attendance import Attendance
from qtapp.domain.errors import BundleDamaged, BundleTooNew
from qtapp.services.merging import Merging
from qtapp.store.changes import Changes, KnownWriter
from tests.make import UNIT, a_store, an_id

COLUMNS = ("id", "session", "member", "status", "reason", "made_up_on", "deleted")


def a_section(columns=COLUMNS, **values):
    row = {
        "id": an_id(9),
        "session": an_id(1),
        "member": an_id(2),
        "status": "present",
        "reason": "",
        "made_up_on": None,
        "deleted": 0,
    } | values
    data = [[row[name]] for name in columns]
    return Section(name="attendance", columns=columns, data=data, lam=[5], writer=[0], seq=[1])


@pytest.fixture
def merging(tmp_path: Path):
    store = a_store(tmp_path)
    changes = Changes(store)
    writer = KnownWriter(
        n=0, id=an_id(7), unit=UNIT, device="", app="0", opened="2026-11-20", clock_ok=True, seq=0
    )
    with store.transaction():
        numbers = changes.register([writer])
        yield Merging(store, changes, [writer.id], numbers), store
    store.close()


def test_a_new_row_keeps_the_version_it_came_with(merging) -> None:
    ours, store = merging
    ours.merge(Attendance, UNIT, a_section())
    (row,) = store.attendance.raw(store.unit_number(UNIT), [an_id(9)]).values()
    assert row.version[0] == 5
    assert row.version[2] == 1
    assert ours.taken.rows == 1


def test_the_same_row_again_is_no_change(merging) -> None:
    ours, _store = merging
    ours.merge(Attendance, UNIT, a_section())
    ours.merge(Attendance, UNIT, a_section())
    assert (ours.taken.rows, ours.taken.conflicts) == (1, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"status": "drunk"},
        {"session": "x"},
        {"made_up_on": "20/11/2026"},
        {"reason": 5},
        {"deleted": 7},
        {"id": "short"},
        {"member": None},
    ],
    ids=str,
)
def test_a_value_that_does_not_fit_the_declaration_is_damage(merging, values) -> None:
    ours, store = merging
    with pytest.raises(BundleDamaged):
        ours.merge(Attendance, UNIT, a_section(**values))
    assert store.attendance.where() == []


def test_a_column_of_a_later_version_is_not_guessed_at(merging) -> None:
    ours, _store = merging
    with pytest.raises(BundleTooNew):
        ours.merge(Attendance, UNIT, a_section((*COLUMNS, "mood"), mood="good"))


def test_a_missing_column_is_never_written_not_empty(merging) -> None:
    ours, store = merging
    rest = tuple(name for name in COLUMNS if name != "made_up_on")
    ours.merge(Attendance, UNIT, a_section(rest, reason="ốm"))
    (row,) = store.attendance.raw(store.unit_number(UNIT), [an_id(9)]).values()
    assert row.fields["status"] == (0, 0, 0)
    ours.merge(Attendance, UNIT, a_section(status="excused", reason="ốm"))
    assert store.attendance.get(an_id(9)).status.value == "excused"
    assert ours.taken.conflicts == 0


def test_rows_given_twice_in_one_section_are_damage(merging) -> None:
    ours, _store = merging
    one = a_section()
    twice = Section(
        name=one.name,
        columns=one.columns,
        data=[column * 2 for column in one.data],
        lam=[5, 6],
        writer=[0, 0],
        seq=[1, 2],
    )
    with pytest.raises(BundleDamaged):
        ours.merge(Attendance, UNIT, twice)
