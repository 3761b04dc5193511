"""Work done in a child process that dies, or runs out of room, at a chosen moment."""

import errno
import io
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Work = Callable[[], object]


def died(work: Work, *, at_event: int = 0, after: float = 0.0) -> bool:
    """Do `work` in a child that is killed, and return whether it was, before it ended.

    At the so-and-so-many-th call or return of any function, Python's or C's, counted from 1; or
    after so many seconds, wherever it is then: in the middle of a write of SQLite, too.
    """
    child = os.fork()
    if not child:
        try:
            if after:
                signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process on the spot
                signal.setitimer(signal.ITIMER_REAL, after)
            if at_event:
                sys.setprofile(_killer(at_event))
            work()
            os._exit(0)
        finally:
            sys.setprofile(None)
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise AssertionError("the work failed by itself")
    return os.WIFSIGNALED(status)


def _killer(at_event: int) -> Callable[..., None]:
    left = at_event

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    return count


def events_of(work: Work) -> int:
    """Return how many calls and returns `work` makes."""
    found = 0

    def count(_frame: object, _event: str, _argument: object) -> None:
        nonlocal found
        found += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


class _Filling(io.FileIO):
    """A file on a disk that gets full: half of what is too much is still written."""

    room: "Room"

    def write(self, data: Any) -> int:
        size = len(data)
        if size <= self.room.left:
            self.room.left -= size
            return super().write(data)
        super().write(memoryview(data)[: self.room.left])
        self.room.left = 0
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Room:
    """How many bytes may still be written to files, and how many have been."""

    def __init__(self, left: int) -> None:
        self.left = left


@contextmanager
def room_for(size: int, replaced: Any) -> Iterator[Room]:
    """Let files that are opened for writing hold `size` bytes more, all together.

    `replaced` is a monkeypatch. SQLite's own files are not counted: see `PRAGMA max_page_count`.
    """
    room = Room(size)
    real = Path.open

    def filling(path: Path, mode: str = "r", *args: Any, **options: Any) -> Any:
        if mode not in {"wb", "xb"}:
            return real(path, mode, *args, **options)
        file = _Filling(path, mode[0])
        file.room = room
        return io.BufferedWriter(file)

    with replaced.context() as patch:
        patch.setattr(Path, "open", filling)
        yield room
