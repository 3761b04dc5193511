import errno
import os

import pytest
from hypothesis import given, settings, strategies as st

from qtapp.domain.errors import (
    DiskFull,
    FolderReadOnly,
    KeysMissing,
    VaultLocked,
    WrongPassphrase,
    WrongRecoveryCode,
)
from qtapp.store import keys
from tests.make import CHEAP, KEY, an_id, some_random, write_protected

WRONG = {
    "passphrase": WrongPassphrase,
    "recovery": WrongRecoveryCode,
    "keyring": VaultLocked,
}


def wrapped(kind, secret):
    return keys.wrap(kind, KEY, secret, CHEAP, some_random())


@pytest.mark.parametrize("kind", WRONG)
def test_the_right_secret_gives_the_key_back_and_another_does_not(kind):
    secret = bytes(range(32))
    slot = wrapped(kind, secret)
    assert keys.unwrap(slot, secret) == KEY
    with pytest.raises(WRONG[kind]):
        keys.unwrap(slot, bytes(32))


@settings(max_examples=30)
@given(st.binary(max_size=64), st.binary(max_size=64))
def test_no_two_passphrases_open_the_same_slot(one, other):
    slot = wrapped("passphrase", one)
    if one == other:
        assert keys.unwrap(slot, other) == KEY
    else:
        with pytest.raises(WrongPassphrase):
            keys.unwrap(slot, other)


def test_the_file_holds_neither_key_nor_secret(tmp_path):
    slots = keys.Slots(book=an_id()).with_slot(wrapped("passphrase", "suối mẫu".encode()))
    keys.write_slots(tmp_path / "sổ.scb", slots)
    content = (tmp_path / "sổ.scb.keys").read_bytes()
    assert "suối mẫu".encode() not in content
    assert KEY not in content
    assert KEY.hex().encode() not in content


def test_slots_come_back_and_a_new_slot_replaces_its_kind(tmp_path):
    book = tmp_path / "sổ.scb"
    slots = keys.Slots(book=an_id()).with_slot(wrapped("passphrase", b"1"))
    slots = slots.with_slot(wrapped("recovery", b"2")).with_slot(wrapped("passphrase", b"3"))
    keys.write_slots(book, slots)
    found = keys.read_slots(book)
    assert found == slots
    assert len(found.slots) == 2
    assert keys.unwrap(found.of("passphrase"), b"3") == KEY
    assert found.without("recovery").of("recovery") is None
    assert [each.name for each in tmp_path.iterdir()] == ["sổ.scb.keys"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[1]", b"\xff\xfe", b'{"book": "x"}', b"[" * 100_000, b'{"format": 9}'],
    ids=["empty", "no book", "list", "no text", "bad book", "deep", "newer"],
)
def test_a_damaged_key_file_is_missing_keys(tmp_path, content):
    (tmp_path / "sổ.scb.keys").write_bytes(content)
    with pytest.raises(KeysMissing):
        keys.read_slots(tmp_path / "sổ.scb")


def test_no_key_file_is_missing_keys(tmp_path):
    with pytest.raises(KeysMissing):
        keys.read_slots(tmp_path / "sổ.scb")


def test_a_key_file_that_asks_for_the_whole_memory_is_refused(tmp_path):
    slots = keys.Slots(book=an_id()).with_slot(wrapped("passphrase", b"1"))
    keys.write_slots(tmp_path / "sổ.scb", slots)
    path = tmp_path / "sổ.scb.keys"
    path.write_bytes(path.read_bytes().replace(b"8192", b"99999999999"))
    with pytest.raises(KeysMissing):
        keys.read_slots(tmp_path / "sổ.scb")


def test_a_write_protected_place_says_so():
    with write_protected() as folder, pytest.raises(FolderReadOnly):
        keys.write_slots(folder / "sổ.scb", keys.Slots(book=an_id()))


def test_a_full_disk_leaves_the_old_keys_and_nothing_beside_them(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "no room")

    book = tmp_path / "sổ.scb"
    old = keys.Slots(book=an_id())
    keys.write_slots(book, old)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        keys.write_slots(book, old.with_slot(wrapped("passphrase", b"1")))
    assert list(tmp_path.iterdir()) == [keys.key_file(book)]
    assert keys.read_slots(book) == old


def test_an_altered_slot_opens_nothing(tmp_path):
    slot = wrapped("passphrase", b"1")
    fields = {name: getattr(slot, name) for name in ("kind", "cost", "salt", "box")}
    for broken in ({"box": "AAAA"}, {"salt": "AAAA"}, {"box": "!"}, {"salt": "é"}):
        with pytest.raises(WrongPassphrase):
            keys.unwrap(keys.Slot(**{**fields, **broken}), b"1")


def test_a_new_key_is_as_long_as_the_cipher_wants():
    assert len(keys.new_key(os.urandom)) == 32
