"""What one cell of the demonstration plans, does and writes: invented words, through the services."""

from datetime import date, timedelta

from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.essays import EssayDuty
from qtapp.domain.members import MemberStatus
from qtapp.domain.sessions import AgendaKind, Session, SessionFormat, SessionKind
from qtapp.domain.waves import Wave
from qtapp.services.book import Book


def plan_study(cell: Book, wave: Wave, name: str, place: int) -> None:
    """Write the study plan of the cell called `name`; `place` makes the cells differ."""
    cell.waves.save_study_plan(
        replace(
            cell.waves.study_plan(wave.id),
            number=f"0{place + 3}-KH/CB",
            dated=cell.today() - timedelta(days=25),
            purpose="Để mọi đảng viên nắm vững và làm theo Nghị quyết ngay tại thôn, bản.",
            content="Nghị quyết 18-NQ/TU (quán triệt); Hướng dẫn 07-HD/ĐU (phổ biến).",
            audience=f"Toàn thể đảng viên {name}, mời trưởng các đoàn thể.",
            arrangement="Học tập trung một buổi; báo cáo viên của Đảng ủy xã.",
            materials="Toàn văn hai văn bản, đề cương do Đảng ủy xã gửi.",
            essays="Mỗi đảng viên trả lời hai câu hỏi, nộp cho chi ủy đúng hạn.",
            action_plan="Chi bộ lập kế hoạch hành động trong vòng 15 ngày sau buổi học.",
            outreach="Phát trên loa truyền thanh thôn, nói lại ở cuộc họp các đoàn thể.",
            organisation="Chi ủy chuẩn bị; bí thư theo dõi, báo cáo Đảng ủy xã.",
        )
    )


def plan_session(cell: Book, wave: Wave, on: date, place: int) -> Session:
    """Plan the session of `on`, minute by minute, and return it."""
    chair = cell.units.profile().signer_name
    session = cell.sessions.save(
        cell.sessions.new(
            wave.id,
            "Buổi học tập trung",
            format=SessionFormat.MIXED if place == 1 else SessionFormat.IN_PERSON,
            starts_at=f"{on.isoformat()}T07:30",
            minutes=150,
            venue=_venue(cell),
            capacity=60,
            chair=chair,
            speaker="Lâm Thanh Mẫu, Ban Xây dựng Đảng xã",
            minute_taker=cell.members.all()[1].full_name,
            guests=2 + place,
        )
    )
    items = (
        ("Ổn định tổ chức, giới thiệu đại biểu", AgendaKind.OTHER, 10),
        ("Truyền đạt Nghị quyết 18-NQ/TU", AgendaKind.PRESENTATION, 70),
        ("Phổ biến Hướng dẫn 07-HD/ĐU", AgendaKind.PRESENTATION, 20),
        ("Thảo luận: việc nào làm ngay ở thôn", AgendaKind.DISCUSSION, 30),
        ("Hỏi đáp, giao bài thu hoạch", AgendaKind.QUESTIONS, 20),
    )
    cell.sessions.save_agenda(
        session.id,
        [
            cell.sessions.new_item(session.id, name, kind=kind, minutes=minutes)
            for name, kind, minutes in items
        ],
    )
    return session


def _venue(cell: Book) -> str:
    return "Nhà văn hóa thôn" if "thôn" in cell.units.own().name else "Hội trường cơ quan"


def plan_next_session(cell: Book, wave: Wave, on: date) -> None:
    """Plan a session for the people, still to come."""
    cell.sessions.save(
        cell.sessions.new(
            wave.id,
            "Phổ biến Hướng dẫn 07-HD/ĐU cho nhân dân",
            kind=SessionKind.PUBLIC,
            starts_at=f"{on.isoformat()}T19:30",
            minutes=90,
            venue=_venue(cell),
            capacity=80,
            public_invited=60,
        )
    )


