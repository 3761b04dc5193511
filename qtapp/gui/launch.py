"""The window's start: Qt, the log, the net for faults, the look, then the window until it is closed."""

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from qtapp import __version__
from qtapp.gui.crash import CrashNet
from qtapp.gui.kit import i18n, theme
from qtapp.gui.main_window import MainWindow
from qtapp.logs import start_log, stop_log
from qtapp.paths import Paths
from qtapp.services.book import Book
from qtapp.services.environment import Environment
from qtapp.settings import Settings, load_settings

_AT_LEISURE = 250
"""Milliseconds after the window has come."""
_FEWEST_COLOURS = 20
"""Of a screen with words and icons; letters alone have more, smoothed as they are."""


def run(file: Path | None, environment: Environment, paths: Paths, address: str) -> int:
    """Show the window, on `file` if there is one, until it is closed; return the exit code.

    It answers second starts at `address` (`qtapp.doorbell`), if that is not empty.
    """
    app = QApplication([sys.argv[0] or "sochibo", *theme.STYLE])
    app.setApplicationName("SoChiBo")
    app.setApplicationVersion(__version__)
    log = start_log(paths.log_file)
    net = CrashNet()
    net.install()
    i18n.install(app)
    settings = load_settings(paths.settings_file)
    theme.apply(app, settings.letter_percent, settings.theme)
    window = MainWindow(environment, paths, settings)
    try:
        window.open_at_start(file)
        window.show()
        QTimer.singleShot(0, window, lambda: _open_door(window, address))
        QTimer.singleShot(_AT_LEISURE, window, _name_qt)
        gc.freeze()
        gc.enable()
        return app.exec()
    finally:
        net.remove()
        if log is not None:
            stop_log(log)


def paint(book: Book, environment: Environment, paths: Paths) -> str:
    """Draw the window on an open book where nobody sees it and return its size in dots.

    Raises ValueError if next to nothing was drawn.
    """
    app = QApplication.instance() or QApplication(["sochibo", "-platform", "offscreen"])
    if not isinstance(app, QApplication):
        raise TypeError(app)
    i18n.install(app)
    theme.apply(app)
    window = MainWindow(environment, paths, Settings())
    try:
        window.show_unlocked(book)
        picture = window.grab().toImage()
        across, down = range(0, picture.width(), 3), range(0, picture.height(), 3)
        colours = {picture.pixel(x, y) for x in across for y in down}
        if window.workspace is None or len(colours) < _FEWEST_COLOURS:
            raise ValueError(len(colours))
        return f"{picture.width()} × {picture.height()}"
    finally:
        window.close()


def _name_qt() -> None:
    """Have the enumerations of `Qt` made before a second screen wants them (`kit/numbers.py`)."""
    from PySide6.QtCore import Qt  # noqa: F401, PLC0415 - see above


def _open_door(window: MainWindow, address: str) -> None:
    from qtapp.gui.kit.door import Door  # noqa: PLC0415 - Qt's network half is not for the start

    if address:
        Door(address, window).rung.connect(window.answer)
