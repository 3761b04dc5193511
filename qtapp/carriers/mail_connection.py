"""A connection to a mail server, for as long as a `with` block: made, logged in, given back."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Generic, Self, TypeVar

from qtapp.carriers.mail_faults import translated
from qtapp.domain.mail import MailServer

T = TypeVar("T")

_CONNECT_SECONDS = 15
_ANSWER_SECONDS = 30


class MailConnection(ABC, Generic[T]):
    """One connection, of the library's type T; use it in a `with` block.

    `patience` is how many seconds the server has for each answer.
    """

    def __init__(
        self, server: MailServer, user: str, password: str, patience: float = _ANSWER_SECONDS
    ) -> None:
        self._server = server
        self._patience = patience
        self._connect_seconds = min(_CONNECT_SECONDS, patience)
        self._user = user
        self._password = password
        self._line: T | None = None

    def __enter__(self) -> Self:
        """Connect and log in. Raises the MailError family."""
        try:
            with translated(self._server.host):
                self._connect()
                self._log_in(self._open)
        except BaseException:
            self._hang_up()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye if the connection still stands; a server that is gone already is no matter."""
        if self._line is not None and kind is None:
            self._say_goodbye(self._line)
        self._hang_up()

    @property
    def _open(self) -> T:
        if self._line is None:
            raise RuntimeError("not connected")
        return self._line

    @abstractmethod
    def _connect(self) -> None:
        """Set `_line` as soon as there is something to hang up, then encrypt it."""

    @abstractmethod
    def _log_in(self, line: T) -> None:
        """Say user and password."""

    @abstractmethod
    def _say_goodbye(self, line: T) -> None:
        """End politely; raises nothing."""

    @abstractmethod
    def _hang_up(self) -> None:
        """Close what is open, whatever state it is in."""