def mark_attendance(cell: Book, session: Session, place: int) -> None:
    """Mark those who were not simply there, one in a few; the rest is `finish`."""
    held_on = date.fromisoformat(session.starts_at[:10])
    unusual = {
        1: (AttendanceStatus.LATE, "", None),
        3: (AttendanceStatus.MADE_UP, "trông con ốm", held_on + timedelta(days=3)),
        5: (AttendanceStatus.ONLINE if place == 1 else AttendanceStatus.LEFT_EARLY, "", None),
    }
    if place == 1:
        unusual[7] = (AttendanceStatus.EXCUSED, "đi khám bệnh xa", None)
    everybody = [row.member for row in cell.attendance.sheet(session.id)]
    usual = [member for member in everybody if member.status is MemberStatus.ACTIVE]
    marks = {usual[(spot + place) % len(usual)].id: mark for spot, mark in unusual.items()}
    exempt = [member for member in everybody if member.status is MemberStatus.EXEMPT]
    if place == 0 and exempt:
        # Exempt, but came: counts in the total and among those who studied.
        marks[exempt[0].id] = (AttendanceStatus.PRESENT, "", None)
    cell.attendance.mark_all(session.id, marks)
    cell.attendance.finish(session.id)


def collect_essays(cell: Book, wave: Wave, place: int) -> None:
    """Take in most essays and judge most of those; two cells still wait for somebody."""
    today = cell.today()
    cell.essays.assign(wave.id)
    required = [row for row in cell.essays.sheet(wave.id) if row.essay.duty is EssayDuty.REQUIRED]
    late = (2, 0, 1)[place % 3]
    ungraded = (3, 0, 1)[place % 3]
    came = required[: len(required) - late]
    for number, row in enumerate(came):
        essay = cell.essays.receive(
            row.essay,
            today - timedelta(days=6 - number % 3),
            text=(
                "Điều tôi tâm đắc nhất là chi bộ phải gần dân, việc gì có lợi cho dân thì làm trước."
                " Tôi nhận phụ trách ba hộ trong xóm, cùng bà con dọn đường và giữ sạch nguồn nước."
            ),
        )
        if number >= ungraded:
            cell.essays.grade(
                essay,
                today - timedelta(days=2),
                passed=number % 11 != 10,
                score=7.0 + number % 3,
                remark="Có liên hệ bản thân, việc làm cụ thể.",
                grader=cell.units.profile().signer_name,
            )


def decide_tasks(cell: Book, wave: Wave, name: str, place: int) -> None:
    """Decide the action plan: two tasks with all six clears, and one that only urges."""
    today = cell.today()
    people = [member.full_name for member in cell.members.all()]
    plan = cell.plans.save(
        replace(
            cell.plans.of(wave.id),
            name="Kế hoạch hành động thực hiện Nghị quyết 18-NQ/TU",
            number=f"0{place + 5}-KH/CB",
            dated=today - timedelta(days=5),
            goals="Chi bộ bốn tốt; 100% hộ có chỗ đổ rác; giữ sạch suối đầu nguồn.",
        )
    )
    road = cell.plans.save_task(
        cell.plans.new_task(
            plan,
            "Dọn vệ sinh đường thôn và bờ suối mỗi tháng một buổi",
            owner=people[2],
            partners="Đoàn Thanh niên, Hội Phụ nữ thôn",
            responsibility=f"{people[2]} phân công từng tổ và điểm danh",
            deadline=today + timedelta(days=40),
            product="Biên bản từng buổi kèm ảnh",
            measure="3 buổi, mỗi buổi ít nhất 40 hộ",
            authority="Chi bộ quyết định",
        )
    )
    cell.plans.note_progress(road, today - timedelta(days=1), 30, "Đã làm buổi đầu.")
    households = cell.plans.save_task(
        cell.plans.new_task(
            plan,
            "Phân công mỗi đảng viên giúp đỡ từ một đến ba hộ",
            owner=people[0],
            responsibility=f"{people[0]} lập danh sách, theo dõi",
            deadline=today - timedelta(days=1),
            product="Bảng phân công đảng viên phụ trách hộ",
            measure="100% đảng viên đang sinh hoạt",
            authority="Chi ủy đề nghị, chi bộ thông qua",
        )
    )
    cell.plans.note_progress(households, today - timedelta(days=2), 100, f"{name} đã thông qua.")
    if place != 1:
        cell.plans.save_task(
            cell.plans.new_task(plan, "Tăng cường tuyên truyền Nghị quyết trong nhân dân")
        )
