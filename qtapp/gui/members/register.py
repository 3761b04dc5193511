"""What the register shows of a member: its columns, the badge of the status, the counts above it."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt

from qtapp.domain.members import Member, MemberKind, MemberStatus
from qtapp.domain.vietnamese import name_sort_key, partial_date_text
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.table import Column

_TONES: dict[MemberStatus, Tone] = {
    MemberStatus.ACTIVE: "good",
    MemberStatus.TEMPORARY_IN: "good",
    MemberStatus.EXEMPT: "note",
    MemberStatus.TEMPORARY_AWAY: "warn",
}


class Entry(Struct, frozen=True, kw_only=True):
    """A member and the place in the list by given name, from 1."""

    place: int
    member: Member


def entries(members: Sequence[Member]) -> list[Entry]:
    """Return the members, numbered."""
    return [Entry(place=place, member=member) for place, member in enumerate(members, 1)]


def columns() -> list[Column[Entry]]:
    """Return the columns of the register."""
    return [
        Column(
            title=tr("TT"),
            text=lambda entry: str(entry.place),
            key=lambda entry: entry.place,
            align=Qt.AlignmentFlag.AlignRight,
        ),
        Column(
            title=tr("Họ và tên"),
            text=lambda entry: entry.member.full_name,
            key=lambda entry: name_sort_key(entry.member.full_name),
            stretch=True,
        ),
        Column(title=tr("Năm sinh"), text=lambda entry: entry.member.birth[:4]),
        Column(title=tr("Loại"), text=lambda entry: entry.member.kind.label),
        Column(
            title=tr("Trạng thái"),
            text=lambda entry: entry.member.status.label,
            tone=lambda entry: _TONES.get(entry.member.status, "muted"),
        ),
        Column(title=tr("Chức vụ"), text=lambda entry: entry.member.party_role, stretch=True),
        Column(
            title=tr("Ngày vào Đảng"),
            text=lambda entry: partial_date_text(entry.member.joined_on),
            key=lambda entry: entry.member.joined_on,
        ),
    ]


SPARE_COLUMNS = (2, 3, 6)
"""Columns that make room for the panel: it shows the same of the member that is open."""


def counts(members: Sequence[Member]) -> str:
    """Return how many there are, of each kind, and how many are exempt."""
    there = [member for member in members if member.status.belongs]
    official = sum(member.kind is MemberKind.OFFICIAL for member in there)
    exempt = sum(member.status is MemberStatus.EXEMPT for member in there)
    return tr(
        "{total} đảng viên: {official} chính thức, {probationary} dự bị · "
        "{exempt} được miễn công tác, sinh hoạt"
    ).format(total=len(there), official=official, probationary=len(there) - official, exempt=exempt)
