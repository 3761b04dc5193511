"""Attendance: who was at a session, and how."""

from datetime import date
from typing import Annotated, ClassVar

from qtapp.domain.codes import Code
from qtapp.domain.ids import RecordId
from qtapp.domain.record import Group, Identity, Line, Reach, Record


class AttendanceStatus(Code):
    """Every status of the code list (rules §9.1, `diem_danh`)."""

    PRESENT = "present", "có mặt"
    ONLINE = "online", "có mặt (trực tuyến)"
    LATE = "late", "đến muộn"
    LEFT_EARLY = "left_early", "về sớm"
    EXCUSED = "excused", "vắng có lý do"
    UNEXCUSED = "unexcused", "vắng không lý do"
    MADE_UP = "made_up", "học bù"
    EXEMPT = "exempt", "được miễn"
    AWAY = "away", "sinh hoạt tạm nơi khác"

    @property
    def at_session(self) -> bool:
        """Whether the member was at the session itself, in the room or online."""
        return self in {
            AttendanceStatus.PRESENT,
            AttendanceStatus.ONLINE,
            AttendanceStatus.LATE,
            AttendanceStatus.LEFT_EARLY,
        }


class Attendance(Record, frozen=True, kw_only=True):
    """One member at one session."""

    table: ClassVar[str] = "attendance"
    title: ClassVar[str] = "Điểm danh"
    reach: ClassVar[Reach] = Reach.UP
    identity: ClassVar[Identity] = Identity("session", ("member",))

    session: RecordId
    member: RecordId
    status: Annotated[AttendanceStatus, Group("status")]
    reason: Annotated[Line, Group("status")] = ""
    made_up_on: Annotated[date | None, Group("status")] = None
