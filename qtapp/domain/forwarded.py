"""What a committee passes on of its cells: counts, and nobody's name."""

from datetime import date
from typing import ClassVar

import msgspec

from qtapp.domain.figures import Figures
from qtapp.domain.ids import RecordId
from qtapp.domain.record import Identity, Line, Reach, Record, Text


class ForwardedFigures(Record, frozen=True, kw_only=True):
    """The figures of one cell in one wave of the level above, computed by the committee between.

    `counts` is the JSON of `Figures`: fields a reader does not know are passed over, missing ones are 0.
    """

    table: ClassVar[str] = "forwarded_figures"
    title: ClassVar[str] = "Số liệu gửi cấp trên"
    reach: ClassVar[Reach] = Reach.FORWARD
    remembered: ClassVar[bool] = False
    identity: ClassVar[Identity] = Identity("wave", ("cell",), "figures")

    wave: RecordId
    cell: RecordId
    name: Line
    reported: bool = False
    received: date | None = None
    plan_number: Line = ""
    plan_dated: date | None = None
    counts: Text = "{}"

    def figures(self) -> Figures:
        """Return the counts; zeros where they cannot be read."""
        try:
            return msgspec.json.decode(self.counts, type=Figures)
        except msgspec.DecodeError:
            return Figures()
