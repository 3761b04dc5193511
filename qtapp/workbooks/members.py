"""Member lists: the rows of a sheet as the fields of members, with what is wrong in each line."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from qtapp.domain.errors import HeaderNotFound, Invalid
from qtapp.domain.legacy_fonts import decode_row
from qtapp.domain.members import Gender, MemberKind, MemberStatus
from qtapp.domain.reasons import LineProblem, Reason
from qtapp.domain.vietnamese import fold
from qtapp.workbooks import cells
from qtapp.workbooks.cells import plain
from qtapp.workbooks.columns import MEMBERS
from qtapp.workbooks.layout import ColumnUse, Layout, find_layout
from qtapp.workbooks.reading import Cell, Sheet, read_sheets

Report = Callable[[int, int], None]

_Read = TypeVar("_Read")

_LONGEST_BLANK = max(map(len, cells.BLANKS))
_NAMES = ("full_name", "family_name", "given_name")
_SIDES = {"birth_male": Gender.MALE, "birth_female": Gender.FEMALE}
_YOUNGEST = 18
_FEW = 3
_STEP = 200
_GROUP = re.compile(r"(?:[ivx\d]+ ?[.)/-] ?)?(?=(?:chi bo|dang bo) )")
_GROUP_COUNT = re.compile(r" ?(?:\(.*\)|: ?\d.*)$")
_NUMBERED = re.compile(r"[(\[]?(?:[0-9]{1,2}|[a-zA-Z])[)\]]?")


class ReadRow(Struct, frozen=True, kw_only=True):
    """One member as the file gives it."""

    line: int
    """The row of the sheet, from 1."""
    values: Mapping[str, object]
    """Field name of Member to value; only what the row says."""
    cell: str = ""
    """The cell the row names, in its own column or in a row of its own above; empty if none."""
    problems: tuple[LineProblem, ...] = ()


class MemberList(Struct, frozen=True, kw_only=True):
    """What was found in a file."""

    file: str
    """The name of the file, without its folder."""
    sheet: str
    header_row: int
    """The row of the headings, from 1."""
    columns: tuple[ColumnUse, ...]
    rows: tuple[ReadRow, ...]
    profile: str = ""
    """The name of the kept meanings of headings by which the columns were read; empty if none."""
    other_sheets: tuple[str, ...] = ()
    """Visible sheets of the file that were not read: some lists give each cell its own sheet."""


def read_members(
    path: Path,
    report: Report,
    mapping: Mapping[int, str] | None = None,
    *,
    sheet: str | None = None,
    profiles: Mapping[str, Mapping[str, str]] | None = None,
    this_year: int = 2026,
) -> MemberList:
    """Return the members in the first sheet of `path` that looks like a member list.

    `mapping` (column index from 0 to one of columns.SOURCES or a field of Member) replaces what the
    headings say; so does the first of `profiles` (name to heading to meaning) all of whose headings
    stand in the file. `sheet` picks a sheet by name. Two-digit years lie at or before `this_year`.
    Raises FileUnreadable, TableUnreadable, TableTooLarge, HeaderNotFound, and what `report` raises.
    """
    for found in read_sheets(path):
        if sheet is not None and found.name != sheet:
            continue
        layout = find_layout(found, MEMBERS, mapping, profiles or {})
        if layout is not None:
            return MemberList(
                file=path.name,
                sheet=found.name,
                header_row=layout.first + 1,
                profile=layout.profile,
                columns=layout.uses(MEMBERS),
                rows=tuple(_Reader(found, layout, this_year).rows(report)),
                other_sheets=tuple(found.others),
            )
    raise HeaderNotFound(str(path))


class _Reader:
    """Reads the rows below the headings one by one; remembers the group they stand in."""

    def __init__(self, sheet: Sheet, layout: Layout, this_year: int) -> None:
        self._sheet = sheet
        self._this_year = this_year
        self._layout = layout
        self._plan = tuple(layout.sources.items())
        self._has_official = "official_on" in layout.sources.values()
        self._has_sides = not _SIDES.keys().isdisjoint(layout.sources.values())
        self._status = _remembering(cells.status)
        self._kind_if_told = _remembering(cells.kind_if_told)
        self._official = cells.partial_date("official_on", this_year)
        self._birth = cells.birth(this_year)
        self._parsers: dict[str, tuple[str, Callable[[Cell], object]]] = {
            "gender": ("gender", _remembering(cells.gender)),
            "birth": ("birth", self._birth),
            "kind": ("kind", _remembering(cells.kind)),
            "joined_on": ("joined_on", cells.partial_date("joined_on", this_year)),
            "party_role": ("party_role", _remembering(cells.line("party_role"))),
            "gov_role": ("gov_role", _remembering(cells.line("gov_role"))),
            "card_number": ("card_number", cells.card_number),
            "id_number": ("id_tail", cells.id_tail),
            "phone": ("phone", cells.phone),
            "email": ("email", cells.line("email")),
        }
        self._merged_cells = self._texts_of_merged_cells()
        self._enough = min(_FEW, len(self._plan))
        self._cell_names: dict[Cell, str] = {}
        self._group = ""
        self._in_footer = False

    def _texts_of_merged_cells(self) -> Mapping[int, Cell]:
        """Return for each row inside a merged range of the cell's column the text of the range."""
        column = next((place for place, source in self._plan if source == "cell"), None)
        if column is None:
            return {}
        rows = self._sheet.rows
        return {
            row: rows[top][column]
            for (top, left), (bottom, right) in self._sheet.merges
            if left <= column <= right
            for row in range(top, min(bottom + 1, len(rows)))
        }

    def rows(self, report: Report) -> Iterator[ReadRow]:
        """Yield the members; blank rows, footers and rows that only name a cell are passed over."""
        rows, body, plan = self._sheet.rows, self._layout.body, self._plan
        total = max(len(rows) - body, 0)
        width = max(self._layout.sources, default=-1) + 1
        for at in range(body, len(rows)):
            if not (at - body) % _STEP:
                report(at - body, total)
            row = rows[at]
            if len(row) < width:
                row = [*row, *[""] * (width - len(row))]
            given = {
                source: cell
                for place, source in plan
                if (cell := row[place]) != ""
                and (
                    cell.__class__ is not str
                    or (len(cell) > _LONGEST_BLANK and not cell.isspace())
                    or cell.strip() not in cells.BLANKS
                )
            }
            if at == body and _is_numbering(row):
                continue
            if not given.keys() - {"cell"}:
                self._is_between(row)
            elif not self._is_passed_over(row, given):
                yield self._row(at + 1, given)
        report(total, total)

    def _is_passed_over(self, row: Sequence[Cell], given: dict[str, Cell]) -> bool:
        """Whether a row with data is no member all the same: totals, signatures, a cell's name."""
        _repair(given)
        few = len(given) < self._enough
        name = " ".join([plain(given.pop(source)) for source in _NAMES if source in given])
        if name:
            given["full_name"] = name
            if self._notes(name, few=few):
                return True
        elif self._is_between(row):
            return True
        if few and self._in_footer and not _is_numbered(row):
            return True
        self._in_footer = False
        return False

    def _is_between(self, row: Sequence[Cell]) -> bool:
        """Whether a row without a name is a footer or names a cell."""
        texts = dict(enumerate(plain(cell) for cell in row if not cells.is_blank(cell)))
        texts |= decode_row(texts)
        few = len(texts) <= _FEW
        return any(
            self._notes(text, few=few)
            for text in (texts.values() if few else [*texts.values()][:1])
        )

    def _notes(self, text: str, *, few: bool) -> bool:
        """Whether `text` begins a footer, or names the cell of the rows below; then remember it."""
        key = fold(text)
        if cells.is_footer(key):
            self._in_footer = True
            return True
        found = _GROUP.match(key) if few else None
        if found:
            self._group, self._in_footer = _GROUP_COUNT.sub("", text[found.end() :]), False
        return found is not None

    def _row(self, line: int, given: dict[str, Cell]) -> ReadRow:
        """Return the member in a row."""
        values: dict[str, object] = {}
        problems: list[Invalid] = []
        self._take(given, values, problems)
        if self._has_sides:
            self._take_birth_by_gender(given, values, problems)
        self._take_standing(given, values, problems)
        problems += _out_of_order(values, self._this_year)
        cell = given.get("cell") or self._merged_cells.get(line - 1) or self._group
        if cell not in self._cell_names:
            self._cell_names[cell] = plain(cell)
        return ReadRow(
            line=line,
            values=values,
            cell=self._cell_names[cell],
            problems=_told(line, problems) if problems else (),
        )

    def _take(
        self, given: dict[str, Cell], values: dict[str, object], problems: list[Invalid]
    ) -> None:
        """Read the name and every column that means one field."""
        try:
            values["full_name"] = cells.checked_name(str(given.pop("full_name", "")))
        except Invalid as error:
            problems.append(error)
        for source, cell in given.items():
            if source in self._parsers:
                field, parse = self._parsers[source]
                try:
                    values[field] = parse(cell)
                except Invalid as error:
                    problems.append(error)

    def _take_birth_by_gender(
        self, given: Mapping[str, Cell], values: dict[str, object], problems: list[Invalid]
    ) -> None:
        """Read the two columns Nam and Nữ of old lists: the one with the birth tells the gender."""
        written = [source for source in _SIDES if source in given]
        if len(written) > 1:
            problems.append(Invalid(field="gender", reason=Reason.DUPLICATE))
        elif written:
            cell = given[written[0]]
            values.setdefault("gender", _SIDES[written[0]])
            if not cells.is_mere_mark(cell):
                try:
                    values["birth"] = self._birth(cell)
                except Invalid as error:
                    problems.append(error)

    def _take_standing(
        self, given: Mapping[str, Cell], values: dict[str, object], problems: list[Invalid]
    ) -> None:
        """Read status, exemption and probation; no date of full membership means probation (§5.1)."""
        kind: MemberKind | None = None
        try:
            if "status" in given:
                values["status"] = self._status(given["status"])
                kind = self._kind_if_told(given["status"])
            if "official_on" in given:
                kind = self._kind_if_told(given["official_on"])
                if kind is None:
                    values["official_on"] = self._official(given["official_on"])
                    kind = MemberKind.OFFICIAL
            elif self._has_official and "joined_on" in values:
                kind = MemberKind.PROBATIONARY
        except Invalid as error:
            problems.append(error)
        if "exempt" in given and cells.is_marked(given["exempt"]):
            values["status"] = MemberStatus.EXEMPT
        if kind is not None:
            values.setdefault("kind", kind)


