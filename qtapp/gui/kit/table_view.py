"""The view of a list: whole rows, keyboard first, badges, columns that fill the room, a search box."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from qtapp.gui.kit import theme
from qtapp.gui.kit.remembered import Remembered
from qtapp.gui.kit.table import TONE, TableModel
from qtapp.gui.kit.words import picture

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_MEASURED = 200
"""Rows looked at when a column's width is chosen."""


class TableView(QTableView, Generic[T]):
    """A list of records. Enter or a double click opens one; single keys may do things to it."""

    opened = Signal(object)
    chosen = Signal()

    def __init__(self, model: TableModel[T], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._keys: dict[int, Callable[[T], None]] = {}
        self._natural: list[int] = []
        self._measured_font = self.font()
        self._resized_by_hand = False
        self._row = 2.6
        self._hidden: set[int] = set()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSortIndicatorClearable(False)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.sectionResized.connect(self._note_resize)
        self.setSortingEnabled(True)
        self._fitting = False
        self._remembered = Remembered(self, self.widths_by_hand, self.lay_out)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.row(index)))
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        model.rows_changed.connect(self._measure)
        self._measure()

    def on_key(self, key: Qt.Key, act: Callable[[T], None]) -> None:
        """Call `act` with the selected row when `key` is pressed alone."""
        self._keys[key] = act

    def show_rows(self, rows: Sequence[T]) -> None:
        """Replace the rows; what was selected stays selected as long as it exists."""
        had = self.selected()
        self._model.show(rows)
        if had is not None:
            self.select(had)

    def hide_columns(self, places: Sequence[int], hidden: bool) -> None:
        """Hide columns, or show them again, and give the others the room."""
        self._hidden = self._hidden | set(places) if hidden else self._hidden - set(places)
        self._fitting = True
        for place in places:
            self.setColumnHidden(place, hidden)
        self._fitting = False
        self._fit()

    def widths_by_hand(self) -> list[int]:
        """Return the widths of all columns in pixels, 0 of those out of sight; nothing if Qt chose them."""
        columns = range(self._model.columnCount())
        return [self.columnWidth(i) for i in columns] if self._resized_by_hand else []

    def lay_out(self, widths: Sequence[int]) -> None:
        """Give every column its width in pixels, as if by hand; without any, choose the widths anew."""
        self._resized_by_hand = False
        self._fit()
        self._fitting = True
        for place, width in enumerate(widths):
            if width and not self.isColumnHidden(place):
                self.setColumnWidth(place, width)
        self._fitting = False
        self._resized_by_hand = bool(widths)
        if widths:
            self._bar_below(wanted=True)

    def set_dense(self, dense: bool) -> None:
        """Draw the rows as close together as their letters allow, or with room around them."""
        self._row = 1.6 if dense else 2.6
        self._measure()

    def selected(self) -> T | None:
        """Return the row the user has selected, if any."""
        found = self.selectionModel().selectedRows()
        return self._model.row(found[0]) if found else None

    def select(self, row: T) -> None:
        """Select the row with the identity of `row` and bring it into sight."""
        index = self._model.index_of(self._model.identity(row))
        if index.isValid():
            self.selectionModel().setCurrentIndex(
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
            self.scrollTo(index)

    def select_next(self) -> None:
        """Move the selection one row down, as far as there is one."""
        below = self.currentIndex().siblingAtRow(self.currentIndex().row() + 1)
        if below.isValid():
            self.select(self._model.row(below))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, do what the page gave a key to, else move as tables do."""
        row = self.selected()
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if row is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(row)
        elif row is not None and plain and event.key() in self._keys:
            self._keys[event.key()](row)
        elif plain and event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._model.rowCount():
            # Rows are chosen whole, so the ends of the list are meant, not those of the row.
            last = self._model.rowCount() - 1
            self.select(
                self._model.row(self._model.index(0 if event.key() == Qt.Key.Key_Home else last, 0))
            )
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Keep the row the keyboard is on in sight, also where the whole page scrolls."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            QTimer.singleShot(0, self, self._keep_row_in_sight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns the new room."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again if the style has brought other letters."""
        super().showEvent(event)
        if self.font() == self._measured_font:
            self._fit()
        else:
            self._measure()
        self._remembered.recall()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember what was changed a moment ago."""
        super().hideEvent(event)
        self._remembered.hurry()

    def minimumSizeHint(self) -> QSize:
        """Return room for the headings and a few rows."""
        return QSize(theme.em(16), theme.em(2.6 * 5))

    def _keep_row_in_sight(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is None:
            return
        row = self.visualRect(self.currentIndex())
        place = self.viewport().mapTo(around.widget(), row.center())
        around.ensureVisible(0, place.y(), 0, theme.em(4))

    def _measure(self) -> None:
        """Choose natural column widths and the row height from the letters."""
        self.verticalHeader().setDefaultSectionSize(theme.em(self._row))
        self._measured_font = self.font()
        letters, bold = self.fontMetrics(), theme.scaled_font(1, bold=True)
        head = type(letters)(bold)
        pad = theme.em(1.6)
        rows = self._model.rows[:_MEASURED]
        self._natural = []
        for column in self._model.columns:
            title = head.horizontalAdvance(column.title) + theme.em(1)
            texts = {column.text(row) for row in rows}
            wide = max(map(letters.horizontalAdvance, texts), default=0)
            wide += theme.em(1.3) if column.tone else 0
            limit = theme.em(18 if column.stretch else 26)
            self._natural.append(min(max(title, wide), limit) + pad)
        self._fit()

    def _fit(self) -> None:
        """Lay the columns out at their natural widths and give what is left to those that stretch."""
        if self._resized_by_hand or not self._natural:
            return
        there = self._columns_with_room()
        widths = {i: self._natural[i] for i in there}
        spare = self.viewport().width() - sum(widths.values())
        takers = [i for i in there if self._model.columns[i].stretch] or there[-1:]
        if spare >= 0:
            for i in takers:
                widths[i] += spare // len(takers)
        else:
            # Long texts are cut before a whole column goes out of sight: each gives what it can spare.
            over = {i: widths[i] - self._least(i) for i in there}
            share = min(1.0, -spare / max(1, sum(over.values())))
            for i, can_give in over.items():
                widths[i] -= ceil(can_give * share)
        self._fitting = True
        for i in range(len(self._natural)):
            if self.isColumnHidden(i) is (i in widths):
                self.setColumnHidden(i, i not in widths)
        for i, width in widths.items():
            self.setColumnWidth(i, width)
        self._fitting = False
        self._bar_below(wanted=sum(widths.values()) > self.viewport().width())

    def _bar_below(self, *, wanted: bool) -> None:
        """Let there be a bar to scroll sideways: Qt leaves one standing that a change of size made needless."""
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(
            policy.ScrollBarAsNeeded if wanted else policy.ScrollBarAlwaysOff
        )

    def _columns_with_room(self) -> list[int]:
        """Return the columns to show: those that are spared only where all the others fit too."""
        columns = self._model.columns
        there = [i for i in range(len(self._natural)) if i not in self._hidden]
        for i in reversed(there):
            least = sum(self._least(k) for k in there)
            if columns[i].spared and least > self.viewport().width():
                there.remove(i)
        return there

    def _least(self, place: int) -> int:
        """Return the width below which a column says too little; badges and figures are never cut."""
        column, wide = self._model.columns[place], self._natural[place]
        if column.stretch:
            return min(wide, theme.em(8))
        return wide if column.tone else min(wide, theme.em(14))

    def _note_resize(self, _place: int, before: int, after: int) -> None:
        """Note a width chosen by hand; a column that comes or goes was chosen by nobody."""
        if self._fitting or not (before and after):
            return
        if not self._resized_by_hand:
            self._resized_by_hand = True
            self._bar_below(wanted=True)
        self._remembered.note()


class FilterLine(QLineEdit):
    """A search box that reports every letter, also those an input method has not finished yet."""

    search_changed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self._last = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setClearButtonEnabled(True)
        self._sign = picture("search", 1.2, "muted")
        self._sign.setParent(self)
        self.setTextMargins(theme.em(1.5), 0, 0, 0)
        self.textChanged.connect(self._report)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sign in the middle of the left end."""
        super().resizeEvent(event)
        self._sign.move(theme.em(0.6), (self.height() - self._sign.height()) // 2)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Count letters that are still being composed as typed."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        self._report()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear on Escape, and leave Escape to the window once nothing is left to clear."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _report(self) -> None:
        at, text = self.cursorPosition(), self.text()
        whole = text[:at] + self._preedit + text[at:]
        if whole != self._last:
            self._last = whole
            self.search_changed.emit(whole)


class _Cells(QStyledItemDelegate):
    """Draws cells; a cell with a tone becomes a badge: words on a soft ground, never colour alone."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the cell."""
        tone = index.data(TONE)
        if tone is None:
            super().paint(painter, option, index)
            return
        super().paint(painter, option, index)
        painter.setFont(option.font)  # type: ignore[attr-defined]  # the painter may still wear another
        draw_badge(painter, _cell_rect(option), str(index.data()), tone)

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Leave the words of a badge out of the plain cell, and no focus box around single cells."""
        super().initStyleOption(option, index)
        if index.data(TONE) is not None:
            option.text = ""  # type: ignore[attr-defined]


def draw_badge(painter: QPainter, room: QRect, text: str, tone: str) -> None:
    """Draw `text` as a badge of this tone at the left of `room`."""
    colours = theme.colours()
    soft = getattr(colours, f"{tone}_soft", colours.sunken)
    ink = colours.accent_text if tone == "accent" else getattr(colours, tone)
    letters = painter.fontMetrics()
    side = theme.em(0.6)
    height = round(letters.height() * 1.15)
    width = min(letters.horizontalAdvance(text) + 2 * side + 2, room.width())
    pill = QRectF(room.left(), room.center().y() - height / 2 + 0.5, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(soft))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(QColor(ink))
    shown = letters.elidedText(text, Qt.TextElideMode.ElideRight, width - 2 * side)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


def _cell_rect(option: QStyleOptionViewItem) -> QRect:
    pad = theme.em(0.4)
    room: QRect = option.rect  # type: ignore[attr-defined]
    return room.adjusted(pad, 0, -pad, -1)
