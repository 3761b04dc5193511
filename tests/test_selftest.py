import json
import tempfile

import msgspec
import pytest

from qtapp import selftest
from qtapp.selftest import run_selftest
from qtapp.services.printing import Printing
from tests.make import DictVault, an_environment

NAMES = ["libraries", "book", "import", "search", "paper", "word", "bundle", "keyring", "window"]


@pytest.fixture
def own_temp(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def drawn(book, folder):
    return book.units.own().name


def notes(result):
    return {check.name: (check.ok, check.note) for check in result.checks}


def test_a_sound_copy_passes_every_check_and_leaves_nothing(own_temp):
    vault = DictVault()
    result = run_selftest(lambda device: an_environment(device, vault=vault), drawn)
    assert [check.name for check in result.checks] == NAMES
    assert result.ok, result.checks
    assert notes(result)["keyring"] == (True, "kept, read and dropped")
    assert notes(result)["import"] == (True, "36")
    assert notes(result)["window"] == (True, "Chi bộ Tự Kiểm Tra")
    assert vault.secrets == {}
    assert list(own_temp.iterdir()) == []
    assert json.loads(msgspec.json.encode(result))["ok"] is True


def test_a_computer_without_a_keyring_is_said_and_no_fault(own_temp):
    vault = DictVault(locked=True)
    result = run_selftest(lambda device: an_environment(device, vault=vault), drawn)
    assert result.ok
    assert notes(result)["keyring"] == (True, "no keyring")


def test_a_fault_is_named_and_the_other_checks_still_run(own_temp, monkeypatch):
    def fails(*_, **__):
        raise OSError("no font")

    monkeypatch.setattr(Printing, "signin", fails)
    monkeypatch.setattr(selftest, "_MODULES", ("không_có",))
    result = run_selftest(an_environment, drawn)
    assert not result.ok
    found = notes(result)
    assert found["paper"] == (False, "OSError no font")
    assert found["libraries"][0] is False
    assert found["bundle"][0] is True
    assert list(own_temp.iterdir()) == []


def test_a_keyring_that_forgets_is_a_fault(own_temp):
    class Forgetful(DictVault):
        def put(self, book, secret):
            pass

    vault = Forgetful()
    result = run_selftest(lambda device: an_environment(device, vault=vault), drawn)
    assert notes(result)["keyring"] == (False, "VaultLocked")


def test_a_book_that_is_not_encrypted_is_a_fault(own_temp, monkeypatch):
    real = selftest.open_book

    def opened_in_the_clear(path, *rest, **how):
        book = real(path, *rest, **how)
        monkeypatch.setattr(type(path), "read_bytes", lambda self: b"SQLite format 3")
        return book

    monkeypatch.setattr(selftest, "open_book", opened_in_the_clear)
    result = run_selftest(an_environment, drawn)
    assert notes(result)["book"] == (False, "ValueError not encrypted")
