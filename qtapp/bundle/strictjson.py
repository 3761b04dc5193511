"""JSON that means one thing only: the small JSON texts of the format, read without mercy.

Python's own reader keeps the last of two equal keys, accepts NaN and numbers beyond any range, and
dies of deep nesting. Headers, manifests and invitations go through here; table sections hold no
objects at all and have their own reader.
"""

import json
import math
from typing import Any, NoReturn, TypeVar

import msgspec

from qtapp.bundle import limits
from qtapp.domain.errors import BundleDamaged, BundleTooLarge

T = TypeVar("T")
_INT_DIGITS = 19


class _Refused(ValueError):
    """The text is JSON to Python, but not to us."""


def loads(data: bytes, at: str) -> Any:
    """Return the value of a UTF-8 JSON text; `at` names the place for the error.

    Raises BundleDamaged for anything but strict JSON with unique keys and finite numbers of at
    most 64 bits, and BundleTooLarge for nesting deeper than the format's limit.
    """
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except RecursionError as error:
        raise BundleTooLarge(limit="depth") from error
    except ValueError as error:
        raise BundleDamaged(at=at) from error
    _check_depth(value)
    if b"\\ud" in data.lower():
        _check_surrogates(value, at)
    return value


def typed(value: Any, kind: type[T], at: str) -> T:
    """Return plain JSON values as an instance of `kind`; raises BundleDamaged when they differ."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise BundleDamaged(at=at) from error


def dumps(value: Any) -> bytes:
    """Return the compact UTF-8 JSON of a value made of plain values and msgspec structs."""
    return msgspec.json.encode(value)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused
    return found


def _constant(_name: str) -> NoReturn:
    raise _Refused


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > _INT_DIGITS:
        raise _Refused
    value = int(text)
    if not -(1 << 63) <= value < 1 << 63:
        raise _Refused
    return value


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _Refused
    return value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(limits.DEPTH + 1):
        deeper: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                deeper.extend(each.values())
            elif isinstance(each, list):
                deeper.extend(each)
        if not deeper:
            return
        level = deeper
    raise BundleTooLarge(limit="depth")


def _check_surrogates(value: Any, at: str) -> None:
    """Refuse half a surrogate pair, which can be written as an escape but is no text."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BundleDamaged(at=at) from error
