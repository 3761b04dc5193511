import platform
import sys
from pathlib import Path

import pytest

from qtapp import __main__, app


@pytest.fixture
def started(monkeypatch):
    """The words each entrance of the app was given."""
    found = []
    monkeypatch.setattr(app, "run_window", lambda *words: found.append(words) or 0)
    monkeypatch.setattr(app, "run_command_line", lambda words: found.append(words) or 0)
    yield found
    __main__.gc.enable()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], (None, None)),
        (["a.scb"], (Path("a.scb"), None)),
        (["--data-dir", "d", "a.CBDL"], (Path("a.CBDL"), Path("d"))),
        (["members", "list"], ["members", "list"]),
        (["--self-test"], ["selftest"]),
        (["--data-dir", "d", "selftest"], ["--data-dir", "d", "selftest"]),
    ],
    ids=["window", "book", "folder", "command", "self-test", "folder and command"],
)
def test_the_words_decide_between_window_and_command(started, words, expected):
    assert __main__.main(words) == 0
    assert started == [expected]


def test_a_file_that_is_there_opens_the_window_whatever_it_is_called(
    started, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("ảnh (1).jpg").write_bytes(b"\x89CBDL")
    Path("demo").mkdir()
    for word in ("ảnh (1).jpg", "mất.jpg", "demo"):
        __main__.main([word])
    assert started == [(Path("ảnh (1).jpg"), None), ["mất.jpg"], ["demo"]]


def test_a_portable_copy_keeps_everything_beside_the_program(started, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "SoChiBo.exe"))
    __main__.main(["--portable", "a.scb"])
    assert started == [(Path("a.scb"), tmp_path / "data")]


def test_from_source_a_portable_copy_keeps_everything_in_the_source_tree():
    assert app.portable_folder() == Path(app.__file__).parents[1] / "data"


def test_an_update_of_a_portable_copy_leaves_nothing_in_the_computers_folders(
    tmp_path, monkeypatch
):
    keys = tmp_path / "release-keys.txt"
    keys.write_text("ab" * 32 + "\n", encoding="ascii")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "SoChiBo.exe"))
    monkeypatch.setattr(app, "resource", lambda _name: keys)
    setups = app.environment(device="Máy thử", places=app.paths(tmp_path / "data")).setups
    assert setups.folder == tmp_path / "data/config/update"


def test_a_second_start_ends_once_the_window_has_the_file(monkeypatch):
    rung = []
    monkeypatch.setattr(app, "ring", lambda address, file: rung.append((address, file)) or True)
    monkeypatch.setattr(app, "address_of", lambda config: f"{config.name}!")
    assert app.run_window(Path("a.scb"), Path("d")) == 0
    assert rung == [("config!", Path("a.scb"))]


def test_what_the_computer_is_names_neither_it_nor_its_user(monkeypatch):
    told = app.environment().computer()
    assert told["sqlcipher3"] != "?"
    assert platform.node() not in " ".join(told.values())
    monkeypatch.setattr(app, "_LIBRARIES", ("no such library",))
    assert app.environment().computer()["no such library"] == "?"
