"""Lists that look the next time as their user has left them: widths of columns, and the order of rows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTableView

from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.list_memory import ListMemory
from qtapp.settings import ListLook

_PAUSE_MS = 400
"""How long the mouse rests until a width is kept: one drag is hundreds of widths."""


class Remembered(QObject):
    """Brings a table back to what is remembered of it, and tells what becomes of it.

    `widths` tells the widths of all columns in pixels if the user chose them, `lay_out` sets them; nothing
    stands for widths that follow the room.
    """

    def __init__(
        self,
        table: QTableView,
        widths: Callable[[], Sequence[int]],
        lay_out: Callable[[Sequence[int]], None],
    ) -> None:
        super().__init__(table)
        self._table, self._widths, self._lay_out = table, widths, lay_out
        self._memory: ListMemory | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.settle)
        head = table.horizontalHeader()
        head.sortIndicatorChanged.connect(lambda *_: self.note())
        forget = QAction(tr("Trả các cột về như ban đầu"), self)
        forget.triggered.connect(self.forget)
        for place in (table, head):
            place.addAction(forget)
            place.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def recall(self) -> None:
        """Lay the table out as it is remembered, the first time it is shown."""
        if self._memory is not None:
            return
        around = self._table.parentWidget()
        while around is not None and not isinstance(around, ListMemory):
            around = around.parentWidget()
        if around is None:
            return
        look = around.list_looks().get(self._table.accessibleName(), ListLook())
        columns = self._table.model().columnCount()
        if len(look.widths) == columns:
            em = theme.em()
            self._lay_out([round(width * em) for width in look.widths])
        if self._table.isSortingEnabled() and 0 <= look.sorted_by < columns:
            order = Qt.SortOrder
            self._table.sortByColumn(
                look.sorted_by,
                order.DescendingOrder if look.descending else order.AscendingOrder,
            )
        self._memory = around  # from here on, what changes is the user's doing

    def note(self) -> None:
        """Remember the table in a moment: something about it has changed."""
        if self._memory is not None:
            self._pause.start()

    def settle(self) -> None:
        """Remember the table as it is now, if that is another way than before."""
        self._pause.stop()
        if self._memory is None:
            return
        head, em = self._table.horizontalHeader(), theme.em()
        look = ListLook(
            widths=tuple(round(width / em, 2) for width in self._widths()),
            sorted_by=head.sortIndicatorSection() if self._table.isSortingEnabled() else -1,
            descending=head.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
        )
        name = self._table.accessibleName()
        if look != self._memory.list_looks().get(name, ListLook()):
            self._memory.keep_list_look(name, look)

    def hurry(self) -> None:
        """Remember at once what waits to be: the table goes out of sight."""
        if self._pause.isActive():
            self.settle()

    def forget(self) -> None:
        """Lay the table out anew, in the order in which the book gives its rows."""
        self._lay_out([])
        self._table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.settle()
