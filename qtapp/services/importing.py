"""Member lists from Excel: read, compare with the register, and only then write."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from qtapp.domain.codes import Code
from qtapp.domain.errors import LineProblem, Reason
from qtapp.domain.members import Member
from qtapp.domain.vietnamese import fold, nfc
from qtapp.services.environment import Environment, Report, silent
from qtapp.store.store import Store
from qtapp.workbooks.members import MemberList, ReadRow, read_members


class ImportAction(Code):
    """What an import will do with one row."""

    ADD = "add", "thêm mới"
    UPDATE = "update", "cập nhật"
    SAME = "same", "đã có, không đổi"
    SKIP = "skip", "bỏ qua"
    PROBLEM = "problem", "có lỗi, không nhập"


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

    def read(
        self,
        path: Path,
        report: Report = silent,
        mapping: Mapping[int, str] | None = None,
        *,
        sheet: str | None = None,
    ) -> MemberList:
        """Return the list in `path`; raises the TableFileError family.

        `mapping` (column index from 0 to what it means) replaces what the headings say; `sheet`
        names the sheet instead of the first that looks like a list.
        """
        this_year = self._environment.today().year
        return read_members(path, report, mapping, sheet=sheet, this_year=this_year)

    def plan(
        self,
        source: MemberList,
        *,
        cell: str = "",
        update: bool = True,
        report: Report = silent,
    ) -> ImportPlan:
        """Return what importing `source` would do.

        `cell` keeps only the rows that name that cell, in any spelling of case and marks; if none
        does, those whose cell contains the words. `update` decides what happens to members already
        in the register: their filled fields are taken over, or the row is skipped.
        """
        own = self._store.unit
        known = _Register(self._store.members.own())
        read_before = _Register(())
        rows = []
        wanted = fold(cell)
        exact = any(fold(read.cell) == wanted for read in source.rows)
        for number, read in enumerate(source.rows):
            if number % 200 == 0:
                report(number, len(source.rows))
            named = fold(read.cell)
            if wanted and not (named == wanted if exact else wanted in named):
                continue
            rows.append(self._row(own, read, known, read_before, update=update))
        report(len(source.rows), len(source.rows))
        return ImportPlan(source=source, rows=tuple(rows))

    def apply(self, plan: ImportPlan, report: Report = silent) -> int:
        """Write the plan in one transaction and return how many members it added or changed.

        `report` may raise Cancelled; then the register is as before.
        """
        wanted = [
            row.member
            for row in plan.rows
            if row.member is not None and row.action in {ImportAction.ADD, ImportAction.UPDATE}
        ]
        with self._store.transaction():
            for start in range(0, len(wanted), 500):
                report(start, len(wanted))
                self._store.members.put_all(wanted[start : start + 500])
            report(len(wanted), len(wanted))
        return len(wanted)

    def _row(
        self,
        own: str,
        read: ReadRow,
        known: "_Register",
        read_before: "_Register",
        *,
        update: bool,
    ) -> ImportRow:
        cell = read.cell
        facts: dict[str, Any] = dict(read.values)
        key = _name_key(str(facts.get("full_name", "")))
        problems = read.problems
        if not problems and read_before.fitting(key, facts) is not None:
            name = str(facts["full_name"])
            problems = (
                LineProblem(line=read.line, field="full_name", reason=Reason.DUPLICATE, value=name),
            )
        if problems:
            return ImportRow(
                line=read.line,
                action=ImportAction.PROBLEM,
                member=None,
                problems=problems,
                cell=cell,
            )
        existing = known.fitting(key, facts)
        if existing is None:
            fresh = Member(id=self._environment.new_id(), unit=own, **facts)
            read_before.add(key, fresh)
            return ImportRow(line=read.line, action=ImportAction.ADD, member=fresh, cell=cell)
        filled = {key: value for key, value in facts.items() if value not in {"", None}}
        merged = replace(existing, **filled)
        changed = tuple(
            each.name
            for each in fields(merged)
            if getattr(merged, each.name) != getattr(existing, each.name)
        )
        action = ImportAction.UPDATE if update else ImportAction.SKIP
        return ImportRow(
            line=read.line,
            action=action if changed else ImportAction.SAME,
            member=merged,
            existing=existing,
            changed=changed,
            cell=cell,
        )


class _Register:
    """Members to find the one whom a row describes: by card, else by name and birth."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._by_card: dict[str, Member] = {}
        self._by_name: dict[str, list[Member]] = {}
        for member in members:
            self.add(_name_key(member.full_name), member)

    def add(self, key: str, member: Member) -> None:
        """Make a member findable under the key of the name."""
        if member.card_number:
            self._by_card[member.card_number] = member
        self._by_name.setdefault(key, []).append(member)

    def fitting(self, key: str, facts: Mapping[str, Any]) -> Member | None:
        """Return the one member whom a row with this name's key and these facts can describe."""
        card = facts.get("card_number", "")
        if card and card in self._by_card:
            return self._by_card[card]
        namesakes = [
            member
            for member in self._by_name.get(key, ())
            if not (card and member.card_number)
            and _births_agree(member.birth, facts.get("birth", ""))
        ]
        return namesakes[0] if len(namesakes) == 1 else None


def _name_key(full_name: str) -> str:
    """Return a name without its letter case and spacing; Hùng and Hưng are two people."""
    return " ".join(nfc(full_name).casefold().split())


def _births_agree(one: str, other: str) -> bool:
    """Whether two partial dates could be the same day."""
    return one.startswith(other) or other.startswith(one)
