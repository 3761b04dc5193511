import json
import shutil
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.installer.proof.conftest import (
    Copy,
    books_of,
    close,
    eventually,
    setup_in,
    shipped,
    windows,
)

UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\SoChiBo"
CLASSES = r"HKCU\Software\Classes"


def files_in(wine):
    root = wine.prefix / "drive_c"
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and not any(f"/{each}/" in f"/{path}" for each in ("Temp", "temp"))
    }


@contextmanager
def disk(folder: Path, *options: str):
    """Yield a small disk of its own, as full or as protected as `options` of mount say.

    Over one that is there it looks as if that had been pulled out.
    """
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def local_folder(wine, folder: Path):
    """Let %LOCALAPPDATA% be `folder`."""
    key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    words = ("reg", "add", key, "/f", "/t", "REG_EXPAND_SZ", "/v", "Local AppData", "/d")
    wine.run(*words, wine.path(folder))
    try:
        yield
    finally:
        wine.run(*words, r"%USERPROFILE%\AppData\Local")


@pytest.mark.short
def test_the_file_that_ships_installs_tests_itself_and_goes_without_a_trace(copy):
    wine = copy.wine
    files, registry = files_in(wine), wine.registry(r"HKCU\Software")
    assert copy.install(shipped()) == 0
    assert copy.faults() == []
    assert copy.link.exists()
    listed = wine.registry(UNINSTALL)
    assert '"DisplayName"="Sổ Chi Bộ"' in listed
    assert f'"DisplayVersion"="{copy.version()}"' in listed
    assert '"EstimatedSize"=dword:' in listed
    for ending in ("scb", "cbdl", "cbmoi"):
        assert "SoChiBo." in wine.registry(rf"{CLASSES}\.{ending}")
    assert r"SoChiBo.exe\" \"%1\"" in wine.registry(rf"{CLASSES}\SoChiBo.Book")

    code, said = copy.run("selftest")
    result = json.loads(said.splitlines()[-1])
    assert (code, result["ok"]) == (0, True), said
    notes = {check["name"]: check["note"] for check in result["checks"]}
    assert notes["keyring"] == "kept, read and dropped"
    assert "×" in notes["window"]
    assert copy.faults() == [], "the program wrote into its own folder"

    assert copy.uninstall() == 0
    assert not copy.root.exists()
    assert not copy.link.exists()
    wine.wait()
    assert {each for each in files_in(wine) - files if "AppData" in each} == set()
    before = set(registry.splitlines())
    assert [line for line in wine.registry(r"HKCU\Software").splitlines()
            if line not in before and "SoChiBo" in line] == []  # fmt: skip


@pytest.mark.short
def test_an_upgrade_leaves_nothing_old_and_no_book_touched(copy):
    assert copy.install(setup_in("old")) == 0
    copy.data.joinpath("books").mkdir(parents=True)
    copy.data.joinpath("books/sổ của tôi.scb").write_bytes(b"book")
    old, books = copy.place, books_of(copy.data)
    assert copy.version() == "0.0.1"
    assert copy.run("--version") == (0, "0.0.1\n")
    assert copy.install(setup_in("new")) == 0
    assert copy.faults() == []
    assert not old.exists()
    assert copy.run("--version")[1].strip() == copy.version() != "0.0.1"
    assert books_of(copy.data) == books
    assert f'"DisplayVersion"="{copy.version()}"' in copy.wine.registry(UNINSTALL)
    assert copy.uninstall() == 0
    assert books_of(copy.data) == books


@pytest.mark.short
def test_an_older_version_is_refused(installed):
    version = installed.version()
    assert installed.install(setup_in("old")) == 11
    assert (installed.version(), installed.faults()) == (version, [])


def test_the_same_version_again_repairs(installed):
    for path in list((installed.place / "lib").rglob("*.pyc"))[:200]:
        path.unlink()
    assert installed.install(setup_in("new")) == 0
    assert installed.faults() == []


@pytest.mark.parametrize("left", ["launcher", "current", "place"])
def test_a_half_removed_version_is_installed_over(installed, left):
    if left == "launcher":
        installed.window.unlink()
    elif left == "current":
        (installed.root / "current.txt").unlink()
    else:
        shutil.rmtree(installed.place)
    assert installed.install(setup_in("new")) == 0
    assert installed.faults() == []
    assert installed.run("--version")[0] == 0


