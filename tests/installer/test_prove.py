import sys
from pathlib import Path

import prove
import pytest
from wheels import NotFetchedError


@pytest.fixture
def nothing_is_done(monkeypatch):
    def done(*_):
        pytest.fail("something was set up, built or run")

    for name in ("need", "set_up", "code_of"):
        monkeypatch.setattr(prove.dev, name, done)
    monkeypatch.setattr(prove, "make_setups", done)
    monkeypatch.setattr(prove.sys, "platform", "linux")


def test_where_wine_cannot_be_had_nothing_is_proven_and_that_is_said_loudly(
    nothing_is_done, monkeypatch, capsys
):
    monkeypatch.setattr(prove, "missing_packages", lambda: ["nsis", "wine"])
    monkeypatch.setattr(prove, "can_install", lambda: False)
    assert prove.main(["--ci"]) == 0
    assert "!!! NOT PROVEN: Wine and its tools are missing" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "code"), [(["--ci"], 0), ([], 1)], ids=["ci", "by hand"])
def test_where_nothing_can_be_fetched_that_is_said_loudly(monkeypatch, capsys, words, code):
    def make_setups(_profile):
        raise NotFetchedError("no route to host")

    for name in ("need", "set_up"):
        monkeypatch.setattr(prove.dev, name, lambda *_: None)
    monkeypatch.setattr(prove, "missing_packages", list)
    monkeypatch.setattr(prove.dev, "VENV", Path(sys.prefix))
    monkeypatch.setattr(prove, "make_setups", make_setups)
    assert prove.main(words) == code
    assert "!!! NOT PROVEN" in (said := capsys.readouterr().err)
    assert "no route to host" in said


def test_where_wine_can_be_had_a_failure_to_get_it_fails(nothing_is_done, monkeypatch):
    def need(packages):
        raise SystemExit(f"apt-get install {' '.join(packages)}: 100")

    monkeypatch.setattr(prove, "missing_packages", lambda: ["nsis", "wine"])
    monkeypatch.setattr(prove, "can_install", lambda: True)
    monkeypatch.setattr(prove.dev, "need", need)
    with pytest.raises(SystemExit, match="100"):
        prove.main(["--ci"])


def test_on_windows_the_workflow_is_named(monkeypatch):
    monkeypatch.setattr(prove.sys, "platform", "win32")
    with pytest.raises(SystemExit, match=r"windows\.yml"):
        prove.main([])
