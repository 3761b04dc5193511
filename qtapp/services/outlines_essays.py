"""Papers of the essays of a wave: the form with its questions, the opinion on one, the list (rules §3.5)."""

from qtapp.domain.essays import Essay, EssayDuty
from qtapp.domain.members import Member
from qtapp.domain.papers import PaperRef
from qtapp.domain.vietnamese import date_text, number, paper_date, partial_date_text, percent
from qtapp.papers.description import Column, Signature
from qtapp.services.essays import EssayRow
from qtapp.services.paper_facts import Facts, lowered
from qtapp.services.paper_outline import Outline, Section

_FRAME = (
    "Nhận thức (nội dung tâm đắc)",
    "Liên hệ bản thân, đơn vị (ưu điểm, khuyết điểm)",
    "Giải pháp, cam kết hành động",
    "Kiến nghị, đề xuất",
)
_BLANK = "…………………………………………"
_LINES = 36
"""Lines of a blank form: both sides of one sheet."""
_CHECKS = (
    "Ghi đủ họ tên, chức vụ, đơn vị",
    "Có chữ ký của người viết",
    "Trả lời đủ các câu hỏi",
    "Có liên hệ bản thân, đơn vị",
    "Có giải pháp, cam kết cụ thể",
    "Có kiến nghị, đề xuất",
    "Nộp đúng hạn",
    "Do chính người học viết",
)


def essay_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the essay's form: with a member's name and words, or blank to be written by hand."""
    wave = facts.waves.get(ref.about)
    row = _row(facts, ref)
    text = facts.essays.text(row.essay).text if row else ""
    titles = wave.essay_questions or _FRAME
    word = "Câu hỏi" if wave.essay_questions else ""
    if text:
        sections = [
            Section(
                name="questions",
                title="Câu hỏi",
                text=_listed(titles, word),
                fixed=True,
                titled=False,
            ),
            Section(name="text", title="Nội dung", text=text, fixed=True, titled=False),
        ]
    else:
        sections = [
            Section(
                name=f"question{place}",
                title=title,
                text="",
                dotted=_LINES // len(titles),
                titled=not word,
            )
            for place, title in enumerate(titles, 1)
        ]
        if word:
            sections = [
                part
                for place, (section, title) in enumerate(zip(sections, titles, strict=True), 1)
                for part in (_question(place, title), section)
            ]
    about = lowered(wave.name)
    member = row.member if row else None
    return Outline(
        name=f"Bài thu hoạch {about}{f' - {member.full_name}' if member else ''}",
        kind="BÀI THU HOẠCH",
        abstract=facts.abstract(about),
        sections=(
            person_section(facts, member, "Người viết"),
            *sections,
        ),
        signature=Signature(
            authority="NGƯỜI VIẾT THU HOẠCH", title="", name=member.full_name if member else ""
        ),
    )


def opinion_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the cell's opinion on one essay: what it was checked for, remark, result."""
    wave = facts.waves.get(ref.about)
    row = _row(facts, ref)
    member = row.member if row else None
    return Outline(
        name=f"Phiếu nhận xét bài thu hoạch{f' - {member.full_name}' if member else ''}",
        kind="PHIẾU NHẬN XÉT",
        abstract=facts.abstract(f"bài thu hoạch {lowered(wave.name)}"),
        sections=(
            person_section(facts, member, "Người viết"),
            Section(
                name="checks",
                title="Các mục kiểm tra",
                shape="table",
                titled=False,
                rows=tuple((each, "", "") for each in _CHECKS),
                columns=(
                    Column(title="Nội dung kiểm tra", share=95),
                    Column(title="Đạt (có, không)", share=25, align="centre"),
                    Column(title="Ghi chú", share=35),
                ),
            ),
            Section(
                name="remark", title="Nhận xét", text=row.essay.remark if row else "", dotted=3
            ),
            Section(
                name="result",
                title="Kết quả",
                text=_result(row.essay) if row else "Xếp loại: ……",
                fixed=True,
                titled=False,
            ),
        ),
        signature=facts.signature(
            preparer="NGƯỜI NHẬN XÉT", preparer_name=row.essay.grader if row else ""
        ),
    )


