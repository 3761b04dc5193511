"""The sticks that are plugged in: what Linux mounts for the user, what Windows calls removable."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from qtapp.domain.sticks import Stick
from qtapp.domain.vietnamese import nfc

_MOUNTS = Path("/proc/self/mounts")
_PLACES = ("/media/", "/run/media/")
_ESCAPED = re.compile(r"\\([0-7]{3})")
_REMOVABLE = 2
_NO_ERROR_BOX = 1
_LABEL = 261


def mounted() -> Sequence[Stick]:
    """Return the sticks of this computer, by path; on a system we do not know, none."""
    if sys.platform == "win32":
        return _of_windows()
    if _MOUNTS.exists():
        return of_mounts(_MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    return ()


def of_mounts(table: str) -> Sequence[Stick]:
    """Return the sticks in a Linux mount table: whatever was mounted for a user to pull out."""
    found = {}
    for line in table.splitlines():
        words = line.split(" ")
        if len(words) > 1:
            place = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), words[1])
            # The table escapes bytes: what is not ASCII stands in it as it is.
            if place.startswith(_PLACES):
                found[place] = Stick(path=Path(place), name=nfc(Path(place).name))
    return [found[place] for place in sorted(found)]


def _of_windows() -> Sequence[Stick]:
    """Ask Windows which letters are removable and have something in them."""
    import ctypes  # noqa: PLC0415 - only there

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    letters = kernel.GetLogicalDrives()
    found = []
    before = kernel.SetErrorMode(_NO_ERROR_BOX)
    try:
        for place in range(26):
            root = f"{chr(ord('A') + place)}:\\"
            if not letters >> place & 1 or kernel.GetDriveTypeW(root) != _REMOVABLE:
                continue
            label = ctypes.create_unicode_buffer(_LABEL)
            # An empty card reader is a drive too, but has no volume.
            if kernel.GetVolumeInformationW(root, label, _LABEL, None, None, None, None, 0):
                found.append(
                    Stick(path=Path(root), name=f"{nfc(label.value)} ({root[:2]})".strip())
                )
    finally:
        kernel.SetErrorMode(before)
    return found
