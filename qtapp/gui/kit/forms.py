"""Forms of records: fields follow from the record's declaration, problems show beside their field."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Invalid
from qtapp.domain.record import Record
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.date_fields import DateField, MomentField
from qtapp.gui.kit.declared import field_for
from qtapp.gui.kit.fields import Field
from qtapp.gui.kit.pieces import section
from qtapp.gui.kit.sight import bring_into_sight

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
        self._shown: R | None = None
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

    def between(self, content: QWidget, *, left: bool = False) -> None:
        """Put something that is no field below the rows so far; at their left, or as wide as they are."""
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0)
        self._column.addWidget(content, alignment=side)

    def field(self, name: str) -> Field:
        """Return the field called `name`."""
        return self._fields[name]

    def load(self, record: R) -> None:
        """Show what `record` says and take it as the state without changes."""
        for name, field in self._fields.items():
            field.set_value(getattr(record, name))
            field.clear_problem()
        self._shown = record
        self._loaded = {name: self._peek(field) for name, field in self._fields.items()}

    def refresh(self, record: R) -> None:
        """Show what `record` says now in every field that the user has not touched since."""
        shown, touched = self._shown, self._touched()
        for name, field in self._fields.items():
            value = getattr(record, name)
            if name not in touched and (shown is None or value != getattr(shown, name)):
                field.set_value(value)
                field.clear_problem()
                self._loaded[name] = self._peek(field)
        self._shown = record

    def typed(self) -> dict[str, Any]:
        """Return what stands in the fields that were touched, as plain values: for a draft."""
        return {name: self._fields[name].typed() for name in self._touched()}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Let a draft stand in the fields, and say beside them what is not acceptable in it."""
        for name, standing in typed.items():
            if name in self._fields:
                self._fields[name].retype(standing)
                with suppress(Invalid):
                    self._fields[name].checked_value()

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

    def keep(self, save: Callable[[dict[str, Any]], R], *, finished: bool) -> bool:
        """Hand to `save` what is acceptable of the changes; the rest stays as it is typed.

        What is not acceptable is said beside its field, but not where the user is still typing unless
        that is `finished`. Returns whether nothing is left. Raises what `save` raises but Invalid.
        """
        found: dict[str, Any] = {}
        refused: dict[str, Invalid] = {}
        for name in self._touched():
            field = self._fields[name]
            try:
                found[name] = field.value()
            except Invalid as error:
                refused[name] = Invalid(name, error.reason, error.value)
            else:
                field.clear_problem()
        refused |= self._handed(found, save)
        focus = QApplication.focusWidget()
        for name, problem in refused.items():
            field = self._fields.get(problem.field, self._fields[name])
            typing = focus is not None and self._fields[name].isAncestorOf(focus)
            if finished or not typing:
                field.show_problem(problem)
        return not refused

    def _handed(
        self, found: dict[str, Any], save: Callable[[dict[str, Any]], R]
    ) -> dict[str, Invalid]:
        """Save values together or, where that is refused, each alone; return those that were refused."""
        if not found:
            return {}
        try:
            self._shown = save(found)
        except Invalid as error:
            if len(found) == 1:
                return dict.fromkeys(found, error)
            refused: dict[str, Invalid] = {}
            for name, value in found.items():
                refused |= self._handed({name: value}, save)
            return refused
        self._loaded |= {name: self._peek(self._fields[name]) for name in found}
        return {}

    def _touched(self) -> list[str]:
        return [
            name
            for name, field in self._fields.items()
            if name not in self._loaded or self._peek(field) != self._loaded[name]
        ]

    def unfinished(self) -> list[str]:
        """Return the names of the fields in which something is typed that is not saved."""
        return [self._fields[name].label for name in self._touched()]

    def is_changed(self) -> bool:
        """Whether anything is typed that is not saved."""
        return bool(self._touched())

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


def choices(
    records: Sequence[R], text: Callable[[R], str], nothing: str = ""
) -> list[tuple[Any, str]]:
    """Return options for a ChoiceField of record ids, with `nothing` first as the words for none."""
    first: list[tuple[Any, str]] = [(None, nothing)] if nothing else []
    return first + [(record.id, text(record)) for record in records]
