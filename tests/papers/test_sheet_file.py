import errno
import io
import os
import tempfile

import pytest

from qtapp.domain.errors import DiskFull, FolderReadOnly
from qtapp.papers.sheet_file import fresh_file
from tests.make import write_protected


def names(folder):
    return sorted(path.name for path in folder.rglob("*"))


def write(path, content=b"%PDF"):
    with fresh_file(path, ".pdf") as memory:
        memory.write(content)


def test_a_paper_reaches_its_place_and_makes_the_folder(tmp_path):
    path = tmp_path / "mới" / "báo cáo.pdf"
    write(path)
    assert path.read_bytes() == b"%PDF"
    assert names(tmp_path) == ["báo cáo.pdf", "mới"]


def test_memory_is_drawn_into_as_it_is():
    memory = io.BytesIO()
    with fresh_file(memory, ".pdf") as given:
        assert given is memory


def test_what_goes_wrong_leaves_the_old_paper_and_nothing_else(tmp_path):
    path = tmp_path / "a.pdf"
    write(path, b"old")
    with pytest.raises(TypeError), fresh_file(path, ".pdf") as memory:
        memory.write("not bytes")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.pdf"]


def test_a_folder_that_cannot_be_written_is_said_to_be_so():
    with write_protected() as folder:
        with pytest.raises(FolderReadOnly) as caught:
            write(folder / "a.pdf")
        assert caught.value.path == str(folder / "a.pdf")
        assert names(folder) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_to_be_full_and_keeps_the_old_paper(tmp_path, monkeypatch, number):
    def full(_handle):
        raise OSError(number, os.strerror(number))

    path = tmp_path / "a.pdf"
    write(path, b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        write(path)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.pdf"]


def test_nothing_is_written_to_the_systems_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    write(tmp_path / "a.pdf")
    assert names(tmp_path) == ["a.pdf"]
