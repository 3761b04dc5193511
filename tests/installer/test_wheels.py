import subprocess
import sys

import pytest
import wheels

from tests.test_rules import ROOT

LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{a}
jeepney==0.9.0 ; sys_platform == 'linux' \\
    --hash=sha256:{a}
msgspec==0.22.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
pyside6-essentials==6.9.3 ; python_full_version < '3.14' \\
    --hash=sha256:{a}
pyside6-essentials==6.12.0 ; python_full_version >= '3.14' \\
    --hash=sha256:{b}
""".format(a="a" * 64, b="b" * 64)


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "requirements.lock"
    path.write_text(LOCK, encoding="utf-8")
    return path


def test_what_windows_needs_is_picked_out_with_its_hashes(lock):
    found = {pin.name: (pin.version, len(pin.hashes)) for pin in wheels.pins(lock)}
    assert found == {
        "colorama": ("0.4.6", 1),
        "msgspec": ("0.22.0", 2),
        "pyside6-essentials": ("6.9.3", 1),
    }


def test_the_projects_own_list_gives_windows_its_keyring_and_linux_keeps_its_own():
    names = {pin.name for pin in wheels.pins(ROOT / "requirements.lock")}
    assert {"pywin32-ctypes", "keyring", "pyside6-essentials", "sqlcipher3"} <= names
    assert names.isdisjoint({"jeepney", "secretstorage", "cryptography"})
    pinned = {pin.name: pin.version for pin in wheels.pins(ROOT / "requirements.lock")}
    assert pinned["pyside6-essentials"] == "6.9.3"  # the last for Windows 10 1809


def test_a_wheel_that_is_there_is_not_fetched_again(tmp_path, monkeypatch):
    wheel = tmp_path / "jaraco.classes-3.4.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    sha256 = "c9d0d8b4a3a8a4b3f6a1f9e2"
    pin = wheels.Pin("jaraco-classes", "3.4.0", (sha256,))
    with pytest.raises(SystemExit, match="not one of the files the lock file lists"):
        wheels.download([pin], tmp_path)
    good = wheels.Pin("jaraco-classes", "3.4.0", (wheels.hashlib.sha256(b"wheel").hexdigest(),))
    assert wheels.download([good], tmp_path) == [wheel]


def test_missing_wheels_are_asked_for_by_hash_and_for_windows(tmp_path, monkeypatch):
    asked = []

    def run(words, **_more):
        listed = (tmp_path / "missing.txt").read_text(encoding="utf-8")
        asked.append((words, listed))
        (tmp_path / "msgspec-0.22.0-cp313-cp313-win_amd64.whl").write_bytes(b"wheel")
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(subprocess, "run", run)
    sha256 = wheels.hashlib.sha256(b"wheel").hexdigest()
    wheels.download([wheels.Pin("msgspec", "0.22.0", (sha256,))], tmp_path)
    ((words, listed),) = asked
    assert {"--require-hashes", "win_amd64", "--no-deps"} <= set(words)
    assert listed == f"msgspec==0.22.0 --hash=sha256:{sha256}\n"
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".txt"] == []


def test_what_cannot_be_fetched_is_told_apart_from_what_is_another_file(tmp_path):
    fails = "import sys; sys.exit(sys.argv[1])"
    with pytest.raises(wheels.NotFetchedError, match="Network is unreachable"):
        wheels.fetch(sys.executable, "-c", fails, "Network is unreachable")
    wheel = tmp_path / "parcel-1.0-py3-none-any.whl"
    wheel.write_bytes(b"another")
    listed = tmp_path / "list.txt"
    listed.write_text(f"parcel @ {wheel.as_uri()} --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    pip = ("-m", "pip", "install", "--no-deps", "--dry-run", "--require-hashes", "-r", str(listed))
    with pytest.raises(SystemExit) as caught:
        wheels.fetch(sys.executable, *pip)
    assert not isinstance(caught.value, wheels.NotFetchedError)
