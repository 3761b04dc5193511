"""Acting in a form that opens over the window."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from qtapp.gui.kit.form_dialog import FormDialog


def fill(act: Callable[[FormDialog], Any]) -> None:
    """Call `act` with the form that opens next."""

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        try:
            act(dialog)
        finally:
            dialog.done(0)  # a failed test must not wait for ever

    QTimer.singleShot(0, later)
