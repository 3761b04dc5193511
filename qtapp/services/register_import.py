"""Attendance, essays and tasks from Excel: read, compare with the book, write when agreed."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.attendance import Attendance
from qtapp.domain.errors import Invalid, NotFound
from qtapp.domain.essays import Essay
from qtapp.domain.members import Member
from qtapp.domain.plans import Task
from qtapp.domain.reasons import LineProblem, Reason
from qtapp.domain.record import Record
from qtapp.domain.validity import valid
from qtapp.domain.vietnamese import date_text, fold
from qtapp.services.attendance import AttendanceSheets
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.essays import Essays
from qtapp.services.importing import ImportAction
from qtapp.services.matching import Register, name_key, nearest
from qtapp.services.plans import Plans
from qtapp.store.store import Store
from qtapp.workbooks.registers import (
    RegisterKind,
    RegisterList,
    RegisterRow,
    attendance_kind,
    attendance_status,
    essay_kind,
    read_register,
    task_kind,
)

_NUMBERING = {"stt", "tt", "so tt", "so thu tu"}


class PlannedRow(Struct, frozen=True, kw_only=True):
    """One row of the preview: whom or what it is about, and what the book will then say."""

    line: int
    action: ImportAction
    name: str
    said: str = ""
    """What the book will say of it, in a few words."""
    record: Record | None = None
    before: Record | None = None
    problems: tuple[LineProblem, ...] = ()


class RegisterPlan(Struct, frozen=True, kw_only=True):
    """The whole preview; nothing has been written."""

    table: str
    file: str
    sheet: str
    header_row: int
    unused: tuple[str, ...]
    """Headings of the columns that are not taken."""
    rows: tuple[PlannedRow, ...]

    def count(self, action: ImportAction) -> int:
        """Return how many rows will be treated this way."""
        return sum(row.action is action for row in self.rows)

    @property
    def writes(self) -> int:
        """How many rows will change the book."""
        return self.count(ImportAction.ADD) + self.count(ImportAction.UPDATE)


class RegisterImporting:
    """One method per register; each raises the TableFileError family, NotFound or Cancelled."""

    def __init__(
        self,
        store: Store,
        environment: Environment,
        attendance: AttendanceSheets,
        essays: Essays,
        plans: Plans,
    ) -> None:
        self._store = store
        self._environment = environment
        self._attendance = attendance
        self._essays = essays
        self._plans = plans

    def attendance(self, session_id: str, path: Path, report: Report = silent) -> RegisterPlan:
        """Return what the attendance sheet in `path` would mark; who is not on the sheet is skipped."""
        sheet = {row.member.id: row for row in self._attendance.sheet(session_id)}
        people = _People(row.member for row in sheet.values())

        def planned(row: RegisterRow) -> PlannedRow:
            member = people.meant(row)
            status = attendance_status(row.values)
            known = sheet[member.id]
            if status is None:
                return PlannedRow(line=row.line, action=ImportAction.SAME, name=member.full_name)
            given = {"reason": row.values.get("reason", ""), "made_up_on": None}
            if status.value == "made_up":
                given["made_up_on"] = row.values.get("made_up_on")
            mark_id = Attendance.identity.of(session=session_id, member=member.id)
            record = Attendance(
                id=mark_id,
                unit=self._store.unit,
                session=session_id,
                member=member.id,
                status=status,
                **given,  # type: ignore[arg-type]
            )
            before = self._store.attendance.find(mark_id) if known.recorded else None
            said = ", ".join(filter(None, (status.label, record.reason)))
            return _compared(row.line, member.full_name, said, record, before)

        kind = attendance_kind(self._environment.today().year)
        return self._plan(Attendance.table, path, kind, planned, report)

    def essays(self, wave_id: str, path: Path, report: Report = silent) -> RegisterPlan:
        """Return what the register of essays in `path` would change in a wave."""
        rows = self._essays.sheet(wave_id)
        sheet = {row.member.id: row.essay for row in rows}
        people = _People(row.member for row in rows)

        def planned(row: RegisterRow) -> PlannedRow:
            member = people.meant(row)
            essay = sheet[member.id]
            record = replace(essay, **_told(row, Essay))
            before = self._store.essays.find(essay.id)
            said = ", ".join(
                filter(
                    None,
                    (
                        record.state.label,
                        date_text(record.submitted_on) if record.submitted_on else "",
                    ),
                )
            )
            if record == essay:
                before = essay
            return _compared(row.line, member.full_name, said, record, before)

        kind = essay_kind(self._environment.today().year)
        return self._plan(Essay.table, path, kind, planned, report)

    def tasks(self, wave_id: str, path: Path, report: Report = silent) -> RegisterPlan:
        """Return what the list of tasks in `path` would add to or change in the plan of a wave.

        A task is known by its words. Raises NotFound where the unit keeps no plan for the wave.
        """
        if not self._plans.exists(wave_id):
            raise NotFound("action_plans", "")
        plan = self._plans.of(wave_id)
        tasks = self._plans.tasks(plan)
        known = {name_key(task.content): task for task in tasks}
        seen: set[str] = set()
        last = max((task.position for task in tasks), default=0)

        def planned(row: RegisterRow) -> PlannedRow:
            nonlocal last
            content = str(row.values.get("content", ""))
            key = name_key(content)
            if key in seen:
                raise Invalid("content", Reason.REPEATED, content)
            seen.add(key)
            before = known.get(key)
            told = _told(row, Task)
            if before is not None:
                record = replace(before, **{**told, "content": before.content})
            else:
                last += 1
                record = Task(
                    id=self._environment.new_id(),
                    unit=self._store.unit,
                    plan=plan.id,
                    position=last,
                    **told,
                )
            deadline = date_text(record.deadline) if record.deadline else ""
            said = ", ".join(filter(None, (record.owner, deadline)))
            return _compared(row.line, content, said, record, before)

        return self._plan(Task.table, path, task_kind(), planned, report)

    def apply(self, plan: RegisterPlan, report: Report = silent) -> int:
        """Write the plan in one transaction and return how many rows were written."""
        records = [row.record for row in plan.rows if row.record is not None]
        with self._store.transaction():
            report(0, len(records))
            self._table(plan).put_all(records)
            report(len(records), len(records))
        return len(records)

    def take_back(self, plan: RegisterPlan) -> None:
        """Undo `apply`: what was there before is there again."""
        table = self._table(plan)
        with self._store.transaction():
            table.put_all(row.before for row in plan.rows if row.record and row.before)
            for row in plan.rows:
                if row.record is not None and row.before is None:
                    table.remove(row.record.id)

    def _table(self, plan: RegisterPlan) -> Any:
        records: Mapping[str, type[Record]] = {
            each.table: each for each in (Attendance, Essay, Task)
        }
        return self._store.table(records[plan.table])

    def _plan(
        self,
        table: str,
        path: Path,
        kind: RegisterKind,
        planned: Callable[[RegisterRow], PlannedRow],
        report: Report,
    ) -> RegisterPlan:
        found = read_register(path, kind, report)
        return RegisterPlan(
            table=table,
            file=found.file,
            sheet=found.sheet,
            header_row=found.header_row,
            unused=_unused(found),
            rows=tuple(_safely(row, planned) for row in found.rows),
        )


class _People:
    """The people a register is about, each met by one row at most."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._register = Register(members)

    def meant(self, row: RegisterRow) -> Member:
        """Return whom a row is about; raises NotFound, or Invalid if several could be, or the card is not theirs."""
        name = str(row.values["full_name"])
        holder = self._register.claim_by_card(row.values)
        if holder is not None:
            return holder
        fitting = self._register.namesakes(name_key(name), row.values)
        candidates = nearest(fitting, {"birth": row.values.get("birth", "")})
        if not candidates:
            raise NotFound(Member.table, name)
        if len(candidates) > 1 and not row.values.get("birth"):
            raise Invalid("full_name", Reason.AMBIGUOUS, name)
        return self._register.claim(candidates[0])


