from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from qtapp.domain.errors import AppError, StoreBusy
from qtapp.gui.kit import ask, busy
from qtapp.gui.kit.busy import BusySheet, remaining
from qtapp.gui.kit.jobs import Jobs, Report
from tests.gui.accessible import nameless
from tests.gui.typing import press


@contextmanager
def a_session() -> Iterator[None]:
    yield None


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs[None]]:
    made = Jobs(a_session, ThreadPoolExecutor(max_workers=1))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("step", "total", "ms", "words"),
    [
        (0, 0, 0, "Đang làm…"),
        (10, 100, 100, "Đã xong 10 %"),
        (10, 100, 2000, "Đã xong 10 % · còn khoảng 20 giây"),
        (90, 100, 9000, "Đã xong 90 % · sắp xong"),
        (1, 100, 3000, "Đã xong 1 % · còn khoảng 5 phút"),
        (100, 100, 9000, "Đã xong 100 %"),
    ],
)
def test_the_remaining_time_is_said_in_round_words(
    step: int, total: int, ms: int, words: str
) -> None:
    assert remaining(step, total, ms) == words


def test_the_sheet_leaves_when_the_job_is_done(
    window: QWidget, jobs: Jobs[None], qtbot: QtBot
) -> None:
    results: list[int] = []
    sheet = busy.run(window, jobs, "Đang nhập", lambda _s, _r: 7, done=results.append)
    assert sheet.isVisible()
    qtbot.waitUntil(lambda: bool(results))
    assert results == [7]
    assert window.findChildren(BusySheet) == [] or not window.findChildren(BusySheet)[0].isVisible()


def endless(_services: None, report: Report) -> None:
    while True:
        report(1, 3)


def test_escape_stops_the_job_and_says_nothing(
    window: QWidget, jobs: Jobs[None], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "tell", lambda *_: pytest.fail("stopping is no failure"))
    sheet = busy.run(window, jobs, "Đang nhập", endless, done=pytest.fail)
    bar = sheet.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    qtbot.waitUntil(lambda: bar.maximum() == 3)
    press(sheet, Qt.Key.Key_Escape)
    sheet.close()
    with qtbot.waitSignal(sheet.destroyed):
        pass


def test_a_failure_is_told_once_the_sheet_is_gone(
    window: QWidget, jobs: Jobs[None], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(_services: None, _report: Report) -> None:
        raise StoreBusy

    told: list[AppError] = []
    monkeypatch.setattr(ask, "tell", lambda _parent, error: told.append(error))
    busy.run(window, jobs, "Đang nhập", work, done=pytest.fail)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], StoreBusy)


def test_a_page_may_take_the_failure(window: QWidget, jobs: Jobs[None], qtbot: QtBot) -> None:
    def work(_services: None, _report: Report) -> None:
        raise StoreBusy

    failures: list[AppError] = []
    busy.run(window, jobs, "Đang nhập", work, done=pytest.fail, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert len(failures) == 1


def test_a_screen_reader_can_name_the_sheet(window: QWidget) -> None:
    sheet = BusySheet("Đang nhập", window)
    assert nameless(sheet) == []
    sheet.finish()
