"""The wheel scrolls the page; it changes a value only where the user is in its field."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QWidget


class _CalmWheel(QObject):
    """Lets the wheel scroll the page instead of changing a value nobody meant to touch."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the wheel on unless the user is in the field."""
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        if watched.hasFocus():
            return False
        event.ignore()
        return True


def calm_wheel(widget: QAbstractSpinBox | QComboBox) -> None:
    """Keep the wheel from changing `widget` while the user is elsewhere."""
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_CalmWheel(widget))
