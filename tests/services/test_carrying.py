import base64
from contextlib import ExitStack
from email import message_from_bytes, policy

import pytest

from qtapp.carriers import folder, letter
from qtapp.domain.errors import (
    DiskFull,
    FileUnreadable,
    NotABundle,
    NothingInLetter,
    NotInvited,
    NotJoined,
    StickGone,
    TooManyFiles,
    TooMuchForPaper,
)
from qtapp.domain.sticks import Stick
from qtapp.services import carrying, outgoing
from qtapp.services.book import accept_invitation
from qtapp.services.carrying import FileKind
from qtapp.services.inbox import InboxState
from tests.make import PASSPHRASE, a_cell_book, a_name, an_environment
from tests.real_stick import mounted
from tests.services.pairs import a_pair, revoke_all


@pytest.fixture
def pair(tmp_path):
    made = a_pair(tmp_path)
    yield made
    made.cell.close()
    made.commune.close()


@pytest.fixture
def stick(tmp_path):
    made = tmp_path / "USB"
    made.mkdir()
    return made


def states(received):
    return [each.state for each in received]


def test_a_stick_goes_to_the_committee_and_comes_back_with_the_receipt(pair, stick):
    out = pair.cell.carrying.visit(stick)
    assert (out.received, len(out.written), out.failure) == ([], 1, None)
    there = pair.commune.carrying.visit(stick)
    assert states(there.received) == [InboxState.MERGED]
    assert len(there.written) == 1
    assert pair.cell.exchange.status().unsent
    home = pair.cell.carrying.visit(stick)
    assert InboxState.MERGED in states(home.received)
    assert pair.cell.exchange.status().unsent == 0
    assert len(pair.commune.members.all(pair.unit)) == 3


def test_a_real_stick_pulled_out_as_soon_as_that_is_allowed_brings_everything(
    pair, real_stick, tmp_path
):
    assert pair.cell.carrying.visit(real_stick.folder).failure is None
    with mounted(real_stick.pulled(tmp_path)) as there:
        visit = pair.commune.carrying.visit(there.folder)
        assert states(visit.received) == [InboxState.MERGED]
        assert len(visit.written) == 1
        answer = there.pulled(tmp_path)
    with mounted(answer) as home:
        assert InboxState.MERGED in states(pair.cell.carrying.visit(home.folder).received)
    assert pair.cell.exchange.status().unsent == 0


def test_a_confirmed_cell_with_no_news_writes_nothing(pair, stick, tmp_path):
    pair.commune.exchange.receive(pair.cell.exchange.make_up(stick))
    pair.commune.exchange.make_down(stick)
    pair.cell.exchange.receive(stick)
    (tmp_path / "USB khác").mkdir()
    assert pair.cell.carrying.visit(tmp_path / "USB khác").written == []


def test_what_lay_on_the_stick_stays_as_it_was(pair, stick):
    (stick / "ảnh.jpg").write_bytes(b"\xff\xd8\xff")
    pair.cell.carrying.visit(stick)
    before = {each: each.read_bytes() for each in stick.iterdir()}
    pair.commune.carrying.visit(stick)
    pair.cell.carrying.visit(stick)
    assert before.items() <= {each: each.read_bytes() for each in stick.iterdir()}.items()


def test_a_visitor_gets_the_answer_and_an_empty_stick_goes_round(pair, stick, tmp_path):
    other = pair.commune.units.add("Chi bộ bản Pó")
    pair.commune.exchange.invite(other.id, tmp_path / "thư 2.cbmoi")
    pair.cell.carrying.visit(stick)
    assert len(pair.commune.carrying.visit(stick).written) == 1
    (tmp_path / "USB trống").mkdir()
    assert len(pair.commune.carrying.visit(tmp_path / "USB trống").written) == 2


def test_a_stick_goes_back_and_forth_between_two_laptops_of_a_unit(pair, stick, tmp_path):
    letter, code = pair.cell.exchange.invite_laptop(tmp_path / "mời")
    world = an_environment()
    second, _ = accept_invitation(letter, code, tmp_path / "máy hai.scb", PASSPHRASE, world)
    assert len(pair.cell.carrying.visit(stick).written) == 2
    second.carrying.visit(stick)
    assert len(second.members.all()) == 3
    second.members.save(second.members.new("Lò Thị Mẩy"))
    second.carrying.visit(stick)
    pair.cell.carrying.visit(stick)
    assert len(pair.cell.members.all()) == 4
    second.close()


