"""Who counts in which denominator (rules §4.5): pure functions over members and attendance.

1. Members exempt from activity or temporarily elsewhere are left out of the total unless they are
   present; then they count in numerator and denominator. The texts (HD 01-HD/TW 13.2) speak of
   congresses and votes; for study it is the default, with a switch.
2. Attendances (lượt người) and persons (người) are different figures.
3. Somebody who made the study up later has studied, but was not at the session.

Rule 1 is asked of every session by itself. No source defines it for a wave of several; here a member belongs to
the total of a wave that one of its sessions counts them in, and has studied the wave who studied at all of these.
So an exempt member who came once counts in numerator and denominator, and nobody leaves the total who was
absent from one session and elsewhere during another.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.essays import Essay, EssayDuty
from qtapp.domain.figures import Figures
from qtapp.domain.members import Member, MemberStatus
from qtapp.domain.plan_check import is_clear
from qtapp.domain.plans import ActionPlan, Task, TaskState
from qtapp.domain.sessions import Session, SessionFormat, SessionKind
from qtapp.domain.waves import Wave

_NOT_COUNTED = {MemberStatus.EXEMPT, MemberStatus.TEMPORARY_AWAY}
_NOT_EXPECTED = {AttendanceStatus.EXEMPT, AttendanceStatus.AWAY}


class Tally(Struct, frozen=True, kw_only=True):
    """The attendance of one session, in persons."""

    total: int
    at_session: int
    made_up: int
    excused: int
    unexcused: int
    not_counted: int
    open: int

    @property
    def studied(self) -> int:
        """How many have studied: at the session or made up."""
        return self.at_session + self.made_up


def default_status(member: Member) -> AttendanceStatus:
    """Return what a member's attendance is unless somebody says otherwise."""
    if member.status is MemberStatus.EXEMPT:
        return AttendanceStatus.EXEMPT
    if member.status is MemberStatus.TEMPORARY_AWAY:
        return AttendanceStatus.AWAY
    return AttendanceStatus.PRESENT


def counts(member: Member, status: AttendanceStatus | None, *, if_present: bool) -> bool:
    """Whether `member` belongs to the total of a session, given the status recorded there, None if none is.

    `if_present` is the switch of rule 1: exempt and absent members count when they were there.
    """
    if member.status in _NOT_COUNTED or status in _NOT_EXPECTED:
        return if_present and status is not None and status.at_session
    return True


def tally(
    members: Sequence[Member],
    statuses: Mapping[str, AttendanceStatus],
    *,
    if_present: bool = True,
) -> Tally:
    """Return the attendance figures of one session; `statuses` is keyed by member id."""
    counted = [
        member
        for member in members
        if counts(member, statuses.get(member.id), if_present=if_present)
    ]
    recorded = [statuses[member.id] for member in counted if member.id in statuses]
    return Tally(
        total=len(counted),
        at_session=sum(status.at_session for status in recorded),
        made_up=recorded.count(AttendanceStatus.MADE_UP),
        excused=recorded.count(AttendanceStatus.EXCUSED),
        unexcused=recorded.count(AttendanceStatus.UNEXCUSED),
        not_counted=len(members) - len(counted),
        open=len(counted) - len(recorded),
    )


