"""Wine: a prefix of its own, Windows 10 as far as Wine goes, and programs run in it.

What Wine 8 lacks for Qt and for newer Rust libraries is compiled from `stand_ins/` into the prefix;
nothing of it is shipped.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
_SYSTEM = "drive_c/windows/system32"
_STAND_INS = {
    "windows.ui.dll": ("windows_ui.c", "-lruntimeobject"),
    "bcryptprimitives.dll": ("bcryptprimitives.c", "-ladvapi32"),
}


class Wine:
    """One prefix, made when it is not there."""

    def __init__(self, prefix: Path, variables: Mapping[str, str] | None = None) -> None:
        self.prefix = prefix
        self._variables = dict(variables or {})
        if not (prefix / "system.reg").exists():
            self._make()

    @property
    def home(self) -> Path:
        """The user's folder, seen from here."""
        return next(
            each
            for each in (self.prefix / "drive_c/users").iterdir()
            if each.name not in {"Public", "crossover"}
        )

    @property
    def local(self) -> Path:
        """%LOCALAPPDATA%, seen from here."""
        return self.home / "AppData/Local"

    def world(self) -> dict[str, str]:
        """Return the variables programs run with."""
        # A program inside has nothing to do with the Python that runs this.
        own = {name: word for name, word in os.environ.items() if not name.startswith("PYTHON")}
        return {
            **own,
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            # No Gecko, no Mono, no menus and file types of this machine's own desktop.
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
            "LC_ALL": "C.UTF-8",
            # Wine takes seconds for each size of letters through DirectWrite, which Windows does not.
            "WINEQT_QPA_PLATFORM": "windows:nodirectwrite",
            **self._variables,
        }

    def run(
        self, *words: str | Path, seconds: float = 300, more: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """Run a program; return its exit code and what it said, on both streams."""
        with self.start(*words, more=more) as process:
            try:
                said, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                return 124, f"still running after {seconds:.0f} s"
        return process.returncode, said

    @contextmanager
    def start(
        self, *words: str | Path, more: Mapping[str, str] | None = None
    ) -> Iterator["subprocess.Popen[str]"]:
        """Start a program, killed at the end of the block if it still runs then.

        What it says comes through a pipe, the only stream Wine 8 gives Python.
        """
        process = subprocess.Popen(
            ["wine", *map(str, words)],
            env={**self.world(), **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()  # what Wine has started along the way may hold the other end

    def wait(self) -> None:
        """Wait until every program of the prefix has ended."""
        subprocess.run(["wineserver", "-w"], env=self.world(), check=False)

    def stop(self) -> None:
        """End every program of the prefix."""
        subprocess.run(["wineserver", "-k"], env=self.world(), check=False)

    def path(self, here: Path) -> str:
        r"""Return how programs see a file of this machine: inside the prefix as `C:\\`, else `Z:\\`."""
        drive = (self.prefix / "drive_c").resolve()
        if here.resolve().is_relative_to(drive):
            return "C:\\" + str(here.resolve().relative_to(drive)).replace("/", "\\")
        return "Z:" + str(here.resolve()).replace("/", "\\")

    def registry(self, key: str) -> str:
        """Return an export of `key` as text; empty if there is no such key."""
        out = self.prefix / "export.reg"
        out.unlink(missing_ok=True)
        self.run("reg", "export", key, self.path(out), "/y")
        return out.read_text(encoding="utf-16").replace("\r\n", "\n") if out.exists() else ""

    def _make(self) -> None:
        self.prefix.mkdir(parents=True, exist_ok=True)
        self._finish("wineboot", "-i")
        self._finish("wine", "winecfg", "-v", "win10")
        for link in self.home.iterdir():  # Wine points them at this machine's own folders
            if link.is_symlink():
                link.unlink()
                link.mkdir()
        for name, (source, *libraries) in _STAND_INS.items():
            self._compile(source, self.prefix / _SYSTEM / name, libraries)
        self._finish("wine", "reg", "import", self.path(HERE / "stand_ins/windows_ui.reg"))
        letters = r"HKCU\Software\Wine\Fonts\Replacements"
        self._finish("wine", "reg", "add", letters, "/v", "Segoe UI", "/d", "DejaVu Sans", "/f")
        self.wait()

    def _compile(self, source: str, to: Path, libraries: list[str]) -> None:
        compiler = "x86_64-w64-mingw32-gcc"
        words = [compiler, "-O1", "-shared", "-s", "-o", str(to), str(HERE / "stand_ins" / source)]
        subprocess.run([*words, *libraries], check=True)

    def _finish(self, *words: str) -> None:
        done = subprocess.run(
            words,
            env=self.world(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode:
            sys.exit(f"{' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")


def missing_programs() -> list[str]:
    """Return the programs that are needed to run the copy here and are not there."""
    needed = ("wine", "wineserver", "x86_64-w64-mingw32-gcc")
    return [each for each in needed if shutil.which(each) is None]
