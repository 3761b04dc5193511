"""A cell's book in the middle of a wave, the same on every run: what papers are made from."""

from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.documents import DocumentType
from qtapp.domain.essays import EssayDuty
from qtapp.domain.members import MemberKind, MemberStatus
from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.domain.sessions import AgendaKind
from qtapp.services.book import Book
from tests.make import a_cell_book, a_name, an_id

WAVE = "Đợt học tập Nghị quyết quý IV năm 2026"
_OFFICES = ("Bí thư", "Phó Bí thư", "Chi ủy viên")


def a_paper_book(folder: Path, members: int = 14, **profile: Any) -> Book:
    """Return a book with `members` members, a wave, a held session and a plan under way."""
    cell = a_cell_book(folder)
    known = cell.members.all()
    known += [cell.members.new(a_name(place)) for place in range(len(known), members)]
    for place, member in enumerate(known):
        cell.members.save(
            replace(
                member,
                party_role=_OFFICES[place] if place < len(_OFFICES) else "",
                birth=f"19{60 + place % 40}-03",
                joined_on="2001-05-19",
                kind=MemberKind.PROBATIONARY if place == 4 else MemberKind.OFFICIAL,
                status=MemberStatus.EXEMPT if place == 5 else MemberStatus.ACTIVE,
            )
        )
    values = {"upper_line": "Đảng bộ xã Suối Mẫu", "place": "Suối Mẫu", "term": "2025-2027"}
    cell.units.save_profile(replace(cell.units.profile(), **{**values, **profile}))
    _lived(cell)
    _live(cell)
    return cell


def refs_of(cell: Book) -> list[PaperRef]:
    """Return one paper of every kind: of the first session, and of the first member where it is one's."""
    wave = cell.waves.all()[0]
    session, member = cell.sessions.of(wave.id)[0], cell.members.all()[0]
    refs = []
    for kind in PaperKind:
        about, edition = wave.id, ""
        if kind.is_of_session:
            about = session.id
        elif kind.is_of_year:
            about, edition = member.id, "2026"
        elif kind.is_of_member:
            edition = member.id
        refs.append(PaperRef(kind=kind, about=about, edition=edition))
    return refs


def a_ref(cell: Book, kind: PaperKind) -> PaperRef:
    """Return the paper of a kind."""
    return next(ref for ref in refs_of(cell) if ref.kind is kind)


def _lived(cell: Book) -> None:
    """The wave before: its plan is what the next meeting looks back on."""
    before = cell.waves.new("Đợt học tập quý III", starts_on=date(2026, 8, 1))
    # The clock of tests stands still: a low id makes it the older one.
    wave = cell.waves.save(replace(before, id=an_id(1)))
    plan = cell.plans.save(replace(cell.plans.of(wave.id), name="Kế hoạch quý III"))
    task = cell.plans.save_task(
        cell.plans.new_task(plan, "Sửa nhà văn hóa thôn", deadline=date(2026, 10, 30))
    )
    cell.plans.note_progress(task, date(2026, 9, 20), 40)
    cell.plans.note_progress(task, date(2026, 11, 5), 80)
    cell.plans.note_progress(task, date(2026, 11, 16), 100)
    cell.plans.save_task(cell.plans.new_task(plan, "Trồng cây ven suối"))


def _live(cell: Book) -> None:
    document = cell.documents.save(
        cell.documents.new(
            "18-NQ/TU",
            "về xây dựng chi bộ bốn tốt ở thôn, bản",
            type=DocumentType.RESOLUTION,
            issuer="Tỉnh ủy Mẫu",
            issued_on="2026-09-21",
        )
    )
    wave = cell.waves.save(
        cell.waves.new(
            WAVE,
            basis="Kế hoạch số 12-KH/ĐU, ngày 05/10/2026 của Đảng ủy xã Suối Mẫu",
            starts_on=date(2026, 11, 1),
            ends_on=date(2026, 11, 30),
            essay_due=date(2026, 11, 28),
            plan_due=date(2026, 12, 10),
            essay_questions=(
                "Đồng chí tâm đắc nhất nội dung nào, vì sao?",
                "Đồng chí sẽ làm gì để thực hiện nghị quyết ở thôn?",
            ),
        )
    )
    cell.waves.set_document(wave.id, document.id)
    session = cell.sessions.save(
        cell.sessions.new(
            wave.id,
            "Buổi học tập trung",
            starts_at="2026-11-10T07:30",
            minutes=120,
            venue="Nhà văn hóa thôn",
            chair="Lê Minh Ánh",
            speaker="Lâm Thanh Mẫu",
            minute_taker="Võ Thị Ngọc Ẩn",
            guests=2,
        )
    )
    cell.sessions.save_agenda(
        session.id,
        [
            cell.sessions.new_item(session.id, "Truyền đạt Nghị quyết", minutes=80),
            cell.sessions.new_item(
                session.id, "Thảo luận", minutes=40, kind=AgendaKind.DISCUSSION, presenter="Chi bộ"
            ),
        ],
    )
    rows = cell.attendance.sheet(session.id)
    absent = [row.member.id for row in rows if row.status is AttendanceStatus.PRESENT][-1]
    cell.attendance.mark(session.id, absent, AttendanceStatus.EXCUSED, "đi viện")
    cell.attendance.finish(session.id)
    essays = [row.essay for row in cell.essays.sheet(wave.id)]
    due = [essay for essay in essays if essay.duty is EssayDuty.REQUIRED]
    for essay in due[:-1]:
        taken = cell.essays.receive(essay, date(2026, 11, 15), text="")
        cell.essays.grade(taken, date(2026, 11, 18), passed=True, score=8.5, remark="Sát thực tế")
    plan = cell.plans.save(
        replace(
            cell.plans.of(wave.id),
            name="Kế hoạch thực hiện Nghị quyết 18-NQ/TU",
            number="05-KH/CB",
            dated=date(2026, 11, 15),
            goals="100% hộ có chỗ đổ rác.",
        )
    )
    task = cell.plans.save_task(
        cell.plans.new_task(
            plan,
            "Dọn vệ sinh đường thôn mỗi tháng một buổi",
            owner="Lê Minh Ánh",
            partners="Đoàn Thanh niên",
            product="Biên bản kèm ảnh",
            measure="12 buổi",
            deadline=date(2026, 12, 30),
        )
    )
    cell.plans.note_progress(task, date(2026, 11, 16), 30, "Đã làm buổi đầu")
    cell.plans.save_task(cell.plans.new_task(plan, "Tăng cường tuyên truyền"))
