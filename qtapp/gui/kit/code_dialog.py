"""A code in large letters, to be told by telephone: shown once, until it is written down."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import button, make_primary
from qtapp.gui.kit.room import at_most, scrolling
from qtapp.gui.kit.words import heading, label


class CodeDialog(QDialog):
    """What was written, the code that opens it, and what to do now, step by step."""

    def __init__(
        self, parent: QWidget, title: str, written: str, code: str, steps: list[str]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._code = code
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.MEDIUM))
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.em(theme.MEDIUM))
        lines.addWidget(heading(title))
        lines.addWidget(label(written))
        words = label(code, "figure", wrap=False)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setAccessibleName(tr("Mã: {code}").format(code=code))
        lines.addWidget(words)
        for number, step in enumerate(steps, 1):
            lines.addWidget(label(f"{number}. {step}" if len(steps) > 1 else step))
        lines.addStretch(1)
        column.addWidget(scrolling(inside), 1)
        verbs = QHBoxLayout()
        verbs.addWidget(button(tr("&Chép mã"), self.copy))
        verbs.addStretch(1)
        close = button(tr("Đã ghi &mã"), self.accept)
        close.setDefault(True)
        make_primary(close)
        verbs.addWidget(close)
        column.addLayout(verbs)
        at_most(self, 36, 17 + 3 * len(steps))
        close.setFocus()

    def copy(self) -> None:
        """Put the code on the clipboard."""
        QGuiApplication.clipboard().setText(self._code)
