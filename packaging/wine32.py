"""The 32-bit half of Wine, for the setup file that ships: its stub is a 32-bit program.

Wine's own WoW64 needs no 32-bit Linux, only the Windows files of Debian's `libwine` for i386. They are
laid beside the 64-bit ones; no other architecture is turned on, no package database is touched.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path("/usr/lib/x86_64-linux-gnu/wine/i386-windows")
_SOURCES = Path("/etc/apt")


def is_there() -> bool:
    """Whether 32-bit programs run."""
    return (FOLDER / "ntdll.dll").exists()


def add() -> bool:
    """Fetch the files from this machine's own Debian mirror; False where that does not work."""
    if is_there():
        return True
    line = _main_archive()
    if line is None or not shutil.which("dpkg-query"):
        return False
    shown = _said("dpkg-query", "-W", "-f", "${Version}", "libwine")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # apt's own user reads here
        for each in ("lists/partial", "cache/archives/partial"):
            (folder / each).mkdir(parents=True)
        (folder / "list").write_text(line, encoding="utf-8")
        options = (
            *("-qq", "-o", f"Dir::Etc::sourcelist={folder}/list", "-o", "Dir::Etc::sourceparts=-"),
            *("-o", f"Dir::State::lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache"),
            *("-o", "APT::Architectures::=i386", "-o", "APT::Architectures::=amd64"),
        )
        wanted = f"libwine:i386={shown}"
        if not (
            _works(["apt-get", *options, "update"], folder)
            and _works(["apt-get", *options, "download", wanted], folder)
            and _works(["dpkg", "-x", *map(str, folder.glob("libwine_*.deb")), "x"], folder)
        ):
            return False
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path in (folder / "x/usr/lib/i386-linux-gnu/wine/i386-windows").iterdir():
            if not (FOLDER / path.name).exists():
                shutil.copy2(path, FOLDER)
    return is_there()


def _main_archive() -> str | None:
    """Return a line for apt with the main archive this machine uses, for i386."""
    files = [_SOURCES / "sources.list", *sorted((_SOURCES / "sources.list.d").glob("*.sources"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if path.exists())
    uri = re.search(r"^(?:URIs: *|deb +(?:\[.*?\] *)?)(\S+/debian/?)\s", text, flags=re.MULTILINE)
    suite = re.search(
        r'^VERSION_CODENAME="?(\w+)', Path("/etc/os-release").read_text("utf-8"), re.MULTILINE
    )
    if uri is None or suite is None:
        return None
    return f"deb [arch=i386] {uri[1]} {suite[1]} main\n"


def _works(words: Sequence[str], folder: Path) -> bool:
    return subprocess.run(words, cwd=folder, check=False, capture_output=True).returncode == 0


def _said(*words: str) -> str:
    return subprocess.run(words, check=False, capture_output=True, encoding="utf-8").stdout.strip()
