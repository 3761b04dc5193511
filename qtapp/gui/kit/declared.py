"""Which field fits a record's declaration: the type says what is typed, its bounds what is accepted."""

import types
from datetime import date
from typing import Annotated, Any, Union, get_args, get_origin

from msgspec import Meta

from qtapp.domain.codes import Code
from qtapp.domain.record import LocalTime, PartialDate, Record, Text, data_fields
from qtapp.gui.kit.choice_fields import CheckField, ChoiceField
from qtapp.gui.kit.date_fields import DateField, MomentField, PartialDateField
from qtapp.gui.kit.fields import DecimalField, Field, LineField, LinesField, NumberField, TextField
from qtapp.wording.labels import field_label


def field_for(record: type[Record], name: str) -> Field:  # noqa: C901, PLR0911 - one line a type
    """Return the field that the declaration of `record` asks for.

    Raises LookupError where the declaration does not say enough, as for the id of another record.
    """
    hint = next(each.hint for each in data_fields(record) if each.name == name)
    label = field_label(name, record.table)
    bare, bounds, optional = _taken_apart(hint)
    if hint == PartialDate:
        return PartialDateField(name, label)
    if hint == LocalTime:
        return MomentField(name, label)
    if hint == Text:
        return TextField(name, label)
    if isinstance(bare, type) and issubclass(bare, Code):
        return ChoiceField(name, bare, label)
    if bare is bool:
        return CheckField(name, label)
    if bare is int:
        return NumberField(
            name, label, lowest=int(bounds.ge or 0), highest=_or(bounds.le, 1_000_000)
        )
    if bare is float and optional:
        return DecimalField(name, label, lowest=bounds.ge or 0, highest=_or(bounds.le, 1e9))
    if bare is date and optional:
        return DateField(name, label)
    if bare is date:
        return DateField(name, label, required=True)
    if get_origin(bare) is tuple and get_args(bare)[0] is str:
        return LinesField(name, label)
    if bare is str and bounds.pattern is None:
        return LineField(
            name, label, required=bool(bounds.min_length), longest=_or(bounds.max_length, 500)
        )
    raise LookupError(f"{record.__name__}.{name}")


def _or(bound: float | None, default: float) -> Any:
    return default if bound is None else bound


def _taken_apart(hint: Any) -> tuple[Any, Meta, bool]:
    """Return the bare type of a declaration, its bounds, and whether it may be None."""
    bounds, optional = Meta(), False
    while True:
        origin = get_origin(hint)
        if origin is Annotated:
            hint, *notes = get_args(hint)
            bounds = next((note for note in notes if isinstance(note, Meta)), bounds)
        elif origin in {Union, types.UnionType}:
            optional = True
            hint = next(each for each in get_args(hint) if each is not type(None))
        else:
            return hint, bounds, optional
