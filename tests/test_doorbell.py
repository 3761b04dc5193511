import os
import socket
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from qtapp.doorbell import address_of, ring

pytestmark = pytest.mark.linux  # sockets that are files


@pytest.fixture
def short():
    # The name of a socket is short; the tests' own folders are not.
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def heard(address, calls):
    """Return what a listener at `address` is told during `calls`."""
    said = []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()

        def listen():
            line, _ = server.accept()
            with line:
                said.append(line.makefile("rb").readline())

        thread = threading.Thread(target=listen)
        thread.start()
        answered = calls()
        thread.join(5)
    return answered, said


def test_nobody_listens_where_no_window_is_open(short):
    assert ring(address_of(short), None) is False


def test_a_file_is_handed_over_by_its_full_path(short, monkeypatch):
    monkeypatch.chdir(short)
    address = address_of(short)
    answered, said = heard(address, lambda: ring(address, Path("sổ của tôi.scb")))
    assert answered is True
    assert said == [f"{short.resolve()}/sổ của tôi.scb\n".encode()]


def test_a_second_start_without_a_file_only_calls(short):
    address = address_of(short)
    assert heard(address, lambda: ring(address, None)) == (True, [b"\n"])


def test_what_a_crash_left_does_not_answer(short):
    address = address_of(short)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
    assert Path(address).exists()
    assert ring(address, None) is False


def test_a_folder_too_deep_for_a_socket_has_no_address(tmp_path):
    deep = tmp_path / ("a" * 100)
    assert address_of(deep) == ""


@pytest.fixture
def pipe(short, monkeypatch):
    """A pipe of this system, for a window on Windows: writing to it waits for a reader as it does there."""
    monkeypatch.setattr("sys.platform", "win32")
    user32 = SimpleNamespace(AllowSetForegroundWindow=lambda _process: True)
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(user32=user32), raising=False)
    os.mkfifo(short / "pipe")
    held = os.open(short / "pipe", os.O_RDWR)
    yield str(short / "pipe"), held
    os.close(held)


def test_on_windows_a_file_is_handed_over(pipe, short):
    address, held = pipe
    assert ring(address, short / "sổ.scb") is True
    assert os.read(held, 1000) == f"{short}/sổ.scb\n".encode()


def test_on_windows_a_window_that_reads_nothing_does_not_hold_up_the_second_start(pipe, short):
    address, _ = pipe
    larger_than_any_pipe_holds = short / ("a" * 100_000)
    assert ring(address, larger_than_any_pipe_holds) is False


def test_on_windows_nobody_listens_where_no_window_is_open(pipe, short):
    assert ring(str(short / "none/pipe"), None) is False


def test_on_windows_each_folder_has_a_pipe_of_its_own_in_any_case(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    own, other = address_of(tmp_path / "Một"), address_of(tmp_path / "Hai")
    assert own.startswith("\\\\.\\pipe\\SoChiBo-")
    assert own != other
    assert own == address_of(tmp_path / "MỘT")
