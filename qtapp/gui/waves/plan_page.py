"""The unit's own study plan of a wave: its ten headings, or the summons, or nothing but the superior's."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.errors import Invalid
from qtapp.domain.papers import PaperKind
from qtapp.domain.vietnamese import date_text
from qtapp.domain.waves import PLAN_HEADINGS, Preparation, StudyPlan, Wave
from qtapp.gui.kit import theme, toast
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.fields import TextField
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Banner
from qtapp.gui.kit.words import muted
from qtapp.gui.waves.steps import preparation_sentence, when
from qtapp.services.book import Book


class PlanPage(Page):
    """A study plan is saved as one types."""

    saved = Signal()
    paper_wanted = Signal(str)

    def __init__(self, book: Book) -> None:
        super().__init__(tr("Chuẩn bị đợt học tập"))
        self._book = book
        self._wave: Wave | None = None
        self._fill = self.secondary(tr("Điề&n từ sổ các mục còn trống"), self.fill, "edit")
        self.view_button = self.secondary(tr("&Xem trước và in"), self._go_to_paper, "print")
        self.kind = ChoiceField("preparation", Preparation, tr("Đơn vị mở đợt bằng"))
        self.form = Form[StudyPlan](StudyPlan, book.today())
        self.form.rows(self.kind, ("number", "dated"))
        self._headings: list[TextField] = []
        said = hints()
        for name in PLAN_HEADINGS:
            field = TextField(name, hint=said[name], lines=3)
            self._headings.append(field)
            self.form.row(field)
        self.keeper = Keeper[StudyPlan](book, self.form, self._keep)
        self.keeper.kept.connect(self._kept)
        self.kind.changed.connect(self._show_headings)
        self.form.changed.connect(self._say)
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.LARGE))
        self.state = Banner("note", "")
        column.addWidget(self.state)
        column.addWidget(self.keeper.state)
        column.addWidget(self.form)
        self._without = muted("")
        column.addWidget(self._without)
        column.addStretch(1)
        self.add(host, 1)

    def show_wave(self, wave: Wave) -> None:
        """Show the plan for `wave`; what is typed and not acceptable yet stays."""
        plan = self._book.waves.study_plan(wave.id)
        same = self._wave is not None and self._wave.id == wave.id
        self._wave = wave
        self.set_title(tr("Chuẩn bị đợt học tập"), wave.name)
        if same:
            self.keeper.refresh(plan)
        else:
            self.keeper.open(plan, f"{plan.table}/{plan.id}")
        self._show_headings()
        self._say()

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.keeper.settle()

    def _kept(self) -> None:
        self._say()
        self.saved.emit()

    def _go_to_paper(self) -> None:
        """Go to the paper that opens the wave, once what was typed is kept."""
        plan = self.keeper.record
        if plan is None or self._wave is None or not self.keeper.settle():
            return
        summons = plan.preparation is Preparation.SUMMONS
        kind = PaperKind.SUMMONS if summons else PaperKind.PLAN
        self.paper_wanted.emit(f"{kind.value}/{self._wave.id}")

    def fill(self) -> None:
        """Write into empty headings what the book knows: documents, sessions, questions, deadlines."""
        if self._wave is None:
            return
        filled = 0
        for name, text in suggestions(self._book, self._wave).items():
            field = self.form.field(name)
            if text and not field.value():
                field.set_value(text)
                filled += 1
        said = (
            tr("Đã điền %n mục. Hãy xem lại.", "", filled)
            if filled
            else tr("Sổ chưa có gì để điền thêm.")
        )
        toast.say(self, said)

    def _keep(self, plan: StudyPlan, values: dict[str, Any]) -> StudyPlan:
        return self._book.waves.save_study_plan(replace(plan, **values))

    def _show_headings(self) -> None:
        wanted = self.kind.value() is Preparation.PLAN
        for field in self._headings:
            row = field.parentWidget()
            if row is not None:
                row.setVisible(wanted)
        self._fill.setVisible(wanted)
        self.view_button.setVisible(self.kind.value() is not Preparation.NONE)
        self._without.setVisible(not wanted)
        self._without.setText(
            tr("Công văn triệu tập chỉ cần số và ngày; không phải soạn mười mục của kế hoạch.")
            if self.kind.value() is Preparation.SUMMONS
            else tr("Đơn vị làm theo kế hoạch cấp trên, không phải soạn kế hoạch riêng.")
        )

    def _say(self) -> None:
        plan = self.keeper.record
        if plan is None:
            return
        try:
            now = replace(plan, **self._typed())
        except Invalid:
            return
        self.state.text.setText(preparation_sentence(now))

    def _typed(self) -> dict[str, Any]:
        """Return what the form says now, without complaining beside fields that are half typed."""
        return {
            name: self.form.field(name).value()
            for name in ("preparation", "number", "dated", *PLAN_HEADINGS)
        }


def suggestions(book: Book, wave: Wave) -> dict[str, str]:
    """Return what the book knows about headings of the plan: facts only, no phrases."""
    documents = [
        tr("- {number}: {name} ({intensity})").format(
            number=document.number, name=document.name, intensity=intensity.label
        )
        for document, intensity in book.waves.documents(wave.id)
    ]
    sessions = []
    for session in book.sessions.of(wave.id):
        facts = [when(session), session.format.label, session.venue, session.speaker]
        sessions.append(f"- {session.name}: " + ", ".join(fact for fact in facts if fact))
    questions = [f"{place}. {text}" for place, text in enumerate(wave.essay_questions, 1)]
    if wave.essay_due:
        questions.append(tr("Hạn nộp: {day}.").format(day=date_text(wave.essay_due)))
    plan = (
        tr("Xong trước ngày {day}.").format(day=date_text(wave.plan_due)) if wave.plan_due else ""
    )
    members = book.members.all()
    audience = tr("{count} đảng viên của đơn vị.").format(count=len(members)) if members else ""
    return {
        "content": "\n".join(documents),
        "audience": audience,
        "arrangement": "\n".join(sessions),
        "essays": "\n".join(questions),
        "action_plan": plan,
    }


def hints() -> dict[str, str]:
    """Return what belongs under each heading of a plan (rules §3.2)."""
    return {
        "purpose": tr("Vì sao học, học xong phải đạt gì"),
        "content": tr("Những văn bản nào, nội dung nào"),
        "audience": tr("Ai dự: đảng viên chính thức, dự bị, quần chúng được mời"),
        "arrangement": tr("Trực tiếp hay trực tuyến, ngày giờ, địa điểm, ai trình bày"),
        "materials": tr("Tài liệu phát trước, tài liệu tham khảo"),
        "essays": tr("Câu hỏi, ai viết, hạn nộp"),
        "action_plan": tr("Ai soạn, hạn xong"),
        "outreach": tr("Phổ biến đến quần chúng, loa, bản tin"),
        "budget": tr("Nguồn kinh phí"),
        "organisation": tr("Phân công ai làm gì"),
    }