def _safely(row: RegisterRow, planned: Callable[[RegisterRow], PlannedRow]) -> PlannedRow:
    """Return the fate of a row; one that is wrong, or about a stranger, changes nothing."""
    name = str(row.values.get("full_name") or row.values.get("content") or "")
    problems = row.problems
    if not problems:
        try:
            return planned(row)
        except NotFound:
            return PlannedRow(line=row.line, action=ImportAction.SKIP, name=name)
        except Invalid as error:
            problems = (
                LineProblem(
                    line=row.line, field=error.field, reason=error.reason, value=error.value
                ),
            )
    return PlannedRow(line=row.line, action=ImportAction.PROBLEM, name=name, problems=problems)


def _told(row: RegisterRow, record: type[Record]) -> dict[str, Any]:
    """Return what a row fills of a record."""
    return {name: value for name, value in row.values.items() if name in record.__struct_fields__}


def _compared(line: int, name: str, said: str, record: Record, before: Record | None) -> PlannedRow:
    """Return the row that writes `record` unless the book says the same; raises Invalid."""
    record = valid(record)
    if record == before:
        return PlannedRow(line=line, action=ImportAction.SAME, name=name, said=said)
    action = ImportAction.ADD if before is None else ImportAction.UPDATE
    return PlannedRow(line=line, action=action, name=name, said=said, record=record, before=before)


def _unused(found: RegisterList) -> tuple[str, ...]:
    return tuple(
        use.heading
        for use in found.columns
        if use.heading and use.source is None and fold(use.heading) not in _NUMBERING
    )
