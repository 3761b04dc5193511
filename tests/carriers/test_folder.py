import errno
import os
from pathlib import Path

import pytest

from qtapp.carriers import folder
from qtapp.carriers.folder import look, put
from qtapp.domain.errors import CopyDiffers, DiskFull, FolderReadOnly, StickGone
from tests.make import write_protected
from tests.real_stick import mounted

OURS = b"\x89CBDL\r\n\x1a" + bytes(40)


def is_ours(head):
    return head[:5] == OURS[:5]


@pytest.fixture
def stick(tmp_path):
    made = tmp_path / "USB Kingston"
    made.mkdir()
    return made


def names(where):
    return sorted(each.name for each in where.iterdir())


def fail(monkeypatch, name, number, when=lambda *_: True):
    """Make the operating system's `name` fail with error `number`, as it does for a bad stick."""
    real = getattr(os, name)

    def broken(*given, **named):
        if when(*given):
            raise OSError(number, os.strerror(number))
        return real(*given, **named)

    monkeypatch.setattr(os, name, broken)


def test_a_file_gets_its_name_when_it_is_whole(stick):
    path = put(stick, "CB01.cbdl", OURS)
    assert path.read_bytes() == OURS
    assert names(stick) == ["CB01.cbdl"]


def test_the_file_and_then_its_name_are_settled_before_anything_is_said(stick, monkeypatch):
    steps = []
    real_fsync, real_rename = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append("fsync"), real_fsync(handle)))
    monkeypatch.setattr(
        Path, "replace", lambda path, to: (steps.append("rename"), real_rename(path, to))[1]
    )
    put(stick, "CB01.cbdl", OURS)
    assert steps[:2] == ["fsync", "rename"]
    assert steps[2:] == ([] if os.name == "nt" else ["fsync"])


def test_the_same_file_again_is_left_as_it_is(stick):
    first = put(stick, "CB01.cbdl", OURS)
    before = first.stat()
    assert put(stick, "CB01.cbdl", OURS) == first
    assert first.stat().st_mtime_ns == before.st_mtime_ns


def test_another_file_of_the_same_name_is_never_touched(stick):
    (stick / "CB01.cbdl").write_bytes("của người khác".encode())
    path = put(stick, "CB01.cbdl", OURS)
    assert path.name == "CB01-2.cbdl"
    assert (stick / "CB01.cbdl").read_text(encoding="utf-8") == "của người khác"


def test_a_full_stick_is_told_and_no_half_file_stays(stick, monkeypatch):
    fail(monkeypatch, "fsync", errno.ENOSPC)
    with pytest.raises(DiskFull):
        put(stick, "CB01.cbdl", OURS)
    assert names(stick) == []


def test_a_write_protected_stick_is_told():
    with write_protected() as stick, pytest.raises(FolderReadOnly):
        put(stick, "CB01.cbdl", OURS)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_every_kind_of_write_protection_is_told(stick, monkeypatch, number):
    fail(monkeypatch, "fsync", number)
    with pytest.raises(FolderReadOnly):
        put(stick, "CB01.cbdl", OURS)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENODEV, errno.ENOENT, errno.ENXIO])
def test_a_stick_that_is_pulled_half_way_is_told_and_leaves_no_file_of_our_name(
    stick, monkeypatch, number
):
    fail(monkeypatch, "fsync", number)
    monkeypatch.setattr(Path, "unlink", unlink_from_nowhere)
    with pytest.raises(StickGone):
        put(stick, "CB01.cbdl", OURS)
    assert names(stick) == ["CB01.cbdl.part"]
    assert look(stick, is_ours).files == ()


def test_a_stick_that_windows_calls_not_ready_was_pulled_out():
    error = PermissionError(errno.EACCES, "not ready")
    assert isinstance(folder.fault(error, Path("E:/a")), FolderReadOnly)
    error.winerror = 21
    assert isinstance(folder.fault(error, Path("E:/a")), StickGone)


def test_a_stick_that_is_gone_is_not_made_anew_on_the_computers_own_disk(tmp_path):
    with pytest.raises(StickGone):
        put(tmp_path / "USB đã rút", "CB01.cbdl", OURS)
    assert names(tmp_path) == []


def unlink_from_nowhere(path, **_):
    raise OSError(errno.EIO, "gone")


def test_a_stick_that_keeps_something_else_is_found_out(stick, monkeypatch):
    monkeypatch.setattr(folder, "_write", lambda path, data: path.write_bytes(data[:-1] + b"?"))
    with pytest.raises(CopyDiffers):
        put(stick, "CB01.cbdl", OURS)
    assert names(stick) == []


def test_our_files_are_known_by_their_first_bytes_whatever_they_are_called(stick):
    shortened = ("CB9F3A~1.CBD", "BAOCAO.PDF", "tệp không đuôi", "anh.jpg")
    for place, name in enumerate(shortened):
        (stick / name).write_bytes(OURS + bytes([place]))
    (stick / "phim.cbdl").write_bytes(b"RIFF....")
    (stick / "trống.cbdl").write_bytes(b"")
    found = look(stick, is_ours)
    assert sorted(each.name for each in found.files) == sorted(shortened)
    # As a stick leaves them that was pulled out too early.
    emptied = ("CB2a4d-7-abcd-p1of1.cbdl", "CB2a4d-8-abcd-p1of1.cbdl")
    (stick / emptied[0]).write_bytes(b"")
    (stick / emptied[1]).write_bytes(bytes(500))
    found = look(stick, is_ours)
    assert sorted(each.name for each in found.files) == sorted(shortened + emptied)
    assert found.unreadable == ()
    assert not found.more


