"""Reflection essays (bài thu hoạch): who owes one, what came in, how it was graded."""

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from qtapp.domain.codes import Code
from qtapp.domain.documents import Attachment
from qtapp.domain.ids import RecordId
from qtapp.domain.record import Group, Identity, Line, Reach, Record, Text


class EssayDuty(Code):
    """Whether a member must write."""

    REQUIRED = "required", "bắt buộc"
    ENCOURAGED = "encouraged", "khuyến khích"
    EXEMPT = "exempt", "miễn"


class EssayState(Code):
    """How far an essay has come."""

    MISSING = "missing", "chưa nộp"
    SUBMITTED = "submitted", "đã nộp"
    RETURNED = "returned", "trả lại"
    PASSED = "passed", "đạt"
    FAILED = "failed", "chưa đạt"

    @property
    def is_written(self) -> bool:
        """Whether a text exists that counts as handed in."""
        return self in {EssayState.SUBMITTED, EssayState.PASSED, EssayState.FAILED}

    @property
    def is_graded(self) -> bool:
        """Whether the cell has judged it."""
        return self in {EssayState.PASSED, EssayState.FAILED}


class Essay(Record, frozen=True, kw_only=True):
    """One member's essay in one wave, without its text."""

    table: ClassVar[str] = "essays"
    title: ClassVar[str] = "Bài thu hoạch"
    reach: ClassVar[Reach] = Reach.UP
    identity: ClassVar[Identity] = Identity("wave", ("member",))

    wave: RecordId
    member: RecordId
    duty: EssayDuty = EssayDuty.REQUIRED
    due: date | None = None
    state: Annotated[EssayState, Group("state")] = EssayState.MISSING
    submitted_on: Annotated[date | None, Group("state")] = None
    graded_on: Annotated[date | None, Group("grade")] = None
    grader: Annotated[Line, Group("grade")] = ""
    score: Annotated[Annotated[float, Meta(ge=0, le=10)] | None, Group("grade")] = None
    remark: Annotated[Line, Group("grade")] = ""

    def is_late(self, today: date) -> bool:
        """Whether a required essay is missing after its deadline."""
        return (
            self.duty is EssayDuty.REQUIRED
            and not self.state.is_written
            and self.due is not None
            and self.due < today
        )


class EssayText(Record, frozen=True, kw_only=True):
    """The words of an essay; never leaves the cell."""

    table: ClassVar[str] = "essay_texts"
    title: ClassVar[str] = "Nội dung bài thu hoạch"
    reach: ClassVar[Reach] = Reach.STAYS
    identity: ClassVar[Identity] = Identity("essay")

    essay: RecordId
    text: Text = ""
    attachments: tuple[Attachment, ...] = ()