def test_an_old_windows_is_refused(copy):
    copy.wine.run("winecfg", "-v", "win7")
    try:
        assert copy.install(setup_in("new")) == 12
    finally:
        copy.wine.run("winecfg", "-v", "win10")
    assert not copy.root.exists()


@pytest.mark.parametrize("damage", ["changed", "cut"])
def test_a_damaged_setup_file_installs_nothing(copy, tmp_path, damage):
    content = bytearray(setup_in("new").read_bytes())
    if damage == "cut":
        del content[len(content) // 2 :]
    else:
        content[len(content) // 2] ^= 1
    broken = tmp_path / "SoChiBo-setup.exe"
    broken.write_bytes(content)
    assert copy.install(broken) == 2
    assert not copy.root.exists()


@pytest.mark.short
def test_a_running_copy_is_neither_replaced_nor_removed(installed):
    with installed.wine.start(installed.window) as window:
        assert eventually(lambda: windows("Sổ Chi Bộ"))
        place = installed.place
        assert installed.install(setup_in("new")) == 10
        aside = installed.root / "gỡ.exe"
        shutil.copy2(installed.root / "uninstall.exe", aside)
        words = (aside, "/S", f"_?={installed.wine.path(installed.root)}")
        assert installed.wine.run(*words)[0] == 10
        assert (installed.place, installed.faults()) == (place, [])
        close("Sổ Chi Bộ")
        assert window.wait(30) == 0


def test_a_folder_with_blanks_and_vietnamese_letters_is_kept_for_the_next_time(copy):
    wine = copy.wine
    root = wine.home / "Thư mục cài của tôi"
    elsewhere = Copy(wine, root)
    code = copy.install(setup_in("old"), *f"/D={wine.path(wine.home)}\\{root.name}".split(" "))
    assert (code, elsewhere.faults()) == (0, [])
    assert copy.install(setup_in("new")) == 0
    assert elsewhere.faults() == []
    assert elsewhere.version() != "0.0.1"
    assert not copy.root.exists()
    assert json.loads(elsewhere.run("selftest")[1].splitlines()[-1])["ok"] is True
    own = root / "ảnh.txt"
    own.write_bytes(b"mine")
    assert elsewhere.uninstall() == 0
    assert list(root.iterdir()) == [own]
    shutil.rmtree(root)


def test_a_full_disk_is_told_before_anything_is_copied(copy, tmp_path):
    with disk(tmp_path / "đầy", "-o", "size=40m") as full:
        code = copy.install(setup_in("new"), *f"/D={copy.wine.path(full)}\\SoChiBo".split(" "))
        assert code == 14
        assert list(full.iterdir()) == []


def test_a_write_protected_disk_is_told(copy, tmp_path):
    with disk(tmp_path / "khóa", "-o", "ro") as protected:
        where = f"/D={copy.wine.path(protected)}\\SoChiBo"
        assert copy.install(setup_in("new"), *where.split(" ")) == 15


def filled_up(folder):
    """Write a file in `folder` until the disk is full."""
    with (folder / "phim.mp4").open("wb", buffering=0) as film, suppress(OSError):
        while True:
            film.write(bytes(1 << 20))


def test_a_disk_that_fills_up_during_an_upgrade_keeps_the_version_before(copy, tmp_path):
    with disk(tmp_path / "hẹp", "-o", "size=330m") as narrow:
        stick = Copy(copy.wine, narrow / "SoChiBo")
        words = ("/S", "/PORTABLE", *f"/D={copy.wine.path(stick.root)}".split(" "))
        assert copy.wine.run(setup_in("old"), *words)[0] == 0
        with copy.wine.start(setup_in("new"), *words) as process:
            assert eventually((stick.root / "SoChiBo.b").exists)
            filled_up(narrow)
            assert process.wait(60) == 2
        assert (stick.version(), stick.faults()) == ("0.0.1", [])
        assert not (stick.root / "SoChiBo.b").exists()
        (narrow / "phim.mp4").unlink()
        assert copy.wine.run(setup_in("new"), *words)[0] == 0
        assert (stick.version() == "0.0.1", stick.faults()) == (False, [])


def test_a_stick_pulled_during_an_upgrade_still_has_the_version_before(copy, tmp_path):
    with disk(tmp_path / "usb", "-o", "size=400m") as usb:
        stick = Copy(copy.wine, usb / "SoChiBo")
        words = ("/S", "/PORTABLE", *f"/D={copy.wine.path(stick.root)}".split(" "))
        assert copy.wine.run(setup_in("old"), *words)[0] == 0
        with copy.wine.start(setup_in("new"), *words) as process:
            assert eventually((stick.root / "SoChiBo.b").exists)
            with disk(usb, "-o", "ro"):
                assert process.wait(60) == 2
        assert (stick.version(), stick.faults()) == ("0.0.1", [])
        assert copy.wine.run(setup_in("new"), *words)[0] == 0
        assert (stick.version() == "0.0.1", stick.faults()) == (False, [])


def test_a_users_folder_that_lies_elsewhere_is_followed(copy):
    """By program and data: companies and full disks move %LOCALAPPDATA%."""
    wine = copy.wine
    moved = wine.prefix / "drive_c/Dữ liệu của tôi"
    elsewhere = Copy(wine, moved / "Programs/SoChiBo")
    with local_folder(wine, moved):
        assert copy.install(setup_in("new")) == 0
        assert elsewhere.faults() == []
        with wine.start(elsewhere.window) as window:
            assert eventually(lambda: windows("Sổ Chi Bộ"))
            close("Sổ Chi Bộ")
            assert window.wait(30) == 0
        assert list((moved / "SoChiBo/Logs").iterdir())
        assert not copy.data.exists()
        assert elsewhere.uninstall() == 0
    shutil.rmtree(moved)


def test_two_users_of_one_computer_have_a_copy_and_a_window_each(copy):
    """Two folders of data and two registries, in turn: Wine has one account."""
    wine = copy.wine
    folder = wine.prefix / "drive_c/users/Người thứ hai/AppData/Local"
    second = Copy(wine, folder / "Programs/SoChiBo")
    assert copy.install(setup_in("new")) == 0
    for key in (r"HKCU\Software\SoChiBo", UNINSTALL):
        wine.run("reg", "delete", key, "/f")
    try:
        with local_folder(wine, folder):
            assert copy.install(setup_in("new")) == 0
            assert (copy.faults(), second.faults()) == ([], [])
        with wine.start(copy.window) as one:
            assert eventually(lambda: len(windows("Sổ Chi Bộ")) == 1)
            with local_folder(wine, folder), wine.start(second.window) as other:
                assert eventually(lambda: len(windows("Sổ Chi Bộ")) == 2)
                for left in (1, 0):
                    close("Sổ Chi Bộ")
                    assert eventually(lambda left=left: len(windows("Sổ Chi Bộ")) == left)
                assert (one.wait(30), other.wait(30)) == (0, 0)
        assert list((folder / "SoChiBo/Logs").iterdir())
        assert list((copy.data / "Logs").iterdir())
        with local_folder(wine, folder):
            assert second.uninstall() == 0
        assert not second.root.exists()
        assert copy.faults() == []
    finally:
        shutil.rmtree(folder.parents[1], ignore_errors=True)


def test_a_portable_copy_keeps_to_its_folder(copy):
    wine = copy.wine
    stick = Copy(wine, wine.prefix / "drive_c/Usb/SoChiBo")
    registry = wine.registry(r"HKCU\Software\SoChiBo") + wine.registry(UNINSTALL)
    assert copy.install(setup_in("new"), "/PORTABLE", r"/D=C:\Usb\SoChiBo") == 0
    assert stick.faults() == []
    assert not (stick.root / "uninstall.exe").exists()
    assert not stick.link.exists()
    assert wine.registry(r"HKCU\Software\SoChiBo") + wine.registry(UNINSTALL) == registry
    with wine.start(stick.window) as window:
        assert eventually(lambda: windows("Sổ Chi Bộ"))
        close("Sổ Chi Bộ")
        assert window.wait(30) == 0
    assert (stick.root / "data/logs/sochibo.log").exists()
    assert not copy.data.exists()
    assert (stick.root / "data/config/window.ini").exists()
    assert copy.install(setup_in("new"), "/PORTABLE", r"/D=C:\Usb\SoChiBo") == 0
    assert (stick.root / "data/logs/sochibo.log").exists()
    shutil.rmtree(stick.root)
