"""What every record is: one frozen struct from which table, bundle, JSON and document follow."""

from enum import Flag
from functools import cache
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct
from msgspec.structs import FieldInfo, fields

from qtapp.domain.ids import RecordId, derived_id

Line = Annotated[str, Meta(max_length=500)]
Text = Annotated[str, Meta(max_length=200_000)]

# Every day of the calendar and no other, in what Python's and JSON Schema's patterns share:
# `$` alone would let Python's take a line end after it.
_YEAR = "(?!0000)[0-9]{4}"
_LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
_MONTH = "(0[1-9]|1[0-2])"
_DAY = (
    f"({_YEAR}-({_MONTH}-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
    f"|{_LEAP_YEAR}-02-29)"
)
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_END = r"$(?!\n)"

PartialDate = Annotated[
    str,
    Meta(
        pattern=f"^({_YEAR}(-{_MONTH})?|{_DAY})?{_END}",
        description="yyyy, yyyy-mm or yyyy-mm-dd as far as it is known; empty if unknown",
    ),
]
LocalTime = Annotated[
    str,
    Meta(
        pattern=f"^({_DAY}T{_TIME})?{_END}",
        description="wall-clock time written by a person, yyyy-mm-ddThh:mm; empty if unknown",
    ),
]


Position = Annotated[int, Meta(ge=0, le=1_000_000, description="place in a list, from 1")]


class Reach(Flag):
    """Where a record may travel from the unit that wrote it; the unit's own laptops get everything.

    A cell sends up what is marked UP; a committee what is marked FORWARD, which names no member.
    """

    STAYS = 0
    UP = 1
    DOWN = 2
    BOTH = 3
    FORWARD = 4


class Identity(Struct, frozen=True):
    """How the id of a record follows from its own fields, so that two laptops write one row.

    `parent` names the field with the parent's id, `others` further fields; `word` tells records of
    different kinds with the same parents apart. A parent alone gives its own id.
    """

    parent: str
    others: tuple[str, ...] = ()
    word: str = ""

    def of(self, **values: str) -> RecordId:
        """Return the id that follows from the values of the fields named."""
        parts = [values[name] for name in self.others] + [self.word] * bool(self.word)
        return derived_id(values[self.parent], *parts) if parts else values[self.parent]

    def of_record(self, record: "Record") -> RecordId:
        """Return the id that `record` must have."""
        return self.of(**{name: getattr(record, name) for name in (self.parent, *self.others)})


class Record(Struct, frozen=True, kw_only=True):
    """The part all records share: an id, and the unit that wrote the record and owns it.

    `identity` is None where a record gets a new id; `required` names the texts that must say
    something before a person's record is kept.
    """

    table: ClassVar[str]
    title: ClassVar[str]
    reach: ClassVar[Reach]
    identity: ClassVar[Identity | None] = None
    required: ClassVar[tuple[str, ...]] = ()
    remembered: ClassVar[bool] = True
    """Whether the history of the book shows what was done to it and can take it back."""

    id: RecordId
    unit: RecordId

    def check(self) -> None:
        """Raise Invalid if fields that are each sound contradict one another."""


class Group(Struct, frozen=True):
    """Marks a field that only means something together with the others of its group."""

    name: str


class Stays(Struct, frozen=True):
    """Marks a field that never leaves the unit, whatever the reach of its record."""


STAYS = Stays()


class DataField(Struct, frozen=True, kw_only=True):
    """A field the user fills: its type without marks, and its default (NODEFAULT if required).

    `group` names the register it belongs to: the group it is marked with, else its own name.
    """

    name: str
    hint: Any
    default: Any
    stays: bool
    group: str


@cache
def data_fields(record: type[Record]) -> tuple[DataField, ...]:
    """Return the fields a user fills: all but the id and the owning unit."""
    return tuple(_read(each) for each in fields(record) if each.name not in {"id", "unit"})


def _read(declared: FieldInfo) -> DataField:
    marks = getattr(declared.type, "__metadata__", ())
    plain = declared.type.__origin__ if marks else declared.type
    for mark in marks:
        if not isinstance(mark, Group | Stays):
            plain = Annotated[plain, mark]
    return DataField(
        name=declared.name,
        hint=plain,
        default=declared.default,
        stays=STAYS in marks,
        group=next((mark.name for mark in marks if isinstance(mark, Group)), declared.name),
    )
