"""One window for one user: a second start hands its file to the window that is open, and ends.

The window listens at an address made of the folder it keeps its settings in: a socket in that folder,
on Windows a named pipe called after it. Nothing here needs Qt, so that a second start is over at once.
"""

import sys
from pathlib import Path

_LONGEST_SOCKET = 100
"""Bytes in the name of a socket; Linux takes 107, macOS 103."""
LONGEST_MESSAGE = 33_000 * 4
"""Bytes; Windows's longest path is 32,767 characters."""
_PATIENCE = 1
"""Seconds for a window that has stopped answering."""


def address_of(config: Path) -> str:
    """Return where the window that keeps its settings in `config` listens; empty if it cannot."""
    if sys.platform == "win32":
        import hashlib  # noqa: PLC0415 - elsewhere the start does without

        name = hashlib.sha256(str(config.absolute()).casefold().encode()).hexdigest()[:32]
        return f"\\\\.\\pipe\\SoChiBo-{name}"
    path = str(config.absolute() / "window.sock")
    return path if len(path.encode()) <= _LONGEST_SOCKET else ""


def ring(address: str, file: Path | None) -> bool:
    """Hand `file` to the window listening at `address`, or ask it to the front; False if none does."""
    if sys.platform != "win32" and not Path(address).exists():
        return False
    message = (str(file.absolute()) if file else "").encode("utf-8", "surrogateescape") + b"\n"
    if sys.platform == "win32":
        return _ring_pipe(address, message)
    import socket  # noqa: PLC0415 - only a second start rings

    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_PATIENCE)
            line.connect(address)
            line.sendall(message)
    except OSError:
        return False
    return True


def _ring_pipe(address: str, message: bytes) -> bool:
    """Write `message` to a named pipe of Windows; False if nobody takes it in time.

    A pipe has no time limit of its own: who waits is a thread that does not keep the program from ending.
    """
    from threading import Thread  # noqa: PLC0415 - Windows only

    taken = []

    def write() -> None:
        import ctypes  # noqa: PLC0415 - Windows only

        try:
            with open(address, "r+b", buffering=0) as pipe:  # noqa: PTH123 - a pipe is no path
                # Only who was started by the user may bring a window to the front, or let another.
                ctypes.windll.user32.AllowSetForegroundWindow(-1)  # type: ignore[attr-defined,unused-ignore]
                taken.append(pipe.write(message))
        except OSError:
            return

    writer = Thread(target=write, daemon=True)
    writer.start()
    writer.join(_PATIENCE)
    return bool(taken)
