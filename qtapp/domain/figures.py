"""The figures of a wave as a report prints them: computed from records, never typed (form of S4)."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import fields

from qtapp.domain.documents import DocumentType


class Figures(Struct, frozen=True, kw_only=True):
    """Counts of one unit in one wave; the counts of several units add up.

    Attendances (lượt người) and persons (người) are different figures (rules §4.5.6).
    """

    sessions: int = 0
    sessions_in_person: int = 0
    sessions_online: int = 0
    sessions_mixed: int = 0
    sessions_split: int = 0
    members: int = 0
    members_studied: int = 0
    members_made_up: int = 0
    attendances: int = 0
    public_sessions: int = 0
    public_invited: int = 0
    public_attended: int = 0
    news: int = 0
    essays_due: int = 0
    essays_written: int = 0
    essays_graded: int = 0
    essays_passed: int = 0
    plans: int = 0
    tasks: int = 0
    tasks_clear: int = 0
    tasks_done: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Return the figures of both units together."""
        return Figures(
            **{
                each.name: getattr(self, each.name) + getattr(other, each.name)
                for each in fields(self)
            }
        )


class UnitFigures(Struct, frozen=True, kw_only=True):
    """One row of the statistic annex.

    It stands for `asked` units: itself, or all those of which a committee below has passed something on.
    `silent` of them have reported nothing.
    """

    unit: str
    name: str
    reported: bool
    asked: int = 1
    silent: int = 0
    last_received: date | None = None
    plan_number: str = ""
    plan_dated: date | None = None
    figures: Figures = Figures()


class StudiedDocument(Struct, frozen=True, kw_only=True):
    """A document as the report names it."""

    type: DocumentType
    number: str
    name: str
    issuer: str
    issued_on: str
    intensity: str


class WaveReport(Struct, frozen=True, kw_only=True):
    """Everything the result report and its annex say about one wave.

    `committee` tells whether a committee reports on its units, or a cell on itself alone.
    """

    wave: str
    name: str
    basis: str
    unit_name: str
    committee: bool
    made_on: date
    starts_on: date | None
    ends_on: date | None
    attendance_target: int
    documents: Sequence[StudiedDocument]
    units: Sequence[UnitFigures]
    total: Figures
    missing: Sequence[str]

    @property
    def asked(self) -> int:
        """How many units were asked for their results, at whatever depth; a row may stand for several."""
        return sum(row.asked for row in self.units)

    @property
    def silent(self) -> int:
        """How many of those asked have not reported; `missing` names them."""
        return sum(row.silent for row in self.units)
