"""Handing a file to whatever the system opens such files with; tests replace this."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show(path: Path) -> None:
    """Open the file or folder at `path` outside the app."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
