"""A form in a window of its own, for the few questions with which something begins."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from qtapp.domain.record import Record
from qtapp.gui.kit import theme
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.pieces import make_primary
from qtapp.gui.kit.words import label, lead
from qtapp.services.book import Book

R = TypeVar("R", bound=Record)


class FormDialog(QDialog):
    """Enter and the button make the record. Escape closes: what was typed is there the next time."""

    def __init__(
        self,
        parent: QWidget | None,
        book: Book,
        title: str,
        form: Form[R],
        save: Callable[[R, dict[str, Any]], R],
        *,
        action: str,
        sentence: str = "",
    ) -> None:
        super().__init__(parent)
        self.form: Form[Any] = form
        self.keeper: Keeper[Any] = Keeper(book, form, save)
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.LARGE))
        column.addWidget(label(title, "dialog"))
        if sentence:
            column.addWidget(lead(sentence))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("pageBody")
        room = QVBoxLayout(inside)
        room.setContentsMargins(0, 0, theme.em(theme.SMALL), 0)
        room.addWidget(form)
        room.addStretch(1)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        column.addWidget(self.keeper.state)
        buttons = QDialogButtonBox(self)
        self.save_button = buttons.addButton(action, QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setDefault(True)
        make_primary(self.save_button)
        buttons.addButton(tr("Để &sau"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._fit(column, scroll)

    def begin(self, blank: Record, about: str = "new") -> None:
        """Show a record that is to be made, with what was typed for it before; see FormPanel.begin."""
        self.keeper.begin(blank, f"{blank.table}/{about}")

    def accept(self) -> None:
        """Make the record, and close if that went well."""
        if self.keeper.add():
            super().accept()

    def reject(self) -> None:
        """Close; nothing that was typed is lost."""
        if self.keeper.settle():
            super().reject()

    def _fit(self, column: QVBoxLayout, scroll: QScrollArea) -> None:
        """Be as large as the form and what is around it need, and never larger than the screen."""
        for each in (self, *self.findChildren(QWidget)):
            each.ensurePolished()  # lines in the letters of the style are higher
        screen = self.screen().availableSize()
        need = self.form.sizeHint()
        wide = max(need.width() + theme.em(5), theme.em(44))
        width = min(wide, round(screen.width() * 0.92))
        around = column.totalHeightForWidth(width) - scroll.sizeHint().height()
        height = need.height() + theme.em(theme.SMALL) + around
        self.resize(width, min(height, round(screen.height() * 0.9)))
