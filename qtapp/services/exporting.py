"""Registers as Excel files: typed cells under Vietnamese headings, which the app reads back unchanged."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from qtapp.domain.figures import Figures, UnitFigures
from qtapp.domain.members import Member
from qtapp.domain.vietnamese import partial_date_text
from qtapp.services.attendance import AttendanceSheets
from qtapp.services.essays import Essays
from qtapp.services.members import Members
from qtapp.services.plans import Plans
from qtapp.services.reports import Reports
from qtapp.services.units import Units
from qtapp.store.store import Store
from qtapp.workbooks.writing import Value, write_table

_MEMBERS = (
    "TT",
    "Họ và tên",
    "Giới tính",
    "Ngày sinh",
    "Loại đảng viên",
    "Trạng thái",
    "Chức vụ Đảng",
    "Chức vụ chính quyền",
    "Ngày vào Đảng",
    "Ngày chính thức",
)
_PRIVATE = ("Số thẻ đảng viên", "Điện thoại", "Email")
_ATTENDANCE = ("TT", "Họ và tên", "Ngày sinh", "Chức vụ", "Điểm danh", "Lý do", "Ngày học bù")
_ESSAYS = (
    "TT",
    "Họ và tên",
    "Ngày sinh",
    "Nghĩa vụ viết",
    "Hạn nộp",
    "Tình trạng bài",
    "Ngày nộp",
    "Ngày đánh giá",
    "Người đánh giá",
    "Điểm",
    "Nhận xét",
)
_TASKS = (
    "TT",
    "Nội dung nhiệm vụ",
    "Người chịu trách nhiệm",
    "Phối hợp",
    "Trách nhiệm cụ thể",
    "Thời hạn",
    "Sản phẩm",
    "Thước đo kết quả",
    "Thẩm quyền",
    "Tình trạng thực hiện",
)
_ANNEX = (
    "TT",
    "Đơn vị",
    "Đã có số liệu",
    "Số kế hoạch",
    "Ngày kế hoạch",
    "Hội nghị học tập",
    "Trực tiếp",
    "Trực tuyến",
    "Kết hợp",
    "Chia nhỏ",
    "Đảng viên phải học",
    "Đảng viên đã học",
    "Tỷ lệ học (%)",
    "Trong đó học bù",
    "Lượt người dự",
    "Hội nghị phổ biến cho quần chúng",
    "Quần chúng mời",
    "Quần chúng dự",
    "Tỷ lệ dự (%)",
    "Bài thu hoạch phải nộp",
    "Bài thu hoạch đã nộp",
    "Bài đã chấm",
    "Bài đạt",
    "Kế hoạch hành động",
    "Nhiệm vụ",
    "Nhiệm vụ rõ",
    "Nhiệm vụ hoàn thành",
)


class Exporting:
    """One method per register; each raises NotFound, FolderReadOnly or DiskFull."""

    def __init__(
        self,
        store: Store,
        units: Units,
        reports: Reports,
        attendance: AttendanceSheets,
        *,
        members: Members,
        essays: Essays,
        plans: Plans,
    ) -> None:
        self._store = store
        self._units = units
        self._reports = reports
        self._attendance = attendance
        self._members = members
        self._essays = essays
        self._plans = plans

    def members(self, path: Path, *, former: bool = False, full: bool = False) -> int:
        """Write the register and return how many are in it.

        Card numbers, telephones and addresses are left out unless the whole (`full`) is asked for.
        """
        found = self._members.all(former=former)
        rows = [
            [
                place,
                each.full_name,
                each.gender.label if each.gender.value else None,
                _day(each.birth),
                each.kind.label,
                each.status.label,
                each.party_role,
                each.gov_role,
                _day(each.joined_on),
                _day(each.official_on),
                *((each.card_number, each.phone, each.email) if full else ()),
            ]
            for place, each in enumerate(found, 1)
        ]
        headings = (*_MEMBERS, *(_PRIVATE if full else ()))
        write_table(path, f"Danh sách đảng viên {self._units.own().name}", headings, rows)
        return len(found)

    def attendance(self, session_id: str, path: Path) -> int:
        """Write the sheet of a session and return how many are on it; who is not marked has a blank."""
        session = self._store.sessions.get(session_id)
        sheet = self._attendance.sheet(session_id)
        rows = [
            [
                place,
                row.member.full_name,
                _day(row.member.birth),
                _office(row.member),
                row.status.label if row.recorded else None,
                row.reason,
                row.made_up_on,
            ]
            for place, row in enumerate(sheet, 1)
        ]
        write_table(path, f"Điểm danh {session.name}", _ATTENDANCE, rows)
        return len(sheet)

    def essays(self, wave_id: str, path: Path) -> int:
        """Write who owes an essay in a wave, and how it stands; the words of essays stay in the book."""
        wave = self._store.waves.get(wave_id)
        sheet = self._essays.sheet(wave_id)
        rows: list[Sequence[Value]] = [
            [
                place,
                row.member.full_name,
                _day(row.member.birth),
                row.essay.duty.label,
                row.essay.due,
                row.essay.state.label,
                row.essay.submitted_on,
                row.essay.graded_on,
                row.essay.grader,
                row.essay.score,
                row.essay.remark,
            ]
            for place, row in enumerate(sheet, 1)
        ]
        write_table(path, f"Bài thu hoạch {wave.name}", _ESSAYS, rows)
        return len(sheet)

    def tasks(self, wave_id: str, path: Path) -> int:
        """Write the tasks of the unit's action plan for a wave and return how many there are."""
        plan = self._plans.of(wave_id)
        tasks = self._plans.tasks(plan)
        rows: list[Sequence[Value]] = [
            [
                place,
                task.content,
                task.owner,
                task.partners,
                task.responsibility,
                task.deadline,
                task.product,
                task.measure,
                task.authority,
                task.state.label,
            ]
            for place, task in enumerate(tasks, 1)
        ]
        write_table(path, plan.name or "Kế hoạch hành động", _TASKS, rows)
        return len(tasks)

    def annex(self, wave_id: str, path: Path) -> int:
        """Write the statistic annex of a wave, every figure computed; return how many units it has.

        Blanks stand where a unit has not reported: they are not noughts.
        """
        report = self._reports.wave(wave_id)
        rows = [_annex_row(place, unit) for place, unit in enumerate(report.units, 1)]
        if report.committee:
            rows.append([None, "Tổng cộng", None, None, None, *_figures(report.total)])
        write_table(path, f"Phụ lục số liệu {report.name}", _ANNEX, rows)
        return len(report.units)


