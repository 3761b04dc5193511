import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qtapp.gui import crash
from qtapp.gui.crash import CrashDialog, CrashNet
from tests.gui.accessible import nameless


@pytest.fixture
def shown() -> list[str]:
    return []


@pytest.fixture
def net(qtbot: QtBot, shown: list[str], caplog: pytest.LogCaptureFixture) -> Iterator[CrashNet]:
    made = CrashNet(shown.append)
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    made.install()
    yield made
    made.remove()
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def a_fault(text: str) -> None:
    try:
        {}[text]
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)


def test_a_fault_is_shown_with_its_place(net: CrashNet, shown: list[str]) -> None:
    a_fault("x")
    assert "KeyError" in shown[0]
    assert "a_fault" in shown[0]


def test_the_details_to_copy_quote_nobody(net: CrashNet, shown: list[str]) -> None:
    a_fault("Lý Thị Ánh")
    assert "Ánh" not in shown[0]


def test_the_log_names_the_place_and_no_value(
    net: CrashNet, shown: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    a_fault("Lý Thị Ánh")
    assert "uncaught KeyError" in caplog.text
    assert "a_fault" in caplog.text
    assert "Ánh" not in caplog.text


def test_a_fault_in_another_thread_is_shown_here(
    net: CrashNet, shown: list[str], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    thread = threading.Thread(target=lambda: {}["x"])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(shown))


def test_one_dialog_at_a_time(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def show(details: str) -> None:
        seen.append(details)
        net.caught(ValueError, ValueError(), None)

    net = CrashNet(show)
    net.caught(KeyError, KeyError(), None)
    assert len(seen) == 1


def test_messages_of_qt_go_to_the_log(net: CrashNet, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "qt"):
        qWarning("QPainter::begin: nothing")
    assert ("qt", logging.WARNING, "QPainter::begin: nothing") in caplog.record_tuples


def test_the_dialog_says_that_the_data_is_safe_and_copies_details(qtbot: QtBot) -> None:
    dialog = CrashDialog("KeyError: x")
    qtbot.addWidget(dialog)
    assert nameless(dialog) == []
    dialog.copy()
    assert QGuiApplication.clipboard().text() == "KeyError: x"


def test_the_dialog_is_left_by_its_button(qtbot: QtBot) -> None:
    seen: list[str] = []

    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, CrashDialog)
        seen.append(dialog.windowTitle())
        dialog.accept()

    QTimer.singleShot(0, leave)
    crash.show_dialog("KeyError: x")
    assert seen == ["Sổ Chi Bộ"]