def test_one_folder_deeper_is_looked_into_and_hidden_ones_are_not(stick):
    for where in ("Gói tháng 11", ".Trash-1000", "$RECYCLE.BIN", "sâu/hơn"):
        (stick / where).mkdir(parents=True)
        (stick / where / "CB01.cbdl").write_bytes(OURS)
    assert [each.parent.name for each in look(stick, is_ours).files] == ["Gói tháng 11"]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(stick, monkeypatch):
    for name in ("CB01.cbdl", "CB02.cbdl", "CB03.cbdl"):
        (stick / name).write_bytes(OURS)
    real = folder._head

    def broken(path):
        if Path(path).name == "CB02.cbdl":
            raise OSError(errno.EIO, "bad sector")
        return real(path)

    monkeypatch.setattr(folder, "_head", broken)
    found = look(stick, is_ours)
    assert [each.name for each in found.files] == ["CB01.cbdl", "CB03.cbdl"]
    assert [each.name for each in found.unreadable] == ["CB02.cbdl"]


def test_a_stick_pulled_while_it_is_looked_at_is_told_once(stick, monkeypatch):
    (stick / "CB01.cbdl").write_bytes(OURS)

    def gone(_path):
        monkeypatch.setattr(Path, "is_dir", lambda _: False)
        raise OSError(errno.EIO, "gone")

    monkeypatch.setattr(folder, "_head", gone)
    with pytest.raises(StickGone):
        look(stick, is_ours)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StickGone):
        look(tmp_path / "không có", is_ours)


def test_among_very_many_foreign_files_ours_are_found_and_the_look_is_bounded(stick, monkeypatch):
    photos = stick / "DCIM"
    photos.mkdir()
    for place in range(300):
        (photos / f"IMG_{place:04d}.JPG").write_bytes(b"\xff\xd8\xff")
    (stick / "CB9F3A~1.CBD").write_bytes(OURS)
    read = []
    real = folder._head
    monkeypatch.setattr(folder, "_head", lambda path: (read.append(path), real(path))[1])
    found = look(stick, is_ours, most=100)
    assert [each.name for each in found.files] == ["CB9F3A~1.CBD"]
    assert found.more
    assert len(read) == 100


def test_the_folder_that_cannot_be_listed_holds_nothing_up(stick, monkeypatch):
    (stick / "System Volume Information").mkdir()
    (stick / "CB01.cbdl").write_bytes(OURS)
    fail(monkeypatch, "scandir", errno.EACCES, lambda where: where != stick)
    assert len(look(stick, is_ours).files) == 1


def test_what_is_called_written_lies_on_a_real_stick_that_is_pulled_out_at_once(
    real_stick, tmp_path
):
    first = put(real_stick.folder, "CB01.cbdl", OURS * 3_000)
    second = put(real_stick.folder, "CB4364-20261120-86268295-p1of1.cbdl", OURS)
    with mounted(real_stick.pulled(tmp_path)) as pulled:
        assert (pulled.folder / first.name).read_bytes() == OURS * 3_000
        assert (pulled.folder / second.name).read_bytes() == OURS
        assert len(look(pulled.folder, is_ours).files) == 2


def test_a_name_that_a_real_stick_takes_for_another_is_left_to_the_file_that_bears_it(real_stick):
    (real_stick.folder / "cb01.CBDL").write_bytes(b"someone else's")
    path = put(real_stick.folder, "CB01.cbdl", OURS)
    assert path.read_bytes() == OURS
    assert (real_stick.folder / "cb01.CBDL").read_bytes() == b"someone else's"


def test_our_files_are_known_on_a_real_stick_whatever_they_are_called(real_stick):
    names = ("CB01.CBD", "CB 01 (1).cbdl", "A.B.C", "CB9F3A~1.CBD", "x" * 200 + ".cbdl")
    for place, name in enumerate(names):
        (real_stick.folder / name).write_bytes(OURS + bytes([place]))
    assert {each.name for each in look(real_stick.folder, is_ours).files} == set(names)


def test_a_real_stick_that_gets_full_keeps_whole_files_alone(real_stick, tmp_path):
    written = []

    def fill_up():
        while True:
            written.append(put(real_stick.folder, f"CB{len(written)}.cbdl", OURS * 20_000))

    # fusefat says "not permitted" of a full stick, all others "no space".
    with pytest.raises((DiskFull, FolderReadOnly)):
        fill_up()
    assert len(written) > 1
    with mounted(real_stick.pulled(tmp_path)) as pulled:
        found = look(pulled.folder, is_ours).files
        assert {each.name for each in found} == {each.name for each in written}
        assert {each.read_bytes() for each in found} == {OURS * 20_000}


def test_a_real_stick_that_is_write_protected_is_told(empty_stick):
    with mounted(empty_stick, read_only=True) as stick, pytest.raises(FolderReadOnly):
        put(stick.folder, "CB01.cbdl", OURS)
