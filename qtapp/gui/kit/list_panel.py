"""A whole list: search box, how many there are, the table, and words while there is nothing."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.letter_table import LetterTable
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.room import OneLine
from qtapp.gui.kit.table import Column, TableModel
from qtapp.gui.kit.table_view import FilterLine, TableView

T = TypeVar("T")

_LONGEST = 20
"""Letters of what is searched for that are said beside the count."""


class ListPanel(QWidget, Generic[T]):
    """A list people search, sort and open. `name` says what it lists, as "Danh sách đảng viên".

    With `letters` the table is a LetterTable: single letters do things to the selected row.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[T]],
        identity: Callable[[T], Hashable],
        *,
        empty: Empty | None = None,
        search: str = "",
        letters: bool = False,
    ) -> None:
        super().__init__()
        self.model = TableModel[T](columns, identity, self)
        kind = LetterTable[T] if letters else TableView[T]
        self.table: TableView[T] = kind(self.model, name)
        self.filter = FilterLine(search or tr("Tìm trong danh sách"))
        self.filter.setMaximumWidth(theme.em(24))
        self.filter.setMinimumWidth(theme.em(12))
        self._searched = ""
        self.filter.search_changed.connect(self._search)
        self.count = OneLine("muted")
        # It takes the room that is left: what is chosen by shall be read in full.
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._left_out = ""
        self.tools = QHBoxLayout()
        self.tools.setSpacing(theme.em(theme.MEDIUM))
        self.tools.addWidget(self.filter, 2)
        self.tools.addWidget(self.count, 3)
        bar = QWidget()
        bar.setLayout(self.tools)
        self.tools.setContentsMargins(0, 0, 0, 0)
        self._bar = bar
        self._empty = empty
        self._nothing = Empty(
            "search",
            tr("Không có kết quả nào"),
            tr("Hãy gõ ít chữ hơn; không cần gõ dấu. Phím Esc xóa ô tìm."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(bar)
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)  # first: widgets without a parent are shown as windows
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        if empty is not None:
            self._stack.addWidget(empty)
        self.setMinimumHeight(theme.em(17))
        self.model.rows_changed.connect(self._show_state)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.filter.setFocus)
        self.filter.returnPressed.connect(self._enter_list)
        self._show_state()

    def show_rows(self, rows: Sequence[T]) -> None:
        """Replace the rows; selection, order and search stay."""
        self.table.show_rows(rows)

    def say_left_out(self, words: str) -> None:
        """Say beside the count what the list leaves out by a choice; nothing if it shows all there is."""
        self._left_out = words
        self._show_state()

    def selected(self) -> T | None:
        """Return the selected row, if any."""
        return self.table.selected()

    def enter(self) -> None:
        """Give the keyboard to the list, or to the way to begin one while it is empty."""
        empty = self._empty if self._stack.currentWidget() is self._empty else None
        (self.table if empty is None or empty.action is None else empty.action).setFocus()

    def _search(self, text: str) -> None:
        self._searched = text  # letters that an input method still composes among them
        self.model.search(text)

    def _enter_list(self) -> None:
        """Go from the search box into what was found."""
        if self.model.rowCount():
            self.table.setFocus()
            if self.selected() is None:
                self.table.selectRow(0)

    def _show_state(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        if shown == total:
            said = tr("%n dòng", "", total)
        else:
            said = tr("{shown} trong {total} dòng; ẩn các dòng không có “{words}”").format(
                shown=shown, total=total, words=_short(self._searched)
            )
        self.count.setText("; ".join(filter(None, (said, self._left_out))))
        self._bar.setVisible(total > 0)
        if not total and self._empty is not None:
            self._stack.setCurrentWidget(self._empty)
        elif not shown and total:
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self.table)


def _short(words: str) -> str:
    """Return what is searched for, as far as there is room for it."""
    clean = " ".join(words.split())
    return clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}…"
