"""The check that a record meets its own declaration."""

import re
from typing import Any, TypeVar

import msgspec

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.record import LocalTime, PartialDate, Record, data_fields

T = TypeVar("T", bound=Record)

_NAMED = re.compile(r"(?:required field `|at `\$\.)(\w+)")


def valid(record: T) -> T:
    """Return `record` if it meets its declaration, says what is required and is free of contradiction.

    Raises Invalid with the name of the first field that fails.
    """
    for name in record.required:
        if not str(getattr(record, name)).strip():
            raise Invalid(name, Reason.EMPTY)
    sound = declared(type(record), msgspec.to_builtins(record))
    sound.check()
    return sound


def declared(record: type[T], built: dict[str, Any]) -> T:
    """Return the record that plain values `built` make; raises Invalid with the field that fails."""
    try:
        return msgspec.convert(built, record)
    except msgspec.ValidationError as error:
        name, reason = blame(error, record)
        raise Invalid(name, reason, str(built.get(name, ""))) from error


def blame(error: msgspec.ValidationError, record: type[Record]) -> tuple[str, Reason]:
    """Return the field a validation error is about ("" if none) and the reason."""
    text = str(error)
    named = _NAMED.search(text)
    name = named[1] if named and named[1] in record.__struct_fields__ else ""
    if "length <=" in text:
        return name, Reason.TOO_LONG
    if "length >=" in text or "missing required" in text:
        return name, Reason.EMPTY
    if "matching regex" in text:
        hints = {each.name: each.hint for each in data_fields(record)}
        is_date = hints.get(name) in (PartialDate, LocalTime)
        return name, Reason.NOT_A_DATE if is_date else Reason.WRONG_TYPE
    if "Invalid enum" in text:
        return name, Reason.NOT_IN_LIST
    if "Invalid RFC3339" in text:
        return name, Reason.NOT_A_DATE
    if ">=" in text or "<=" in text:
        return name, Reason.OUT_OF_RANGE
    return name, Reason.WRONG_TYPE
