"""Differences: what two laptops of the unit wrote, side by side, and the choice between them."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from qtapp.gui.exchange.plain import shown
from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Card, button, clear
from qtapp.gui.kit.words import label, muted
from qtapp.services.book import Book
from qtapp.services.differences import ConflictView
from qtapp.wording.labels import field_label

_MOST_SHOWN = 5


class Differences(QWidget):
    """One card for each difference nobody has looked at."""

    settled = Signal(str)

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.em(theme.MEDIUM))

    def reload(self) -> None:
        """Read the differences anew."""
        clear(self._column)
        views = self._book.exchange.conflicts()
        for view in views[:_MOST_SHOWN]:
            self._column.addWidget(self._card(view))
        if len(views) > _MOST_SHOWN:
            left = len(views) - _MOST_SHOWN
            self._column.addWidget(muted(tr("Còn %n chỗ nữa, hiện ra khi xem xong.", "", left)))
        self.setVisible(bool(views))

    def _card(self, view: ConflictView) -> Card:
        title = f"{view.title}: {view.subject}" if view.subject else view.title
        card = Card(
            title, tr("Hai máy của đơn vị ghi khác nhau. Chọn bên đúng; bên kia vẫn lưu lại.")
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.em(theme.LARGE))
        grid.setVerticalSpacing(theme.em(theme.SMALL))
        for column, words, laptop in (
            (1, tr("Bên này, sổ đang ghi"), view.kept_on),
            (2, tr("Bên kia"), view.lost_on),
        ):
            from_ = tr("{side} (ghi trên {laptop})").format(side=words, laptop=laptop)
            grid.addWidget(label(from_ if laptop else words, "label"), 0, column)
        table = view.conflict.subject_table
        lost = dict(view.lost)
        for row, (field, kept) in enumerate(view.kept, 1):
            grid.addWidget(muted(field_label(field, table)), row, 0)
            grid.addWidget(label(shown(table, field, kept)), row, 1)
            grid.addWidget(label(shown(table, field, lost.get(field, ""))), row, 2)
        about = tr("{what}: {choice}")
        last = len(view.kept) + 1
        left = Qt.AlignmentFlag.AlignLeft
        for column, words, take in (
            (1, tr("Giữ bên này"), False),
            (2, tr("Giữ bên kia"), True),
        ):
            made = button(words, partial(self._settle, view.conflict.id, take_lost=take), "check")
            made.setAccessibleName(about.format(what=title, choice=words))
            grid.addWidget(made, last, column, left)
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        return card

    def _settle(self, conflict_id: str, *, take_lost: bool) -> None:
        self._book.exchange.settle(conflict_id, take_lost=take_lost)
        self.settled.emit(
            tr("Đã giữ bên kia. Bên này vẫn lưu trong sổ.")
            if take_lost
            else tr("Đã giữ bên này. Bên kia vẫn lưu trong sổ.")
        )
