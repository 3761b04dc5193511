"""What is offered while a line is typed, and never forced."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QWidget


def suggest(edit: QLineEdit, words: Sequence[str]) -> None:
    """Offer those of `words` in which what is typed occurs."""
    completer = QCompleter(edit)
    completer.setModel(QStringListModel(list(words), completer))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    edit.setCompleter(completer)
    # The list is made when somebody types, not with every form.
    once = Qt.ConnectionType.SingleShotConnection
    edit.textEdited.connect(lambda _text: _ClickThrough(completer.popup()), once)


class _ClickThrough(QObject):
    """Lets the click that closes the list do at once what it was made for.

    Qt plays it again by itself, but so late that a quick hand has let go of the button before.
    """

    def __init__(self, offered: QWidget) -> None:
        super().__init__(offered)
        self._offered = offered
        offered.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        offered.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hand a click beside the list on to what lies there."""
        if event.type() is not QEvent.Type.MouseButtonPress or not isinstance(event, QMouseEvent):
            return False
        if self._offered.rect().contains(event.position().toPoint()):
            return False
        self._offered.hide()
        beneath = QApplication.widgetAt(event.globalPosition().toPoint())
        window = beneath.window().windowHandle() if beneath is not None else None
        if window is not None:
            QCoreApplication.sendEvent(
                window,
                QMouseEvent(
                    event.type(),
                    window.mapFromGlobal(event.globalPosition()),
                    event.globalPosition(),
                    event.button(),
                    event.buttons(),
                    event.modifiers(),
                ),
            )
        return True
