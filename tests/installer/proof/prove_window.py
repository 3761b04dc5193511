import json
import os
import shutil
import statistics
import time

import pytest

from tests.installer.proof.conftest import (
    PROOF,
    close,
    eventually,
    keys,
    painted,
    photograph,
    picture,
    settles,
    setup_in,
    type_text,
    windows,
)

PASSPHRASE = "suoi mau trong xanh"
BOOK = "Chi bộ thôn Suối Mẫu"
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1100, 700)
window.setWindowTitle("bare window")
window.show()
app.exec()
"""


@pytest.fixture
def book(installed):
    """A book in a folder with blanks and Vietnamese letters, made by the installed copy."""
    path = installed.wine.home / "Documents/Sổ của tôi.scb"
    words = ("book", "create", "--name", BOOK, "--book", installed.wine.path(path))
    code, said = installed.run(*words, SOCHIBO_PASSPHRASE=PASSPHRASE)
    assert code == 0, said
    yield path
    for each in path.parent.iterdir():
        each.unlink()


def unlock(before=b""):
    """Type the passphrase into the window that asks for it, which the screen did not do `before`."""
    assert eventually(painted)
    assert settles(before)
    type_text(PASSPHRASE)
    keys("Return")


@pytest.mark.short
def test_the_window_is_shown_and_a_second_start_hands_it_a_book(installed, book):
    wine = installed.wine
    with wine.start(installed.window) as first:
        assert eventually(lambda: windows("Sổ Chi Bộ") and painted())
        photograph("first-start")
        before = picture()
        code, _ = wine.run(installed.window, wine.path(book), seconds=60)
        assert code == 0, "the second start did not end"
        assert first.poll() is None
        unlock(before)
        assert eventually(lambda: windows(BOOK)), photograph("hand-over-failed")
        assert len(windows("Sổ Chi Bộ")) == 1
        photograph("book-open")
        close(BOOK)
        assert first.wait(30) == 0
    assert (installed.faults()) == []


def test_a_double_click_on_a_book_opens_it(installed, book):
    wine = installed.wine
    # Wine does not show a user's own file types as the system's, as Windows does.
    for key in (".scb", "SoChiBo.Book"):
        own, shown = rf"HKCU\Software\Classes\{key}", rf"HKLM\Software\Classes\{key}"
        assert wine.run("reg", "copy", own, shown, "/s", "/f")[0] == 0
    with wine.start("start", wine.path(book)):
        assert eventually(lambda: windows("Sổ Chi Bộ"))
        unlock()
        assert eventually(lambda: windows(BOOK)), photograph("double-click-failed")
        close(BOOK)
        assert eventually(lambda: not windows("Sổ Chi Bộ"))


def test_the_wizard_installs_in_vietnamese_and_starts_the_app(copy):
    with copy.wine.start(setup_in("new")) as wizard:
        assert eventually(lambda: windows("Cài đặt Sổ Chi Bộ"), 60)
        for page in ("1-welcome", "2-kind", "3-folder"):
            photograph(f"wizard-{page}")
            keys("Return")
        assert eventually((copy.root / "uninstall.exe").exists, 90)
        photograph("wizard-4-finish")
        keys("Return")
        assert wizard.wait(60) == 0
    assert copy.faults() == []
    assert eventually(lambda: [each for each in windows("Sổ Chi Bộ") if not windows("Cài đặt")])
    close("Sổ Chi Bộ")
    assert eventually(lambda: not windows("Sổ Chi Bộ"))


def test_a_damaged_setup_file_says_so_in_vietnamese(copy, tmp_path):
    broken = tmp_path / "SoChiBo-setup.exe"
    broken.write_bytes(setup_in("new").read_bytes()[:-1000])
    with copy.wine.start(broken) as setup:
        assert eventually(lambda: windows("Sổ Chi Bộ"))
        photograph("setup-damaged")
        keys("Return")
        assert setup.wait(60) == 2
    assert not copy.root.exists()


def test_an_update_from_a_stick_is_verified_backed_up_and_started(copy, tmp_path):
    import sign  # noqa: PLC0415 - packaging/

    wine = copy.wine
    assert copy.install(setup_in("old")) == 0
    book, stick = wine.home / "Documents/Cập nhật.scb", tmp_path / "Usb"
    world = {"SOCHIBO_PASSPHRASE": PASSPHRASE, "SOCHIBO_BOOK": wine.path(book)}
    assert copy.run("book", "create", "--name", BOOK, **world)[0] == 0
    stick.mkdir()
    setup = stick / setup_in("new").name
    shutil.copyfile(setup_in("new"), setup)
    assert copy.run("update", "check", wine.path(stick), **world)[0] == 9
    sign.sign((PROOF / "release.key").read_text(encoding="utf-8"), setup)
    backups = book.parent / "Sao lưu trước khi cập nhật"
    words = (copy.root / "sochibo-cli.exe", "update", "start", wine.path(stick), "--yes", "--json")
    with wine.start(*words, more=world) as process:
        assert process.stdout is not None
        said = process.stdout.readline()  # setup, which goes on, holds the other end
        assert json.loads(said)["backup"].startswith(wine.path(backups))
        assert process.wait(60) == 0
    assert len(list(backups.glob("*.scb"))) == 1
    assert eventually(lambda: windows("Cài đặt Sổ Chi Bộ"), 60)
    wine.stop()
    shutil.rmtree(backups)
    for each in book.parent.iterdir():
        each.unlink()


def test_the_start_takes_at_most_twice_that_of_a_bare_window(installed, tmp_path):
    """Both from the start of the process to a window on the screen, in turns; medians.

    Until it has drawn itself is written down beside it: how Wine draws letters is not how Windows does.
    """
    wine = installed.wine
    python = PROOF / "new/work/python"
    lab = tmp_path / "bare"
    shutil.copytree(python, lab, ignore=shutil.ignore_patterns("_wmi.pyd"))
    place = wine.path(installed.place)
    path = "\n".join(["python313.zip", ".", f"{place}\\lib"])
    (lab / "python313._pth").write_text(path + "\n", encoding="utf-8")
    script = tmp_path / "bare.py"
    script.write_text(BARE, encoding="utf-8")
    seconds = {"ours": [], "bare": []}
    drawn = {"ours": [], "bare": []}
    for _ in range(1 + int(os.environ.get("SOCHIBO_STARTS", "5"))):
        for name, words, title in (
            ("bare", (lab / "pythonw.exe", "-X", "utf8", "-B", wine.path(script)), "bare window"),
            ("ours", (installed.window,), "Sổ Chi Bộ"),
        ):
            started = time.monotonic()
            with wine.start(*words) as process:
                for holds, found in (
                    (lambda title=title: windows(title), seconds),
                    (painted, drawn),
                ):
                    while not holds():
                        assert time.monotonic() < started + 60
                        time.sleep(0.02)
                    found[name].append(time.monotonic() - started)
                close(title)
                process.wait(60)
    ours, bare = (statistics.median(seconds[name][1:]) for name in ("ours", "bare"))
    late, plain = (statistics.median(drawn[name][1:]) for name in ("ours", "bare"))
    measured = {"ours": ours, "bare": bare, "ratio": ours / bare, "drawn": late / plain}
    (PROOF / "start.json").write_text(json.dumps(measured), encoding="utf-8")
    assert ours / bare <= 2, measured
