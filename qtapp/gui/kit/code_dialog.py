"""A code in large letters, to be told by telephone: shown once, until it is written down."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import button, make_primary
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
        self.setMinimumWidth(theme.em(34))
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(heading(title))
        column.addWidget(label(written))
        words = label(code, "figure", wrap=False)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setAccessibleName(tr("Mã: {code}").format(code=code))
        column.addWidget(words)
        for number, step in enumerate(steps, 1):
            column.addWidget(label(f"{number}. {step}" if len(steps) > 1 else step))
        verbs = QHBoxLayout()
        verbs.addWidget(button(tr("&Chép mã"), self.copy))
        verbs.addStretch(1)
        close = button(tr("Đã ghi &mã"), self.accept)
        close.setDefault(True)
        make_primary(close)
        verbs.addWidget(close)
        column.addLayout(verbs)
        close.setFocus()

    def copy(self) -> None:
        """Put the code on the clipboard."""
        QGuiApplication.clipboard().setText(self._code)