def essay_list_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return who must write, who has handed in, and how it was judged."""
    wave = facts.waves.get(ref.about)
    rows = facts.essays.sheet(wave.id)
    due = [row.essay for row in rows if row.essay.duty is EssayDuty.REQUIRED]
    written = sum(each.state.is_written for each in due)
    lines = [
        (
            row.member.full_name,
            row.essay.duty.label,
            date_text(row.essay.submitted_on) if row.essay.submitted_on else "",
            row.essay.state.label,
            "" if row.essay.score is None else number(row.essay.score, 1).removesuffix(",0"),
            "",
        )
        for row in rows
    ]
    told = f"Phải nộp {number(len(due))} bài; đã nộp {number(written)} bài, đạt {percent(written, len(due))}."
    if wave.essay_due:
        told = f"Hạn nộp: {paper_date(wave.essay_due)}. {told}"
    return Outline(
        name=f"Danh sách nộp bài thu hoạch {lowered(wave.name)}",
        kind="DANH SÁCH NỘP BÀI THU HOẠCH",
        abstract=facts.abstract(lowered(wave.name)),
        sections=(
            Section(name="figures", title="Số liệu", text=told, fixed=True, titled=False),
            Section(
                name="list",
                title="Danh sách",
                shape="table",
                fixed=True,
                titled=False,
                rows=tuple(lines),
                columns=(
                    Column(title="Họ và tên", share=48),
                    Column(title="Nghĩa vụ", share=25),
                    Column(title="Ngày nộp", share=24, align="centre"),
                    Column(title="Kết quả", share=20),
                    Column(title="Điểm", share=12, align="centre"),
                    Column(title="Ký nộp", share=26),
                ),
                row_height=8,
            ),
        ),
        signature=facts.signature(preparer="NGƯỜI LẬP"),
    )


def person_section(facts: Facts, member: Member | None, title: str = "Đảng viên") -> Section:
    """Return the lines that name a member on a form as its part `title`; dots where there is no name."""
    return Section(
        name="person",
        title=title,
        text="\n".join(_person(facts, member)),
        style="plain",
        fixed=True,
        titled=False,
    )


def _person(facts: Facts, member: Member | None) -> list[str]:
    if member is None:
        return [
            f"Họ và tên: {_BLANK}",
            f"Chức vụ: {_BLANK}",
            f"Ngày vào Đảng: {_BLANK}",
            _cell(facts),
        ]
    lines = [f"Họ và tên: {member.full_name}"]
    if member.birth:
        lines[0] += f"; ngày sinh: {partial_date_text(member.birth)}"
    lines.append(f"Chức vụ: {facts.offices(member)}")
    if member.joined_on:
        lines.append(f"Ngày vào Đảng: {partial_date_text(member.joined_on)}")
    return [*lines, _cell(facts)]


def _cell(facts: Facts) -> str:
    return f"Đang sinh hoạt tại: {facts.unit.name}"


def _row(facts: Facts, ref: PaperRef) -> EssayRow | None:
    """Return the essay the paper is about; None for a form without a name. Raises NotFound."""
    if not ref.edition:
        return None
    for row in facts.essays.sheet(ref.about):
        if row.member.id == ref.edition:
            return row
    member = facts.members.get(ref.edition)
    blank = Essay(
        id=Essay.identity.of(wave=ref.about, member=member.id),
        unit=member.unit,
        wave=ref.about,
        member=member.id,
    )
    return EssayRow(member=member, essay=blank)


def _question(place: int, title: str) -> Section:
    return Section(
        name=f"asked{place}", title=title, text=f"Câu {place}. {title}", fixed=True, titled=False
    )


def _listed(titles: tuple[str, ...], word: str) -> str:
    if not word:
        return ""
    return "\n".join(f"Câu {place}. {title}" for place, title in enumerate(titles, 1))


def _result(essay: Essay) -> str:
    score = "" if essay.score is None else f"; điểm: {number(essay.score, 1).removesuffix(',0')}"
    day = f", {paper_date(essay.graded_on)}" if essay.graded_on else ""
    return f"Kết quả: {essay.state.label}{score}{day}."
