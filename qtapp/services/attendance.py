"""Attendance: the sheet of one session, marked quickly, counted by rule."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.counting import Tally, default_status, tally
from qtapp.domain.members import Member
from qtapp.domain.sessions import Session, SessionFormat
from qtapp.domain.validity import valid
from qtapp.services.environment import Environment
from qtapp.services.members import Members
from qtapp.services.units import Units
from qtapp.store.store import Store


class SheetRow(Struct, frozen=True, kw_only=True):
    """One member on the sheet; `status` is the recorded one, or the usual one if none is."""

    member: Member
    status: AttendanceStatus
    reason: str = ""
    made_up_on: date | None = None
    recorded: bool = False


class AttendanceSheets:
    """One method per thing the user can do with attendance."""

    def __init__(
        self, store: Store, environment: Environment, units: Units, members: Members
    ) -> None:
        self._store = store
        self._environment = environment
        self._units = units
        self._members = members

    def sheet(self, session_id: str) -> list[SheetRow]:
        """Return one row per member of the own unit, by given name.

        A part of a split conference leaves out those who have been at another part of it.
        """
        recorded = self._recorded(session_id)
        session = self._store.sessions.get(session_id)
        elsewhere = self._at_another_part(session, self._store.unit)
        return [
            _row(member, recorded.get(member.id))
            for member in self._members.own()
            if member.id in recorded or (member.status.belongs and member.id not in elsewhere)
        ]

    def recorded(self, session_id: str, member_id: str) -> Attendance | None:
        """Return what is recorded of one member at a session, or None if nothing is."""
        mark_id = Attendance.identity.of(session=session_id, member=member_id)
        return self._store.attendance.find(mark_id)

    def mark(
        self,
        session_id: str,
        member_id: str,
        status: AttendanceStatus,
        reason: str = "",
        made_up_on: date | None = None,
    ) -> Attendance:
        """Record one member's status; raises Invalid."""
        return self.mark_all(session_id, {member_id: (status, reason, made_up_on)})[0]

    def mark_all(
        self,
        session_id: str,
        marks: Mapping[str, tuple[AttendanceStatus, str, date | None]],
    ) -> list[Attendance]:
        """Record several members at once: member id to (status, reason, day of make-up study)."""
        records = [
            valid(
                Attendance(
                    id=Attendance.identity.of(session=session_id, member=member_id),
                    unit=self._store.unit,
                    session=session_id,
                    member=member_id,
                    status=status,
                    reason=reason.strip(),
                    made_up_on=made_up_on if status is AttendanceStatus.MADE_UP else None,
                )
            )
            for member_id, (status, reason, made_up_on) in marks.items()
        ]
        self._store.attendance.put_all(records)
        return records

    def unmark(self, session_id: str, member_ids: Iterable[str]) -> None:
        """Undo `mark` where nothing was recorded before: these members are open again."""
        with self._store.transaction():
            for member_id in member_ids:
                marked = Attendance.identity.of(session=session_id, member=member_id)
                self._store.attendance.remove(marked)

    def finish(self, session_id: str) -> Tally:
        """Record everybody not marked yet with their usual status, and the session as held."""
        with self._store.transaction():
            rows = self.sheet(session_id)
            self.mark_all(
                session_id,
                {row.member.id: (row.status, "", None) for row in rows if not row.recorded},
            )
            session = self._store.sessions.get(session_id)
            self._store.sessions.put(replace(session, held=True))
        return self.count(session_id)

    def count(self, session_id: str) -> Tally:
        """Return the figures of a session by the counting rules."""
        ((_, found),) = self.counts([session_id])
        return found

    def counts(self, session_ids: Iterable[str]) -> Iterator[tuple[str, Tally]]:
        """Yield each session with its figures, one by one as they are asked for; members are read once."""
        sessions = map(self._store.sessions.get, session_ids)
        for session, found in self.tallies(sessions, self._store.unit):
            yield session.id, found

    def tallies(self, sessions: Iterable[Session], unit: str) -> Iterator[tuple[Session, Tally]]:
        """Yield each of a unit's sessions with its figures, as `counts`."""
        members = self._members.of(unit)
        if_present = self._units.profile(unit).exempt_count_if_present
        for session in sessions:
            statuses = {each.member: each.status for each in self._marks(session.id, unit)}
            elsewhere = self._at_another_part(session, unit)
            there = [
                each
                for each in members
                if each.id in statuses or (each.status.belongs and each.id not in elsewhere)
            ]
            yield session, tally(there, statuses, if_present=if_present)

    def _at_another_part(self, session: Session, unit: str) -> set[str]:
        """Return the members who have been at another part of the same split conference."""
        if session.format is not SessionFormat.SPLIT:
            return set()
        parts = self._store.sessions.where(
            "wave = ? AND unit = ?", [session.wave, self._store.unit_number(unit)]
        )
        return {
            each.member
            for part in parts
            if part.format is SessionFormat.SPLIT and part.id != session.id
            for each in self._marks(part.id, unit)
            if each.status.at_session
        }

    def _marks(self, session_id: str, unit: str) -> list[Attendance]:
        return self._store.attendance.within(session_id, "session", unit)

    def _recorded(self, session_id: str) -> dict[str, Attendance]:
        return {each.member: each for each in self._marks(session_id, self._store.unit)}


def _row(member: Member, known: Attendance | None) -> SheetRow:
    """Return a member with what is recorded of them, or with their usual status."""
    return SheetRow(
        member=member,
        status=known.status if known else default_status(member),
        reason=known.reason if known else "",
        made_up_on=known.made_up_on if known else None,
        recorded=known is not None,
    )
