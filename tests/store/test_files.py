import errno
import os

import pytest

from qtapp.domain.errors import DiskFull, FolderReadOnly, StoreDamaged, StoreExists
from qtapp.store import driver, files, keys
from tests.make import KEY, a_member, a_name, a_store, an_id, write_protected


def test_a_place_is_claimed_once(tmp_path):
    path = tmp_path / "sổ.scb"
    files.claim(path)
    with pytest.raises(StoreExists):
        files.claim(path)
    files.remove_book(path)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_not_claimed(tmp_path):
    with pytest.raises(FolderReadOnly):
        files.claim(tmp_path / "không có" / "sổ.scb")
    with write_protected() as folder, pytest.raises(FolderReadOnly):
        files.claim(folder / "sổ.scb")


def test_a_copy_has_its_keys_beside_it(tmp_path):
    store = a_store(tmp_path)
    keys.write_slots(store.path, keys.Slots(book=an_id()))
    store.copy_to(tmp_path / "bản sao.scb", KEY)
    assert keys.read_slots(tmp_path / "bản sao.scb") == keys.read_slots(store.path)
    store.close()


def test_a_copy_never_takes_the_place_of_the_keys_of_another_book(tmp_path):
    store = a_store(tmp_path)
    left = tmp_path / "bản sao.scb.keys"
    left.write_bytes(b"of another book")
    with pytest.raises(StoreExists):
        store.copy_to(tmp_path / "bản sao.scb", KEY)
    assert left.read_bytes() == b"of another book"
    store.close()


def test_a_copy_that_does_not_hold_together_is_never_taken_for_one(tmp_path, monkeypatch):
    store = a_store(tmp_path)
    store.members.put_all(a_member(a_name(i)) for i in range(300))

    def torn(path, key):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        return real(path, key)

    real = driver.connect
    monkeypatch.setattr(driver, "connect", torn)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoreDamaged):
        store.copy_to(tmp_path / "bản sao.scb", KEY)
    assert sorted(tmp_path.iterdir()) == before
    store.close()


def test_a_copy_whose_name_the_disk_does_not_keep_is_none(tmp_path, monkeypatch):
    store = a_store(tmp_path)
    keys.write_slots(store.path, keys.Slots(book=an_id()))
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(files, "settle", unsettled)
    with pytest.raises(FolderReadOnly):
        store.copy_to(tmp_path / "bản sao.scb", KEY)
    assert sorted(tmp_path.iterdir()) == before
    store.close()


def unsettled(_folder):
    raise PermissionError(errno.EACCES, "not kept")


def test_a_write_protected_place_takes_no_copy(tmp_path):
    store = a_store(tmp_path)
    with write_protected() as folder:
        with pytest.raises(FolderReadOnly):
            store.copy_to(folder / "bản sao.scb", KEY)
        assert list(folder.iterdir()) == []
    store.close()


def test_a_copy_that_finds_no_room_leaves_nothing(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "no room")

    store = a_store(tmp_path)
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        store.copy_to(tmp_path / "bản sao.scb", KEY)
    assert sorted(tmp_path.iterdir()) == before
    store.close()
