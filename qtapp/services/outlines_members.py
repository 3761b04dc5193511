"""Papers of one member and one year: the pledge and the study record (rules §3.7; S1 on yearly rating)."""

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.essays import Essay, EssayState
from qtapp.domain.members import Member
from qtapp.domain.papers import PaperRef
from qtapp.domain.sessions import Session
from qtapp.domain.vietnamese import number
from qtapp.domain.waves import Wave
from qtapp.papers.description import Column, Signature
from qtapp.services.outlines_essays import person_section
from qtapp.services.paper_facts import Facts
from qtapp.services.paper_outline import Outline, Section

_PLEDGES = (
    "Về tư tưởng chính trị",
    "Về phẩm chất đạo đức, lối sống, ý thức tổ chức kỷ luật",
    "Về phòng, chống “tự diễn biến”, “tự chuyển hóa”",
    "Về thực hiện chức trách, nhiệm vụ được giao",
    "Về khắc phục hạn chế, khuyết điểm của năm trước (biện pháp, thời gian)",
)


def pledge_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return a member's yearly pledge: five parts, written here or by hand."""
    member = facts.members.get(ref.about)
    about = f"tu dưỡng, rèn luyện, phấn đấu năm {ref.edition}"
    return Outline(
        name=f"Bản cam kết {about} - {member.full_name}",
        kind="BẢN CAM KẾT",
        abstract=facts.abstract(about),
        sections=(
            person_section(facts, member),
            *(
                Section(name=f"part{place}", title=title, text="", dotted=4)
                for place, title in enumerate(_PLEDGES, 1)
            ),
        ),
        signature=Signature(
            authority="NGƯỜI CAM KẾT",
            title="",
            name=member.full_name,
            preparer="XÁC NHẬN CỦA CHI BỘ",
        ),
    )


def member_year_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return what one member has studied in a year: sessions and essays of every wave, for the rating."""
    member = facts.members.get(ref.about)
    rows = []
    total = attended = 0
    for wave in reversed(facts.waves.all()):
        held = _held(facts, wave, ref.edition)
        if not held:
            continue
        statuses = [_status(facts, session, member) for session in held]
        expected = [each for each in statuses if each is not None]
        there = sum(each.at_session or each is AttendanceStatus.MADE_UP for each in expected)
        total += len(expected)
        attended += there
        rows.append(
            (
                wave.name,
                f"{there}/{len(expected)}",
                _ways(expected),
                _essay(facts, wave, member),
                "",
            )
        )
    told = (
        f"Trong năm {ref.edition}: {number(len(rows))} đợt học tập; đã dự và học bù {number(attended)}/"
        f"{number(total)} buổi."
    )
    return Outline(
        name=f"Phiếu theo dõi học tập năm {ref.edition} - {member.full_name}",
        kind="PHIẾU THEO DÕI HỌC TẬP",
        abstract=facts.abstract(f"kết quả học tập của đảng viên năm {ref.edition}"),
        sections=(
            person_section(facts, member),
            Section(name="figures", title="Số liệu", text=told, fixed=True, titled=False),
            Section(
                name="waves",
                title="Các đợt học tập",
                shape="table",
                fixed=True,
                titled=False,
                rows=tuple(rows),
                columns=(
                    Column(title="Đợt học tập", share=55),
                    Column(title="Buổi đã học", share=18, align="centre"),
                    Column(title="Điểm danh", share=36),
                    Column(title="Bài thu hoạch", share=26),
                    Column(title="Ghi chú", share=20),
                ),
            ),
            Section(name="opinion", title="Nhận xét của chi bộ", text="", dotted=3, numbered=False),
        ),
        signature=facts.signature(preparer="ĐẢNG VIÊN", preparer_name=member.full_name),
    )


def _held(facts: Facts, wave: Wave, year: str) -> list[Session]:
    return [
        session
        for session in facts.sessions.of(wave.id)
        if session.held and session.starts_at.startswith(year)
    ]


def _status(facts: Facts, session: Session, member: Member) -> AttendanceStatus | None:
    """Return how a member was at a session; None where they were not asked."""
    found = facts.attendance.recorded(session.id, member.id)
    if found is None:
        return None
    asked = found.status not in {AttendanceStatus.EXEMPT, AttendanceStatus.AWAY}
    return found.status if asked else None


def _ways(statuses: list[AttendanceStatus]) -> str:
    counted = [(each.label, statuses.count(each)) for each in AttendanceStatus if each in statuses]
    return ", ".join(f"{label} {count}" if count > 1 else label for label, count in counted)


def _essay(facts: Facts, wave: Wave, member: Member) -> str:
    if not facts.essays.are_asked(wave.id):
        return "không yêu cầu"
    rows = facts.essays.sheet(wave.id)
    essay: Essay | None = next((row.essay for row in rows if row.member.id == member.id), None)
    if essay is None:
        return "không yêu cầu"
    score = "" if essay.score is None else f", {number(essay.score, 1).removesuffix(',0')} điểm"
    duty = f" ({essay.duty.label})" if essay.state is EssayState.MISSING else ""
    return f"{essay.state.label}{score}{duty}"
