"""Who was at a session, as every paper counts them: one rule, so that no two papers differ (rules §3.3, §4.5).

Who is to study was there, was excused, was not, or made the study up later; exempt and absent members are
beside that sum. Somebody who made up was neither there nor absent.
"""

from collections.abc import Sequence

from msgspec import Struct

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import Tally, counts, tally
from qtapp.domain.members import MemberKind, MemberStatus
from qtapp.domain.sessions import Session
from qtapp.domain.vietnamese import number, paper_date, percent
from qtapp.services.attendance import SheetRow
from qtapp.services.paper_facts import Facts

_DOTS = "……"


class Attending(Struct, frozen=True, kw_only=True):
    """The sheet of a session: its figures, who is to study, and who is left out of the total."""

    tally: Tally
    counted: Sequence[SheetRow]
    left_out: Sequence[SheetRow]

    @property
    def present(self) -> list[SheetRow]:
        """Who was at the session itself."""
        return [row for row in self.counted if row.recorded and row.status.at_session]

    def marked(self, status: AttendanceStatus) -> list[SheetRow]:
        """Return who of those to study was marked so."""
        return [row for row in self.counted if row.recorded and row.status is status]


def attending(facts: Facts, session: Session) -> Attending:
    """Return who was at a session by the counting rules of the unit."""
    counted: list[SheetRow] = []
    left_out: list[SheetRow] = []
    if_present = facts.profile.exempt_count_if_present
    sheet = facts.attendance.sheet(session.id)
    for row in sheet:
        known = row.status if row.recorded else None
        (counted if counts(row.member, known, if_present=if_present) else left_out).append(row)
    found = tally(
        [row.member for row in sheet],
        {row.member.id: row.status for row in sheet if row.recorded},
        if_present=if_present,
    )
    return Attending(tally=found, counted=counted, left_out=left_out)


def totals(tally: Tally) -> str:
    """Return the figures of a session in one line: all but who is not counted add up to the first."""
    told = [
        f"phải học: {number(tally.total)}",
        f"có mặt: {number(tally.at_session)}",
        f"vắng có lý do: {number(tally.excused)}",
        f"vắng không lý do: {number(tally.unexcused)}",
    ]
    rest = {"học bù": tally.made_up, "chưa điểm danh": tally.open, "không tính": tally.not_counted}
    told += [f"{what}: {number(count)}" for what, count in rest.items() if count]
    return "; ".join(told)


def told_in_full(found: Attending, *, held: bool) -> list[str]:
    """Return the lines of minutes: how many by kind, and by name who was not there and why (rules §3.3a)."""
    everybody = [*found.counted, *found.left_out]
    exempt = sum(_is_exempt(row) for row in found.left_out)
    lines = [
        f"Tổng số đảng viên: {number(len(everybody))} ({_kinds(everybody)}); được miễn sinh hoạt: "
        f"{number(exempt)}; giới thiệu sinh hoạt tạm thời nơi khác: "
        f"{number(len(found.left_out) - exempt)}; số đảng viên phải học: {number(len(found.counted))}."
    ]
    if not held:
        return [*lines, f"Có mặt: {_DOTS}; vắng có lý do: {_DOTS}; vắng không lý do: {_DOTS}."]
    tally = found.tally
    lines += [
        f"Có mặt: {number(tally.at_session)}/{number(tally.total)}, đạt "
        f"{percent(tally.at_session, tally.total)} ({_kinds(found.present)}).",
        _named("Vắng có lý do", found.marked(AttendanceStatus.EXCUSED)),
        _named("Vắng không lý do", found.marked(AttendanceStatus.UNEXCUSED)),
        _named("Học bù", found.marked(AttendanceStatus.MADE_UP)),
    ]
    waiting = [row for row in found.counted if not row.recorded]
    return [*lines, _named("Chưa điểm danh", waiting)] if waiting else lines


def _is_exempt(row: SheetRow) -> bool:
    return AttendanceStatus.EXEMPT is row.status or row.member.status is MemberStatus.EXEMPT


def _kinds(rows: Sequence[SheetRow]) -> str:
    """Return how many are full members, probationary, or here for a time."""
    guests = sum(row.member.status is MemberStatus.TEMPORARY_IN for row in rows)
    full = sum(
        row.member.kind is MemberKind.OFFICIAL
        and row.member.status is not MemberStatus.TEMPORARY_IN
        for row in rows
    )
    return (
        f"chính thức {number(full)}, dự bị {number(len(rows) - full - guests)}, sinh hoạt tạm thời "
        f"{number(guests)}"
    )


def _named(what: str, rows: Sequence[SheetRow]) -> str:
    if not rows:
        return f"{what}: không."
    return f"{what}: {number(len(rows))}, gồm {', '.join(map(_with_reason, rows))}."


def _with_reason(row: SheetRow) -> str:
    made_up = paper_date(row.made_up_on) if row.made_up_on else ""
    told = "; ".join(part for part in (made_up, row.reason) if part)
    return f"{row.member.full_name}{f' ({told})' if told else ''}"
