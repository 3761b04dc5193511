"""The wheels of the Windows copy: named by the project's own lock files, refused when a hash differs.

The lock files hold for every system. `pip download` would judge their markers by the machine it runs
on, so what Windows needs is picked out here first.
"""

import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pip._vendor.packaging.markers import Marker

PYTHON = "3.13"
"""The minor version of the Windows copy."""

_WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": f"{PYTHON}.0",
    "python_version": PYTHON,
    "sys_platform": "win32",
}


class NotFetchedError(SystemExit):
    """What could not be fetched, in words: there is no network, or the index has no such file."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One entry of a lock file: a package in one version, and the SHA-256 of each of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]


def pins(lock: Path) -> list[Pin]:
    """Return what `lock` lists for Windows, in its order."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8"))
    found = []
    for entry in entries:
        head = entry.split("\\", 1)[0].strip()
        if not head or head.startswith("#"):
            continue
        requirement, _, condition = head.partition(" ; ")
        if condition and not Marker(condition).evaluate(dict(_WINDOWS)):
            continue
        name, version = requirement.split("==")
        found.append(Pin(name, version, tuple(re.findall(r"sha256:([0-9a-f]{64})", entry))))
    return found


def download(wanted: list[Pin], folder: Path) -> list[Path]:
    """Return the wheels of `wanted` in `folder`, fetched where they are not there yet.

    Stops where one has none of the hashes the lock file allows; raises NotFetchedError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wheels = {pin.name: wheel_of(pin, folder) for pin in wanted}
    missing = [pin for pin in wanted if wheels[pin.name] is None]
    if missing:
        listed = folder / "missing.txt"
        listed.write_text("".join(map(_line, missing)), encoding="utf-8")
        words = (
            *("-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"),
            *("--require-hashes", "--only-binary", ":all:", "--platform", "win_amd64"),
            *("--python-version", PYTHON, "--implementation", "cp"),
            *("--abi", f"cp{PYTHON.replace('.', '')}", "--abi", "abi3", "--abi", "none"),
            *("-d", str(folder), "-r", str(listed)),
        )
        fetch(sys.executable, *words)
        listed.unlink()
        wheels |= {pin.name: wheel_of(pin, folder) for pin in missing}
    return [_checked(pin, wheels[pin.name]) for pin in wanted]


def fetch(program: str, *words: str) -> None:
    """Run pip, or what fetches like it; raises NotFetchedError where it fails, but for a wrong hash: that stops."""
    done = subprocess.run(
        [program, *words], check=False, capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        said = f"{' '.join(words)}\n{done.stdout}{done.stderr}"
        raise SystemExit(said) if "DO NOT MATCH THE HASHES" in said else NotFetchedError(said)


def _checked(pin: Pin, wheel: Path | None) -> Path:
    if wheel is None:
        sys.exit(f"{pin.name} {pin.version}: no wheel for Windows")
    if hashlib.sha256(wheel.read_bytes()).hexdigest() not in pin.hashes:
        sys.exit(f"{wheel}: not one of the files the lock file lists")
    return wheel


def wheel_of(pin: Pin, folder: Path) -> Path | None:
    """Return the wheel of `pin` that lies in `folder`, or None."""
    name = re.sub(r"[-_.]+", "_", pin.name).lower()
    for path in sorted(folder.glob("*.whl")):
        parts = path.name.split("-")
        if re.sub(r"[-_.]+", "_", parts[0]).lower() == name and parts[1] == pin.version:
            return path
    return None


def _line(pin: Pin) -> str:
    hashes = "".join(f" --hash=sha256:{each}" for each in pin.hashes)
    return f"{pin.name}=={pin.version}{hashes}\n"
