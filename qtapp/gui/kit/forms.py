"""Forms of records: fields follow from the record's declaration, problems show beside their field."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qtapp.domain.errors import AppError, Invalid
from qtapp.domain.record import Record
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.date_fields import DateField, MomentField
from qtapp.gui.kit.declared import field_for
from qtapp.gui.kit.fields import Field
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import make_primary, section
from qtapp.gui.kit.sight import bring_into_sight
from qtapp.gui.kit.words import label, lead

R = TypeVar("R", bound=Record)

_NARROWEST = 11.5
"""Letter heights a field needs beside another."""


class Form(QWidget, Generic[R]):
    """Fields one under the other, or side by side, for one record.

    `today` is what a day typed without its year is close to; without it such a day is asked for in full.
    """

    changed = Signal()

    def __init__(self, record: type[R], today: date | None = None) -> None:
        super().__init__()
        self._record = record
        self._today = today
        self._fields: dict[str, Field] = {}
        self._loaded: dict[str, Any] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.em(theme.LARGE))
        self.setMaximumWidth(theme.em(66))

    def section(self, title: str, sentence: str = "") -> None:
        """Begin a part of the form with a heading."""
        self._column.addWidget(section(title, sentence))

    def row(self, *entries: Field | str) -> None:
        """Add a row of one to three fields; a name stands for the field its declaration asks for."""
        fields = [self._made(entry) for entry in entries]
        for field in fields:
            self._fields[field.name] = field
            field.changed.connect(self.changed)
            if isinstance(field, DateField | MomentField):
                field.line.near = self._today
        self._column.addWidget(_Row(fields))

    def rows(self, *entries: Field | str | tuple[Field | str, ...]) -> None:
        """Add one row for each entry; a tuple shares its row."""
        for entry in entries:
            self.row(*(entry if isinstance(entry, tuple) else (entry,)))

    def field(self, name: str) -> Field:
        """Return the field called `name`."""
        return self._fields[name]

    def load(self, record: R) -> None:
        """Show what `record` says and take it as the state without changes."""
        for name, field in self._fields.items():
            field.set_value(getattr(record, name))
            field.clear_problem()
        self._loaded = {name: self._peek(field) for name, field in self._fields.items()}

    def values(self) -> dict[str, Any]:
        """Return every field's value. Shows all problems beside their fields and raises the first."""
        found: dict[str, Any] = {}
        problems: list[tuple[Field, Invalid]] = []
        for name, field in self._fields.items():
            try:
                found[name] = field.checked_value()
            except Invalid as error:
                problems.append((field, error))
        if problems:
            self._go_to(problems[0][0])
            raise problems[0][1]
        return found

    def changes(self) -> dict[str, Any]:
        """Return the values that differ from the loaded record's. Raises as `values` does."""
        return {
            name: value
            for name, value in self.values().items()
            if name not in self._loaded or self._loaded[name] != value
        }

    def is_changed(self) -> bool:
        """Whether the user has touched anything since `load`."""
        return any(
            self._peek(field) != self._loaded.get(name) for name, field in self._fields.items()
        )

    def show_problem(self, error: Invalid) -> bool:
        """Show `error` beside its field; False if this form has no such field."""
        field = self._fields.get(error.field)
        if field is None:
            return False
        field.show_problem(error)
        self._go_to(field)
        return True

    def submit(self, save: Callable[[dict[str, Any]], object]) -> bool:
        """Hand the values to `save`; what fails shows beside its field or in a message.

        Returns whether it is done.
        """
        try:
            save(self.values())
        except Invalid as error:
            if error.field not in self._fields:
                ask.tell(self, error)
            else:
                self.show_problem(error)
            return False
        except AppError as error:
            ask.tell(self, error)
            return False
        self._loaded = {name: self._peek(field) for name, field in self._fields.items()}
        return True

    @staticmethod
    def _go_to(field: Field) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(field)

    def _made(self, entry: Field | str) -> Field:
        return field_for(self._record, entry) if isinstance(entry, str) else entry

    @staticmethod
    def _peek(field: Field) -> Any:
        try:
            return field.value()
        except Invalid as error:
            return (error.reason, error.value)


class _Row(QWidget):
    """Fields side by side with equal room, or one under the other where that is too tight."""

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        self._count = len(fields)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.em(theme.LARGE))
        for field in fields:
            self._box.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between side by side and one under the other."""
        super().resizeEvent(event)
        self._turn()

    def minimumSizeHint(self) -> QSize:
        """Return a width that lets the row turn before it is cut off."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.em(14)), hint.height())

    def _turn(self) -> None:
        tight = self.width() < self._count * theme.em(_NARROWEST)
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.TopToBottom if tight else direction.LeftToRight)


class FormDialog(QDialog):
    """A form in a window of its own: Enter saves, Escape closes and asks before typed words are lost."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        form: Form[Any],
        save: Callable[[dict[str, Any]], object],
        *,
        sentence: str = "",
        action: str = "",
    ) -> None:
        super().__init__(parent)
        self.form = form
        self._save = save
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
        buttons = QDialogButtonBox(self)
        self.save_button = buttons.addButton(
            action or tr("&Lưu"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.save_button.setDefault(True)
        make_primary(self.save_button)
        buttons.addButton(tr("&Thôi"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._fit(form)

    def accept(self) -> None:
        """Save, and close if that went well."""
        if self.form.submit(self._save):
            super().accept()

    def reject(self) -> None:
        """Close; ask first if typed words would be lost."""
        answer = ask.unsaved(self) if self.form.is_changed() else ask.Unsaved.DISCARD
        if answer is ask.Unsaved.SAVE:
            self.accept()
        elif answer is ask.Unsaved.DISCARD:
            super().reject()

    def _fit(self, form: QWidget) -> None:
        """Be as large as the form needs, and never larger than the screen."""
        screen = self.screen().availableSize()
        need = form.sizeHint()
        self.resize(
            min(max(need.width() + theme.em(5), theme.em(44)), round(screen.width() * 0.92)),
            min(need.height() + theme.em(14), round(screen.height() * 0.9)),
        )


def choices(
    records: Sequence[R], text: Callable[[R], str], nothing: str = ""
) -> list[tuple[Any, str]]:
    """Return options for a ChoiceField of record ids, with `nothing` first as the words for none."""
    first: list[tuple[Any, str]] = [(None, nothing)] if nothing else []
    return first + [(record.id, text(record)) for record in records]
