"""Papers of one session: invitation, minutes, and the cell's resolution by HD 42 (rules §3.3, §3.4)."""

from qtapp.domain.counting import Tally
from qtapp.domain.members import MemberKind
from qtapp.domain.papers import PaperRef
from qtapp.domain.self_score import CRITERIA, attendance_points, time_points
from qtapp.domain.sessions import Session
from qtapp.domain.vietnamese import date_text, number
from qtapp.papers.description import Column, Signature
from qtapp.services.paper_attendance import Attending, attending, told_in_full, totals
from qtapp.services.paper_facts import Facts, day_of, lowered, starts
from qtapp.services.paper_followup import followup
from qtapp.services.paper_outline import Outline, Section

_DOTS = "……"


def invitation_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the invitation of guests to a session."""
    session = facts.sessions.get(ref.about)
    wave = facts.waves.get(session.wave)
    told = [
        f"Nội dung: {lowered(wave.name)}.",
        f"Thời gian: {starts(session) or _DOTS}.",
        f"Địa điểm: {session.venue or _DOTS}.",
    ]
    return Outline(
        name=f"Giấy mời dự {session.name}",
        kind="GIẤY MỜI",
        abstract=facts.abstract(f"dự {lowered(session.name)}", act=True),
        sections=(
            _plain("opening", "Lời mời", f"{facts.unit.name} trân trọng kính mời:"),
            Section(
                name="guest", title="Người được mời", text=f"Đồng chí: {_DOTS * 8}", titled=False
            ),
            _plain("facts", "Nội dung, thời gian, địa điểm", "\n".join(told)),
            _plain(
                "closing",
                "Lời kết",
                "Rất mong đồng chí đến dự đầy đủ, đúng giờ để buổi học thành công.",
            ),
        ),
        signature=facts.signature(),
    )


def minutes_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the minutes of a session: figures and names of the book, and what was said there."""
    session = facts.sessions.get(ref.about)
    about = f"hội nghị {lowered(session.name)}"
    return Outline(
        name=f"Biên bản {about}",
        kind="BIÊN BẢN",
        abstract=facts.abstract(about),
        sections=(
            _fixed("figures", "Thời gian, thành phần", "\n".join(_attending(facts, session))),
            Section(name="agenda", title="Nội dung", text="\n".join(_agenda(facts, session))),
            Section(name="discussion", title="Diễn biến, ý kiến thảo luận", text="", dotted=8),
            Section(name="proposals", title="Kiến nghị, đề xuất", text=""),
            Section(name="conclusion", title="Kết luận", text="", dotted=4),
            _plain(
                "closing",
                "Kết thúc",
                f"Hội nghị kết thúc hồi {_ends(session)} cùng ngày. Biên bản đã được đọc lại trước hội nghị,"
                " mọi người nhất trí.",
            ),
        ),
        signature=Signature(
            authority="CHỦ TRÌ HỘI NGHỊ",
            title="",
            name=session.chair,
            preparer="NGƯỜI GHI BIÊN BẢN",
            preparer_name=session.minute_taker,
        ),
    )


