"""Member lists from Excel: read, compare with the register, write when agreed, take back if asked."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.codes import Code
from qtapp.domain.errors import Invalid
from qtapp.domain.members import Member
from qtapp.domain.reasons import LineProblem, Reason
from qtapp.domain.vietnamese import fold, nfc
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.import_memory import ColumnProfile, ImportMemory, TakenBack
from qtapp.services.matching import (
    Register,
    contradictions,
    name_key,
    nearest,
    taken_over,
)
from qtapp.store.store import Store
from qtapp.workbooks.columns import SOURCES
from qtapp.workbooks.members import MemberList, ReadRow, read_members

MEANINGS = SOURCES
"""Every meaning a column of a list can have."""

_PIECE, _STEP = 500, 200
_NUMBERING = {"stt", "tt", "so tt", "so thu tu"}


class ImportAction(Code):
    """What an import will do with one row."""

    ADD = "add", "thêm mới"
    UPDATE = "update", "cập nhật"
    SAME = "same", "đã có, không đổi"
    SKIP = "skip", "bỏ qua"
    PROBLEM = "problem", "có lỗi, không nhập"


class IfKnown(Code):
    """What to do with a row about somebody whom the register has, but with other facts."""

    UPDATE = "update", "cập nhật theo tệp"
    SKIP = "skip", "bỏ qua, giữ như trong sổ"
    ADD = "add", "thêm mới thành người khác"


class ImportRow(Struct, frozen=True, kw_only=True):
    """One row of the preview: what was read, whom it fits, what will happen."""

    line: int
    action: ImportAction
    member: Member | None
    existing: Member | None = None
    changed: tuple[str, ...] = ()
    problems: tuple[LineProblem, ...] = ()
    cell: str = ""


class ImportPlan(Struct, frozen=True, kw_only=True):
    """The whole preview; nothing has been written."""

    source: MemberList
    rows: tuple[ImportRow, ...]

    def count(self, action: ImportAction) -> int:
        """Return how many rows will be treated this way."""
        return sum(row.action is action for row in self.rows)


class Importing:
    """Reads a list, plans what it would change, and applies the plan the user confirmed."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment
        self._memory = ImportMemory(store)

    def read(
        self,
        path: Path,
        report: Report = silent,
        mapping: Mapping[int, str] | None = None,
        *,
        sheet: str | None = None,
        profile: str | None = None,
    ) -> MemberList:
        """Return the list in `path`; raises the TableFileError family, or NotFound for the profile.

        `mapping` (column index from 0 to what it means) replaces what the headings say; `sheet`
        names the sheet instead of the first that looks like a list; `profile` names kept meanings of
        headings, else the newest that fits the headings is used, or none for "".
        """
        return read_members(
            path,
            report,
            mapping,
            sheet=sheet,
            profiles=self._memory.offered(profile) if mapping is None else None,
            this_year=self._environment.today().year,
        )

    def plan(
        self,
        source: MemberList,
        *,
        cell: str = "",
        known: IfKnown = IfKnown.UPDATE,
        report: Report = silent,
    ) -> ImportPlan:
        """Return what importing `source` would do.

        `cell` keeps only the rows that name that cell, in any spelling of case and marks; if none
        does, those whose cell contains the words. `known` decides about members whom the register
        has with other facts.
        """
        wanted = fold(cell)
        exact = any(fold(read.cell) == wanted for read in source.rows) if wanted else True
        rows = [
            read
            for read in source.rows
            if not wanted or (fold(read.cell) == wanted if exact else wanted in fold(read.cell))
        ]
        planner = _Planner(self._store, self._environment, known)
        return ImportPlan(source=source, rows=tuple(planner.rows(rows, report)))

    def apply(self, plan: ImportPlan, report: Report = silent) -> int:
        """Write the plan in one transaction and return how many members it added or changed.

        `report` may raise Cancelled; then the register is as before. `take_back` undoes it.
        """
        added = [row.member for row in plan.rows if row.member and row.action is ImportAction.ADD]
        updated = [row for row in plan.rows if row.member and row.action is ImportAction.UPDATE]
        wanted = [*added, *(row.member for row in updated if row.member)]
        if not wanted:
            return 0
        with self._store.transaction():
            for start in range(0, len(wanted), _PIECE):
                report(start, len(wanted))
                self._store.members.put_all(wanted[start : start + _PIECE])
            report(len(wanted), len(wanted))
            self._memory.note_import(
                plan.source.file,
                [(row.existing, row.member) for row in updated if row.existing and row.member],
            )
        return len(wanted)

    def last(self) -> str:
        """Return the name of the file imported last, if that can still be taken back; else ""."""
        return self._memory.last()

    def take_back(self) -> TakenBack:
        """Undo the last import: who came with it goes, what it changed is as before.

        Whoever was changed since stays so, and is named. Raises NotFound if there is none.
        """
        return self._memory.take_back()

    def profiles(self) -> list[ColumnProfile]:
        """Return the kept meanings of headings, the newest first."""
        return self._memory.profiles()

    def keep_profile(self, name: str, source: MemberList) -> ColumnProfile:
        """Keep what the columns of `source` mean under a name; the same name is written over.

        Raises Invalid for a name without words.
        """
        clean = " ".join(nfc(name).split())
        if not clean:
            raise Invalid("name", Reason.EMPTY)
        profile = ColumnProfile(
            name=clean,
            columns={use.heading: use.source or "" for use in source.columns if use.heading},
        )
        self._memory.keep_profile(profile)
        return profile

    def drop_profile(self, name: str) -> None:
        """Forget kept meanings; raises NotFound."""
        self._memory.drop_profile(name)


