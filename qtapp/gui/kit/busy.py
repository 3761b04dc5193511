"""The busy sheet: what is being done, how far it is, how long it still takes, and a way to stop it."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from PySide6 import QtCore
from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QPushButton, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Cancelled
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs, Report
from qtapp.gui.kit.words import heading, muted

S = TypeVar("S")
T = TypeVar("T")

_SURE_AFTER_MS = 1500
"""Below this, an estimate of the remaining time would only jump about."""


def run(
    owner: QWidget,
    jobs: Jobs[S],
    title: str,
    work: Callable[[S, Report], T],
    *,
    done: Callable[[T], None],
    failed: Callable[[AppError], None] | None = None,
) -> "BusySheet":
    """Do `work` under a busy sheet over the window of `owner`.

    A failure is told in a message unless `failed` takes it; stopping is no failure.
    """
    sheet = BusySheet(title, owner.window())

    def finish(result: T) -> None:
        sheet.finish()
        done(result)

    def fail(error: AppError) -> None:
        sheet.finish()
        if failed is not None:
            failed(error)
        elif not isinstance(error, Cancelled):
            ask.tell(owner, error)

    sheet.open()
    sheet.stops(jobs.start(sheet, work, done=finish, failed=fail, progress=sheet.show_progress))
    return sheet


class BusySheet(QDialog):
    """A sheet over the window while a job runs; the only way out is to stop the job."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(
            parent,
            QtCore.Qt.WindowType.Dialog
            | QtCore.Qt.WindowType.CustomizeWindowHint
            | QtCore.Qt.WindowType.WindowTitleHint,
        )
        self.setWindowModality(QtCore.Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.em(26))
        self._cancel: Event | None = None
        self._finished = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Tiến độ"))
        self._left = muted(tr("Đang chuẩn bị…"))
        self._stop = QPushButton(tr("&Dừng"), self)
        self._stop.clicked.connect(self.stop)
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(heading(title))
        column.addWidget(self._bar)
        column.addWidget(self._left)
        column.addWidget(self._stop, alignment=QtCore.Qt.AlignmentFlag.AlignRight)

    def stops(self, cancel: Event) -> None:
        """Set `cancel` when the user wants to stop."""
        self._cancel = cancel

    def stop(self) -> None:
        """Ask the job to stop; the sheet stays until it has."""
        if self._cancel is not None:
            self._cancel.set()
        self._stop.setEnabled(False)
        self._left.setText(tr("Đang dừng…"))

    def show_progress(self, step: int, total: int) -> None:
        """Show how far the job is; `total` 0 means nobody knows."""
        if self._cancel is not None and self._cancel.is_set():
            return
        self._bar.setRange(0, total)
        self._bar.setValue(step)
        self._left.setText(remaining(step, total, self._clock.elapsed()))

    def finish(self) -> None:
        """Take the sheet away."""
        self._finished = True
        self.accept()
        self.deleteLater()

    def reject(self) -> None:
        """Stop the job on Escape instead of hiding it."""
        self.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay while the job runs."""
        if not self._finished:
            event.ignore()
            self.stop()


def remaining(step: int, total: int, elapsed_ms: int) -> str:
    """Return in words how far a job is and how long it will still take."""
    if total <= 0 or step <= 0:
        return tr("Đang làm…")
    percent = tr("Đã xong {percent} %").format(percent=min(100, step * 100 // total))
    if elapsed_ms < _SURE_AFTER_MS or step >= total:
        return percent
    seconds = elapsed_ms * (total - step) / step / 1000
    if seconds < 5:
        return tr("{percent} · sắp xong").format(percent=percent)
    if seconds < 55:
        rounded = round(seconds / 5) * 5
        return tr("{percent} · còn khoảng {seconds} giây").format(percent=percent, seconds=rounded)
    minutes = max(1, round(seconds / 60))
    return tr("{percent} · còn khoảng {minutes} phút").format(percent=percent, minutes=minutes)