def test_a_book_that_has_joined_nobody_only_takes_in(tmp_path, stick):
    book = a_cell_book(tmp_path)
    visit = book.carrying.visit(stick)
    assert (visit.received, visit.written, visit.failure) == ([], [], None)
    book.close()


def test_what_came_in_is_kept_when_the_stick_is_too_full_to_answer(pair, stick, monkeypatch):
    pair.cell.carrying.visit(stick)
    real = folder.put

    def full(where, name, data):
        if where == stick:
            raise DiskFull(str(where))
        return real(where, name, data)

    monkeypatch.setattr(outgoing, "put", full)
    visit = pair.commune.carrying.visit(stick)
    assert states(visit.received) == [InboxState.MERGED]
    assert isinstance(visit.failure, DiskFull)
    assert len(pair.commune.members.all(pair.unit)) == 3


def test_a_stick_pulled_out_after_reading_is_written_nowhere(pair, stick, monkeypatch):
    real = pair.cell.exchange.receive

    def pulled(path, report):
        received = real(path, report)
        stick.rmdir()
        return received

    monkeypatch.setattr(pair.cell.exchange, "receive", pulled)
    visit = pair.cell.carrying.visit(stick)
    assert isinstance(visit.failure, StickGone)
    assert visit.written == []
    assert not stick.exists()


def test_a_stick_whose_place_stays_when_it_is_pulled_out_is_written_nowhere(
    pair, empty_stick, monkeypatch
):
    with mounted(empty_stick) as stick:
        pair.commune.carrying.visit(stick.folder)
    real = pair.cell.exchange.receive
    with ExitStack() as plugged_in:
        plugged_in.enter_context(mounted(empty_stick))

        def pulled(path, report):
            received = real(path, report)
            plugged_in.close()
            return received

        monkeypatch.setattr(pair.cell.exchange, "receive", pulled)
        visit = pair.cell.carrying.visit(empty_stick.folder)
    assert states(visit.received) == [InboxState.MERGED]
    assert isinstance(visit.failure, StickGone)
    assert visit.written == []
    assert list(empty_stick.folder.iterdir()) == []


@pytest.mark.parametrize("lost", [False, True])
def test_a_unit_nobody_can_read_for_is_said_to_be_uninvited(pair, tmp_path, lost):
    unit = pair.unit if lost else pair.commune.units.add("Chi bộ chưa mời").id
    revoke_all(pair.commune, unit)
    for make in (
        lambda: pair.commune.carrying.by_hand(tmp_path, unit_id=unit),
        lambda: pair.commune.carrying.on_paper(unit),
        lambda: pair.commune.exchange.make_down(tmp_path, only=unit),
    ):
        with pytest.raises(NotInvited):
            make()


def test_a_stick_with_too_many_files_says_so(pair, stick, monkeypatch):
    pair.cell.carrying.visit(stick)
    for place in range(9):
        (stick / f"IMG_{place}.JPG").write_bytes(b"\xff\xd8\xff")
    monkeypatch.setattr("qtapp.carriers.folder.MOST_FILES", 5)
    monkeypatch.setattr("qtapp.carriers.folder.look.__defaults__", (5,))
    received = pair.commune.carrying.visit(stick).received
    assert received[0].state is InboxState.MERGED
    assert isinstance(received[-1].reason, TooManyFiles)


def test_plugged_sticks_come_from_the_world_outside(tmp_path):
    plugged = Stick(path=tmp_path, name="KINGSTON")
    environment = an_environment(sticks=lambda: [plugged])
    book = a_cell_book(tmp_path, environment=environment)
    assert book.sticks() == [plugged]
    book.close()


