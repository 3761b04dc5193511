"""The app dressed and in Vietnamese, and windows that are closed whatever happens."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from qtapp.gui.kit import i18n, theme
from qtapp.gui.main_window import MainWindow
from qtapp.paths import paths_in
from qtapp.settings import Settings, Theme
from tests.make import an_environment


@pytest.fixture(scope="session")
def _vietnamese(qapp: QApplication) -> None:
    i18n.install(qapp)
    theme.apply(qapp, 100, Theme.LIGHT)


@pytest.fixture
def window_in(qtbot: QtBot, _vietnamese: None) -> Iterator[Callable[..., MainWindow]]:
    """Start the app on a computer of its own, with a file or none: its data below `folder`, called `device`."""
    made: list[MainWindow] = []
    answers = QTimer()
    answers.timeout.connect(_drop_what_is_unsaved)

    def start(folder: Path, device: str, file: Path | None = None) -> MainWindow:
        window = MainWindow(an_environment(device), paths_in(folder), Settings())
        made.append(window)
        qtbot.addWidget(window, before_close_func=lambda _window: answers.start(20))
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.open_at_start(file)
        return window

    yield start
    answers.start(20)
    for window in made:
        window.close()
    answers.stop()


def _drop_what_is_unsaved() -> None:
    """Answer the question that a journey which broke off leaves behind, instead of waiting for ever."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        for each in dialog.findChildren(QPushButton):
            if "Không lưu" in each.text().replace("&", ""):
                each.click()
