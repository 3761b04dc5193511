"""The composition root: the only module that reads the clock, randomness and the computer."""

import os
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qtapp import __version__
from qtapp.carriers.drives import mounted
from qtapp.doorbell import address_of, ring
from qtapp.paths import Paths, paths_in, resource, system_paths
from qtapp.services.environment import Environment, Setups
from qtapp.store.keys import Cost
from qtapp.vault import Vault, system_backend

if TYPE_CHECKING:
    from qtapp.services.book import Book


_LIBRARIES = ("PySide6-Essentials", "sqlcipher3", "pyrage", "reportlab", "openpyxl")
"""What a fault is most often about, beside the app itself."""


def environment(*, device: str = "", places: Paths | None = None) -> Environment:
    """Return the real world for the services; a fresh writer id marks this run of the program."""
    places = places or paths()
    return Environment(
        now=lambda: datetime.now(UTC),
        random=os.urandom,
        writer=os.urandom(16).hex(),
        device=device or _computer_name(),
        app=__version__,
        vault=Vault(system_backend),
        cost=Cost(),
        font_folders=_font_folders(),
        sticks=mounted,
        setups=_setups(places),
        computer=_computer,
        paths=places,
    )


def _computer_name() -> str:
    """Return what this computer is called, 60 characters at most; empty if it will not say."""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")[:60]
    return os.uname().nodename[:60]


def _computer() -> Mapping[str, str]:
    """Return the system and the versions of the libraries; no name of a computer or a user."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - for support alone

    told = {"system": platform.platform(), "python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            told[library] = version(library)
        except PackageNotFoundError:
            told[library] = "?"
    return told


def _setups(places: Paths) -> Setups | None:
    """Return how a newer version gets in, by way of `places`; None where no setup file could bring it."""
    if sys.platform == "win32" and _is_installed():
        keys = resource("release-keys.txt").read_text(encoding="ascii").split()
        if keys:
            return Setups(
                keys=tuple(bytes.fromhex(each) for each in keys),
                folder=places.config / "update",
                start=lambda setup: _start_setup(setup, Path(sys.executable).parent),
            )
    return None


def _is_installed() -> bool:
    """Whether this is the copy a setup file brings, with launchers of its own (packaging/launcher)."""
    return Path(sys.executable).stem.lower().startswith("sochibo")


def _start_setup(setup: Path, folder: Path) -> None:
    """Start a setup file for the copy in `folder`; it waits until this program has ended."""
    import subprocess  # noqa: PLC0415 - once a year

    portable = " /PORTABLE" if (folder / "portable.txt").exists() else ""
    # NSIS takes everything after /D= for the folder, quotes and all.
    subprocess.Popen(f'"{setup}"{portable} /D={folder}')  # noqa: S603 - a file that was verified


def _font_folders() -> tuple[Path, ...]:
    """Return where Windows keeps its fonts; other systems have no Times New Roman of their own."""
    windows = os.environ.get("SystemRoot")  # noqa: SIM112 - Windows spells it so
    return (Path(windows) / "Fonts",) if windows else ()


def paths(data_dir: Path | None = None) -> Paths:
    """Return where this run keeps its files: the platform's folders, or all below `data_dir`."""
    return paths_in(data_dir) if data_dir else system_paths()


def portable_folder() -> Path:
    """Return where a copy on a stick keeps everything: `data` beside the program, or the source tree."""
    installed, source = Path(sys.executable).parent, Path(__file__).resolve().parents[1]
    return (installed if _is_installed() else source) / "data"


def run_command_line(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code (docs/cli.md)."""
    from qtapp.cli.commands import run  # noqa: PLC0415 - click is not for the window

    return run(arguments, environment, os.environ, paint_window)


def paint_window(book: "Book", folder: Path) -> str:
    """Draw the window on `book` where nobody sees it and return its size; its files go to `folder`.

    Raises ValueError if next to nothing was drawn.
    """
    # Where there is no screen Qt looks for fonts here alone.
    os.environ["QT_QPA_FONTDIR"] = str(resource("fonts"))
    from qtapp.gui.launch import paint  # noqa: PLC0415 - Qt is for this alone

    return paint(book, environment(), paths_in(folder))


def run_window(file: Path | None, data_dir: Path | None) -> int:
    """Show the window, on `file` if one is given, and return the exit code when it closes.

    Where this user's window is open already, hand the file to it and return at once.
    """
    places = paths(data_dir)
    address = address_of(places.config)
    if address and ring(address, file):
        return 0
    # What needs no Qt comes first: PySide6 looks through every module that is imported after it.
    import qtapp.services.book  # noqa: F401, PLC0415 - see above
    from qtapp.gui.launch import run  # noqa: PLC0415 - Qt is not for the command line

    return run(file, environment(places=places), places, address)
