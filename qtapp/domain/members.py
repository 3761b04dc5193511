"""Members: who belongs to a cell, with the least data the work needs."""

from typing import Annotated, ClassVar

from msgspec import Meta

from qtapp.domain.codes import Code
from qtapp.domain.record import STAYS, Line, PartialDate, Reach, Record

FullName = Annotated[str, Meta(min_length=1, max_length=100)]


class Gender(Code):
    """Gender as lists give it."""

    UNKNOWN = "", "chưa rõ"
    MALE = "male", "nam"
    FEMALE = "female", "nữ"


class MemberKind(Code):
    """Full (votes) or probationary (attends, does not vote)."""

    OFFICIAL = "official", "chính thức"
    PROBATIONARY = "probationary", "dự bị"


class MemberStatus(Code):
    """Where the member stands towards the cell's activity."""

    ACTIVE = "active", "đang sinh hoạt"
    EXEMPT = "exempt", "miễn công tác, sinh hoạt"
    TEMPORARY_IN = "temporary_in", "tạm thời đến"
    TEMPORARY_AWAY = "temporary_away", "tạm thời đi"
    MOVED = "moved", "chuyển đi"
    LEFT = "left", "ra khỏi Đảng"
    DECEASED = "deceased", "từ trần"

    @property
    def belongs(self) -> bool:
        """Whether a member of this status is still on the cell's list."""
        return self not in {MemberStatus.MOVED, MemberStatus.LEFT, MemberStatus.DECEASED}


class Member(Record, frozen=True, kw_only=True):
    """One Party member. Ethnicity, religion, origin and address are never stored (rules §7.2)."""

    table: ClassVar[str] = "members"
    title: ClassVar[str] = "Đảng viên"
    reach: ClassVar[Reach] = Reach.UP
    required: ClassVar[tuple[str, ...]] = ("full_name",)

    full_name: FullName
    gender: Gender = Gender.UNKNOWN
    birth: Annotated[PartialDate, STAYS] = ""
    kind: MemberKind = MemberKind.OFFICIAL
    status: MemberStatus = MemberStatus.ACTIVE
    party_role: Line = ""
    gov_role: Line = ""
    joined_on: PartialDate = ""
    official_on: PartialDate = ""
    card_number: Annotated[Line, STAYS] = ""
    id_tail: Annotated[str, Meta(max_length=4), STAYS] = ""
    phone: Annotated[Line, STAYS] = ""
    email: Annotated[Line, STAYS] = ""


_SHOWN_DIGITS = 4


def masked_card(number: str) -> str:
    """Return a card number of which only the last four digits can be read (rules §7.2)."""
    hidden = max(0, len(number) - _SHOWN_DIGITS)
    return "•" * hidden + number[hidden:]
