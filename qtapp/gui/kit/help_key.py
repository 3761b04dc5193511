"""F1 in dialogs: the window's own F1 cannot be pressed while one of them waits for an answer."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog

from qtapp.gui.kit import theme

_EQUIPPED = "helps"


class HelpKey(QObject):
    """Gives every dialog that comes to the front its own F1; `wanted` says over which dialog to help."""

    wanted = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        theme.application().focusWindowChanged.connect(self._equip)

    def _equip(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or dialog.property(_EQUIPPED):
            return
        dialog.setProperty(_EQUIPPED, True)
        key = QShortcut(QKeySequence("F1"), dialog)
        key.activated.connect(lambda: self.wanted.emit(dialog))
