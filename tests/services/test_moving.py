from pathlib import Path

import pytest

from qtapp.domain.errors import (
    BundleDamaged,
    FileUnreadable,
    Invalid,
    InvitationWrongCode,
    NotABundle,
)
from qtapp.domain.units import UnitKind
from qtapp.services.inbox import InboxState
from tests.make import a_committee_book, a_wave_in
from tests.services.pairs import a_pair


def moved(pair, there, folder: Path) -> None:
    """Hand the pair's cell over to the committee `there`, file by file as people do."""
    code = pair.commune.exchange.introduce(pair.unit, folder / "giới thiệu.cbgt")
    pair.commune.exchange.let_go(pair.unit)
    (unit,) = there.exchange.take_over(folder / "giới thiệu.cbgt", code)
    code = there.exchange.invite(unit.id, folder / "mời.cbmoi")
    assert pair.cell.exchange.join(folder / "mời.cbmoi", code).id == pair.unit


def test_a_cell_that_moves_takes_all_its_rows_along(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    wave = a_wave_in(pair.commune)
    for down in pair.commune.exchange.make_down(tmp_path / "xuống"):
        pair.cell.exchange.receive(down)
    session = pair.cell.sessions.save(pair.cell.sessions.new(wave.id, "Buổi 1"))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên"))
    there = a_committee_book(tmp_path, "Đảng ủy xã Thác Mơ")
    moved(pair, there, tmp_path)
    assert pair.cell.exchange.superior() == there.units.own()
    assert pair.cell.units.own().parent == there.units.own().id
    (end,) = there.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên 2"))
    assert (end.state, end.unit) == (InboxState.MERGED, "Chi bộ bản Lướt")
    names = [each.full_name for each in pair.cell.members.all()]
    assert [each.full_name for each in there.members.all(pair.unit)] == names
    assert there.sessions.get(session.id) == session
    new = a_wave_in(there, "Đợt của xã mới")
    for down in there.exchange.make_down(tmp_path / "xuống 2"):
        assert pair.cell.exchange.receive(down)[0].reason is None
    assert {each.id for each in pair.cell.waves.all()} == {wave.id, new.id}
    assert pair.cell.exchange.status().unsent == 0
    there.close()


def test_the_committee_a_cell_leaves_keeps_what_it_got_and_asks_no_more(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên"))
    there = a_committee_book(tmp_path, "Đảng ủy xã Thác Mơ")
    moved(pair, there, tmp_path)
    assert pair.commune.units.subordinates() == []
    assert len(pair.commune.members.all(pair.unit)) == 3
    assert pair.commune.exchange.make_down(tmp_path / "xuống") == []
    there.close()


def test_a_branch_moves_with_the_units_below_it(tmp_path: Path) -> None:
    here = a_committee_book(tmp_path)
    group = here.units.add("Đảng bộ bộ phận", UnitKind.COMMITTEE)
    cell = here.units.add("Chi bộ tổ 2", parent=group.id)
    here.units.add("Chi bộ ở lại")
    code = here.exchange.introduce(group.id, tmp_path / "giới thiệu.cbgt")
    here.exchange.let_go(group.id)
    there = a_committee_book(tmp_path, "Đảng ủy xã Thác Mơ")
    taken = there.exchange.take_over(tmp_path / "giới thiệu.cbgt", code)
    assert [(each.id, each.parent) for each in taken] == [
        (group.id, there.units.own().id),
        (cell.id, group.id),
    ]
    assert [each.name for each in here.units.subordinates()] == ["Chi bộ ở lại"]
    there.close()


def test_a_unit_that_comes_back_is_opened_again(tmp_path: Path) -> None:
    here = a_committee_book(tmp_path, cells=("Chi bộ bản Lướt",))
    unit = here.units.cells()[0]
    code = here.exchange.introduce(unit.id, tmp_path / "giới thiệu.cbgt")
    here.exchange.let_go(unit.id)
    assert here.units.cells() == []
    here.exchange.take_over(tmp_path / "giới thiệu.cbgt", code)
    assert [each.id for each in here.units.cells()] == [unit.id]


def test_a_commune_that_led_cells_before_gets_a_province_above_it(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    own = pair.commune.units.own()
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên"))
    code = pair.commune.exchange.introduce(own.id, tmp_path / "giới thiệu.cbgt")
    province = a_committee_book(tmp_path, "Tỉnh ủy Mẫu")
    (unit,) = province.exchange.take_over(tmp_path / "giới thiệu.cbgt", code)
    code = province.exchange.invite(unit.id, tmp_path / "mời tỉnh.cbmoi")
    assert pair.commune.exchange.join(tmp_path / "mời tỉnh.cbmoi", code).id == own.id
    assert pair.commune.exchange.superior() == province.units.own()
    (end,) = province.exchange.receive(pair.commune.exchange.make_up(tmp_path / "lên tỉnh"))
    assert end.state is InboxState.MERGED
    (end,) = pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên 2"))
    assert end.state is InboxState.MERGED
    province.close()


def test_the_wrong_code_and_the_wrong_file_are_told_apart(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    path = tmp_path / "giới thiệu.cbgt"
    code = pair.commune.exchange.introduce(pair.unit, path)
    there = a_committee_book(tmp_path, "Đảng ủy xã Thác Mơ")
    wrong = "0000 0000" if code != "0000 0000" else "0000 0001"
    with pytest.raises(InvitationWrongCode):
        there.exchange.take_over(path, wrong)
    with pytest.raises(NotABundle):
        there.exchange.take_over(pair.letter, pair.code)
    with pytest.raises(FileUnreadable):
        there.exchange.take_over(tmp_path / "không có", code)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(BundleDamaged):
        there.exchange.take_over(path, code)
    assert there.units.subordinates() == []
    there.close()


def test_nobody_takes_over_himself_or_introduces_a_stranger(tmp_path: Path) -> None:
    here = a_committee_book(tmp_path)
    code = here.exchange.introduce(here.units.own().id, tmp_path / "giới thiệu.cbgt")
    with pytest.raises(Invalid):
        here.exchange.take_over(tmp_path / "giới thiệu.cbgt", code)
    with pytest.raises(Invalid):
        here.exchange.introduce("f" * 32, tmp_path / "ai đó.cbgt")
