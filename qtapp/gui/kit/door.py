"""The window's end of `qtapp.doorbell`: what a second start brings, handed on in the window's thread."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from qtapp.doorbell import LONGEST_MESSAGE

_PATIENCE = 300
"""Milliseconds; the window stands still meanwhile."""


class Door(QObject):
    """Listens for second starts of the same user."""

    rung = Signal(object)
    """A second start: the Path of its file, or None."""

    def __init__(self, address: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(address)  # left by a crash: nobody answered it
        self._server.listen(address)

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            said = _line(caller)
            caller.abort()
            caller.deleteLater()
            if said is not None:
                self.rung.emit(Path(said) if said else None)


def _line(caller: QLocalSocket) -> str | None:
    """Return what `caller` says, which it does at once, or None if that is no whole line."""
    while not caller.canReadLine():
        if caller.bytesAvailable() >= LONGEST_MESSAGE or not caller.waitForReadyRead(_PATIENCE):
            return None
    said = bytes(caller.readLine(LONGEST_MESSAGE).data())
    return said.decode("utf-8", "surrogateescape").rstrip("\n")
