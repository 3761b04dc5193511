"""Study waves: which documents are studied, by when, with which essay questions."""

from datetime import date
from typing import ClassVar

from qtapp.domain.codes import Code
from qtapp.domain.errors import Invalid
from qtapp.domain.ids import RecordId
from qtapp.domain.reasons import Reason
from qtapp.domain.record import Identity, Line, Reach, Record, Text


class Intensity(Code):
    """How deeply a document is studied (Kon Tum, Quy định 489)."""

    THOROUGH = "thorough", "quán triệt"
    BRIEF = "brief", "phổ biến"


class Preparation(Code):
    """The paper a unit opens its wave with: some units may only summon (rules §3.2)."""

    PLAN = "plan", "kế hoạch học tập"
    SUMMONS = "summons", "công văn triệu tập"
    NONE = "none", "theo kế hoạch cấp trên"


class Wave(Record, frozen=True, kw_only=True):
    """One study wave (đợt học tập)."""

    table: ClassVar[str] = "waves"
    title: ClassVar[str] = "Đợt học tập"
    reach: ClassVar[Reach] = Reach.BOTH
    required: ClassVar[tuple[str, ...]] = ("name",)

    name: Line
    basis: Line = ""
    starts_on: date | None = None
    ends_on: date | None = None
    essay_questions: tuple[str, ...] = ()
    essay_due: date | None = None
    plan_due: date | None = None
    report_due: date | None = None

    def check(self) -> None:
        """Raise Invalid for a wave that ends before it starts."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise Invalid("ends_on", Reason.BEFORE_START, self.starts_on.isoformat())


class WaveDocument(Record, frozen=True, kw_only=True):
    """A document studied in a wave."""

    table: ClassVar[str] = "wave_documents"
    title: ClassVar[str] = "Văn bản của đợt"
    reach: ClassVar[Reach] = Reach.BOTH
    identity: ClassVar[Identity] = Identity("wave", ("document",))

    wave: RecordId
    document: RecordId
    intensity: Intensity = Intensity.THOROUGH


class StudyPlan(Record, frozen=True, kw_only=True):
    """A unit's own study plan or summons for a wave (rules §3.2)."""

    table: ClassVar[str] = "study_plans"
    title: ClassVar[str] = "Kế hoạch học tập"
    reach: ClassVar[Reach] = Reach.UP
    identity: ClassVar[Identity] = Identity("wave", ("unit",), "study_plan")

    wave: RecordId
    preparation: Preparation = Preparation.PLAN
    number: Line = ""
    dated: date | None = None
    purpose: Text = ""
    content: Text = ""
    audience: Text = ""
    arrangement: Text = ""
    materials: Text = ""
    essays: Text = ""
    action_plan: Text = ""
    outreach: Text = ""
    budget: Text = ""
    organisation: Text = ""


PLAN_HEADINGS: dict[str, str] = {
    "purpose": "Mục đích, yêu cầu",
    "content": "Nội dung",
    "audience": "Đối tượng, thành phần",
    "arrangement": "Hình thức, thời gian, địa điểm, báo cáo viên",
    "materials": "Tài liệu",
    "essays": "Viết thu hoạch",
    "action_plan": "Xây dựng chương trình, kế hoạch hành động",
    "outreach": "Tuyên truyền",
    "budget": "Kinh phí",
    "organisation": "Tổ chức thực hiện",
}


def missing_headings(plan: StudyPlan) -> list[str]:
    """Return the Vietnamese names of the headings that are still empty, in order (rules §3.2)."""
    return [name for key, name in PLAN_HEADINGS.items() if not getattr(plan, key).strip()]