def test_by_hand_the_parts_and_a_draft_for_each_lie_in_a_folder_of_the_receiver(
    pair, tmp_path, monkeypatch
):
    for place in range(60):
        pair.cell.members.save(pair.cell.members.new(a_name(place + 10)))
    monkeypatch.setattr(carrying.letter, "part_size", lambda megabytes: megabytes * 300)
    (handed,) = pair.cell.carrying.by_hand(tmp_path / "gửi tay", megabytes=20)
    assert handed.unit.name == "Đảng ủy xã Suối Mẫu"
    assert handed.folder == tmp_path / "gửi tay" / "Gửi Đảng ủy xã Suối Mẫu"
    assert len(handed.files) == len(handed.drafts) > 1
    assert {*handed.files, *handed.drafts} == set(handed.folder.iterdir())
    mail = message_from_bytes(handed.drafts[0].read_bytes(), policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert f"(thư 1/{len(handed.files)})" in mail["Subject"]
    assert "Nhận tệp" in mail.get_body().get_content()
    received = pair.commune.carrying.receive(list(reversed(handed.drafts)))
    assert states(received)[-1] is InboxState.MERGED
    assert set(states(received)[:-1]) == {InboxState.WAITING}
    assert len(pair.commune.members.all(pair.unit)) == 63


def test_by_hand_a_committee_writes_to_all_its_units_or_to_one(pair, tmp_path):
    other = pair.commune.units.add('Chi bộ "Pó / 2".')
    pair.commune.exchange.invite(other.id, tmp_path / "thư 2.cbmoi")
    laid = pair.commune.carrying.by_hand(tmp_path / "tay")
    assert {each.folder.name for each in laid} == {"Gửi Chi bộ bản Lướt", "Gửi Chi bộ Pó 2"}
    (only,) = pair.commune.carrying.by_hand(tmp_path / "tay 2", unit_id=pair.unit)
    assert only.unit.id == pair.unit


def test_by_hand_needs_somebody_to_send_to(tmp_path):
    book = a_cell_book(tmp_path)
    with pytest.raises(NotJoined):
        book.carrying.by_hand(tmp_path / "tay")
    with pytest.raises(NotJoined):
        book.carrying.on_paper()
    book.close()


def test_files_are_known_by_their_content(pair, tmp_path, stick):
    bundle = pair.cell.exchange.make_up(stick).rename(stick / "ảnh.jpg")
    letter = pair.letter.rename(stick / "thư.docx")
    for name, head in (("a", b"\x89PNG\r\n\x1a\n"), ("b", b"%PDF-1.7"), ("c", b"From: x\r\n")):
        (stick / name).write_bytes(head)
    kinds = [pair.cell.carrying.kind_of(each) for each in (bundle, letter, stick)]
    assert kinds == [FileKind.BUNDLE, FileKind.INVITATION, FileKind.FOLDER]
    kinds = [pair.cell.carrying.kind_of(stick / name) for name in "abc"]
    assert kinds == [FileKind.PICTURE, FileKind.PICTURE, FileKind.LETTER]
    with pytest.raises(FileUnreadable):
        pair.cell.carrying.kind_of(stick / "không có")


def test_one_bad_file_does_not_stop_the_others(pair, tmp_path, stick):
    good = pair.cell.exchange.make_up(stick)
    (stick / "thư.eml").write_bytes(b"Subject: x\r\n\r\nkh\xc3\xb4ng c\xc3\xb3 g\xc3\xac\r\n")
    (stick / "bài hát.mp3").write_bytes(b"ID3")
    chosen = [stick / "mất.cbdl", stick / "thư.eml", stick / "bài hát.mp3", good]
    received = pair.commune.carrying.receive(chosen)
    assert [type(each.reason) for each in received[:3]] == [
        FileUnreadable,
        NothingInLetter,
        NotABundle,
    ]
    assert received[3].state is InboxState.MERGED


def test_a_mail_saved_from_webmail_brings_its_bundle(pair, tmp_path):
    file = pair.cell.exchange.make_up(tmp_path / "usb")
    coded = base64.encodebytes(file.read_bytes())
    mail = tmp_path / "FW_ báo cáo.eml"
    mail.write_bytes(
        b"From: a@xa.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=k\n\n"
        b"--k\nContent-Type: text/plain\n\nxin ch\xc3\xa0o\n"
        b"--k\nContent-Type: image/jpeg; name=anh.jpg\nContent-Transfer-Encoding: base64\n\n"
        + coded
        + b"\n--k--\n"
    )
    (received,) = pair.commune.carrying.receive([mail])
    assert (received.state, received.name) == (InboxState.MERGED, "anh.jpg")


def test_what_is_too_much_for_paper_says_how_large_it_is(pair, monkeypatch):
    monkeypatch.setattr("qtapp.carriers.paper.MOST_BYTES", 1000)
    with pytest.raises(TooMuchForPaper) as told:
        pair.cell.carrying.on_paper()
    assert told.value.size > told.value.most == 1000
    status = pair.cell.exchange.status()
    assert (status.last_made, status.unmade) == (None, True)


def test_a_bundle_whose_draft_cannot_be_written_does_not_count_as_made(pair, tmp_path, monkeypatch):
    def full(*_):
        raise DiskFull(str(tmp_path))

    monkeypatch.setattr(letter, "draft", full)
    with pytest.raises(DiskFull):
        pair.cell.carrying.by_hand(tmp_path)
    assert pair.cell.exchange.status().last_made is None
