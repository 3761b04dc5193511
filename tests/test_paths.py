import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from qtapp import paths
from qtapp.domain.errors import DiskFull, FolderReadOnly, NotOverABook, WrongEnding
from qtapp.paths import (
    make_folder,
    paths_in,
    place_for,
    rename,
    replace_file,
    replace_files,
    resource,
    save_file,
    settle,
    system_paths,
)


def test_everything_of_a_portable_copy_stays_in_its_folder(tmp_path):
    found = paths_in(tmp_path)
    places = [
        found.books,
        found.config,
        found.logs,
        found.keys,
        found.settings_file,
        found.log_file,
    ]
    assert all(place.is_relative_to(tmp_path) for place in places)
    assert len(set(places)) == len(places)


def test_naming_the_system_folders_makes_none(tmp_path, monkeypatch):
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    found = system_paths()
    assert found.books.is_absolute()
    assert found.books != found.keys
    assert not (tmp_path / "home").exists()


def test_a_resource_is_found_in_the_source_tree():
    assert resource("fonts").is_dir()


def test_the_resources_of_an_installed_copy_come_first(tmp_path, monkeypatch):
    for folder in ("qtapp/resources", "resources"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.txt").write_text(folder, encoding="utf-8")
    monkeypatch.setattr(paths, "_HERE", tmp_path / "qtapp")
    assert resource("a.txt").read_text(encoding="utf-8") == "qtapp/resources"


def test_the_resources_of_a_copy_in_an_archive_lie_beside_it(tmp_path, monkeypatch):
    (tmp_path / "app/resources").mkdir(parents=True)
    (tmp_path / "app/resources/b.txt").write_bytes(b"")
    monkeypatch.setattr(paths, "_HERE", tmp_path / "app/qtapp.zip/qtapp")
    assert resource("b.txt") == tmp_path / "app/resources/b.txt"


def test_a_missing_resource_is_named():
    with pytest.raises(FileNotFoundError, match=r"fonts/none\.ttf"):
        resource("fonts/none.ttf")


def test_replacing_a_file_makes_its_folder_and_leaves_nothing_else(tmp_path):
    target = tmp_path / "mới" / "tệp.bin"
    replace_file(target, b"old")
    replace_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(target.parent.iterdir()) == [target]


def _steps(monkeypatch):
    """Return the list to which every flush and every rename is added as it is done."""
    steps = []
    real_fsync, real_rename = os.fsync, Path.replace

    def fsync(handle):
        what = os.fstat(handle)
        steps.append(what.st_ino if stat.S_ISDIR(what.st_mode) else "file")
        real_fsync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(
        Path, "replace", lambda path, to: (steps.append(to.name), real_rename(path, to))[1]
    )
    return steps


def _settled(*folders):
    """Return the steps that settle the names in folders; Windows has none."""
    return [] if sys.platform == "win32" else [each.stat().st_ino for each in folders]


def test_files_get_their_names_when_they_are_on_the_disk_and_then_the_names_are_settled(
    tmp_path, monkeypatch
):
    steps = _steps(monkeypatch)
    replace_files(tmp_path, {"a": b"1", "b": b"2"})
    assert steps == ["file", "a", "file", "b", *_settled(tmp_path)]
    steps.clear()
    replace_files(tmp_path / "not needed", {})
    assert steps == []
    assert not (tmp_path / "not needed").exists()


def test_folders_that_are_made_are_settled_too(tmp_path, monkeypatch):
    steps = _steps(monkeypatch)
    replace_file(tmp_path / "x" / "y" / "tệp", b"1")
    made = _settled(tmp_path / "x", tmp_path)
    assert steps == [*made, "file", "tệp", *_settled(tmp_path / "x" / "y")]


def test_a_file_system_that_settles_no_names_does_as_well_as_it_can(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", _failing(errno.EINVAL))
    settle(tmp_path)


def test_names_that_are_not_settled_are_not_called_saved(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")  # Windows opens no folder, and fails here as well
    steps = _steps(monkeypatch)
    counted = os.fsync

    def fsync(handle):
        counted(handle)
        if steps[-1] != "file":
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(FolderReadOnly):
        replace_file(tmp_path / "tệp", b"1")


def test_a_file_written_whole_may_be_read_by_those_who_may_read_any_other(tmp_path):
    (tmp_path / "thường").write_bytes(b"")
    replace_file(tmp_path / "tệp.bin", b"new")
    modes = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    assert len(modes) == 1


def test_a_folder_is_made_with_those_above_it(tmp_path):
    assert make_folder(tmp_path / "a" / "b").is_dir()
    assert make_folder(tmp_path / "a") == tmp_path / "a"
    (tmp_path / "tệp").write_bytes(b"")
    with pytest.raises(FolderReadOnly):
        make_folder(tmp_path / "tệp")


def _failing(number):
    def fail(_descriptor):
        raise OSError(number, os.strerror(number))

    return fail


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "tệp.bin"
    replace_file(target, b"old")
    monkeypatch.setattr(os, "fsync", _failing(errno.ENOSPC))
    with pytest.raises(DiskFull) as caught:
        replace_file(target, b"new")
    assert caught.value.path == str(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_read_only_disk_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "tệp.bin"
    replace_file(target, b"old")
    monkeypatch.setattr(os, "fsync", _failing(errno.EROFS))
    with pytest.raises(FolderReadOnly):
        replace_file(target, b"new")
    assert target.read_bytes() == b"old"


def test_a_file_in_place_of_the_folder_is_reported(tmp_path):
    blocked: Path = tmp_path / "tệp"
    blocked.write_bytes(b"")
    with pytest.raises(FolderReadOnly):
        replace_file(blocked / "con.bin", b"new")


def _held(times, monkeypatch):
    """Let a file be held by another program for the first `times` attempts to rename it."""
    real = Path.replace
    tries = []

    def replace(self, target):
        tries.append(target)
        if len(tries) <= times:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return tries


def test_on_windows_a_rename_waits_for_an_antivirus(tmp_path, monkeypatch):
    (tmp_path / "mới").write_bytes(b"new")
    monkeypatch.setattr(sys, "platform", "win32")
    tries, pauses = _held(3, monkeypatch), []
    rename(tmp_path / "mới", tmp_path / "tệp", pauses.append)
    assert (tmp_path / "tệp").read_bytes() == b"new"
    assert len(tries) == 4
    assert len(pauses) == 3
    assert sorted(pauses) == pauses


def test_on_windows_a_rename_does_not_wait_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    _held(1000, monkeypatch)
    pauses = []
    with pytest.raises(PermissionError):
        rename(tmp_path / "mới", tmp_path / "tệp", pauses.append)
    assert 1 < sum(pauses) < 3


def test_elsewhere_a_rename_that_is_not_allowed_fails_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    tries = _held(1000, monkeypatch)
    with pytest.raises(PermissionError):
        rename(tmp_path / "mới", tmp_path / "tệp", pytest.fail)
    assert len(tries) == 1


@pytest.mark.parametrize(
    "name",
    [
        "sổ.scb",
        "SỔ.SCB",
        "sổ.scb.keys",
        "sổ.scb-wal",
        "sổ.scb-shm",
        "sổ.scb-journal",
        "sổ.scb.part",
        "sổ.scb.part-wal",
        "sổ.scb. ",
        ".scb",
    ],
)
def test_nothing_is_saved_in_the_place_of_a_book(tmp_path, name):
    with pytest.raises(NotOverABook):
        save_file(tmp_path / name, b"x", Path(name).suffix)
    assert list(tmp_path.iterdir()) == []


def test_a_book_is_known_by_its_keys_whatever_it_is_called(tmp_path):
    book = tmp_path / "Nà Mẫu.pdf"
    book.write_bytes(b"book")
    book.with_name("Nà Mẫu.pdf.keys").write_bytes(b"keys")
    with pytest.raises(NotOverABook):
        save_file(book, b"x", ".pdf")
    assert book.read_bytes() == b"book"


@pytest.mark.parametrize("name", ["a.txt", "a", "a.pdf.", "pdf", "a.pdf.keys"])
def test_a_name_says_what_is_saved_under_it(tmp_path, name):
    with pytest.raises(WrongEnding) as caught:
        save_file(tmp_path / name, b"x", ".pdf", ".docx")
    assert caught.value.endings == (".pdf", ".docx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.pdf", "A.PDF", "Danh sách 30.11.pdf", "sổ.scb.pdf"])
def test_a_file_is_saved_under_its_ending(tmp_path, name):
    path = place_for(tmp_path / name, ".pdf")
    save_file(path, b"x", ".pdf")
    assert path.read_bytes() == b"x"


def test_a_name_too_long_for_keys_beside_it_is_still_a_place(tmp_path):
    assert place_for(tmp_path / ("a" * 250 + ".pdf"), ".pdf").name.endswith("a.pdf")
