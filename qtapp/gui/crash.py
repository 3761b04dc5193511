"""When the app itself is at fault: log it, say so calmly once, offer the details to copy."""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6 import QtWidgets
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from qtapp import __version__
from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import make_primary
from qtapp.gui.kit.words import label

_log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashNet(QObject):
    """Catches what nobody caught, in any thread, and shows it once in the thread of the window."""

    _caught = Signal(str)

    def __init__(self, show: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._show = show or show_dialog
        self._showing = False
        self._caught.connect(self._tell)

    def install(self) -> None:
        """Take over the hooks of Python and Qt for faults."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(
            args.exc_type, args.exc_value, args.exc_traceback
        )
        sys.unraisablehook = lambda args: self.caught(
            args.exc_type, args.exc_value, args.exc_traceback
        )
        qInstallMessageHandler(log_qt_message)

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)

    def caught(
        self,
        kind: type[BaseException],
        _error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Log the fault and show it, wherever it happened."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            QApplication.quit()
            return
        places = "".join(traceback.format_tb(trace))
        # Places, not values, in the log and in what is copied: a message may quote a member's name.
        _log.critical("uncaught %s\n%s", kind.__name__, places)
        self._caught.emit(f"Sổ Chi Bộ {__version__}\n{kind.__name__}\n\n{places}")

    def _tell(self, details: str) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            self._show(details)
        finally:
            self._showing = False


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Send a message of Qt to the log."""
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", text)


def show_dialog(details: str) -> None:
    """Say that the app has a fault and that the data is safe; wait until the user has read it."""
    dialog = CrashDialog(details, QApplication.activeWindow())
    dialog.exec()
    dialog.deleteLater()


class CrashDialog(QDialog):
    """What happened in a sentence, that the data is safe, and the details for whoever helps."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._details = details
        self.setWindowTitle(tr("Sổ Chi Bộ"))
        self.setMinimumWidth(theme.em(32))
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(label(tr("Phần mềm vừa gặp lỗi"), "dialog"))
        column.addWidget(
            label(
                tr(
                    "Việc vừa làm có thể chưa xong. Những gì đã lưu trong sổ vẫn an toàn. "
                    "Đồng chí có thể làm tiếp; nếu lỗi lặp lại, hãy chép chi tiết gửi người hỗ trợ."
                )
            )
        )
        text = QtWidgets.QPlainTextEdit(details, self)
        text.setReadOnly(True)
        text.setAccessibleName(tr("Chi tiết lỗi"))
        text.setMaximumHeight(theme.em(12))
        column.addWidget(text)
        buttons = QtWidgets.QDialogButtonBox(self)
        copy = buttons.addButton(tr("&Chép chi tiết"), buttons.ButtonRole.ActionRole)
        close = buttons.addButton(tr("&Làm tiếp"), buttons.ButtonRole.AcceptRole)
        close.setDefault(True)
        make_primary(close)
        close.setFocus()
        copy.clicked.connect(self.copy)
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._details)