class _Planner:
    """Decides row by row; every member, and every card number, is met by one row at most."""

    def __init__(self, store: Store, environment: Environment, known: IfKnown) -> None:
        self._own = store.unit
        self._environment = environment
        self._known = known
        self._register = Register(store.members.own())
        self._added: dict[str, list[Member]] = {}

    def rows(self, given: Sequence[ReadRow], report: Report) -> list[ImportRow]:
        """Return the fate of each row: first those whom there is no doubt about, then the others."""
        keys = [name_key(str(read.values.get("full_name", ""))) for read in given]
        sure = [self._surely(read, key) for read, key in zip(given, keys, strict=True)]
        found = []
        for number, read in enumerate(given):
            if not number % _STEP:
                report(number, len(given))
            certain = sure[number]
            found.append(
                self._refused(read, certain)
                if isinstance(certain, LineProblem)
                else self._row(read, keys[number], certain)
            )
        report(len(given), len(given))
        return found

    def _surely(self, read: ReadRow, key: str) -> Member | LineProblem | None:
        """Claim whom a row is certainly about: the card's holder, or a namesake it does not change.

        Returns the problem with its card number where that is another's, or in a row above.
        """
        if read.problems:
            return None
        try:
            holder = self._register.claim_by_card(read.values)
        except Invalid as error:
            return LineProblem(
                line=read.line, field=error.field, reason=error.reason, value=error.value
            )
        if holder is not None:
            return holder
        for member in self._register.namesakes(key, read.values):
            if not taken_over(member, read.values):
                return self._register.claim(member)
        return None

    def _row(self, read: ReadRow, key: str, existing: Member | None) -> ImportRow:
        if read.problems:
            return self._refused(read, *read.problems)
        facts = read.values
        card = facts.get("card_number")
        by_card = existing is not None and bool(card) and card == existing.card_number
        if existing is None and (namesakes := self._register.namesakes(key, facts)):
            candidates = nearest(namesakes, facts)
            if len(candidates) > 1 and self._known is not IfKnown.ADD:
                return self._refused(read, _problem(read, Reason.AMBIGUOUS))
            existing = self._register.claim(candidates[0])
        if existing is None:
            return self._fresh(read, key)
        changes = taken_over(existing, facts)
        if not changes:
            return _known(read, ImportAction.SAME, existing, existing, ())
        if self._known is IfKnown.ADD and not by_card:
            return self._fresh(read, key)
        update = self._known is IfKnown.UPDATE
        action = ImportAction.UPDATE if update else ImportAction.SKIP
        return _known(read, action, replace(existing, **changes), existing, tuple(changes))

    def _fresh(self, read: ReadRow, key: str) -> ImportRow:
        """Return a new member, unless a row above may be about the same person."""
        above = self._added.setdefault(key, [])
        if self._known is not IfKnown.ADD and any(
            not contradictions(member, read.values) for member in above
        ):
            return self._refused(read, _problem(read, Reason.NAMESAKE_ABOVE))
        facts: dict[str, Any] = dict(read.values)
        member = Member(id=self._environment.new_id(), unit=self._own, **facts)
        above.append(member)
        return ImportRow(line=read.line, action=ImportAction.ADD, member=member, cell=read.cell)

    @staticmethod
    def _refused(read: ReadRow, *problems: LineProblem) -> ImportRow:
        return ImportRow(
            line=read.line,
            action=ImportAction.PROBLEM,
            member=None,
            problems=problems,
            cell=read.cell,
        )


def unused_columns(source: MemberList) -> list[str]:
    """Return the headings of the columns that are not imported, but for those of mere numbering."""
    return [
        use.heading
        for use in source.columns
        if use.heading and use.source is None and fold(use.heading) not in _NUMBERING
    ]


def _known(
    read: ReadRow,
    action: ImportAction,
    member: Member,
    existing: Member,
    changed: tuple[str, ...],
) -> ImportRow:
    return ImportRow(
        line=read.line,
        action=action,
        member=member,
        existing=existing,
        changed=changed,
        cell=read.cell,
    )


def _problem(read: ReadRow, reason: Reason) -> LineProblem:
    name = str(read.values["full_name"])
    return LineProblem(line=read.line, field="full_name", reason=reason, value=name)
