"""The sign-in sheet of a session as the book fills it: a committee's is grouped by cell."""

from collections.abc import Sequence

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.members import Member
from qtapp.domain.sessions import Session
from qtapp.domain.sheet_marks import sheet_number
from qtapp.papers.signin import SignInGroup, SignInRow, SignInSheet
from qtapp.services.attendance import SheetRow
from qtapp.services.paper_attendance import totals
from qtapp.services.paper_facts import Facts, day_of, lowered, starts
from qtapp.services.units import Units


def signin_sheet(
    facts: Facts, units: Units, session_id: str, *, signature_columns: int = 1, spare_rows: int = 5
) -> SignInSheet:
    """Return everything the sheet of a session says; raises NotFound."""
    session = facts.sessions.get(session_id)
    wave = facts.waves.get(session.wave)
    rows = facts.attendance.sheet(session_id)
    told = totals(facts.attendance.count(session_id)) if session.held else ""
    return SignInSheet(
        head=facts.head(day=day_of(session) or facts.today()),
        subject=facts.abstract(f"{lowered(session.name)} – {lowered(wave.name)}"),
        details=_details(session),
        groups=_groups(facts, units, rows, f"Cộng: {told}" if told else ""),
        signature=facts.signature(preparer="NGƯỜI LẬP", preparer_name=session.minute_taker),
        signature_columns=signature_columns,
        spare_rows=spare_rows,
        totals=f"{told[:1].upper()}{told[1:]}",
        code=sheet_number(session.unit, session.id),
    )


def _groups(facts: Facts, units: Units, rows: Sequence[SheetRow], total: str) -> list[SignInGroup]:
    """Return the people of the unit itself, and for a committee those of each cell below it."""
    own = [_signing(facts, row.member, _note(row.status)) for row in rows]
    groups = [SignInGroup(name=facts.unit.name, rows=own, total=total)]
    if not units.is_committee():
        return groups
    groups = groups if own else []
    for cell in units.cells():
        people = [_signing(facts, each, "") for each in facts.members.all(cell.id)]
        if people:
            groups.append(SignInGroup(name=cell.name, rows=people))
    return groups or [SignInGroup(name=facts.unit.name, rows=[])]


def _signing(facts: Facts, member: Member, note: str) -> SignInRow:
    return SignInRow(name=member.full_name, role=facts.offices(member), note=note)


def _note(status: AttendanceStatus) -> str:
    """Return what is known before the session: exempt and away members are said to be so."""
    known = {AttendanceStatus.EXEMPT: "Được miễn", AttendanceStatus.AWAY: "Tạm đi"}
    return known.get(status, "")


def _details(session: Session) -> list[str]:
    told = [f"Thời gian: {starts(session)}"] if session.starts_at else []
    told += [f"Địa điểm: {session.venue}"] if session.venue else []
    told += [f"Chủ trì: {session.chair}"] if session.chair else []
    return told