def _out_of_order(values: Mapping[str, object], this_year: int) -> Iterator[Invalid]:
    """Yield the dates of a life that cannot be: nobody joins before 18 (Điều lệ Đảng, điều 1)."""
    birth, joined, official = (
        str(values.get(name, "")) for name in ("birth", "joined_on", "official_on")
    )
    born = int(birth[:4] or 0)
    if born > this_year - _YOUNGEST:
        yield Invalid(field="birth", reason=Reason.OUT_OF_RANGE, value=birth)
    elif joined and int(joined[:4]) < born + _YOUNGEST:
        yield Invalid(field="joined_on", reason=Reason.OUT_OF_RANGE, value=joined)
    known = min(len(joined), len(official))
    if official[:known] < joined[:known]:
        yield Invalid(field="official_on", reason=Reason.BEFORE_START, value=joined)


def _told(line: int, problems: Sequence[Invalid]) -> tuple[LineProblem, ...]:
    return tuple(
        LineProblem(line=line, field=each.field, reason=each.reason, value=each.value)
        for each in problems
    )


def _remembering(read: Callable[[Cell], _Read]) -> Callable[[Cell], _Read]:
    """Return `read` with a memory of the texts it was given: columns repeat a few words."""
    known: dict[str, _Read] = {}

    def remembered(cell: Cell) -> _Read:
        if cell.__class__ is not str:
            return read(cell)
        if cell not in known:
            known[cell] = read(cell)
        return known[cell]

    return remembered


def _repair(given: dict[str, Cell]) -> None:
    """Decode what was typed for old fonts; a name in a font of capitals gets its capitals back."""
    odd = {key: cell for key, cell in given.items() if cell.__class__ is str and not cell.isascii()}
    decoded = decode_row(odd) if odd else odd
    if not decoded:
        return
    given.update(decoded)
    for source in _NAMES:
        name = decoded.get(source, "")
        if name.islower():
            given[source] = name.title()


def _is_numbered(row: Sequence[Cell]) -> bool:
    """Whether the row begins with a number, as the rows of a list do and signatures do not."""
    first = next((cell for cell in row if not cells.is_blank(cell)), "")
    return plain(first).rstrip(".").isdecimal()


def _is_numbering(row: Sequence[Cell]) -> bool:
    """Whether the row only numbers the columns, as printed forms do below the headings."""
    return all(cells.is_blank(cell) or _NUMBERED.fullmatch(plain(cell)) for cell in row)
