"""The program folder of the Windows copy: Python, libraries and the app, each from pinned inputs only.

SoChiBo.exe, sochibo-cli.exe   the launchers
runtime/                       CPython's embeddable distribution
lib/                           the libraries, less what is not used
app/qtapp.zip                  the app: every module with its byte-code
app/resources/                 its pictures, fonts, guide
licenses/                      the licence of everything above
manifest.json                  size and SHA-256 of every file
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from wheels import PYTHON

_NUMBER = PYTHON.replace(".", "")
TAG = f"python{_NUMBER}"
MANIFEST = "manifest.json"

_SEARCHED = f"{TAG}.zip\n.\n..\\app\\qtapp.zip\n..\\lib\n"
"""Where Python looks for modules: nowhere else, whatever the computer has installed or set."""

_RUNTIME_DROPPED = {
    "python.exe",
    "pythonw.exe",
    "python.cat",
    "_msi.pyd",
    "winsound.pyd",
    "_wmi.pyd",  # platform.node() would start a WMI query; the standard library does without
}

_QT = ("Core", "Gui", "Network", "PrintSupport", "Svg", "Widgets")
_PYSIDE = {
    *(f"Qt6{part}.dll" for part in _QT),
    *(f"Qt{part}.pyd" for part in _QT),
    *("__init__.py", "_config.py", "_git_pyside_version.py", "pyside6.abi3.dll"),
    *("msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll"),
    *("vcruntime140.dll", "vcruntime140_1.dll"),
    *("plugins/platforms/qwindows.dll", "plugins/platforms/qoffscreen.dll"),
    "plugins/styles/qmodernwindowsstyle.dll",
    "plugins/iconengines/qsvgicon.dll",
    *(f"plugins/imageformats/{each}.dll" for each in ("qgif", "qico", "qjpeg", "qsvg")),
}
"""All of PySide6 that is used. What a new import needs is missed by the self-test of the copy."""

_LIBRARIES_DROPPED = (
    "pip/*",  # asked for by sqlite-utils, which uses it for one command of its own
    "pip-*",
    "bin/*",
    "cffi/*",  # PyNaCl needs the compiled half alone
    "pycparser/*",
    "pypdfium2_cli/*",
    "PIL/_avif*.pyd",
    "PIL/_imagingtk*.pyd",
    "keyring/backends/macOS/*",
    "keyring/testing/*",
    "tzdata/*",
    "*/tests/*",
    "*/py.typed",
    "*.pyi",
    "*.pyx",
    "*.c",
    "*.h",
    "*.whl",
)
_METADATA_KEPT = ("METADATA", "entry_points.txt")
_LICENCE_WORDS = ("licen", "copying", "notice", "authors")


class Payload:
    """The program folder being filled at `root`."""

    def __init__(self, root: Path) -> None:
        shutil.rmtree(root, ignore_errors=True)
        self.root = root
        self.dropped = 0  # bytes of libraries left out

    def add_python(self, embeddable: Path, sha256: str) -> None:
        """Unpack CPython's embeddable zip; stop if it is not the one meant."""
        found = digest(embeddable)
        if found != sha256:
            sys.exit(f"{embeddable}: SHA-256 is {found}, not {sha256}")
        with zipfile.ZipFile(embeddable) as archive:
            inside = python_folder(archive)
            for name in archive.namelist():
                part = PurePosixPath(name)
                if part.parent == inside and part.name not in _RUNTIME_DROPPED:
                    self._write(f"runtime/{part.name}", archive.read(name))
        self._write(f"runtime/{TAG}._pth", _SEARCHED.encode())

    def add_wheel(self, wheel: Path) -> None:
        """Unpack what is used of a wheel, and its licences."""
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.endswith("/"):
                    continue
                place = library_place(name)
                if place is None:
                    self.dropped += archive.getinfo(name).file_size
                else:
                    self._write(place, archive.read(name))

    def add_app(self, source: Path) -> None:
        """Copy the package `qtapp`, to be packed by `compile`, and beside it what a wheel would have inside."""
        project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))
        wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
        for folder, place in {"qtapp": "qtapp", **wheel["force-include"]}.items():
            for path in sorted((source / folder).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    inside = path.relative_to(source / folder).as_posix()
                    self._write(f"app/{place.removeprefix('qtapp/')}/{inside}", path.read_bytes())
        self._write("licenses/SoChiBo/LICENSE", (source / "LICENSE").read_bytes())

    def add_licences(self, source: Path) -> None:
        """Add what says how each library may be used, and the texts the wheels of Qt leave out."""
        for name in ("licences.txt", "LGPL-3.0.txt", "GPL-3.0.txt"):
            place = "README.txt" if name == "licences.txt" else name
            self._write(f"licenses/{place}", (source / "packaging" / name).read_bytes())

    def add_file(self, place: str, content: bytes) -> None:
        """Put one more file into the folder."""
        self._write(place, content)

    def compile(self, python: list[str], shown: str, world: Mapping[str, str]) -> None:
        """Compile every module, PySide6's own too, with `python`, the words that start the copy's interpreter.

        It sees the folder as `shown` and has the variables `world`. The byte-code names the hash of its source and is never
        compared with it, so that nothing depends on times and nothing is compiled at the user's. The app's
        own is packed: each file opened costs a start time, most of all where an antivirus looks at it.
        """
        words = [*python, "-c", _COMPILE, shown]
        done = subprocess.run(
            words,
            env=dict(world),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
        modules = len(list((self.root / "app").rglob("*.py")))
        compiled = len(list((self.root / "app").rglob("*.pyc")))
        if done.returncode or compiled != modules:
            sys.exit(f"byte-code: {compiled} of {modules} modules\n{done.stdout}{done.stderr}")
        pack(self.root / "app/qtapp")

    def finish(self, version: str, moment: int) -> dict[str, tuple[int, str]]:
        """Write the manifest, give everything the time `moment` (Unix), return size and SHA-256."""
        files = {
            path.relative_to(self.root).as_posix(): (path.stat().st_size, digest(path))
            for path in files_in(self.root)
        }
        written = {"version": version, "files": files}
        text = json.dumps(written, indent=0, sort_keys=True, ensure_ascii=False) + "\n"
        self._write(MANIFEST, text.encode())
        for path in (*sorted(self.root.rglob("*")), self.root):
            os.utime(path, (moment, moment))
        return files

    def _write(self, place: str, content: bytes) -> None:
        path = self.root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def pack(package: Path) -> None:
    """Put a compiled package into an archive beside it that Python imports from, the same bytes every time.

    Not compressed: the setup file is.
    """
    with zipfile.ZipFile(package.with_suffix(".zip"), "w") as archive:
        for path in sorted(package.rglob("*.py"), key=lambda each: each.as_posix()):
            place = path.relative_to(package.parent)
            code = path.parent / "__pycache__" / f"{path.stem}.cpython-{_NUMBER}.pyc"
            for name, content in ((place, path), (place.with_suffix(".pyc"), code)):
                archive.writestr(zipfile.ZipInfo(name.as_posix()), content.read_bytes())
    shutil.rmtree(package)


_COMPILE = """
import os, pathlib, py_compile, sys
root = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(root / "lib"))
sys.dont_write_bytecode = True
os.environ["SBK_EMBED"] = "0"
import shiboken6  # lays the Python that its library carries down as files (ADR 0006)
if not (root / "lib/shiboken6/files.dir").is_dir():
    sys.exit("shiboken6 has not laid down its files")
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
for folder in ("app", "lib"):
    for path in sorted((root / folder).rglob("*.py"), key=lambda each: each.as_posix()):
        place = path.relative_to(root).as_posix()
        py_compile.compile(str(path), dfile=place, doraise=folder == "app", quiet=1,
                           invalidation_mode=mode)
"""


def python_folder(archive: zipfile.ZipFile) -> PurePosixPath:
    """Return the folder of an embeddable distribution inside its zip; python.org's has none."""
    for name in archive.namelist():
        if PurePosixPath(name).name == f"{TAG}.dll":
            return PurePosixPath(name).parent
    sys.exit(f"{archive.filename}: no {TAG}.dll inside")


def library_place(name: str) -> str | None:
    """Return where the file `name` of a wheel goes in the folder; None if it is left out."""
    parts = name.split("/")
    if parts[0].endswith(".dist-info"):
        return _metadata_place(parts)
    if parts[0].endswith(".data"):
        if parts[1] not in {"purelib", "platlib"}:
            return None
        parts = parts[2:]
    inside = "/".join(parts)
    if parts[0] == "PySide6":
        rest = "/".join(parts[1:])
        kept = rest in _PYSIDE or (rest.startswith("support/") and rest.endswith(".py"))
        return f"lib/{inside}" if kept else None
    if any(fnmatch(inside, each) for each in _LIBRARIES_DROPPED):
        return None
    return f"lib/{inside}"


def _metadata_place(parts: list[str]) -> str | None:
    """Licences go where people look for them; of the rest only what programs read stays."""
    package = parts[0].removesuffix(".dist-info")
    if package.startswith("pip-"):
        return None
    rest = "/".join(parts[1:])
    if rest in _METADATA_KEPT:
        return f"lib/{parts[0]}/{rest}"
    if any(word in rest.lower() for word in _LICENCE_WORDS):
        return f"licenses/{package}/{parts[-1]}"
    return None


def files_in(root: Path) -> list[Path]:
    """Return every file below `root`, like next to like: it compresses better, and never varies."""

    def order(path: Path) -> tuple[str, str]:
        return path.suffix.lower(), path.relative_to(root).as_posix()

    return sorted((path for path in root.rglob("*") if path.is_file()), key=order)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
