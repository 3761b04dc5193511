"""Real sticks for tests: an image with a FAT32 or exFAT file system, mounted as a stick is.

The kernel's driver does it or, where it has none, Debian's FUSE drivers (fusefat, exfat-fuse). Only root on
Linux may mount, and not in every container; elsewhere these tests are left out, and counted as such.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KINDS = ("FAT32", "exFAT")
_DRIVERS = {"FAT32": "vfat", "exFAT": "exfat"}
_SMALLEST = {"FAT32": 34 << 20, "exFAT": 4 << 20}
_MAY_MOUNT = 1 << 21
"""CAP_SYS_ADMIN"""


@dataclass(frozen=True)
class RealStick:
    """A mounted image; `folder` is where its files are."""

    kind: str
    image: Path
    folder: Path

    def pulled(self, into: Path) -> "RealStick":
        """Return a copy of what the stick holds at this moment, as if it had been pulled out now."""
        copy = into / f"{self.image.name}.pulled"
        shutil.copy(self.image, copy)
        return RealStick(self.kind, copy, into / f"{self.folder.name} pulled")


def can_mount() -> bool:
    """Whether this process may mount images here, by which driver ever."""
    if sys.platform != "linux":
        return False
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (held,) = (line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    devices = ("/dev/loop-control", "/dev/fuse")
    return bool(int(held, 16) & _MAY_MOUNT) and all(Path(each).exists() for each in devices)


def formatted(kind: str, where: Path) -> RealStick:
    """Return a stick with an empty file system, not mounted yet."""
    stick = RealStick(kind, where / f"{kind}.img", where / kind)
    with stick.image.open("wb") as file:
        file.truncate(_SMALLEST[kind])
    more = ("-F", "32") if kind == "FAT32" else ()
    _run(f"mkfs.{_DRIVERS[kind]}", *more, str(stick.image))
    return stick


@contextmanager
def mounted(stick: RealStick, *, read_only: bool = False) -> Iterator[RealStick]:
    """Mount a stick for the block."""
    stick.folder.mkdir(exist_ok=True)
    with _device(stick) as device:
        _mount(stick, device, "ro" if read_only else "rw")
        try:
            yield stick
        finally:
            _run("umount", str(stick.folder))


@contextmanager
def _device(stick: RealStick) -> Iterator[str]:
    """Yield the device that stands for the image; fusefat reads the image itself."""
    if stick.kind == "FAT32" and not _has_driver(stick.kind):
        yield str(stick.image)
        return
    device = _run("losetup", "--find", "--show", str(stick.image)).strip()
    try:
        yield device
    finally:
        _run("losetup", "--detach", device)


def _mount(stick: RealStick, device: str, how: str) -> None:
    folder = str(stick.folder)
    if _has_driver(stick.kind):
        letters = {"FAT32": ",utf8,shortname=mixed", "exFAT": ""}[stick.kind]
        _run("mount", "-t", _DRIVERS[stick.kind], "-o", how + letters, device, folder)
    elif stick.kind == "FAT32":
        _run("fusefat", "-o", {"rw": "rw+", "ro": "ro"}[how], device, folder)
    else:
        _run("mount.exfat-fuse", "-o", how, device, folder)


def _has_driver(kind: str) -> bool:
    known = Path("/proc/filesystems").read_text(encoding="ascii").split()
    return _DRIVERS[kind] in known


def _run(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")  # noqa: S603 - our own words
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")
    return done.stdout