def _annex_row(place: int, unit: UnitFigures) -> Sequence[Value]:
    made = "có" if unit.reported else "chưa"
    figures: Sequence[Value] = _figures(unit.figures) if unit.reported else ()
    return [place, unit.name, made, unit.plan_number, unit.plan_dated, *figures]


def _figures(total: Figures) -> list[Value]:
    return [
        total.sessions,
        total.sessions_in_person,
        total.sessions_online,
        total.sessions_mixed,
        total.sessions_split,
        total.members,
        total.members_studied,
        _share(total.members_studied, total.members),
        total.members_made_up,
        total.attendances,
        total.public_sessions,
        total.public_invited,
        total.public_attended,
        _share(total.public_attended, total.public_invited),
        total.essays_due,
        total.essays_written,
        total.essays_graded,
        total.essays_passed,
        total.plans,
        total.tasks,
        total.tasks_clear,
        total.tasks_done,
    ]


def _share(part: int, whole: int) -> float | None:
    """Return a percentage with one decimal, rounded half up as on the papers; None without a whole."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole else None


def _day(value: str) -> Value:
    """Return a whole date as a day, a partial one as text."""
    return date.fromisoformat(value) if len(value) == 10 else partial_date_text(value)


def _office(member: Member) -> str:
    return ", ".join(part for part in (member.party_role, member.gov_role) if part)
