"""Lists of records: rows are values, columns are functions of a value, sorting is Vietnamese."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from qtapp.domain.vietnamese import fold, sort_key
from qtapp.gui.kit.icons import Tone

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

TONE = Qt.ItemDataRole.UserRole + 1
"""Role under which a cell tells the delegate the tone of its badge, or None."""


class Column(Struct, Generic[T], frozen=True, kw_only=True):
    """One column: its heading, and how to read a row.

    `text` is what is shown, searched and, folded into a Vietnamese key, sorted by; `key` sorts by
    something else. `tone` makes the text a badge. Columns with `stretch` share the room that is left;
    those that are `spared` are left out, the last first, where there is no room for all.
    """

    title: str
    text: Callable[[T], str]
    key: Callable[[T], Any] | None = None
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    tone: Callable[[T], Tone | None] | None = None
    stretch: bool = False
    spared: bool = False

    def sort_value(self, row: T) -> Any:
        """Return what this column sorts `row` by."""
        return self.key(row) if self.key else sort_key(self.text(row))


class TableModel(QAbstractTableModel, Generic[T]):
    """The rows of one list, as the user sorted and searched them."""

    rows_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[T]],
        identity: Callable[[T], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._identity = identity
        self._all: list[T] = []
        self._shown: list[T] = []
        self._haystacks: dict[int, str] = {}
        self._wanted: tuple[str, ...] = ()
        self._column = -1
        self._order = Qt.SortOrder.AscendingOrder

    @property
    def columns(self) -> Sequence[Column[T]]:
        """The columns from left to right."""
        return self._columns

    @property
    def total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._all)

    @property
    def rows(self) -> Sequence[T]:
        """The rows that are shown, from top to bottom."""
        return self._shown

    def show(self, rows: Sequence[T]) -> None:
        """Replace all rows; the order and the search stay as they are."""
        self._all = list(rows)
        self._haystacks = {}
        self._arrange()

    def search(self, text: str) -> None:
        """Show only rows in which every word of `text` occurs, whatever its case and diacritics."""
        wanted = tuple(fold(text).split())
        if wanted != self._wanted:
            self._wanted = wanted
            self._arrange()

    def row(self, index: _Index) -> T:
        """Return the value shown at `index`."""
        return self._shown[index.row()]

    def identity(self, row: T) -> Hashable:
        """Return what tells `row` from all others."""
        return self._identity(row)

    def index_of(self, identity: Hashable) -> QModelIndex:
        """Return where the row with this identity is shown; an invalid index if it is not."""
        for place, row in enumerate(self._shown):
            if self._identity(row) == identity:
                return self.index(place, 0)
        return QModelIndex()

    def replace(self, row: T) -> None:
        """Show `row` in the place of the row with the same identity, without sorting anew."""
        identity = self._identity(row)
        for rows in (self._all, self._shown):
            for place, old in enumerate(rows):
                if self._identity(old) == identity:
                    rows[place] = row
                    self._haystacks.pop(id(old), None)
                    break
        found = self.index_of(identity)
        if found.isValid():
            self.dataChanged.emit(found, found.siblingAtColumn(len(self._columns) - 1))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text, alignment or tone of a cell."""
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.align | Qt.AlignmentFlag.AlignVCenter
            case _ if role == TONE:
                return column.tone(row) if column.tone else None
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.align | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by `column`; -1 keeps the order in which the rows were given."""
        self._column, self._order = column, order
        self._arrange()

    def _arrange(self) -> None:
        """Search and sort anew, and keep every view's place in the list."""
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        kept = [self._identity(self._shown[each.row()]) for each in old]
        self._shown = [row for row in self._all if self._is_wanted(row)]
        if 0 <= self._column < len(self._columns):
            self._shown.sort(
                key=self._columns[self._column].sort_value,
                reverse=self._order == Qt.SortOrder.DescendingOrder,
            )
        if old:
            places = {self._identity(row): place for place, row in enumerate(self._shown)}
            new = [
                self.index(places[identity], each.column()) if identity in places else QModelIndex()
                for identity, each in zip(kept, old, strict=True)
            ]
            self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()
        self.rows_changed.emit()

    def _is_wanted(self, row: T) -> bool:
        if not self._wanted:
            return True
        hay = self._haystacks.get(id(row))
        if hay is None:
            hay = fold("\n".join(column.text(row) for column in self._columns))
            self._haystacks[id(row)] = hay
        return all(word in hay for word in self._wanted)
