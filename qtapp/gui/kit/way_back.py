"""The way back that a page shows above its title: wherever there is one, it is the nearest and the only one."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

CAME_OR_WENT = QEvent.Type(QEvent.registerEventType())
"""Sent to everything around a way back when it comes into sight or goes."""


class WayBack(QPushButton):
    """A button that leads back; it tells what is around it whether it can be seen."""

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it came."""
        super().showEvent(event)
        self._tell()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it went."""
        super().hideEvent(event)
        self._tell()

    def _tell(self) -> None:
        above = self.parentWidget()
        while above is not None:
            QCoreApplication.sendEvent(above, QEvent(CAME_OR_WENT))
            above = above.parentWidget()


def way_back_in(place: QWidget) -> WayBack | None:
    """Return the way back that is in sight within `place`, whether `place` itself is shown or not."""
    found = place.findChildren(WayBack)
    return next((each for each in found if each.isVisibleTo(place)), None)