def resolution_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the resolution after a meeting, with follow-up table, tasks, self-score and vote."""
    session = facts.sessions.get(ref.about)
    found = attending(facts, session)
    tally = found.tally
    points = [
        number(time_points(session.minutes, tally.total)),
        number(attendance_points(tally.at_session, tally.total, unexcused=tally.unexcused)),
    ]
    # Only what the book knows is scored beforehand, and only once the session was held.
    given = (
        [*points, *[""] * (len(CRITERIA) - len(points))] if session.held else [""] * len(CRITERIA)
    )
    day = day_of(session)
    about = f"sinh hoạt chi bộ tháng {day.month} năm {day.year}" if day else lowered(session.name)
    return Outline(
        name=f"Nghị quyết {about}",
        kind="NGHỊ QUYẾT",
        abstract=facts.abstract(about),
        sections=(
            _fixed("figures", "Số liệu mở đầu", _figures(facts, session, tally)),
            _plain("dues", "Đảng phí", f"Đảng phí: đã thu {_DOTS}/{_DOTS} đồng chí."),
            Section(
                name="review",
                title="Đánh giá việc thực hiện nhiệm vụ kỳ trước",
                text=_review(),
                dotted=2,
            ),
            followup(facts, session),
            Section(
                name="praise",
                title="Biểu dương, nhắc nhở; hạn chế, nguyên nhân",
                text=f"4. Biểu dương, nhắc nhở: {_DOTS}\n5. Hạn chế và nguyên nhân: {_DOTS}",
                titled=False,
            ),
            Section(name="direction", title="Phương hướng, nhiệm vụ kỳ tới", text="", dotted=3),
            _tasks(facts, session),
            Section(
                name="assignment", title="Phân công thực hiện", text=_assigned(facts), dotted=2
            ),
            Section(
                name="score",
                title="Tự đánh giá chất lượng sinh hoạt",
                shape="score",
                rows=tuple(
                    (each.name, str(each.most), mark)
                    for each, mark in zip(CRITERIA, given, strict=True)
                ),
                columns=(
                    Column(title="Tiêu chí", share=99),
                    Column(title="Điểm tối đa", share=27, align="centre"),
                    Column(title="Điểm tự chấm", share=27, align="centre"),
                ),
            ),
            Section(
                name="vote",
                title="Biểu quyết",
                shape="vote",
                titled=False,
                rows=(("", number(_voters(found)) if session.held else ""),),
                columns=(
                    Column(title="Số tán thành", share=50),
                    Column(title="Đảng viên chính thức có mặt", share=50),
                ),
            ),
            facts.recipients(
                facts.say("- Cấp ủy viên phụ trách chi bộ,"),
                "- Đăng tải trên Sổ tay đảng viên điện tử,",
            ),
        ),
        signature=facts.signature(),
    )


def _attending(facts: Facts, session: Session) -> list[str]:
    """Return the first part of minutes: when, where, how many, who was absent and why (rules §3.3)."""
    lines = [f"Thời gian: {starts(session) or _DOTS}. Địa điểm: {session.venue or _DOTS}."]
    found = attending(facts, session)
    # A committee has no members of its own.
    known = found.counted or found.left_out
    lines += told_in_full(found, held=session.held) if known else [f"Thành phần: {_DOTS * 4}."]
    if session.guests:
        lines.append(f"Khách mời: {number(session.guests)} người.")
    lines.append(f"Chủ trì: {session.chair or _DOTS}. Thư ký: {session.minute_taker or _DOTS}.")
    return lines


def _agenda(facts: Facts, session: Session) -> list[str]:
    items = facts.sessions.agenda(session.id)
    if not items:
        return [f"- {text}." for text in facts.cited(facts.waves.get(session.wave))]
    return [
        f"{place}. {item.name}{f' ({item.presenter})' if item.presenter else ''}."
        for place, item in enumerate(items, 1)
    ]


def _ends(session: Session) -> str:
    if not session.starts_at or not session.held:
        return _DOTS
    end = int(session.starts_at[11:13]) * 60 + int(session.starts_at[14:16]) + session.minutes
    return f"{end // 60 % 24} giờ {end % 60:02d}"


def _figures(facts: Facts, session: Session, tally: Tally) -> str:
    if not session.held:
        return f"Buổi sinh hoạt {starts(session) or _DOTS}: chưa điểm danh nên chưa có số liệu."
    return (
        f"{starts(session) or _DOTS}, {facts.unit.name} sinh hoạt, thời lượng {number(session.minutes)} phút;"
        f" tổng số đảng viên: {number(tally.total + tally.not_counted)}; {totals(tally)}{_left_out(tally)}. Chủ trì: {session.chair or _DOTS}; thư ký: {session.minute_taker or _DOTS}."
    )


def _left_out(tally: Tally) -> str:
    return " (được miễn sinh hoạt hoặc tạm thời đi nơi khác)" if tally.not_counted else ""


def _review() -> str:
    return "1. Kết quả công tác tư tưởng, học tập nghị quyết: …\n2. Kết quả lãnh đạo nhiệm vụ chính trị: …"


def _tasks(facts: Facts, session: Session) -> Section:
    tasks = facts.plans.tasks(facts.plans.of(session.wave))
    rows = [
        (task.content, task.owner, date_text(task.deadline) if task.deadline else "", "")
        for task in tasks
        if task.state.is_open
    ]
    return Section(
        name="tasks",
        title="Nhiệm vụ cụ thể",
        shape="table",
        titled=False,
        rows=tuple(rows),
        columns=(
            Column(title="Nhiệm vụ", share=70),
            Column(title="Chủ trì", share=38),
            Column(title="Thời hạn", share=24, align="centre"),
            Column(title="Báo cáo ở kỳ", share=23),
        ),
    )


def _assigned(facts: Facts) -> str:
    leader = facts.head_member()
    who = f"Đồng chí {leader.full_name}" if leader else "Đồng chí bí thư"
    return f"{who} phụ trách chung, kiểm tra, đôn đốc việc thực hiện nghị quyết này."


def _voters(found: Attending) -> int:
    """Return how many full members were there: probationary ones do not vote (rules §4.5)."""
    return sum(row.member.kind is MemberKind.OFFICIAL for row in found.present)


def _fixed(name: str, title: str, text: str) -> Section:
    return Section(name=name, title=title, text=text, fixed=True, titled=False)


def _plain(name: str, title: str, text: str) -> Section:
    return Section(name=name, title=title, text=text, titled=False)
