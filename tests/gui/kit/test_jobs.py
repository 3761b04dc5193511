import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from qtapp.domain.errors import AppError, Cancelled, StoreBusy
from qtapp.gui.kit.jobs import Jobs, Report


@contextmanager
def a_session() -> Iterator[str]:
    yield "services"


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs[str]]:
    made = Jobs(a_session, ThreadPoolExecutor(max_workers=1))
    yield made
    made.close()


def fail(error: AppError) -> None:
    raise error


def test_the_result_comes_back_in_the_thread_of_the_window(jobs: Jobs[str], qtbot: QtBot) -> None:
    owner, seen = QObject(), []
    jobs.start(
        owner,
        lambda services, _report: (services, threading.current_thread()),
        done=lambda result: seen.append((result, threading.current_thread())),
        failed=fail,
    )
    qtbot.waitUntil(lambda: bool(seen))
    (services, there), here = seen[0]
    assert services == "services"
    assert there is not threading.main_thread()
    assert here is threading.main_thread()


def test_a_failure_is_handed_over(jobs: Jobs[str], qtbot: QtBot) -> None:
    def work(_services: str, _report: Report) -> None:
        raise StoreBusy

    owner, failures = QObject(), []
    jobs.start(owner, work, done=pytest.fail, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], StoreBusy)


def test_a_bug_reaches_the_hook(
    jobs: Jobs[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, caught = QObject(), []
    monkeypatch.setattr(sys, "excepthook", lambda *args: caught.append(args[0]))
    jobs.start(owner, lambda _services, _report: 1 // 0, done=pytest.fail, failed=fail)
    qtbot.waitUntil(lambda: bool(caught))
    assert caught == [ZeroDivisionError]


def test_progress_is_told_and_ends_whole(jobs: Jobs[str], qtbot: QtBot) -> None:
    def work(_services: str, report: Report) -> None:
        for step in range(1000):
            report(step + 1, 1000)

    owner, steps, finished = QObject(), [], []
    jobs.start(
        owner,
        work,
        done=finished.append,
        failed=fail,
        progress=lambda step, total: steps.append((step, total)),
    )
    qtbot.waitUntil(lambda: bool(finished))
    assert steps[-1] == (1000, 1000)
    assert len(steps) < 500


def forever(started: threading.Event) -> Callable[[str, Report], None]:
    def work(_services: str, report: Report) -> None:
        started.set()
        while True:
            report(1, 2)

    return work


def test_a_job_stops_when_asked(jobs: Jobs[str], qtbot: QtBot) -> None:
    owner, failures = QObject(), []
    cancel = jobs.start(owner, forever(threading.Event()), done=pytest.fail, failed=failures.append)
    cancel.set()
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], Cancelled)


def test_a_job_that_gives_way_stops_once_another_is_wanted(jobs: Jobs[str], qtbot: QtBot) -> None:
    owner, failures, done = QObject(), [], []
    started = threading.Event()
    jobs.start(owner, forever(started), done=pytest.fail, failed=failures.append, gives_way=True)
    started.wait(5)
    jobs.start(owner, lambda _services, _report: 7, done=done.append, failed=fail)
    qtbot.waitUntil(lambda: bool(done))
    assert isinstance(failures[0], Cancelled)
    jobs.start(owner, lambda _services, _report: 8, done=done.append, failed=fail)
    qtbot.waitUntil(lambda: done == [7, 8])


def test_nobody_is_called_back_once_gone(jobs: Jobs[str], qtbot: QtBot) -> None:
    owner, other, after, done = QObject(), QObject(), [], []
    gone = threading.Event()
    jobs.start(owner, lambda _services, _report: gone.wait(5), done=done.append, failed=fail)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gone.set()
    jobs.start(other, lambda _services, _report: None, done=after.append, failed=fail)
    qtbot.waitUntil(lambda: bool(after))
    assert done == []


def test_closing_stops_the_running_job(qtbot: QtBot) -> None:
    made = Jobs(a_session, ThreadPoolExecutor(max_workers=1))
    owner, started, failures = QObject(), threading.Event(), []
    made.start(owner, forever(started), done=pytest.fail, failed=failures.append)
    started.wait(5)
    made.close()
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], Cancelled)
