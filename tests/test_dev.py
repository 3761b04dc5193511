import os
import sys

import pytest

import dev


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    for name in ("PYTHONPATH", "PYTHONUTF8"):  # what `run` sets for the app is not for other tests
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "locks.txt")
    for name in (dev.RUNTIME, dev.DEVELOPMENT):
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def calls(monkeypatch):
    found = []
    monkeypatch.setattr(dev, "code_of", lambda *words, folder=None: found.append(words) or 0)
    monkeypatch.setattr(dev, "works", lambda interpreter: bool(found))
    return found


def test_the_list_is_installed_once_and_again_when_it_changes(project, calls):
    dev.VENV.mkdir()
    dev.set_up(dev.RUNTIME, {})
    assert [words[1:3] for words in calls] == [("-m", "venv"), ("-m", "pip"), ("-c", dev.UNPACK)]
    assert "--require-hashes" in calls[1]
    calls[:] = calls[:1]
    dev.set_up(dev.RUNTIME, {})
    assert len(calls) == 1
    (project / dev.RUNTIME).write_text("changed\n", encoding="utf-8")
    dev.set_up(dev.RUNTIME, {})
    assert len(calls) == 3


def test_the_developers_list_serves_the_user_but_not_the_reverse(project, calls):
    dev.VENV.mkdir()
    dev.set_up(dev.DEVELOPMENT, {})
    assert dev.stamped() == [dev.RUNTIME, dev.DEVELOPMENT]
    dev.set_up(dev.RUNTIME, {})
    assert [words[1:3] for words in calls] == [("-m", "venv"), ("-m", "pip"), ("-c", dev.UNPACK)]
    dev.STAMP.unlink()
    dev.set_up(dev.RUNTIME, {})
    assert dev.stamped() == [dev.RUNTIME]


def test_a_setup_cut_short_is_not_taken_for_whole(project, monkeypatch):
    dev.VENV.mkdir()
    dev.STAMP.write_text("requirements.lock old\n", encoding="utf-8")
    monkeypatch.setattr(dev, "works", lambda _: True)
    monkeypatch.setattr(dev, "code_of", lambda *_words, folder=None: 1)
    with pytest.raises(SystemExit):
        dev.set_up(dev.RUNTIME, {})
    assert not dev.STAMP.exists()


def test_line_endings_do_not_make_a_list_stale(project):
    before = dev.digest(dev.RUNTIME)
    (project / dev.RUNTIME).write_bytes(b"requirements.lock\r\n")
    assert dev.digest(dev.RUNTIME) == before


def test_libraries_that_load_are_not_missing(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev, "loads", lambda library: library != "libEGL.so.1")
    assert dev.missing_libraries(dev.QT_LIBRARIES) == ["libegl1"]


def test_windows_needs_no_packages(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert dev.missing_libraries({"none.so": "none"}) == []
    assert dev.venv_python().name == "python.exe"


def test_programs_that_are_missing_are_named_by_their_packages(monkeypatch, tmp_path):
    wanted = {str(tmp_path / "none"): "postfix", str(tmp_path): "dovecot-imapd"}
    monkeypatch.setattr(sys, "platform", "linux")
    assert dev.missing_programs(wanted) == ["postfix"]
    monkeypatch.setattr(sys, "platform", "win32")
    assert dev.missing_programs(wanted) == []


def test_mail_is_served_and_sticks_are_mounted_by_root_on_linux_alone(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    assert dev.may_be_root()
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    assert not dev.may_be_root()
    monkeypatch.setattr(sys, "platform", "win32")
    assert not dev.may_be_root()


def test_an_unknown_library_does_not_load():
    assert not dev.loads("libnone-of-this-name.so.9")


def test_an_ordinary_user_is_told_the_exact_command(monkeypatch, calls):
    monkeypatch.setattr(dev.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(SystemExit) as caught:
        dev.need(["libegl1", "libgl1"])
    assert "  sudo apt-get install -y --no-install-recommends libegl1 libgl1" in str(caught.value)
    assert calls == []


def test_root_gets_the_packages_installed(monkeypatch, calls):
    monkeypatch.setattr(dev.shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setenv("DEBIAN_FRONTEND", "")
    dev.need(["libegl1"])
    assert [words[0] for words in calls] == ["apt-get", "apt-get"]
    assert calls[1][-1] == "libegl1"


def test_all_that_is_missing_is_named_at_once(project, monkeypatch):
    asked = []
    monkeypatch.setattr(dev, "missing_libraries", lambda _: ["libegl1"])
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(dev, "need", lambda packages: asked.extend(packages) or sys.exit())
    with pytest.raises(SystemExit):
        dev.set_up(dev.RUNTIME, dev.QT_LIBRARIES)
    assert asked == ["libegl1", f"python3.{sys.version_info.minor}-venv"]
    assert not (project / ".venv").exists()


def test_another_system_is_told_the_names(monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match="libegl1"):
        dev.need(["libegl1"])


def test_no_word_prints_the_usage(capsys):
    assert dev.main([]) == 0
    assert "python dev.py test" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["fly"], ["lock", "it"]], ids=" ".join)
def test_an_unknown_word_is_refused(words, capsys):
    assert dev.main(words) == 2
    assert "python dev.py run" in capsys.readouterr().err


def test_lint_goes_on_after_a_failure(monkeypatch):
    codes = iter([0, 1, 0, 0])
    monkeypatch.setattr(dev, "set_up", lambda _name, _libraries: None)
    monkeypatch.setattr(dev, "code_of", lambda *_words, folder=None: next(codes))
    assert dev.main(["lint"]) == 1
    assert next(codes, None) is None


def test_every_command_is_in_the_usage():
    assert all(f"python dev.py {name}" in dev.USAGE for name in dev.COMMANDS)


@pytest.fixture
def no_screen(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "words", [(), ("--data-dir", "d"), ("a.scb",), ("--data-dir", "d", "a.SCB")]
)
def test_a_window_without_a_screen_is_told_before_anything_is_installed(
    project, calls, no_screen, capsys, words
):
    assert dev.run(*words) == 1
    assert calls == []
    said = capsys.readouterr().err
    for part in ("màn hình đồ họa", "graphical screen", "python dev.py demo THU_MUC"):
        assert part in said


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_any_screen_will_do(no_screen, monkeypatch, variable):
    assert not dev.has_screen()
    monkeypatch.setenv(variable, "x")
    assert dev.has_screen()


def test_a_command_needs_no_screen(project, calls, no_screen):
    dev.VENV.mkdir()
    assert dev.run("demo", "d") == 0
    assert calls[-1][-2:] == ("demo", "d")


def test_help_names_the_folder_of_ones_own(capsys):
    dev.main(["--help"])
    assert "--data-dir" in capsys.readouterr().out
