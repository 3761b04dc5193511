"""Long work away from the window: one job at a time, called back where the widgets live."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from functools import partial
from threading import Event
from time import monotonic
from typing import Generic, NoReturn, TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from qtapp.domain.errors import AppError, Cancelled

S = TypeVar("S")
T = TypeVar("T")

Report = Callable[[int, int], None]
"""What long work calls with steps done and steps in all; it raises Cancelled once it shall stop."""

_PAUSE = 0.05
"""Seconds between two progress messages; more often nobody can see."""


class Jobs(QObject, Generic[S]):
    """The only bridge between the thread of the window and any other.

    `session` opens services of the job's own, over a connection of its own, in the job's thread.
    """

    _came_back = Signal(object, object)

    def __init__(
        self, session: Callable[[], AbstractContextManager[S]], executor: Executor
    ) -> None:
        super().__init__()
        self._session = session
        self._executor = executor
        self._closing = Event()
        self._last: Future[None] | None = None
        self._giving_way: Event | None = None

    def start(
        self,
        owner: QObject,
        work: Callable[[S, Report], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[AppError], None],
        progress: Report | None = None,
        gives_way: bool = False,
    ) -> Event:
        """Run `work` elsewhere and call back here unless `owner` is gone. Set the result to cancel.

        A job that `gives_way` is asked to stop once another one is wanted.
        """
        if self._last is None:  # the first
            self._came_back.connect(_run_if_alive, QtCore.Qt.ConnectionType.QueuedConnection)
        cancel = Event()
        if self._giving_way is not None:
            self._giving_way.set()
        self._giving_way = cancel if gives_way else None
        told = 0.0

        def report(step: int, total: int) -> None:
            nonlocal told
            if cancel.is_set() or self._closing.is_set():
                raise Cancelled
            if progress is not None and (step >= total or monotonic() - told >= _PAUSE):
                told = monotonic()
                self._came_back.emit(owner, partial(progress, step, total))

        def run() -> None:
            call: Callable[[], None]
            try:
                with self._session() as services:
                    call = partial(done, work(services, report))
            except AppError as error:
                call = partial(failed, error)
            except Exception as error:  # noqa: BLE001 - a bug: raise it where the crash dialog is
                call = partial(_reraise, error)
            self._came_back.emit(owner, call)

        self._last = self._executor.submit(run)
        return cancel

    def is_busy(self) -> bool:
        """Whether a job runs or waits to run."""
        return self._last is not None and not self._last.done()

    def close(self) -> None:
        """Ask the running job to stop and wait until it has."""
        self._closing.set()
        self._executor.shutdown(wait=True, cancel_futures=True)


def _run_if_alive(owner: QObject, call: Callable[[], None]) -> None:
    if isValid(owner):
        call()


def _reraise(error: Exception) -> NoReturn:
    raise error
