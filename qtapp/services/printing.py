"""Printing: papers made from what the book holds. Nothing on them is typed again."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import Tally
from qtapp.domain.members import Member, MemberKind
from qtapp.domain.sessions import Session
from qtapp.domain.units import Profile, Unit
from qtapp.domain.vietnamese import date_text, dated_line, nfc, number, partial_date_text
from qtapp.papers import pictures
from qtapp.papers.letterhead import Head, Signature
from qtapp.papers.recovery import RecoveryPage, write_recovery
from qtapp.papers.report import ReportPaper, write_wave_report
from qtapp.papers.signin import SignInGroup, SignInRow, SignInSheet, write_signin
from qtapp.services.attendance import AttendanceSheets
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.members import Members
from qtapp.services.reports import Reports
from qtapp.services.units import Units
from qtapp.store.store import Store
from qtapp.workbooks.writing import write_table

_LIST_HEADINGS = (
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


class Printing:
    """One method per paper."""

    def __init__(
        self,
        store: Store,
        environment: Environment,
        units: Units,
        members: Members,
        attendance: AttendanceSheets,
        reports: Reports,
    ) -> None:
        self._store = store
        self._environment = environment
        self._units = units
        self._members = members
        self._attendance = attendance
        self._reports = reports

    def signin(
        self,
        session_id: str,
        path: Path | io.BytesIO,
        *,
        signature_columns: int = 1,
        spare_rows: int = 5,
        report: Report = silent,
    ) -> None:
        """Write the sign-in sheet of a session as PDF, all members of the unit on it.

        Raises NotFound, MissingGlyphs, FolderReadOnly, DiskFull or Cancelled.
        """
        session = self._store.sessions.get(session_id)
        wave = self._store.waves.get(session.wave)
        unit, profile = self._units.own(), self._units.profile()
        rows = [
            SignInRow(name=row.member.full_name, role=_role(row.member), note=_note(row.status))
            for row in self._attendance.sheet(session_id)
        ]
        sheet = SignInSheet(
            head=_head(unit, profile, _day(session) or self._environment.today()),
            subject=f"{session.name} – {wave.name}",
            details=_details(session),
            groups=[SignInGroup(name=unit.name, rows=rows)],
            signature=self._signature(
                profile, preparer="NGƯỜI LẬP", preparer_name=session.minute_taker
            ),
            signature_columns=signature_columns,
            spare_rows=spare_rows,
            totals=_totals(self._attendance.count(session_id)) if session.held else "",
        )
        write_signin(sheet, path, report, self._environment.font_folders)

    def signin_pdf(
        self,
        session_id: str,
        *,
        signature_columns: int = 1,
        spare_rows: int = 5,
        report: Report = silent,
    ) -> bytes:
        """Return the sign-in sheet as PDF without writing a file; raises as `signin`."""
        memory = io.BytesIO()
        self.signin(
            session_id,
            memory,
            signature_columns=signature_columns,
            spare_rows=spare_rows,
            report=report,
        )
        return memory.getvalue()

    def wave_report(self, wave_id: str, path: Path | io.BytesIO, report: Report = silent) -> None:
        """Write the result report of a wave with its annex as PDF; raises as `signin`."""
        unit, profile = self._units.own(), self._units.profile()
        paper = ReportPaper(
            report=self._reports.wave(wave_id),
            head=_head(
                unit, profile, self._environment.today(), number="Số        -BC/" + unit.symbol
            ),
            signature=self._signature(profile),
            recipients=(f"- Cấp {profile.tone_style.label} cấp trên,", f"- Lưu {unit.name}."),
        )
        write_wave_report(paper, path, report, self._environment.font_folders)

    def wave_report_pdf(self, wave_id: str, report: Report = silent) -> bytes:
        """Return the result report as PDF without writing a file; raises as `wave_report`."""
        memory = io.BytesIO()
        self.wave_report(wave_id, memory, report)
        return memory.getvalue()

    def wave_report_json(self, wave_id: str) -> bytes:
        """Return the figures of the report as JSON, indented, UTF-8."""
        return msgspec.json.format(msgspec.json.encode(self._reports.wave(wave_id)), indent=2)

    def recovery(self, code: str, path: Path) -> None:
        """Write the page with the recovery code; raises FolderReadOnly or DiskFull."""
        page = RecoveryPage(
            code=code,
            unit=self._units.own().name,
            book=self._store.path.name,
            made=f"ngày {date_text(self._environment.today())}",
        )
        write_recovery(page, path, self._environment.font_folders)

    def members_list(self, path: Path) -> None:
        """Write the register as an Excel list, without card and identity numbers."""
        rows = [
            (
                place,
                member.full_name,
                member.gender.label,
                partial_date_text(member.birth),
                member.kind.label,
                member.status.label,
                member.party_role,
                member.gov_role,
                partial_date_text(member.joined_on),
                partial_date_text(member.official_on),
            )
            for place, member in enumerate(self._members.all(), 1)
        ]
        title = f"Danh sách đảng viên {self._units.own().name}"
        write_table(path, title, _LIST_HEADINGS, rows)

    def _signature(
        self, profile: Profile, preparer: str = "", preparer_name: str = ""
    ) -> Signature:
        return Signature(
            authority=profile.authority,
            title=profile.signer_title,
            name=profile.signer_name or _secretary(profile.signer_title, self._members.all()),
            preparer=preparer,
            preparer_name=preparer_name,
        )

    @staticmethod
    def page_count(paper: Path | bytes) -> int:
        """Return how many pages a PDF has, in a file or in memory; raises FileUnreadable."""
        return pictures.page_count(paper)

    @staticmethod
    def page_png(paper: Path | bytes, page: int, width: int) -> bytes:
        """Return a page (from 0) as PNG, `width` pixels wide; raises FileUnreadable."""
        return pictures.page_png(paper, page, width)


def _head(unit: Unit, profile: Profile, day: date, number: str = "") -> Head:
    return Head(
        upper_line=profile.upper_line.upper(),
        own_line=(profile.own_line or unit.name).upper(),
        number=number,
        dated_line=dated_line(profile.place, day) if profile.place else _undated(day),
    )


def _undated(day: date) -> str:
    return dated_line("…………", day)


def _secretary(title: str, members: Sequence[Member]) -> str:
    """Return who signs as secretary; "" under another title, or if several could be meant."""
    if not _names_secretary(title):
        return ""
    found = [member.full_name for member in members if _names_secretary(member.party_role)]
    return found[0] if len(found) == 1 else ""


def _names_secretary(office: str) -> bool:
    return nfc(office).strip().casefold().startswith("bí thư")


def _role(member: Member) -> str:
    """Return the member's offices; for a member without any, what kind of member they are."""
    offices = ", ".join(part for part in (member.party_role, member.gov_role) if part)
    plain = "Đảng viên" if member.kind is MemberKind.OFFICIAL else "Đảng viên dự bị"
    return offices or plain


def _note(status: AttendanceStatus) -> str:
    """Return what is known before the session: exempt and away members are said to be so."""
    known = {AttendanceStatus.EXEMPT: "Được miễn", AttendanceStatus.AWAY: "Tạm đi"}
    return known.get(status, "")


def _day(session: Session) -> date | None:
    return date.fromisoformat(session.starts_at[:10]) if session.starts_at else None


def _details(session: Session) -> list[str]:
    details = []
    if session.starts_at:
        start = datetime.fromisoformat(session.starts_at)
        details.append(f"Thời gian: {start.hour} giờ {start:%M}, ngày {date_text(start.date())}")
    if session.venue:
        details.append(f"Địa điểm: {session.venue}")
    if session.chair:
        details.append(f"Chủ trì: {session.chair}")
    return details


def _totals(tally: Tally) -> str:
    return (
        f"Tổng số: {number(tally.total)}; có mặt: {number(tally.at_session)}; vắng có lý do: "
        f"{number(tally.excused)}; vắng không lý do: {number(tally.unexcused)}"
    )
