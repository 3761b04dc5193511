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
from qtapp.services.environment import Environment
from qtapp.settings import load_settings


def run(file: Path | None, environment: Environment, paths: Paths, address: str) -> int:
    """Show the window, on `file` if there is one, until it is closed; return the exit code.

    It answers second starts at `address` (`qtapp.doorbell`), if that is not empty.
    """
    app = QApplication([sys.argv[0] or "sochibo"])
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
        gc.freeze()
        gc.enable()
        return app.exec()
    finally:
        net.remove()
        if log is not None:
            stop_log(log)


def _open_door(window: MainWindow, address: str) -> None:
    from qtapp.gui.kit.door import Door  # noqa: PLC0415 - Qt's network half is not for the start

    if address:
        Door(address, window).rung.connect(window.answer)
