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

_USUAL_SPARE = 5


def signin_sheet(
    facts: Facts,
    units: Units,
    session_id: str,
    *,
    signature_columns: int = 1,
    spare_rows: int | None = None,
) -> SignInSheet:
    """Return everything the sheet of a session says; raises NotFound.

    As many `spare_rows` are printed as are asked for. None is as many as fit on the page, at most a few, but
    always one for each guest.
    """
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
        spare_rows=max(_USUAL_SPARE, session.guests) if spare_rows is None else spare_rows,
        least_spare=max(1, session.guests) if spare_rows is None else spare_rows,
        totals=f"{told[:1].upper()}{told[1:]}",
        code=sheet_number(session.unit, session.id),
    )


def session_gaps(session: Session) -> list[str]:
    """Return what a sheet leaves blank because the session does not say it."""
    known = (
        ("thời gian", session.starts_at),
        ("địa điểm", session.venue),
        ("chủ trì", session.chair),
        ("người lập", session.minute_taker),
    )
    return [name for name, value in known if not value]


def letterhead_gaps(facts: Facts) -> list[str]:
    """Return what a sheet leaves blank because the unit does not say it."""
    known = (("địa danh", facts.profile.place), ("người ký", facts.signature().name))
    return [name for name, value in known if not value]


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
