"""Laptops of a unit: which there are, which are not believed any more, which letters admit another.

Each of these records is written once and never changed, so that no two laptops can disagree about one.
"""

from typing import Annotated, ClassVar

from qtapp.domain.ids import RecordId
from qtapp.domain.record import STAYS, Line, LocalTime, Reach, Record


class Device(Record, frozen=True, kw_only=True):
    """A laptop that writes for the unit, entered by itself; its id is the serial of its certificate.

    `recipient` is what others encrypt to; `invitation` the serial of the letter that admitted it, its own
    for the laptop that founded the unit's trust. `label` is what its user calls the computer, often by
    the own name: only the unit's other laptops are told.
    """

    table: ClassVar[str] = "devices"
    title: ClassVar[str] = "Máy của đơn vị"
    reach: ClassVar[Reach] = Reach.BOTH | Reach.FORWARD
    remembered: ClassVar[bool] = False

    label: Annotated[Line, STAYS] = ""
    recipient: Line
    invitation: RecordId
    since: LocalTime = ""


class Revocation(Record, frozen=True, kw_only=True):
    """A laptop or a letter that is believed no more; the id is its serial.

    It binds whoever reads bundles of the unit that said so, or of a unit below it.
    """

    table: ClassVar[str] = "revocations"
    title: ClassVar[str] = "Máy thôi dùng"
    reach: ClassVar[Reach] = Reach.BOTH | Reach.FORWARD
    remembered: ClassVar[bool] = False

    since: LocalTime = ""


class Letter(Record, frozen=True, kw_only=True):
    """An invitation this unit has made for `holder`, itself or one below; the id is its serial.

    `recipient` reads what is sent to the holder before the invited laptop has been heard of.
    """

    table: ClassVar[str] = "letters"
    title: ClassVar[str] = "Thư mời đã làm"
    reach: ClassVar[Reach] = Reach.STAYS
    remembered: ClassVar[bool] = False

    holder: RecordId
    recipient: Line
    since: LocalTime = ""
