"""Why a value, or a line of a file, was not accepted."""

from enum import Enum, auto

from msgspec import Struct


class Reason(Enum):
    """Why a value was not accepted."""

    EMPTY = auto()
    TOO_LONG = auto()
    TOO_SHORT = auto()
    NOT_A_DATE = auto()
    NOT_A_TIME = auto()
    NOT_A_NUMBER = auto()
    NOT_IN_LIST = auto()
    OUT_OF_RANGE = auto()
    WRONG_TYPE = auto()
    NOT_ALLOWED_HERE = auto()
    DUPLICATE = auto()
    REPEATED = auto()
    """A row above has the same, and only one of them can be right."""
    NAMESAKE_ABOVE = auto()
    """A row above is about somebody who may be the same person."""
    ANOTHERS = auto()
    """It belongs to another member, whom the value names."""
    AMBIGUOUS = auto()
    """Several people in the register could be meant."""
    NOT_AN_ADDRESS = auto()
    BEFORE_START = auto()
    """The end lies before the start; the value is the start."""


class LineProblem(Struct, frozen=True, kw_only=True):
    """What is wrong in one line of a file; `line` counts from 1."""

    line: int
    field: str
    reason: Reason
    value: str = ""
