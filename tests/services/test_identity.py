from pathlib import Path

import pytest

from qtapp.domain.errors import (
    FileUnreadable,
    Invalid,
    InvitationNotForHere,
    InvitationTooLate,
    InvitationUsed,
    InvitationWrongCode,
    NotABundle,
    TooManyLaptops,
)
from qtapp.domain.units import UnitKind
from qtapp.services.book import accept_invitation
from tests.make import PASSPHRASE, a_cell_book, a_committee_book, an_environment
from tests.services.pairs import a_pair, revoke_all


def test_the_invited_book_is_the_unit_that_was_invited(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    assert pair.cell.units.own() == pair.commune.units.cells()[0]
    assert pair.cell.exchange.superior() == pair.commune.units.own()


def test_a_wrong_code_leaves_no_book(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    path = tmp_path / "mới.scb"
    with pytest.raises(InvitationWrongCode):
        accept_invitation(pair.letter, "0000 0000", path, PASSPHRASE, an_environment())
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("mới")] == []


def test_a_file_that_is_no_invitation_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "thư.cbmoi"
    path.write_bytes(b"xin chao")
    with pytest.raises(NotABundle):
        accept_invitation(path, "1234 5678", tmp_path / "a.scb", PASSPHRASE, an_environment())
    with pytest.raises(FileUnreadable):
        accept_invitation(
            tmp_path / "không có", "1234 5678", tmp_path / "a.scb", PASSPHRASE, an_environment()
        )


def test_a_book_begun_alone_joins_with_all_its_work(tmp_path: Path) -> None:
    commune = a_committee_book(tmp_path, cells=("Chi bộ bản Lướt",))
    unit = commune.units.cells()[0].id
    code = commune.exchange.invite(unit, tmp_path / "thư.cbmoi")
    cell = a_cell_book(tmp_path, members=3)
    wave = cell.waves.save(cell.waves.new("Đợt 1"))
    plan = cell.plans.of(wave.id)
    plan = cell.plans.save(type(plan)(id=plan.id, unit=plan.unit, wave=wave.id, name="Kế hoạch"))
    cell.plans.save_task(cell.plans.new_task(plan, "Trồng 3 ha quế"))
    profile = cell.units.profile()
    assert {each.unit for each in cell.members.all()} != {unit}
    assert cell.exchange.join(tmp_path / "thư.cbmoi", code).id == unit
    assert [each.unit for each in cell.members.all()] == [unit] * 3
    assert cell.waves.is_own(cell.waves.get(wave.id))
    assert [each.content for each in cell.plans.tasks(cell.plans.of(wave.id))] == ["Trồng 3 ha quế"]
    assert cell.units.profile().own_line == profile.own_line
    end = commune.exchange.receive(cell.exchange.make_up(tmp_path / "usb"))[0]
    assert end.reason is None
    report = commune.reports.wave(wave.id)
    assert (report.total.plans, report.total.tasks) == (1, 1)


def test_a_book_that_has_joined_stays_where_it_is(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    with pytest.raises(InvitationUsed):
        pair.cell.exchange.join(pair.letter, pair.code)
    other = pair.commune.units.add("Chi bộ bản Pó")
    code = pair.commune.exchange.invite(other.id, tmp_path / "thư 2.cbmoi")
    with pytest.raises(InvitationNotForHere):
        pair.cell.exchange.join(tmp_path / "thư 2.cbmoi", code)


def test_a_book_that_leads_others_takes_no_invitation(tmp_path: Path) -> None:
    above = a_committee_book(tmp_path, "Tỉnh ủy Mẫu", cells=("Đảng ủy xã Suối Mẫu",))
    code = above.exchange.invite(above.units.cells()[0].id, tmp_path / "thư.cbmoi")
    commune = a_committee_book(tmp_path, cells=("Chi bộ bản Lướt",))
    with pytest.raises(InvitationTooLate):
        commune.exchange.join(tmp_path / "thư.cbmoi", code)
    assert [unit.name for unit in commune.units.subordinates()] == ["Chi bộ bản Lướt"]


def test_after_a_revocation_a_new_invitation_brings_the_same_book_back(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb 0"))
    revoke_all(pair.commune, pair.unit)
    late = pair.cell.members.save(pair.cell.members.new("Vàng A Sử"))
    code = pair.commune.exchange.invite(pair.unit, tmp_path / "thư 2.cbmoi")
    assert pair.cell.exchange.join(tmp_path / "thư 2.cbmoi", code).id == pair.unit
    end = pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb"))[0]
    assert end.reason is None
    assert pair.commune.members.get(late.id).full_name == "Vàng A Sử"


def test_unused_invitations_do_not_crowd_out_the_computer_in_use(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb"))
    for number in range(6):
        pair.commune.exchange.invite(pair.unit, tmp_path / f"thư {number}.cbmoi")
    with pytest.raises(TooManyLaptops):
        pair.commune.exchange.invite(pair.unit, tmp_path / "thư 6.cbmoi")
    assert not (tmp_path / "thư 6.cbmoi").exists()
    (down,) = pair.commune.exchange.make_down(tmp_path / "xuống")
    assert pair.cell.exchange.receive(down)[0].reason is None


def test_nobody_invites_himself(tmp_path: Path) -> None:
    commune = a_committee_book(tmp_path)
    with pytest.raises(Invalid):
        commune.exchange.invite(commune.units.own().id, tmp_path / "thư.cbmoi")


def test_a_committee_between_hands_on_to_its_own_cells(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    group = pair.commune.units.add("Đảng bộ bộ phận", UnitKind.COMMITTEE)
    below = pair.commune.units.add("Chi bộ tổ 2", parent=group.id)
    code = pair.commune.exchange.invite(below.id, tmp_path / "thư 2.cbmoi")
    book, _ = accept_invitation(
        tmp_path / "thư 2.cbmoi", code, tmp_path / "tổ 2.scb", PASSPHRASE, an_environment()
    )
    book.members.save(book.members.new("Vàng A Sử"))
    end = pair.commune.exchange.receive(book.exchange.make_up(tmp_path / "usb"))[0]
    assert (end.reason, end.unit) == (None, "Chi bộ tổ 2")
