import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from qtapp.domain.errors import BundleUntrusted, InvitationUsed, TooManyLaptops
from qtapp.services.book import Book, accept_invitation
from qtapp.services.inbox import InboxState
from tests.make import PASSPHRASE, Clock, a_committee_book, an_environment
from tests.services.pairs import Pair, a_pair, invited_laptop, reopened, revoke_all


def swap(one: Book, other: Book, folder: Path, turn: str) -> None:
    for place, (sender, reader) in enumerate(((one, other), (other, one))):
        path = sender.exchange.make_peer(folder / f"{turn} {place}")
        assert reader.exchange.receive(path)[0].reason is None


def up(pair: Pair, book: Book, folder: Path):
    return pair.commune.exchange.receive(book.exchange.make_up(folder))[0]


def down(pair: Pair, folder: Path, *readers: Book) -> None:
    for path in pair.commune.exchange.make_down(folder):
        for book in readers:
            book.exchange.receive(path)


def test_a_second_laptop_begins_with_all_the_unit_has(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    member = pair.cell.members.all()[0]
    pair.cell.members.save(replace(member, phone="0912"))
    second = invited_laptop(pair.cell, tmp_path)
    assert second.units.own() == pair.cell.units.own()
    assert second.exchange.superior() == pair.cell.exchange.superior()
    assert second.members.all() == pair.cell.members.all()
    assert second.members.get(member.id).phone == "0912"
    second.close()


def test_the_committee_accepts_a_second_laptop_without_having_been_asked(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.cell, tmp_path)
    late = second.members.save(second.members.new("Vàng A Sử"))
    end = up(pair, second, tmp_path / "lên")
    assert (end.state, end.unit) == (InboxState.MERGED, "Chi bộ bản Lướt")
    assert pair.commune.members.get(late.id).full_name == "Vàng A Sử"
    assert len(pair.commune.exchange.devices(pair.unit)) == 2
    down(pair, tmp_path / "xuống", pair.cell, second)
    assert pair.cell.members.get(late.id).full_name == "Vàng A Sử"
    assert second.exchange.status().unsent == 0
    second.close()


def test_two_laptops_get_each_others_rows_without_the_committee(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.cell, tmp_path)
    pair.cell.members.save(pair.cell.members.new("Máy một ghi", phone="1"))
    second.members.save(second.members.new("Máy hai ghi", phone="2"))
    swap(pair.cell, second, tmp_path, "lần 1")
    assert pair.cell.members.all() == second.members.all()
    assert {each.phone for each in second.members.all()} >= {"1", "2"}
    assert pair.cell.exchange.conflicts() == second.exchange.conflicts() == []
    second.close()


def phoned(book: Book, member: str, phone: str) -> None:
    book.members.save(replace(book.members.get(member), phone=phone))


def phones_lost(book: Book) -> list[str]:
    return sorted(dict(each.lost)["phone"] for each in book.exchange.conflicts())


def test_a_field_the_committee_does_not_give_back_is_not_overwritten_unseen(
    tmp_path: Path,
) -> None:
    pair = a_pair(tmp_path)
    member = pair.cell.members.all()[0].id
    second = invited_laptop(pair.cell, tmp_path)
    backup = tmp_path / "sao lưu"
    second = reopened(second, lambda: shutil.copy(second.path, backup))
    phoned(pair.cell, member, "0912 máy một")
    up(pair, pair.cell, tmp_path / "lên")
    second = reopened(second, lambda: shutil.copy(backup, second.path))
    up(pair, second, tmp_path / "lên hai")
    down(pair, tmp_path / "xuống", second)
    assert second.exchange.status().unsent == 0
    phoned(second, member, "0987 máy hai")
    swap(pair.cell, second, tmp_path, "ngang")
    for book in (pair.cell, second):
        assert book.members.get(member).phone == "0987 máy hai"
        assert phones_lost(book) == ["0912 máy một"]
    phoned(second, member, "0900 cả hai")
    swap(second, pair.cell, tmp_path, "ngang nữa")
    assert phones_lost(pair.cell) == phones_lost(second) == []
    second.close()


def test_a_restored_laptop_overwrites_knowingly_what_its_backup_held(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    member = pair.cell.members.all()[0].id
    phoned(pair.cell, member, "0912")
    second = invited_laptop(pair.cell, tmp_path)
    pair.cell.members.save(pair.cell.members.new("Cầm Thị Muộn"))
    up(pair, pair.cell, tmp_path / "lên")
    up(pair, second, tmp_path / "lên hai")
    down(pair, tmp_path / "xuống", second)
    phoned(second, member, "0987")
    swap(second, pair.cell, tmp_path, "ngang")
    assert pair.cell.members.get(member).phone == "0987"
    assert pair.cell.exchange.conflicts() == second.exchange.conflicts() == []
    second.close()


def test_what_came_in_part_and_then_from_another_laptop_is_known_whole(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    member = pair.cell.members.all()[0].id
    second = invited_laptop(pair.cell, tmp_path)
    phoned(pair.cell, member, "0912")
    up(pair, pair.cell, tmp_path / "lên")
    up(pair, second, tmp_path / "lên hai")
    down(pair, tmp_path / "xuống", second)
    second.members.save(second.members.new("Cầm Thị Muộn"))
    swap(pair.cell, second, tmp_path, "ngang")
    assert second.members.get(member).phone == "0912"
    phoned(second, member, "0987")
    swap(second, pair.cell, tmp_path, "ngang nữa")
    assert pair.cell.members.get(member).phone == "0987"
    assert pair.cell.exchange.conflicts() == second.exchange.conflicts() == []
    second.close()


def test_a_difference_in_a_field_that_stays_does_not_tell_the_committee_what_it_said(
    tmp_path: Path,
) -> None:
    pair = a_pair(tmp_path)
    member = pair.cell.members.all()[0].id
    second = invited_laptop(pair.cell, tmp_path)
    for book, number in ((pair.cell, "0912"), (second, "0987")):
        phoned(book, member, number)
        book.members.save(replace(book.members.get(member), party_role=f"việc {number}"))
    swap(pair.cell, second, tmp_path, "ngang")
    assert len(second.exchange.conflicts()) == 2
    up(pair, second, tmp_path / "lên")
    told = [each.register for each in pair.commune._store.conflicts.of(pair.unit)]
    assert told == ["party_role"]
    second.close()


def test_a_third_laptop_may_be_invited_by_the_second(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.cell, tmp_path)
    third = invited_laptop(second, tmp_path, "Máy ba")
    assert third.members.all() == pair.cell.members.all()
    assert up(pair, third, tmp_path / "lên").state is InboxState.MERGED
    swap(third, pair.cell, tmp_path, "lần 1")
    second.close()
    third.close()


def test_a_committees_second_laptop_speaks_with_the_cells_of_the_first(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    up(pair, pair.cell, tmp_path / "lên")
    second = invited_laptop(pair.commune, tmp_path)
    assert second.members.all(pair.unit) == pair.commune.members.all(pair.unit) != []
    wave = second.waves.save(second.waves.new("Đợt máy hai mở"))
    for path in second.exchange.make_down(tmp_path / "xuống"):
        assert pair.cell.exchange.receive(path)[0].reason is None
    assert pair.cell.waves.get(wave.id).name == "Đợt máy hai mở"
    late = pair.cell.members.save(pair.cell.members.new("Vàng A Sử"))
    bundle = pair.cell.exchange.make_up(tmp_path / "lên 2")
    for book in (pair.commune, second):
        assert book.exchange.receive(bundle)[0].reason is None
        assert book.members.get(late.id).full_name == "Vàng A Sử"
    new = second.units.add("Chi bộ bản Pó")
    code = second.exchange.invite(new.id, tmp_path / "thư 3.cbmoi")
    fresh, _ = accept_invitation(
        tmp_path / "thư 3.cbmoi", code, tmp_path / "pó.scb", PASSPHRASE, an_environment()
    )
    bundle = fresh.exchange.make_up(tmp_path / "lên 3")
    assert second.exchange.receive(bundle)[0].reason is None
    pair.commune.exchange.receive(second.exchange.make_peer(tmp_path / "ngang"))
    assert pair.commune.units.get(new.id).name == "Chi bộ bản Pó"
    for book in (second, fresh):
        book.close()


def test_a_lost_laptop_is_revoked_by_the_committee_and_the_other_goes_on(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.cell, tmp_path)
    for place, book in enumerate((pair.cell, second)):
        up(pair, book, tmp_path / f"lên {place}")
    lost = next(each for each in pair.cell.exchange.devices(pair.unit) if each.is_this)
    pair.commune.exchange.revoke(pair.unit, [lost.serial])
    end = up(pair, pair.cell, tmp_path / "sau khi mất")
    assert isinstance(end.reason, BundleUntrusted)
    assert end.reason.why == "revoked"
    assert up(pair, second, tmp_path / "máy còn lại").state is InboxState.MERGED
    down(pair, tmp_path / "xuống", second)
    stolen = pair.cell.exchange.make_peer(tmp_path / "ngang")
    (end,) = second.exchange.receive(stolen)
    assert isinstance(end.reason, BundleUntrusted)
    assert {each.revoked for each in second.exchange.devices(pair.unit)} == {True, False}
    second.close()


def test_of_two_laptops_that_came_with_one_letter_the_one_not_revoked_goes_on(
    tmp_path: Path,
) -> None:
    pair = a_pair(tmp_path)
    copied = pair.another_cell(tmp_path / "chép.scb")
    committee = invited_laptop(pair.commune, tmp_path, "Xã, máy hai")
    swap(pair.commune, committee, tmp_path, "ngang 0")
    down(pair, tmp_path / "xuống 0", pair.cell, copied)
    assert up(pair, pair.cell, tmp_path / "lên").state is InboxState.MERGED
    (end,) = committee.exchange.receive(copied.exchange.make_up(tmp_path / "lên 2"))
    assert end.state is InboxState.MERGED
    swap(pair.commune, committee, tmp_path, "ngang")
    late = pair.cell.members.save(pair.cell.members.new("Vàng A Sử"))
    bundles = [
        book.exchange.make_up(tmp_path / f"lên 3 {place}")
        for place, book in enumerate((pair.cell, copied))
    ]
    for book in (pair.commune, committee):
        ends = [book.exchange.receive(path)[0] for path in bundles]
        assert [type(each.reason) for each in ends] == [InvitationUsed] * 2
    wrong = copied._store.fact("device")
    pair.commune.exchange.revoke(pair.unit, [wrong])
    aside = [each for each in pair.commune.exchange.inbox() if each.state is InboxState.QUARANTINED]
    ends = [pair.commune.exchange.retry(each.id) for each in aside]
    assert {each.state for each in ends} == {InboxState.MERGED, InboxState.QUARANTINED}
    assert pair.commune.members.get(late.id).full_name == "Vàng A Sử"
    end = up(pair, copied, tmp_path / "lên 4")
    assert isinstance(end.reason, BundleUntrusted)
    assert end.reason.why == "revoked"
    swap(pair.commune, committee, tmp_path, "ngang 2")
    (end,) = committee.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên 5"))
    assert end.state is InboxState.MERGED
    third = pair.another_cell(tmp_path / "ba.scb")
    end = up(pair, third, tmp_path / "lên 6")
    assert isinstance(end.reason, BundleUntrusted)
    down(pair, tmp_path / "xuống", pair.cell)
    assert pair.cell.exchange.status().unsent == 0
    for book in (copied, committee, third):
        book.close()


def test_a_lost_laptop_is_revoked_by_the_units_other_laptop(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.cell, tmp_path)
    up(pair, pair.cell, tmp_path / "lên")
    lost = next(each for each in second.exchange.devices(pair.unit) if not each.is_this)
    second.exchange.revoke(pair.unit, [lost.serial])
    assert up(pair, second, tmp_path / "báo mất").state is InboxState.MERGED
    end = up(pair, pair.cell, tmp_path / "kẻ trộm")
    assert isinstance(end.reason, BundleUntrusted)
    assert up(pair, second, tmp_path / "vẫn gửi").state is InboxState.MERGED
    second.close()


def test_whom_a_lost_laptop_admits_afterwards_is_not_believed(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    up(pair, pair.cell, tmp_path / "lên")
    revoke_all(pair.commune, pair.unit)
    thief = invited_laptop(pair.cell, tmp_path, "Máy kẻ trộm")
    end = up(pair, thief, tmp_path / "lên 2")
    assert isinstance(end.reason, BundleUntrusted)
    assert end.reason.why == "revoked"
    thief.close()


def test_a_cell_revokes_nobody_of_another_cell(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    other = pair.commune.units.add("Chi bộ bản Pó")
    code = pair.commune.exchange.invite(other.id, tmp_path / "thư 2.cbmoi")
    cell, _ = accept_invitation(
        tmp_path / "thư 2.cbmoi", code, tmp_path / "pó.scb", PASSPHRASE, an_environment()
    )
    up(pair, pair.cell, tmp_path / "lên")
    (device,) = pair.commune.exchange.devices(pair.unit)
    cell.exchange.revoke(pair.unit, [device.serial])
    assert up(pair, cell, tmp_path / "lên 2").state is InboxState.MERGED
    assert up(pair, pair.cell, tmp_path / "lên 3").state is InboxState.MERGED
    cell.close()


def test_a_new_laptop_gets_the_units_book_back(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    profile = pair.cell.units.profile()
    pair.cell.units.save_profile(replace(profile, place="Suối Mẫu"))
    up(pair, pair.cell, tmp_path / "lên")
    names = [each.full_name for each in pair.cell.members.all()]
    pair.cell.close()
    revoke_all(pair.commune, pair.unit)
    stick = tmp_path / "usb máy mới"
    stick.mkdir()
    code = pair.commune.exchange.invite(pair.unit, stick / "thư.cbmoi")
    pair.commune.exchange.make_down(stick)
    clock = Clock()
    clock.forward(days=1)
    new, _ = accept_invitation(
        stick / "thư.cbmoi", code, tmp_path / "mới.scb", PASSPHRASE, an_environment(clock=clock)
    )
    assert [each.full_name for each in new.members.all()] == names
    assert new.units.profile().place == "Suối Mẫu"
    assert new.exchange.conflicts() == []
    assert up(pair, new, tmp_path / "lên 2").state is InboxState.MERGED
    new.close()


def test_the_list_of_laptops_says_which_and_since_when_and_heard_when(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    (letter,) = pair.commune.exchange.devices(pair.unit)
    assert (letter.is_letter, letter.last_bundle) == (True, None)
    up(pair, pair.cell, tmp_path / "lên")
    (device,) = pair.commune.exchange.devices(pair.unit)
    assert (device.label, device.is_letter, device.is_this) == ("Máy 1", False, False)
    assert device.since.startswith("2026-11-20T")
    assert device.last_bundle is not None


def test_an_unused_letter_can_be_taken_back(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    revoke_all(pair.commune, pair.unit)
    assert pair.commune.exchange.devices(pair.unit) == ()
    end = up(pair, pair.cell, tmp_path / "lên")
    assert isinstance(end.reason, BundleUntrusted)


def test_a_committee_alone_has_no_other_laptop(tmp_path: Path) -> None:
    commune = a_committee_book(tmp_path)
    assert not commune.exchange.has_other_laptop()
    second = invited_laptop(commune, tmp_path)
    assert commune.exchange.has_other_laptop()
    swap(commune, second, tmp_path, "lần 1")
    assert second.units.own() == commune.units.own()
    second.close()


def test_a_cell_beside_is_not_believed_though_both_hang_from_one_root(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    other = pair.commune.units.add("Chi bộ bản Pó")
    code = pair.commune.exchange.invite(other.id, tmp_path / "thư 2.cbmoi")
    beside, _ = accept_invitation(
        tmp_path / "thư 2.cbmoi", code, tmp_path / "pó.scb", PASSPHRASE, an_environment()
    )
    down(pair, tmp_path / "xuống", pair.cell, beside)
    signature = beside.exchange._identity.towards_superior()
    with pytest.raises(BundleUntrusted):
        pair.cell.exchange._identity.devices.check_signer(signature.chain)
    beside.close()


def test_a_laptop_of_the_committee_that_was_never_heard_gets_everything(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.commune, tmp_path)
    swap(pair.commune, second, tmp_path, "ngang")
    up(pair, pair.cell, tmp_path / "lên 1")
    down(pair, tmp_path / "xuống 1", pair.cell)
    pair.cell.members.save(pair.cell.members.new("Giàng Thị Mới"))
    up(pair, pair.cell, tmp_path / "lên 2")
    (path,) = (tmp_path / "lên 2").iterdir()
    (end,) = second.exchange.receive(path)
    assert end.reason is None
    for book in (pair.commune, second):
        assert len(book.members.all(pair.unit)) == 4
    second.close()


def test_what_a_laptop_that_is_revoked_had_confirmed_is_confirmed_no_more(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    up(pair, pair.cell, tmp_path / "lên")
    down(pair, tmp_path / "xuống", pair.cell)
    before = pair.cell.exchange.status()
    assert before.unsent == 0
    assert before.last_confirmed is not None
    assert before.superior is not None
    revoke_all(pair.cell, before.superior.id)
    after = pair.cell.exchange.status()
    assert after.unsent > 0
    assert after.last_confirmed is None


def test_an_eighth_laptop_is_not_invited_until_another_is_given_up(tmp_path: Path) -> None:
    commune = a_committee_book(tmp_path)
    for place in range(6):
        invited_laptop(commune, tmp_path, f"Máy {place}").close()
    with pytest.raises(TooManyLaptops):
        commune.exchange.invite_laptop(tmp_path)
    assert not list(tmp_path.glob("*.cbmoi"))
    letter = next(each for each in commune.exchange.devices(commune._store.unit) if each.is_letter)
    commune.exchange.revoke(commune._store.unit, [letter.serial])
    invited_laptop(commune, tmp_path, "Máy cuối").close()
    commune.close()
