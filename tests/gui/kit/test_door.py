import tempfile
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket

from qtapp.doorbell import LONGEST_MESSAGE, address_of, ring
from qtapp.gui.kit.door import Door

# On Windows a pipe waits for its reader, which is the same thread here; two programs meet in prove_window.
pytestmark = pytest.mark.linux


@pytest.fixture
def address():
    # The name of a socket is short; the tests' own folders are not.
    with tempfile.TemporaryDirectory() as folder:
        yield address_of(Path(folder))


@pytest.fixture
def door(qapp, address):
    made = Door(address)
    yield made
    made.close()


@pytest.mark.parametrize("file", [Path("/sổ/của tôi.scb"), None], ids=["file", "none"])
def test_the_window_is_told_what_a_second_start_brought(qtbot, door, address, file):
    with qtbot.waitSignal(door.rung) as caught:
        assert ring(address, file)
    assert caught.args == [file]


def test_two_calls_at_once_are_both_answered(qtbot, door, address):
    files = []
    door.rung.connect(files.append)
    assert ring(address, Path("/a"))
    assert ring(address, Path("/b"))
    qtbot.waitUntil(lambda: files == [Path("/a"), Path("/b")])


def test_what_a_crash_left_is_taken_over(qtbot, address):
    Path(address).write_bytes(b"")
    made = Door(address)
    with qtbot.waitSignal(made.rung):
        assert ring(address, None)
    made.close()


def test_a_caller_who_never_ends_is_shut_out(qtbot, door, address):
    caller = QLocalSocket()
    caller.connectToServer(address)
    assert caller.waitForConnected()
    with qtbot.waitSignal(caller.disconnected):
        caller.write(b"a" * (LONGEST_MESSAGE + 1))


def test_a_closed_door_does_not_answer(qapp, address):
    Door(address).close()
    assert ring(address, None) is False
