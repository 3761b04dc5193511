"""Papers of a study wave: which there are, and what a unit has written into its own."""

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from qtapp.domain.codes import Code
from qtapp.domain.documents import DocumentType
from qtapp.domain.ids import RecordId
from qtapp.domain.record import Identity, Line, Reach, Record, Text


class PaperKind(Code):
    """Every paper the app makes, by the word the command line calls it (rules §3)."""

    PLAN = "plan", "kế hoạch học tập"
    SUMMONS = "summons", "công văn triệu tập"
    INVITATION = "invitation", "giấy mời"
    BOARD = "board", "quyết định lập Ban quản lý lớp học"
    NOTICE = "notice", "thông báo mở lớp học tập"
    CLASS_RULES = "class-rules", "quy chế lớp học"
    BUDGET = "budget", "dự toán kinh phí"
    SIGNIN = "signin", "danh sách ký tên"
    MINUTES = "minutes", "biên bản hội nghị"
    RESOLUTION = "resolution", "nghị quyết chi bộ"
    ESSAY = "essay", "bài thu hoạch"
    ESSAY_OPINION = "essay-opinion", "phiếu nhận xét bài thu hoạch"
    ESSAY_LIST = "essay-list", "danh sách nộp bài thu hoạch"
    PROGRAMME = "programme", "chương trình hành động"
    ACTION_PLAN = "action-plan", "kế hoạch thực hiện"
    HEAD_PLAN = "head-plan", "kế hoạch hành động của người đứng đầu"
    PROGRESS = "progress", "bảng theo dõi tiến độ"
    MIDTERM = "midterm", "báo cáo sơ kết"
    FINAL = "final", "báo cáo tổng kết"
    REPORT = "report", "báo cáo kết quả"
    PLEDGE = "pledge", "bản cam kết tu dưỡng, rèn luyện"
    MEMBER_YEAR = "member-year", "phiếu theo dõi học tập"

    @property
    def is_of_session(self) -> bool:
        """Whether the paper belongs to one session."""
        return self in {
            PaperKind.INVITATION,
            PaperKind.SIGNIN,
            PaperKind.MINUTES,
            PaperKind.RESOLUTION,
        }

    @property
    def is_of_member(self) -> bool:
        """Whether the paper is about one member, or the same for each."""
        return self in {
            PaperKind.ESSAY,
            PaperKind.ESSAY_OPINION,
            PaperKind.PLEDGE,
            PaperKind.MEMBER_YEAR,
        }

    @property
    def is_of_year(self) -> bool:
        """Whether the paper is made once for each member and year."""
        return self in {PaperKind.PLEDGE, PaperKind.MEMBER_YEAR}

    @property
    def type(self) -> DocumentType | None:
        """The type of Party document it is issued as; None for forms and lists without a number."""
        return _TYPES.get(self)


_TYPES = {
    PaperKind.PLAN: DocumentType.PLAN,
    PaperKind.SUMMONS: DocumentType.LETTER,
    PaperKind.BOARD: DocumentType.DECISION,
    PaperKind.NOTICE: DocumentType.NOTICE,
    PaperKind.CLASS_RULES: DocumentType.STATUTE,
    PaperKind.MINUTES: DocumentType.MINUTES,
    PaperKind.RESOLUTION: DocumentType.RESOLUTION,
    PaperKind.PROGRAMME: DocumentType.PROGRAMME,
    PaperKind.ACTION_PLAN: DocumentType.PLAN,
    PaperKind.MIDTERM: DocumentType.REPORT,
    PaperKind.FINAL: DocumentType.REPORT,
    PaperKind.REPORT: DocumentType.REPORT,
}


class PaperRef(Struct, frozen=True, kw_only=True):
    """Which paper: its kind, the record it is about, and what tells papers about one record apart.

    `about` is the id of a wave, a session, or (for papers of a year) a member; `edition` is the
    member's id for an essay ("" for a form without a name), the year for a paper of a year.
    """

    kind: PaperKind
    about: RecordId
    edition: str = ""


class PaperPart(Struct, frozen=True, kw_only=True):
    """The words of one section, or the rows of its table, where they differ from what the book says."""

    name: Line
    text: Text = ""
    rows: tuple[tuple[Line, ...], ...] = ()


class PaperText(Record, frozen=True, kw_only=True):
    """What the unit wrote into one of its papers: number, day, and the sections it changed."""

    table: ClassVar[str] = "paper_texts"
    title: ClassVar[str] = "Lời văn của giấy tờ"
    reach: ClassVar[Reach] = Reach.STAYS
    identity: ClassVar[Identity] = Identity("about", ("unit", "kind", "edition"), "paper")

    about: RecordId
    kind: PaperKind
    edition: Line = ""
    number: Annotated[str, Meta(max_length=100)] = ""
    dated: date | None = None
    term: Line = ""
    parts: tuple[PaperPart, ...] = ()


class Finding(Struct, frozen=True, kw_only=True):
    """One thing a file breaks: the rule's number, the sentence, the words it is about, can it be fixed."""

    rule: str
    sentence: str
    where: str = ""
    fixable: bool = False