def wave_figures(
    *,
    members: Sequence[Member],
    sessions: Sequence[Session],
    attendance: Sequence[Attendance],
    essays: Sequence[Essay],
    plans: Sequence[ActionPlan],
    tasks: Sequence[Task],
    if_present: bool = True,
    asks_essays: bool = False,
) -> Figures:
    """Return the figures of one unit in one wave.

    A member has studied the wave who was at, or made up, every study session that was held and counts
    them; of the sessions of a conference that was split into parts, one. This reading keeps whoever missed
    a document among those who still owe it. Before anything is held everybody counts who will be asked.
    Attendances are of everybody on the list; an essay is owed by who belongs, and counts from who left.
    In a wave that `asks_essays` members owe theirs also before somebody writes their duty down.
    """
    held = [session for session in sessions if session.held]
    study = [session for session in held if session.kind is SessionKind.STUDY]
    public = [session for session in held if session.kind is SessionKind.PUBLIC]
    marks = _marks(study, attendance)
    meetings = _meetings(study)
    held_ids = [session.id for session in study]
    judged: dict[tuple[object, ...], bool | None] = {}
    studied: list[bool] = []
    made_up: list[bool] = []
    for member in members:
        seen = marks.get(member.id, {})
        # Thousands of members, but few ways to have been at a few sessions.
        way = (member.status, *map(seen.get, held_ids))
        if way not in judged:
            asked = _asked(member, seen, meetings, if_present=if_present)
            judged[way] = all(map(_has_studied, asked)) if asked else None
        has_studied = judged[way]
        if has_studied is not None:
            studied.append(bool(meetings) and has_studied)
            made_up.append(AttendanceStatus.MADE_UP in seen.values())
    standing = {member.id for member in members if member.status.belongs}
    known = {member.id for member in members}
    due = [
        essay
        for essay in essays
        if essay.duty is EssayDuty.REQUIRED
        and (essay.member in standing or (essay.member in known and essay.state.is_written))
    ]
    written_down = {essay.member for essay in essays}
    unassigned = sum(
        member.id not in written_down and default_duty(member.status) is EssayDuty.REQUIRED
        for member in members
    )
    by_format = [session.format for session in study]
    return Figures(
        sessions=len(study),
        sessions_in_person=by_format.count(SessionFormat.IN_PERSON),
        sessions_online=by_format.count(SessionFormat.ONLINE),
        sessions_mixed=by_format.count(SessionFormat.MIXED),
        sessions_split=by_format.count(SessionFormat.SPLIT),
        members=len(studied),
        members_studied=sum(studied),
        members_made_up=sum(s and m for s, m in zip(studied, made_up, strict=True)),
        attendances=sum(
            status.at_session for id_ in known for status in marks.get(id_, {}).values()
        ),
        public_sessions=len(public),
        public_invited=sum(session.public_invited for session in public),
        public_attended=sum(session.public_attended for session in public),
        essays_due=len(due) + (unassigned if asks_essays else 0),
        essays_written=sum(essay.state.is_written for essay in due),
        essays_graded=sum(essay.state.is_graded for essay in due),
        essays_passed=sum(essay.state.value == "passed" for essay in due),
        plans=len(plans),
        tasks=len(tasks),
        tasks_clear=sum(is_clear(task) for task in tasks),
        tasks_done=sum(task.state in {TaskState.DONE, TaskState.DONE_LATE} for task in tasks),
    )


def _marks(
    study: Sequence[Session], attendance: Sequence[Attendance]
) -> dict[str, dict[str, AttendanceStatus]]:
    """Return each member's status by session, for the sessions given."""
    wanted = {session.id for session in study}
    marks: dict[str, dict[str, AttendanceStatus]] = {}
    for each in attendance:
        if each.session in wanted:
            marks.setdefault(each.member, {})[each.session] = each.status
    return marks


def _meetings(study: Sequence[Session]) -> list[list[Session]]:
    """Return what was held once for everybody: each session, and the parts of a split conference together."""
    parts = [session for session in study if session.format is SessionFormat.SPLIT]
    whole = [[session] for session in study if session.format is not SessionFormat.SPLIT]
    return [*whole, parts] if parts else whole


def _asked(
    member: Member,
    marks: Mapping[str, AttendanceStatus],
    meetings: Sequence[Sequence[Session]],
    *,
    if_present: bool,
) -> list[list[AttendanceStatus | None]]:
    """Return the statuses that count for `member`, of each meeting that counts them; None where none is kept.

    Before the first meeting that is one of none; whoever has left is not asked where nothing is recorded.
    """
    found: list[list[AttendanceStatus | None]] = []
    for meeting in meetings or [[]]:
        known = [marks[session.id] for session in meeting if session.id in marks]
        possible: list[AttendanceStatus | None] = [*known]
        if not known and member.status.belongs:
            possible = [None]
        counted = [each for each in possible if counts(member, each, if_present=if_present)]
        if counted:
            found.append(counted)
    return found


def _has_studied(statuses: Sequence[AttendanceStatus | None]) -> bool:
    """Whether somebody with these statuses at the parts of one meeting has studied what it taught."""
    return any(
        status is not None and (status.at_session or status is AttendanceStatus.MADE_UP)
        for status in statuses
    )


def asks_for_essays(wave: Wave, essays: Sequence[Essay]) -> bool:
    """Whether a wave wants essays: it sets questions or a day, or some are kept already."""
    return bool(wave.essay_questions or wave.essay_due or essays)


def default_duty(status: MemberStatus) -> EssayDuty | None:
    """Return whether a member of this status must write an essay, None who is elsewhere (rules §3.5)."""
    if status is MemberStatus.TEMPORARY_AWAY or not status.belongs:
        return None
    if status is MemberStatus.EXEMPT:
        return EssayDuty.ENCOURAGED
    return EssayDuty.REQUIRED
