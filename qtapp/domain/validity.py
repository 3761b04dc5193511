"""The check that a record meets its own declaration."""

import re
from dataclasses import fields
from typing import TypeVar

import msgspec

from qtapp.domain.errors import Invalid, Reason
from qtapp.domain.record import Record

T = TypeVar("T", bound=Record)

_DATE_PATTERN = r"\d{4}"
_NAMED = re.compile(r"(?:required field `|at `\$\.)(\w+)")


def valid(record: T, *required: str) -> T:
    """Return `record` if it meets its declaration and its `required` fields say something.

    Raises Invalid with the name of the first field that fails.
    """
    for name in required:
        if not str(getattr(record, name)).strip():
            raise Invalid(name, Reason.EMPTY)
    built = msgspec.to_builtins(record)
    try:
        return msgspec.convert(built, type(record))
    except msgspec.ValidationError as error:
        name, reason = blame(error, type(record))
        raise Invalid(name, reason, str(built.get(name, ""))) from error


def blame(error: msgspec.ValidationError, record: type[Record]) -> tuple[str, Reason]:
    """Return the field a validation error is about ("" if none) and the reason."""
    text = str(error)
    known = {each.name for each in fields(record)}
    named = _NAMED.search(text)
    name = named[1] if named and named[1] in known else ""
    if "length <=" in text:
        return name, Reason.TOO_LONG
    if "length >=" in text or "missing required" in text:
        return name, Reason.EMPTY
    if "matching regex" in text:
        return name, Reason.NOT_A_DATE if _DATE_PATTERN in text else Reason.WRONG_TYPE
    if "Invalid enum" in text:
        return name, Reason.NOT_IN_LIST
    if "Invalid RFC3339" in text:
        return name, Reason.NOT_A_DATE
    if ">=" in text or "<=" in text:
        return name, Reason.OUT_OF_RANGE
    return name, Reason.WRONG_TYPE
