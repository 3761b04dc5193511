from pathlib import Path

import pytest
from msgspec.structs import replace

from qtapp.bundle.invitation import CHEAPEST, make_invitation
from qtapp.domain.errors import BundleDamaged, BundleUntrusted, InvitationUsed
from qtapp.domain.units import UnitKind
from qtapp.services.book import accept_invitation
from qtapp.services.joining import invited_unit, read_invitation
from tests.make import PASSPHRASE, a_committee_book, an_environment
from tests.services.pairs import a_pair


def rewritten(path: Path, code: str, **changes: object) -> None:
    """Write an invitation again, with other content under the same code."""
    from dataclasses import replace as changed  # noqa: PLC0415 - records of bundles are dataclasses

    data = make_invitation(
        changed(read_invitation(path, code), **changes), code, bytes(40), CHEAPEST
    )
    path.write_bytes(data)


def test_an_invitation_that_does_not_name_its_units_is_refused(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    code = pair.commune.exchange.invite(pair.unit, tmp_path / "thư 2.cbmoi")
    rewritten(tmp_path / "thư 2.cbmoi", code, units=())
    with pytest.raises(BundleUntrusted):
        invited_unit(read_invitation(tmp_path / "thư 2.cbmoi", code))
    with pytest.raises(BundleDamaged):
        pair.cell.exchange.join(tmp_path / "thư 2.cbmoi", code)


def test_bundles_beside_the_letter_are_taken_in_at_once(tmp_path: Path) -> None:
    commune = a_committee_book(tmp_path, cells=("Chi bộ bản Lướt",))
    wave = commune.waves.save(commune.waves.new("Đợt 1"))
    stick = tmp_path / "usb"
    stick.mkdir()
    code = commune.exchange.invite(commune.units.cells()[0].id, stick / "thư.cbmoi")
    commune.exchange.make_down(stick)
    cell, _ = accept_invitation(
        stick / "thư.cbmoi", code, tmp_path / "cb.scb", PASSPHRASE, an_environment()
    )
    assert [each.id for each in cell.waves.all()] == [wave.id]
    cell.close()


def test_a_second_laptops_letter_serves_once(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    stick = tmp_path / "usb"
    stick.mkdir()
    letter, code = pair.cell.exchange.invite_laptop(stick)
    second, _ = accept_invitation(letter, code, tmp_path / "hai.scb", PASSPHRASE, an_environment())
    with pytest.raises(InvitationUsed):
        second.exchange.join(letter, code)
    pair.commune.exchange.receive(second.exchange.make_up(tmp_path / "lên"))
    thief, _ = accept_invitation(letter, code, tmp_path / "ba.scb", PASSPHRASE, an_environment())
    (end,) = pair.commune.exchange.receive(thief.exchange.make_up(tmp_path / "lên 2"))
    assert isinstance(end.reason, InvitationUsed)
    for book in (second, thief):
        book.close()


def test_a_commune_between_gives_its_second_laptop_both_sides(tmp_path: Path) -> None:
    province = a_committee_book(tmp_path, "Tỉnh ủy Mẫu")
    unit = province.units.add("Đảng ủy xã Suối Mẫu", UnitKind.COMMITTEE)
    code = province.exchange.invite(unit.id, tmp_path / "thư.cbmoi")
    commune, _ = accept_invitation(
        tmp_path / "thư.cbmoi", code, tmp_path / "xã.scb", PASSPHRASE, an_environment()
    )
    cell = commune.units.add("Chi bộ bản Lướt")
    commune.exchange.invite(cell.id, tmp_path / "thư cb.cbmoi")
    stick = tmp_path / "usb"
    stick.mkdir()
    letter, code = commune.exchange.invite_laptop(stick)
    invitation = read_invitation(letter, code)
    assert [chain[0].unit for chain in invitation.chains] == [unit.id, province.units.own().id]
    second, _ = accept_invitation(
        letter, code, tmp_path / "hai.scb", PASSPHRASE, an_environment("Máy hai")
    )
    assert second.exchange.superior() == province.units.own()
    (end,) = province.exchange.receive(second.exchange.make_up(tmp_path / "lên"))
    assert end.reason is None
    for book in (province, commune, second):
        book.close()


def test_the_letterhead_of_a_new_book_follows_its_name_until_somebody_writes_one(
    tmp_path: Path,
) -> None:
    pair = a_pair(tmp_path)
    profile = pair.cell.units.profile()
    assert (profile.own_line, profile.authority) == ("CHI BỘ BẢN LƯỚT", "T/M CHI BỘ")
    kept = pair.cell.units.save_profile(replace(profile, place="Suối Mẫu"))
    assert pair.cell.units.profile() == kept
