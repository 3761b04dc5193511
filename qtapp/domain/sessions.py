"""Sessions: the meetings of a wave, minute by minute."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from msgspec import Meta

from qtapp.domain.codes import Code
from qtapp.domain.ids import RecordId
from qtapp.domain.record import Line, LocalTime, Position, Reach, Record

Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Minutes = Annotated[int, Meta(ge=0, le=6000)]


class SessionFormat(Code):
    """How people meet."""

    IN_PERSON = "in_person", "trực tiếp"
    ONLINE = "online", "trực tuyến"
    MIXED = "mixed", "kết hợp"
    SPLIT = "split", "chia nhỏ"


class SessionKind(Code):
    """For whom a session is held."""

    STUDY = "study", "học tập của đảng viên"
    PUBLIC = "public", "phổ biến cho quần chúng"


class AgendaKind(Code):
    """What the minutes of an agenda item are spent on."""

    PRESENTATION = "presentation", "truyền đạt"
    DISCUSSION = "discussion", "thảo luận"
    QUESTIONS = "questions", "hỏi đáp"
    OTHER = "other", "việc khác"


class Session(Record, frozen=True, kw_only=True):
    """One study session (buổi học) of a wave."""

    table: ClassVar[str] = "sessions"
    title: ClassVar[str] = "Buổi học"
    reach: ClassVar[Reach] = Reach.UP
    required: ClassVar[tuple[str, ...]] = ("name",)

    wave: RecordId
    name: Line
    kind: SessionKind = SessionKind.STUDY
    format: SessionFormat = SessionFormat.IN_PERSON
    starts_at: LocalTime = ""
    minutes: Minutes = 90
    venue: Line = ""
    capacity: Count = 0
    chair: Line = ""
    speaker: Line = ""
    minute_taker: Line = ""
    guests: Count = 0
    public_invited: Count = 0
    public_attended: Count = 0
    held: bool = False


class AgendaItem(Record, frozen=True, kw_only=True):
    """One item of a session's agenda, in minutes."""

    table: ClassVar[str] = "agenda_items"
    title: ClassVar[str] = "Chương trình buổi học"
    reach: ClassVar[Reach] = Reach.UP
    required: ClassVar[tuple[str, ...]] = ("name",)

    session: RecordId
    position: Position = 0
    name: Line = ""
    document: RecordId | None = None
    kind: AgendaKind = AgendaKind.PRESENTATION
    minutes: Minutes = 0
    presenter: Line = ""


def discussion_share(items: Sequence[AgendaItem]) -> float:
    """Return the share of planned minutes for discussion and questions, 0.0 to 1.0."""
    total = sum(item.minutes for item in items)
    if not total:
        return 0.0
    talking = {AgendaKind.DISCUSSION, AgendaKind.QUESTIONS}
    return sum(item.minutes for item in items if item.kind in talking) / total
