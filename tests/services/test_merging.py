import dataclasses
from pathlib import Path

import msgspec
import pytest

from qtapp.bundle.sections import Table as Section
from qtapp.domain.attendance import Attendance
from qtapp.domain.errors import BundleDamaged, BundleTooLarge, BundleTooNew
from qtapp.domain.members import Member
from qtapp.services.merging import Merging
from qtapp.store.carried import Carried
from qtapp.store.changes import Changes, KnownWriter
from tests.make import UNIT, a_store, an_id
from tests.services.pairs import a_pair

COLUMNS = ("id", "session", "member", "status", "reason", "made_up_on", "deleted")


def a_section(columns=COLUMNS, registers=None, **values):
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
    return Section(
        name="attendance",
        columns=columns,
        data=data,
        lam=[5],
        writer=[0],
        seq=[1],
        registers={name: "status" for name in ("reason", "made_up_on") if name in columns}
        | (registers or {}),
    )


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


def carried(store, table="attendance"):
    return Carried(store).of(store.unit_number(UNIT), table)


def test_a_column_of_a_later_version_is_kept_apart_with_its_version(merging) -> None:
    ours, store = merging
    ours.merge(Attendance, UNIT, a_section((*COLUMNS, "mood"), mood="good"))
    assert store.attendance.get(an_id(9)).status.value == "present"
    assert carried(store) == {an_id(9): {"mood": (5, 1, 1, {"mood": "good"})}}


def test_a_row_that_comes_without_what_is_carried_leaves_it(merging) -> None:
    ours, store = merging
    ours.merge(Attendance, UNIT, a_section((*COLUMNS, "mood"), mood="good"))
    before = carried(store)
    ours.merge(Attendance, UNIT, a_section())
    assert carried(store) == before


def test_a_table_of_a_later_version_is_kept_whole(merging) -> None:
    ours, store = merging
    section = Section(
        name="songs",
        columns=("id", "title", "verses", "deleted"),
        data=[[an_id(9)], ["Tiến quân ca"], [2], [0]],
        lam=[5],
        writer=[0],
        seq=[1],
        fv={0: {"verses": (7, 0, 2)}},
    )
    ours.carry(UNIT, section)
    ours.carry(UNIT, section)
    assert carried(store, "songs") == {
        an_id(9): {
            "deleted": (5, 1, 1, {"deleted": 0}),
            "title": (5, 1, 1, {"title": "Tiến quân ca"}),
            "verses": (7, 1, 2, {"verses": 2}),
        }
    }
    assert ours.taken.rows == 1


@pytest.mark.parametrize("gone", ["id", "deleted"])
def test_an_unknown_table_without_ids_or_deletions_is_damage(merging, gone: str) -> None:
    ours, _store = merging
    data = {"id": [an_id(9)], "title": ["x"], "deleted": [0]}
    del data[gone]
    section = Section(
        name="songs", columns=tuple(data), data=list(data.values()), lam=[5], writer=[0], seq=[1]
    )
    with pytest.raises(BundleDamaged):
        ours.carry(UNIT, section)


@pytest.mark.parametrize(
    ("columns", "registers"),
    [
        ((*COLUMNS, "mood"), {"mood": "status"}),
        ((*COLUMNS, "mood"), {"mood": "deleted"}),
        (COLUMNS, {"reason": "why"}),
        (tuple(name for name in COLUMNS if name != "made_up_on"), {}),
    ],
    ids=["column added", "column in a fixed one", "column moved", "column gone"],
)
def test_a_register_of_other_columns_is_a_later_version(merging, columns, registers) -> None:
    ours, store = merging
    with pytest.raises(BundleTooNew):
        ours.merge(Attendance, UNIT, a_section(columns, registers, mood="good"))
    assert store.attendance.where() == []


def test_a_missing_register_is_never_written_not_empty(merging) -> None:
    ours, store = merging
    name = {"name": "members", "lam": [5], "writer": [0], "seq": [1]}
    short = {"id": [an_id(9)], "full_name": ["Cầm Thị Ké"], "deleted": [0]}
    ours.merge(Member, UNIT, Section(columns=tuple(short), data=list(short.values()), **name))
    (row,) = store.members.raw(store.unit_number(UNIT), [an_id(9)]).values()
    assert (row.version, row.fields["phone"]) == ((5, 1, 1), (0, 0, 0))
    longer = {**short, "phone": ["0900000001"]}
    ours.merge(Member, UNIT, Section(columns=tuple(longer), data=list(longer.values()), **name))
    assert store.members.get(an_id(9)).phone == "0900000001"
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
        registers=one.registers,
    )
    with pytest.raises(BundleDamaged):
        ours.merge(Attendance, UNIT, twice)


@pytest.mark.parametrize("versions", [{"lam": [1 << 51]}, {"fv": {0: {"status": (1 << 51, 0, 1)}}}])
def test_a_version_that_leaves_no_room_above_is_refused(merging, versions) -> None:
    ours, store = merging
    section = dataclasses.replace(a_section(), **versions)
    with pytest.raises(BundleTooLarge):
        ours.merge(Attendance, UNIT, section)
    with pytest.raises(BundleTooLarge):
        ours.carry(UNIT, dataclasses.replace(section, name="later"))
    assert store.attendance.own() == []


def test_a_bundle_with_a_version_that_leaves_no_room_stops_no_export(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=1)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên"))
    # The format's last number; and the last that is taken, after which the clock has gone on.
    (now,) = pair.cell._store.fetch("SELECT max(lam) FROM members")[0]
    for place, lam in enumerate(((1 << 62) - 1, (1 << 50) + now)):
        pair.commune._store.write("UPDATE members SET lam = ?", [lam])
        (path,) = pair.commune.exchange.make_down(tmp_path / f"xuống {place}", whole=True)
        (end,) = pair.cell.exchange.receive(path)
        assert (end.reason is None) == bool(place)
        pair.cell._environment.now.forward(minutes=5)
        pair.commune._environment.now.forward(minutes=5)
        member = pair.cell.members.all()[0]
        pair.cell.members.save(msgspec.structs.replace(member, party_role=f"Việc {place}"))
        up = pair.cell.exchange.make_up(tmp_path / f"lên {place}", whole=True)
        (end,) = pair.commune.exchange.receive(up)
        assert end.reason is None
    (kept,) = pair.commune.members.all(pair.unit)
    assert kept.party_role == "Việc 1"
    pair.commune.close()
    pair.cell.close()
