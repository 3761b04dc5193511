"""A stick that is plugged in: noticed wherever the user is, with an offer to use it in one click."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.sticks import Stick
from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Banner, button, clear

_EVERY_MS = 2_000
"""Asking costs one short file on Linux and a few calls on Windows: nothing that anybody notices."""


class StickNotice(QWidget):
    """One line for each stick that waits; `wanted` tells the folder of the one to use.

    A stick that was used or put off is mentioned again once it has been pulled out and plugged in.
    """

    wanted = Signal(str)

    def __init__(self, sticks: Callable[[], Sequence[Stick]]) -> None:
        super().__init__()
        self._sticks = sticks
        self._done: set[Path] = set()
        self._shown: list[Stick] = []
        self._column = QVBoxLayout(self)
        side = theme.em(theme.HUGE)
        self._column.setContentsMargins(side, theme.em(theme.SMALL), side, 0)
        self._column.setSpacing(theme.em(theme.SMALL))
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.setMaximumHeight(0)

    def look(self) -> None:
        """Ask which sticks are plugged in, and show those that wait."""
        plugged = self._sticks()
        self._done &= {each.path for each in plugged}
        waiting = [each for each in plugged if each.path not in self._done]
        if waiting != self._shown:
            self._show(waiting)

    def showEvent(self, event: QShowEvent) -> None:
        """Look now and then every few seconds."""
        super().showEvent(event)
        self._timer.start()
        QTimer.singleShot(0, self, self.look)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody can see it."""
        self._timer.stop()
        super().hideEvent(event)

    def _show(self, waiting: Sequence[Stick]) -> None:
        self._shown = list(waiting)
        clear(self._column)
        for stick in waiting:
            said = tr("USB {name} đang cắm: nhận gói gửi cho sổ này và ghi gói đến lượt gửi?")
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.em(theme.SMALL))
            use = partial(self._use, stick.path)
            row.addWidget(
                Banner("note", said.format(name=stick.name), tr("Nhận và ghi USB"), use), 1
            )
            row.addWidget(button(tr("Để sau"), partial(self._put_off, stick.path), role="quiet"))
            self._column.addWidget(line)
        # An empty line would still take its margins.
        self.setMaximumHeight(16_777_215 if waiting else 0)

    def _use(self, path: Path) -> None:
        self._put_off(path)
        self.wanted.emit(str(path))

    def _put_off(self, path: Path) -> None:
        self._done.add(path)
        self.look()
