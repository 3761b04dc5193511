import itertools
import shutil
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from qtapp.bundle import certificates
from qtapp.bundle.certificates import Subject
from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import (
    BundleDamaged,
    BundleHeld,
    BundleIncomplete,
    BundleNotOurs,
    BundleOutOfScope,
    BundleTooNew,
    BundleUntrusted,
    Cancelled,
    FileUnreadable,
    InvitationUsed,
    NotABundle,
    NotFound,
)
from qtapp.domain.units import Unit, UnitKind
from qtapp.services import incoming
from qtapp.services.book import Book, open_book
from qtapp.services.identity import Signature
from qtapp.services.inbox import InboxState, Received
from qtapp.wording.failures import sentence
from tests.make import PASSPHRASE, Clock, a_committee_book, an_environment
from tests.services.pairs import Pair, a_pair, contents_of, reopened, revoke_all


def only(received: list[Received]) -> Received:
    (one,) = received
    return one


def test_a_bundle_brings_every_row_that_may_go_up(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    end = only(pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb")))
    assert end.state is InboxState.MERGED
    assert end.unit == pair.cell.units.own().name
    names = [member.full_name for member in pair.commune.members.all(pair.unit)]
    assert names == [member.full_name for member in pair.cell.members.all()]


def test_the_same_file_again_is_a_duplicate(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    pair.commune.exchange.receive(path)
    before = contents_of(pair.commune)
    assert only(pair.commune.exchange.receive(path)).state is InboxState.DUPLICATE
    assert contents_of(pair.commune) == before


def test_an_old_bundle_after_a_new_one_changes_nothing(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    old = pair.cell.exchange.make_up(tmp_path / "cũ")
    member = pair.cell.members.all()[0]
    pair.cell.members.save(replace(member, party_role="Bí thư"))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "mới"))
    assert only(pair.commune.exchange.receive(old)).state is InboxState.MERGED
    assert pair.commune.members.get(member.id).party_role == "Bí thư"


@pytest.mark.parametrize("kept", [0, 7, 60, 700, -1])
def test_a_file_cut_short_is_set_aside_and_changes_nothing(tmp_path: Path, kept: int) -> None:
    pair = a_pair(tmp_path)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    data = path.read_bytes()
    path.write_bytes(data[:kept])
    before = contents_of(pair.commune)
    end = only(pair.commune.exchange.receive(path))
    assert end.state is InboxState.QUARANTINED
    assert isinstance(end.reason, BundleDamaged | NotABundle)
    assert contents_of(pair.commune) == before


def test_a_changed_byte_is_set_aside_and_the_raw_file_kept(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert isinstance(only(pair.commune.exchange.receive(path)).reason, BundleDamaged)
    kept = list((tmp_path / f"{pair.commune.path.name}.inbox").iterdir())
    assert [each.read_bytes() for each in kept] == [bytes(data)]
    assert [each.state for each in pair.commune.exchange.inbox()] == [InboxState.QUARANTINED]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    folder = tmp_path / "usb"
    good = pair.cell.exchange.make_up(folder)
    (folder / "000 hỏng.cbdl").write_bytes(good.read_bytes()[:-9])
    (folder / "ghi chú.txt").write_text("không phải gói", encoding="utf-8")
    ends = {each.name: each.state for each in pair.commune.exchange.receive(folder)}
    assert ends == {"000 hỏng.cbdl": InboxState.QUARANTINED, good.name: InboxState.MERGED}


def a_stick_of_three(tmp_path: Path, pair: Pair) -> list[Path]:
    """Return three bundles of a cell in one folder, the oldest first."""
    made = []
    for name in ("Một", "Hai", "Ba"):
        pair.cell.members.save(pair.cell.members.new(f"Cầm Văn {name}"))
        path = pair.cell.exchange.make_up(tmp_path / "khác")
        (tmp_path / "usb").mkdir(exist_ok=True)
        made.append(path.rename(tmp_path / "usb" / f"CB{len(made)}.cbdl"))
    return made


def test_the_files_of_a_stick_are_taken_in_with_one_commit(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    first, second, _ = a_stick_of_three(tmp_path, pair)
    shutil.copy(first, first.with_name("CB0 bản sao.cbdl"))
    second.write_bytes(second.read_bytes()[:-9])
    pair.commune.exchange.receive(tmp_path / "usb" / "không có")
    said: list[str] = []
    pair.commune._store._connection.set_trace_callback(said.append)
    ends = pair.commune.exchange.receive(tmp_path / "usb")
    pair.commune._store._connection.set_trace_callback(None)
    assert said.count("COMMIT") == 1
    assert [(each.name, each.state) for each in ends] == [
        ("CB0 bản sao.cbdl", InboxState.MERGED),
        ("CB0.cbdl", InboxState.DUPLICATE),
        ("CB1.cbdl", InboxState.QUARANTINED),
        ("CB2.cbdl", InboxState.MERGED),
    ]
    assert {each.unit for each in ends} == {pair.cell.units.own().name, ""}
    assert len(pair.commune.members.all(pair.unit)) == 6


def test_what_fails_in_the_middle_of_a_stick_costs_nothing_of_what_lies_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = a_pair(tmp_path)
    a_stick_of_three(tmp_path, pair)
    real, count = incoming.keep_receipt, itertools.count(1)

    def fails(*given: Any) -> None:
        real(*given)
        # Twice: when all go into one commit, and when each is taken by itself.
        if next(count) in {2, 4}:
            raise RuntimeError

    monkeypatch.setattr(incoming, "keep_receipt", fails)
    with pytest.raises(RuntimeError):
        pair.commune.exchange.receive(tmp_path / "usb")
    assert len(pair.commune.members.all(pair.unit)) == 4
    states = [each.state for each in pair.commune.exchange.receive(tmp_path / "usb")]
    assert states == [InboxState.DUPLICATE, InboxState.MERGED, InboxState.MERGED]
    assert len(pair.commune.members.all(pair.unit)) == 6


def test_stopping_in_the_middle_of_a_stick_keeps_what_was_read(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    a_stick_of_three(tmp_path, pair)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        pair.commune.exchange.receive(tmp_path / "usb", stop)
    assert len(pair.commune.members.all(pair.unit)) == 5


def test_a_file_under_any_name_is_recognised_by_its_content(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    odd = path.rename(path.with_name("ảnh họp chi bộ (1).jpg"))
    assert only(pair.commune.exchange.receive(odd.parent)).state is InboxState.MERGED


def test_a_file_that_is_no_bundle_is_said_to_be_none(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    path = tmp_path / "văn bản.cbdl"
    path.write_bytes(b"%PDF-1.7")
    assert isinstance(only(pair.commune.exchange.receive(path)).reason, NotABundle)


@pytest.mark.parametrize("left", [b"", bytes(3_000)], ids=["empty", "zeros"])
def test_what_a_stick_pulled_out_too_early_left_is_set_aside_and_kept(
    tmp_path: Path, left: bytes
) -> None:
    pair = a_pair(tmp_path)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    path.write_bytes(left)
    end = only(pair.commune.exchange.receive(path.parent))
    assert (end.name, end.state) == (path.name, InboxState.QUARANTINED)
    (entry,) = pair.commune.exchange.status().waiting
    assert (entry.name, entry.state) == (path.name, InboxState.QUARANTINED)


def test_a_missing_file_is_said_to_be_unreadable(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    end = only(pair.commune.exchange.receive(tmp_path / "không có"))
    assert isinstance(end.reason, FileUnreadable)


def test_a_bundle_for_another_committee_is_not_ours(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    other = a_committee_book(tmp_path, "Đảng ủy xã Khác")
    end = only(other.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb")))
    assert isinstance(end.reason, BundleNotOurs)
    other.close()


def test_a_newer_bundle_is_set_aside_and_taken_in_after_an_update(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = a_pair(tmp_path)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    with monkeypatch.context() as older:
        older.setattr("qtapp.bundle.manifest.READER", 0)
        end = only(pair.commune.exchange.receive(path))
    assert isinstance(end.reason, BundleTooNew)
    assert only(pair.commune.exchange.receive(path)).state is InboxState.MERGED
    assert [each.state for each in pair.commune.exchange.inbox()] == [InboxState.MERGED]


def test_an_invitation_admits_one_computer_only(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb"))
    thief = pair.another_cell(tmp_path / "trộm.scb")
    end = only(pair.commune.exchange.receive(thief.exchange.make_up(tmp_path / "usb 2")))
    assert isinstance(end.reason, InvitationUsed)
    thief.close()


def test_a_revoked_unit_is_not_believed_until_invited_again(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    revoke_all(pair.commune, pair.unit)
    end = only(pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb")))
    assert isinstance(end.reason, BundleUntrusted)
    assert end.reason.why == "revoked"


def test_a_cell_cannot_write_what_only_its_committee_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = a_pair(tmp_path)
    store = pair.cell._store
    store.units.put(Unit(id="e" * 32, unit=pair.unit, name="Chi bộ giả", kind=UnitKind.CELL))
    monkeypatch.setattr(Unit, "reach", type(Unit.reach).BOTH)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    monkeypatch.undo()
    end = only(pair.commune.exchange.receive(path))
    assert isinstance(end.reason, BundleOutOfScope)
    assert pair.commune.units.cells()[0].name != "Chi bộ giả"


def test_a_restored_laptop_gets_its_own_rows_back(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    backup = tmp_path / "sao lưu"
    pair.cell = reopened(pair.cell, lambda: shutil.copy(pair.cell.path, backup))
    late = pair.cell.members.save(pair.cell.members.new("Cầm Thị Muộn", party_role="Tổ trưởng"))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb"))
    pair.cell = reopened(pair.cell, lambda: shutil.copy(backup, pair.cell.path))
    assert "Cầm Thị Muộn" not in [each.full_name for each in pair.cell.members.all()]
    (down,) = pair.commune.exchange.make_down(tmp_path / "usb 2")
    pair.cell.exchange.receive(down)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb 3"))
    (down,) = pair.commune.exchange.make_down(tmp_path / "usb 4")
    pair.cell.exchange.receive(down)
    assert pair.cell.members.get(late.id).party_role == "Tổ trưởng"


def test_two_copies_of_a_book_marking_one_meeting_keep_both_words(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=4)
    wave = pair.cell.waves.save(pair.cell.waves.new("Đợt 1"))
    session = pair.cell.sessions.save(pair.cell.sessions.new(wave.id, "Buổi 1"))
    second = pair.second_laptop(tmp_path)
    people = pair.cell.members.all()
    pair.cell.attendance.finish(session.id)
    second.attendance.mark(session.id, people[0].id, AttendanceStatus.EXCUSED, "ốm")
    second.attendance.finish(session.id)
    for book, folder in ((pair.cell, "a"), (second, "b")):
        pair.commune.exchange.receive(book.exchange.make_up(tmp_path / folder))
    rows = pair.commune._store.attendance.of(pair.unit)
    assert len(rows) == len(people)
    (conflict,) = pair.commune._store.conflicts.of(pair.unit)
    assert conflict.subject_table == "attendance"
    second.close()


def test_stopping_leaves_the_book_as_it_was(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    before = contents_of(pair.commune)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        pair.commune.exchange.receive(path, stop)
    assert contents_of(pair.commune) == before


def test_a_bundle_in_several_parts_waits_until_all_are_there(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=40)
    pair.cell.exchange.make_up(tmp_path / "usb", part_bytes=6_000)
    files = sorted((tmp_path / "usb").iterdir(), reverse=True)
    assert len(files) > 1
    ends = [only(pair.commune.exchange.receive(each)).state for each in files]
    assert ends == [InboxState.WAITING] * (len(files) - 1) + [InboxState.MERGED]
    assert {each.state for each in pair.commune.exchange.inbox()} == {InboxState.MERGED}
    assert len(pair.commune.members.all(pair.unit)) == 40


def test_a_bundle_made_by_oneself_is_harmless(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    before = contents_of(pair.cell)
    end = only(pair.cell.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb")))
    assert end.state is InboxState.MERGED
    assert contents_of(pair.cell) == before


def test_bundles_for_others_on_the_same_stick_are_passed_over(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    pair.commune.exchange.invite(
        pair.commune.units.add("Chi bộ bản Pó").id, tmp_path / "thư 2.cbmoi"
    )
    files = pair.commune.exchange.make_down(tmp_path / "usb")
    assert len(files) == 2
    assert only(pair.cell.exchange.receive(tmp_path / "usb")).state is InboxState.MERGED
    assert len(pair.cell.exchange.inbox()) == 1


def forged(pair: Pair, tmp_path: Path, victim: str) -> Path:
    """Return a bundle in which the cell speaks as `victim`, certified by its own invitation's key."""
    identity = pair.cell.exchange._identity
    enrolment = identity.readers()[1]
    root, invited, _ = identity.towards_superior().chain
    own = identity.device_keys()
    middle = certificates.issue(
        Subject(
            serial="a" * 32,
            path=(*invited.path, victim),
            public=own.public,
            recipient=own.recipient,
            may_issue=True,
        ),
        invited,
        enrolment.signing_seed,
    )
    leaf = certificates.issue(
        Subject(serial="b" * 32, path=middle.path, public=own.public, recipient=own.recipient),
        middle,
        own.signing_seed,
    )
    signature = Signature(keys=own, chain=(root, invited, middle, leaf))
    identity.towards_superior = lambda: signature  # type: ignore[method-assign]
    store = pair.cell._store
    store.write("UPDATE owners SET id = ? WHERE id = ?", [victim, pair.unit])
    store.set_fact("unit", victim)
    store.forget_units()
    store.units.put(Unit(id=victim, unit=victim, name="Chi bộ bản Pó", kind=UnitKind.CELL))
    return pair.cell.exchange.make_up(tmp_path / "giả")


def test_a_cell_cannot_speak_as_another_cell(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    victim = pair.commune.units.add("Chi bộ bản Pó")
    end = only(pair.commune.exchange.receive(forged(pair, tmp_path, victim.id)))
    assert isinstance(end.reason, BundleUntrusted)
    assert pair.commune.members.all(victim.id) == []


def test_two_computers_that_both_sent_get_each_others_work_in_one_answer(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = pair.second_laptop(tmp_path)
    pair.cell.members.save(pair.cell.members.new("Máy một ghi"))
    second.members.save(second.members.new("Máy hai ghi"))
    for book, folder in ((pair.cell, "a"), (second, "b")):
        pair.commune.exchange.receive(book.exchange.make_up(tmp_path / folder))
    (down,) = pair.commune.exchange.make_down(tmp_path / "xuống")
    for book in (pair.cell, second):
        assert only(book.exchange.receive(down)).reason is None
    wanted = {each.full_name for each in pair.commune.members.all(pair.unit)}
    for book in (pair.cell, second):
        assert {each.full_name for each in book.members.all()} == wanted
    second.close()


def test_what_was_set_aside_is_tried_again_by_a_newer_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = a_pair(tmp_path)
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    with monkeypatch.context() as older:
        older.setattr("qtapp.bundle.manifest.READER", 0)
        assert only(pair.commune.exchange.receive(path)).state is InboxState.QUARANTINED
    path.unlink()
    newer = open_book(pair.commune.path, an_environment(app="0.1"), passphrase=PASSPHRASE)
    (tmp_path / "không có gì").mkdir()
    ends = newer.exchange.receive(tmp_path / "không có gì")
    assert [(each.name, each.state) for each in ends] == [(path.name, InboxState.MERGED)]
    newer.close()


def test_a_waiting_part_whose_copy_is_gone_is_waited_for_again(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=40)
    pair.cell.exchange.make_up(tmp_path / "usb", part_bytes=6_000)
    files = sorted((tmp_path / "usb").iterdir())
    assert only(pair.commune.exchange.receive(files[0])).state is InboxState.WAITING
    for kept in (tmp_path / f"{pair.commune.path.name}.inbox").iterdir():
        kept.unlink()
    for each in (*files[1:], files[0]):
        end = only(pair.commune.exchange.receive(each))
    assert end.state is InboxState.MERGED


def many_gone(tmp_path: Path, members: int = 30, gone: int = 12) -> tuple[Pair, Path]:
    """Return a pair whose cell has removed so many members, and the bundle that says so."""
    pair = a_pair(tmp_path, members=members)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "trước"))
    for each in pair.cell.members.all()[:gone]:
        pair.cell.members.remove(each.id)
    return pair, pair.cell.exchange.make_up(tmp_path / "sau")


def test_a_bundle_that_would_delete_many_waits_for_a_decision(tmp_path: Path) -> None:
    pair, path = many_gone(tmp_path)
    before = contents_of(pair.commune)
    end = only(pair.commune.exchange.receive(path))
    assert (end.state, end.unit) == (InboxState.HELD, "Chi bộ bản Lướt")
    assert isinstance(end.reason, BundleHeld)
    assert (end.reason.table, end.reason.gone, end.reason.live) == ("members", 12, 30)
    assert contents_of(pair.commune) == before
    (entry,) = pair.commune.exchange.status().waiting
    assert (entry.state, entry.unit) == (InboxState.HELD, "Chi bộ bản Lướt")
    assert sentence(entry.failure) == sentence(end.reason)
    assert only(pair.commune.exchange.receive(path)).state is InboxState.HELD


def test_what_was_held_is_merged_when_a_person_says_so(tmp_path: Path) -> None:
    pair, path = many_gone(tmp_path)
    again = pair.cell.exchange.make_up(tmp_path / "lần nữa")
    for each in (path, again):
        pair.commune.exchange.receive(each)
    held = [each.id for each in pair.commune.exchange.inbox() if each.state is InboxState.HELD]
    ends = pair.commune.exchange.release(held[0])
    assert [each.state for each in ends] == [InboxState.MERGED] * 2
    assert len(pair.commune.members.all(pair.unit)) == 18
    assert {each.state for each in pair.commune.exchange.inbox()} == {InboxState.MERGED}


def test_what_was_refused_stays_out_and_can_still_be_taken_in(tmp_path: Path) -> None:
    pair, path = many_gone(tmp_path)
    pair.commune.exchange.receive(path)
    (entry,) = pair.commune.exchange.status().waiting
    pair.commune.exchange.refuse(entry.id)
    assert pair.commune.exchange.status().waiting == ()
    assert only(pair.commune.exchange.receive(path)).state is InboxState.REFUSED
    assert len(pair.commune.members.all(pair.unit)) == 30
    assert only(pair.commune.exchange.release(entry.id)).state is InboxState.MERGED
    assert len(pair.commune.members.all(pair.unit)) == 18
    for decide in (pair.commune.exchange.release, pair.commune.exchange.refuse):
        with pytest.raises(NotFound):
            decide(entry.id)


def test_a_bundle_in_parts_is_held_and_released_as_one(tmp_path: Path) -> None:
    pair, _ = many_gone(tmp_path, members=60, gone=20)
    pair.cell.exchange.make_up(tmp_path / "phần", part_bytes=5_000)
    files = sorted((tmp_path / "phần").iterdir())
    assert len(files) > 1
    exchange = pair.commune.exchange
    for each in files:
        end = only(exchange.receive(each))
    assert end.state is InboxState.HELD
    held = [each.id for each in exchange.status().waiting]
    assert len(held) == len(files)
    exchange.refuse(held[0])
    assert exchange.status().waiting == ()
    assert only(exchange.release(held[1])).state is InboxState.MERGED
    assert len(pair.commune.members.all(pair.unit)) == 40


@pytest.mark.parametrize(("members", "gone"), [(30, 9), (100, 20)])
def test_a_plausible_number_of_deletions_is_merged(tmp_path: Path, members: int, gone: int) -> None:
    pair, path = many_gone(tmp_path, members, gone)
    assert only(pair.commune.exchange.receive(path)).state is InboxState.MERGED
    assert len(pair.commune.members.all(pair.unit)) == members - gone


def test_of_merged_bundles_the_raw_files_of_the_newest_are_kept(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    pair.commune.close()
    clock = Clock()
    commune = open_book(pair.commune.path, an_environment(clock=clock), passphrase=PASSPHRASE)
    broken = tmp_path / "hỏng.cbdl"
    broken.write_bytes(pair.cell.exchange.make_up(tmp_path / "usb").read_bytes()[:-9])
    assert only(commune.exchange.receive(broken)).state is InboxState.QUARANTINED
    files = [pair.cell.exchange.make_up(tmp_path / f"usb {number}") for number in range(5)]
    for each in files:
        clock.forward(minutes=1)
        assert only(commune.exchange.receive(each)).state is InboxState.MERGED
    kept = {each.read_bytes() for each in (tmp_path / f"{commune.path.name}.inbox").iterdir()}
    wanted = {*(each.read_bytes() for each in files[-3:]), broken.read_bytes()}
    assert kept == wanted
    assert only(commune.exchange.receive(files[0])).state is InboxState.DUPLICATE
    commune.close()


def test_parts_in_any_order_twice_and_one_late_make_the_same_book(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=40)
    pair.cell.exchange.make_up(tmp_path / "usb", part_bytes=5_000)
    files = sorted((tmp_path / "usb").iterdir())
    assert len(files) > 2
    shuffled = [*files[1:], *files[1:], files[0], files[0]]
    ends = [only(pair.commune.exchange.receive(each)).state for each in shuffled]
    waiting = [InboxState.WAITING] * (2 * len(files) - 2)
    assert ends == [*waiting, InboxState.MERGED, InboxState.DUPLICATE]
    missing = only(pair.commune.exchange.receive(files[1]))
    assert missing.state is InboxState.DUPLICATE
    assert len(pair.commune.members.all(pair.unit)) == 40


def test_a_missing_part_is_named_by_its_number(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=40)
    pair.cell.exchange.make_up(tmp_path / "usb", part_bytes=5_000)
    files = sorted((tmp_path / "usb").iterdir())
    for each in (files[0], *files[2:]):
        end = only(pair.commune.exchange.receive(each))
    assert isinstance(end.reason, BundleIncomplete)
    assert list(end.reason.missing) == [2]
    (entry, *_) = pair.commune.exchange.status().waiting
    assert isinstance(entry.failure, BundleIncomplete)


def test_a_lost_bundle_leaves_a_gap_that_the_next_exchange_closes(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    backup = tmp_path / "sao lưu"
    pair.commune = reopened(pair.commune, lambda: shutil.copy(pair.commune.path, backup))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "1"))
    (down,) = pair.commune.exchange.make_down(tmp_path / "2")
    pair.cell.exchange.receive(down)
    pair.commune = reopened(pair.commune, lambda: shutil.copy(backup, pair.commune.path))
    late = pair.cell.members.save(pair.cell.members.new("Cầm Thị Muộn"))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "3"))
    assert [each.id for each in pair.commune.members.all(pair.unit)] == [late.id]
    assert pair.commune.exchange._changes.vector([pair.unit]) == {}
    (down,) = pair.commune.exchange.make_down(tmp_path / "4")
    pair.cell.exchange.receive(down)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "5"))
    assert len(pair.commune.members.all(pair.unit)) == 4


def test_everything_is_sent_again_on_demand(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=30)
    for number in range(2):
        pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / f"{number}"))
        (down,) = pair.commune.exchange.make_down(tmp_path / f"xuống {number}")
        pair.cell.exchange.receive(down)
    little = pair.cell.exchange.make_up(tmp_path / "ít").stat().st_size
    whole = pair.cell.exchange.make_up(tmp_path / "cả", whole=True).stat().st_size
    assert little < whole * 0.7


def test_no_statement_of_a_merge_reads_a_large_table_through(tmp_path: Path) -> None:
    pair = a_pair(tmp_path, members=12)
    wave = pair.cell.waves.save(pair.cell.waves.new("Đợt 1"))
    session = pair.cell.sessions.save(pair.cell.sessions.new(wave.id, "Buổi 1"))
    pair.cell.attendance.finish(session.id)
    # The first bundle makes the unit and its writer known, the second changes what is there.
    first = pair.cell.exchange.make_up(tmp_path / "1")
    assert scanned_by_merging(pair.commune, first, rows=27) == []
    for each in pair.cell.members.all():
        pair.cell.members.save(replace(each, gov_role="Trưởng bản"))
    second = pair.cell.exchange.make_up(tmp_path / "2")
    assert scanned_by_merging(pair.commune, second, rows=12) == []


def scanned_by_merging(book: Book, path: Path, *, rows: int) -> list[tuple[str, str]]:
    """Merge a bundle of so many rows and return what SQLite reads through for it, and in which statement."""
    said: list[str] = []
    connection = book._store._connection
    connection.set_trace_callback(said.append)
    assert only(book.exchange.receive(path)).rows == rows
    connection.set_trace_callback(None)
    read = {each for each in said if each.split()[0] in {"SELECT", "UPDATE", "INSERT", "DELETE"}}
    assert len(read) > 20
    return [
        (plan[3], statement)
        for statement in read
        for plan in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        if plan[3].startswith("SCAN ") and plan[3].split()[1] not in {"json_each", "CONSTANT"}
    ]


def test_rows_of_the_own_unit_that_come_back_otherwise_are_counted(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = pair.second_laptop(tmp_path)
    member = second.members.all()[0]
    second.members.save(replace(member, party_role="Bí thư"))
    up = second.exchange.make_up(tmp_path / "lên")
    assert only(pair.commune.exchange.receive(up)).own == 0
    (path,) = pair.commune.exchange.make_down(tmp_path / "xuống")
    end = only(pair.cell.exchange.receive(path))
    assert (end.own, end.reason) == (1, None)
    assert pair.cell.members.get(member.id).party_role == "Bí thư"
    for book in (pair.commune, pair.cell, second):
        book.close()
