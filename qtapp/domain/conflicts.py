"""Conflicts: what lost when two laptops of one unit changed the same thing unknown to each other."""

from typing import ClassVar

from qtapp.domain.codes import Code
from qtapp.domain.ids import RecordId
from qtapp.domain.record import Line, Reach, Record, Text


class ConflictState(Code):
    """Whether a person has looked at it."""

    OPEN = "open", "chưa xem"
    SETTLED = "settled", "đã xem"


class Conflict(Record, frozen=True, kw_only=True):
    """A value that lost a merge, kept whole; its id is derived from the losing version."""

    table: ClassVar[str] = "conflicts"
    title: ClassVar[str] = "Chỗ ghi khác nhau"
    reach: ClassVar[Reach] = Reach.UP
    remembered: ClassVar[bool] = False

    subject_table: Line
    subject: RecordId
    register: Line
    value: Text
    state: ConflictState = ConflictState.OPEN
