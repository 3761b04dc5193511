"""A table of a paper that the user fills: a line for each row, an editor for each column."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from qtapp.domain.vietnamese import nfc
from qtapp.gui.kit import theme
from qtapp.gui.kit.fields import Field
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.undoing import undo_beyond
from qtapp.gui.kit.words import label

_LONGEST = 500


class RowsField(Field):
    """Rows of short texts under headings; an empty row is not kept."""

    def __init__(
        self, name: str, title: str, headings: Sequence[str], shares: Sequence[float]
    ) -> None:
        self._host = QWidget()
        super().__init__(name, self._host, title)
        self._headings = tuple(headings)
        self._edits: list[list[QLineEdit]] = []
        column = QVBoxLayout(self._host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.SMALL))
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.em(theme.TIGHT))
        self._grid.setVerticalSpacing(theme.em(theme.TIGHT))
        for place, (heading, share) in enumerate(zip(headings, shares, strict=True)):
            self._grid.addWidget(label(heading, "hint"), 0, place)
            self._grid.setColumnStretch(place, max(1, round(share)))
        column.addWidget(inside)
        self.add_button = button(tr("Thêm dòng"), self.add_row, "add", "quiet")
        self.add_button.setAccessibleName(tr("Thêm dòng vào {table}").format(table=title))
        column.addWidget(self.add_button, alignment=Qt.AlignmentFlag.AlignLeft)

    def add_row(self) -> None:
        """Put an empty row below the others and go there."""
        self._row([""] * len(self._headings))
        self._edits[-1][0].setFocus()
        self._touched()

    def value(self) -> Any:
        """Return the rows that say something, in composed letters."""
        rows = (
            tuple(" ".join(nfc(edit.text()).split()) for edit in edits) for edits in self._edits
        )
        return tuple(row for row in rows if any(row))

    def set_value(self, value: Any) -> None:
        """Show these rows."""
        for edits in self._edits:
            for edit in edits:
                self._grid.removeWidget(edit)
                edit.deleteLater()
        self._edits = []
        for row in value:
            self._row(row)

    def typed(self) -> list[list[str]]:
        """Return the letters of every row as they stand."""
        return [[edit.text() for edit in edits] for edits in self._edits]

    def retype(self, typed: list[list[str]]) -> None:
        """Let these rows stand."""
        self.set_value(typed)

    def _row(self, texts: Sequence[str]) -> None:
        number = len(self._edits) + 1
        edits = []
        for place, (heading, text) in enumerate(zip(self._headings, texts, strict=True)):
            edit = QLineEdit(text)
            edit.setMaxLength(_LONGEST)
            edit.setCursorPosition(0)
            edit.setToolTip(text)
            edit.setAccessibleName(
                tr("{heading}, dòng {number}").format(heading=heading, number=number)
            )
            undo_beyond(edit)
            edit.textChanged.connect(self._touched)
            self._grid.addWidget(edit, number, place)
            edits.append(edit)
        self._edits.append(edits)
