"""The preview of an import, row by row in words: whom a line is about, what will happen, and why."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from PySide6.QtCore import Qt

from qtapp.domain.vietnamese import fold, name_sort_key, partial_date_text
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.register_preview import FATES
from qtapp.gui.kit.table import Column
from qtapp.services.importing import ImportAction, ImportPlan, ImportRow
from qtapp.wording.labels import field_label
from qtapp.wording.reasons import reason_sentence

_TAIL = re.compile(r"\(.*?\)|\*| - .*$")
_COMMON = re.compile(r"\b(?:chi bo|cb|thon|ban|xom|ap|buon|khu pho|khoi pho|to dan pho|tdp|kp)\b")
"""What the names of cells begin with, folded."""
_NUMBER = re.compile(r"\d+")
_NEAR = 0.9
"""How alike the proper names of two cells must be: one letter may be wrong in a long name."""


class PreviewRow(Struct, frozen=True, kw_only=True):
    """One line of the file as the preview shows it."""

    line: int
    action: ImportAction
    name: str
    birth: str
    kind: str
    joined: str
    note: str


def preview_rows(plan: ImportPlan) -> list[PreviewRow]:
    """Return the rows of the preview; names of rows that cannot be imported come from the file."""
    names = {row.line: str(row.values.get("full_name", "")) for row in plan.source.rows}
    return [_row(row, names.get(row.line, "")) for row in plan.rows]


def columns() -> list[Column[PreviewRow]]:
    """Return the columns of the preview."""
    return [
        Column(
            title=tr("Dòng"),
            text=lambda row: str(row.line),
            key=lambda row: row.line,
            align=Qt.AlignmentFlag.AlignRight,
        ),
        Column(
            title=tr("Họ và tên"),
            text=lambda row: row.name,
            key=lambda row: name_sort_key(row.name),
        ),
        Column(
            title=tr("Ngày sinh"),
            text=lambda row: partial_date_text(row.birth),
            key=lambda row: row.birth,
        ),
        Column(title=tr("Loại"), text=lambda row: row.kind),
        Column(
            title=tr("Ngày vào Đảng"),
            text=lambda row: partial_date_text(row.joined),
            key=lambda row: row.joined,
        ),
        Column(
            title=tr("Sẽ làm gì"),
            text=lambda row: row.action.label,
            tone=lambda row: FATES[row.action],
        ),
        Column(title=tr("Ghi chú"), text=lambda row: row.note, stretch=True),
    ]


def cells_named(plan: ImportPlan) -> list[tuple[str, int]]:
    """Return the cells the file names, each with its number of rows, in the order of the file."""
    found: dict[str, tuple[str, int]] = {}
    for row in plan.source.rows:
        if row.cell:
            name, number = found.get(fold(row.cell), (row.cell, 0))
            found[fold(row.cell)] = (name, number + 1)
    return list(found.values())


def most_similar(names: Sequence[str], wanted: str) -> str | None:
    """Return the name that means `wanted`, whatever the case and the marks; None if none is near enough.

    What nearly every cell is called by says nothing, and one figure makes another cell.
    """
    key = _proper(wanted)
    numbers = _NUMBER.findall(key)
    near = {
        name: SequenceMatcher(None, _proper(name), key).ratio()
        for name in names
        if _NUMBER.findall(_proper(name)) == numbers
    }
    best = max(near, key=lambda name: near[name], default=None)
    return best if best is not None and near[best] >= _NEAR else None


def _proper(name: str) -> str:
    folded = fold(name)
    return " ".join(_COMMON.sub(" ", folded).split()) or folded


def left_out_words(headings: Sequence[str]) -> str:
    """Return the headings of columns that are never imported, short and each once."""
    short = dict.fromkeys(
        " ".join(_TAIL.sub(" ", heading).split()).rstrip(" /") for heading in headings
    )
    words = [word for word in short if word]
    return ", ".join([words[0], *(word[:1].lower() + word[1:] for word in words[1:])])


def result_sentence(plan: ImportPlan) -> str:
    """Return what was done, once the plan is written."""
    done = []
    if added := plan.count(ImportAction.ADD):
        done.append(tr("nhập %n đồng chí mới", "", added))
    if updated := plan.count(ImportAction.UPDATE):
        done.append(tr("cập nhật %n đồng chí", "", updated))
    said = tr("Đã {done}.").format(done=tr(" và ").join(done))
    problems = [str(row.line) for row in plan.rows if row.action is ImportAction.PROBLEM]
    if problems:
        lines = ", ".join(problems[:8]) + ("…" if len(problems) > 8 else "")
        said += tr(" Chưa nhập {count} dòng có lỗi (dòng {lines}).").format(
            count=len(problems), lines=lines
        )
    return said


def _row(row: ImportRow, name: str) -> PreviewRow:
    member = row.member
    return PreviewRow(
        line=row.line,
        action=row.action,
        name=member.full_name if member else name,
        birth=member.birth if member else "",
        kind=member.kind.label if member else "",
        joined=member.joined_on if member else "",
        note=_note(row),
    )


def _note(row: ImportRow) -> str:
    if row.problems:
        return " ".join(
            reason_sentence(field_label(each.field, "members"), each.reason, each.value)
            for each in row.problems
        )
    if row.changed:
        names = ", ".join(field_label(name, "members").lower() for name in row.changed)
        lead = (
            tr("Sẽ đổi: {names}")
            if row.action is ImportAction.UPDATE
            else tr("Trong tệp khác: {names}")
        )
        return lead.format(names=names)
    return ""
