"""A connection that breaks: a proxy on loopback in front of a real server."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass
class Fault:
    """What happens to a connection.

    `cut_up`, `cut_down`: it breaks once so many bytes went to, or came from, the server. `mute_up`: once
    so many bytes went to the server, the next answer is swallowed and the connection breaks.
    """

    cut_up: int | None = None
    cut_down: int | None = None
    mute_up: int | None = None
    up: int = 0
    down: int = 0

    def breaks(self, size: int, *, is_up: bool) -> bool:
        """Count `size` bytes that are about to pass, and return whether they shall not."""
        if is_up:
            self.up += size
            return self.cut_up is not None and self.up >= self.cut_up
        self.down += size
        is_mute = self.mute_up is not None and self.up >= self.mute_up
        return is_mute or (self.cut_down is not None and self.down >= self.cut_down)


@contextmanager
def broken(port: int, fault: Fault) -> Iterator[int]:
    """Yield a port that leads to `port`, with this fault on every connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    ends = [listener]

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", port))
                ends.extend((client, server))
                fault.up = fault.down = 0
                for way in ((client, server, True), (server, client, False)):
                    _start(_pump, fault, *way)

    _start(serve)
    try:
        yield listener.getsockname()[1]
    finally:
        for each in ends:
            _end(each)
            each.close()


def _pump(fault: Fault, source: socket.socket, target: socket.socket, is_up: bool) -> None:
    with suppress(OSError):
        while data := source.recv(16_384):
            if fault.breaks(len(data), is_up=is_up):
                break
            target.sendall(data)
    for each in (source, target):
        _end(each)


def _end(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)


def _start(work, *words) -> None:
    threading.Thread(target=work, args=words, daemon=True).start()
