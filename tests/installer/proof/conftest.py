"""What the proof under Wine starts from: the setup files, a prefix, a screen, the installed copy."""

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wine import Wine
from wine32 import is_there

PROOF = Path(os.environ.get("SOCHIBO_PROOF", "build/proof"))


def setup_in(name: str) -> Path:
    """Return the setup file built as `name`."""
    return next((PROOF / name).glob("*-setup.exe"))


def shipped() -> Path:
    """Return the setup file that ships where 32-bit programs run, else the quick one."""
    has = (PROOF / "release").exists() and is_there()
    return setup_in("release" if has else "new")


def eventually(holds: Callable[[], object], seconds: float = 30) -> bool:
    """Whether `holds` becomes true in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


class Copy:
    """An installed copy, as it stands on the disk."""

    def __init__(self, wine: Wine, root: Path) -> None:
        self.wine = wine
        self.root = root
        self.data = wine.local / "SoChiBo"
        self.link = (
            wine.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Sổ Chi Bộ.lnk"
        )

    @property
    def window(self) -> Path:
        return self.root / "SoChiBo.exe"

    @property
    def place(self) -> Path | None:
        """The folder of the version in use."""
        current = self.root / "current.txt"
        if not current.exists():
            return None
        return self.root / current.read_text(encoding="utf-8").split("\\", 1)[0]

    def version(self) -> str:
        return (self.root / "current.txt").read_text(encoding="utf-8").splitlines()[1]

    def faults(self) -> list[str]:
        """Return what differs from the manifest of the version in use."""
        place = self.place
        if place is None or not (place / "manifest.json").exists():
            return ["no version"]
        listed = json.loads((place / "manifest.json").read_text(encoding="utf-8"))["files"]
        there = {
            path.relative_to(place).as_posix(): path
            for path in place.rglob("*")
            if path.is_file() and path.name != "manifest.json"
        }
        return sorted(set(listed) ^ set(there)) + [
            name
            for name, (_, sha256) in listed.items()
            if name in there and hashlib.sha256(there[name].read_bytes()).hexdigest() != sha256
        ]

    def run(self, *words: str | Path, **more: str) -> tuple[int, str]:
        """Run a command of the installed copy; `more` are variables."""
        return self.wine.run(self.root / "sochibo-cli.exe", *words, more=more)

    def install(self, setup: Path, *words: str) -> int:
        """Run a setup file without its window and return its exit code."""
        return self.wine.run(setup, "/S", *words)[0]

    def uninstall(self) -> int:
        """Run the uninstaller without its window; it stays in its place so that its code is true."""
        program = self.root / "uninstall.exe"
        code, _ = self.wine.run(program, "/S", f"_?={self.wine.path(self.root)}")
        program.unlink(missing_ok=True)
        if self.root.exists() and not any(self.root.iterdir()):
            self.root.rmdir()
        return code


def books_of(folder: Path) -> dict[str, str]:
    """Return what lies in a folder of data: names and hashes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """A screen of its own, with a window manager."""
    words = ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24"]
    alive, quiet = ["wmctrl", "-m"], {"stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="ascii", **quiet) as server:
        assert server.stdout is not None
        os.environ["DISPLAY"] = ":" + server.stdout.readline().strip()
        with subprocess.Popen(["openbox"], **quiet) as manager:
            assert eventually(lambda: subprocess.run(alive, check=False, **quiet).returncode == 0)
            yield os.environ["DISPLAY"]
            manager.terminate()
        server.terminate()


@pytest.fixture(scope="session")
def wine(screen: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    made = Wine(tmp_path_factory.mktemp("wine") / "prefix")
    yield made
    made.stop()
    shutil.rmtree(made.prefix, ignore_errors=True)


@pytest.fixture
def copy(wine: Wine) -> Iterator[Copy]:
    """The place where a copy goes by default, empty before and after."""
    made = Copy(wine, wine.local / "Programs/SoChiBo")

    def clear() -> None:
        if (made.root / "uninstall.exe").exists():
            made.uninstall()
        shutil.rmtree(made.root, ignore_errors=True)
        shutil.rmtree(made.data, ignore_errors=True)

    clear()
    yield made
    wine.stop()
    clear()


@pytest.fixture
def installed(copy: Copy) -> Copy:
    assert copy.install(setup_in("new")) == 0
    return copy


def windows(title: str) -> list[str]:
    """Return the ids of the windows whose title has `title` in it."""
    words = ["wmctrl", "-l"]
    listed = subprocess.run(words, check=False, capture_output=True, encoding="utf-8").stdout
    return [line.split()[0] for line in listed.splitlines() if title in line]


def close(title: str) -> None:
    """Ask a window to close, as its cross does."""
    subprocess.run(["wmctrl", "-i", "-c", windows(title)[0]], check=True)


def picture() -> bytes:
    """Return what the screen shows."""
    words = ["import", "-window", "root", "-depth", "8", "rgb:-"]
    return subprocess.run(words, check=True, capture_output=True).stdout


def painted() -> bool:
    """Whether a window has drawn its inside: what has not, and what lies behind, is black in the middle."""
    words = ["import", "-window", "root", "-crop", "16x16+675+376", "-depth", "8", "rgb:-"]
    return any(subprocess.run(words, check=True, capture_output=True).stdout)


def settles(after: bytes = b"") -> bool:
    """Whether the screen comes to show something else than `after` and then stays as it is."""
    last = after

    def stays() -> bool:
        nonlocal last
        before, last = last, picture()
        return before == last != after

    return eventually(stays, 60)


def photograph(name: str) -> Path:
    """Keep a picture of the screen, once it stays as it is."""
    assert settles()
    path = PROOF / f"{name}.png"
    subprocess.run(["import", "-window", "root", str(path)], check=True)
    return path


def keys(*names: str) -> None:
    """Press keys in the window that has the focus."""
    subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "200", *names], check=True)


def type_text(text: str) -> None:
    """Type into the window that has the focus."""
    subprocess.run(["xdotool", "type", "--delay", "30", text], check=True)
