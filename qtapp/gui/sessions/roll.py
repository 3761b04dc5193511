"""The rows of the roll call in words: keys, statuses, columns, figures, and how a name is found."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import Tally
from qtapp.domain.members import MemberKind, MemberStatus
from qtapp.domain.sessions import Session
from qtapp.domain.vietnamese import date_text, fold, number, partial_date_text
from qtapp.gui.kit import ask
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.table import Column
from qtapp.gui.kit.words import restyle
from qtapp.services.attendance import SheetRow

KEYS: dict[str, AttendanceStatus] = {
    "C": AttendanceStatus.PRESENT,
    "T": AttendanceStatus.ONLINE,
    "M": AttendanceStatus.LATE,
    "S": AttendanceStatus.LEFT_EARLY,
    "V": AttendanceStatus.EXCUSED,
    "K": AttendanceStatus.UNEXCUSED,
    "B": AttendanceStatus.MADE_UP,
    "X": AttendanceStatus.EXEMPT,
    "N": AttendanceStatus.AWAY,
}
"""One letter for each status; none is a vowel, so no input method makes another letter of it."""

TONES: dict[AttendanceStatus, Tone] = {
    AttendanceStatus.PRESENT: "good",
    AttendanceStatus.ONLINE: "good",
    AttendanceStatus.LATE: "warn",
    AttendanceStatus.LEFT_EARLY: "warn",
    AttendanceStatus.EXCUSED: "warn",
    AttendanceStatus.UNEXCUSED: "bad",
    AttendanceStatus.MADE_UP: "note",
    AttendanceStatus.EXEMPT: "muted",
    AttendanceStatus.AWAY: "muted",
}


class Line(Struct, frozen=True):
    """One row of the table: its place on the sheet, and the member."""

    place: int
    row: SheetRow


def status_words(status: AttendanceStatus) -> str:
    """Return a status as the table and the buttons write it."""
    return status.label[:1].upper() + status.label[1:]


def columns() -> list[Column[Line]]:
    """Return the columns of the roll."""
    right = Qt.AlignmentFlag.AlignRight
    return [
        Column(title=tr("TT"), text=lambda line: str(line.place), align=right),
        Column(title=tr("Họ và tên"), text=lambda line: line.row.member.full_name, stretch=True),
        Column(title=tr("Chức vụ, ghi chú"), text=lambda line: _about(line.row)),
        Column(
            title=tr("Điểm danh"),
            text=lambda line: status_words(line.row.status),
            tone=lambda line: TONES[line.row.status] if line.row.recorded else "muted",
        ),
        Column(
            title=tr("Đã ghi"), text=lambda line: tr("đã ghi") if line.row.recorded else tr("chưa")
        ),
        Column(title=tr("Lý do"), text=lambda line: _why(line.row), stretch=True),
    ]


def _about(row: SheetRow) -> str:
    member = row.member
    parts = [member.party_role]
    if member.kind is MemberKind.PROBATIONARY:
        parts.append(tr("dự bị"))
    if member.status is not MemberStatus.ACTIVE:
        parts.append(member.status.label)
    return " · ".join(part for part in parts if part)


def _why(row: SheetRow) -> str:
    day = tr("học bù ngày {day}").format(day=date_text(row.made_up_on)) if row.made_up_on else ""
    return " · ".join(part for part in (row.reason, day) if part)


def others(found: Tally, unmarked: int) -> str:
    """Return the other figures in words, only those that are not nought."""
    parts = [
        (found.made_up, tr("học bù {count}")),
        (found.excused, tr("vắng có lý do {count}")),
        (found.unexcused, tr("vắng không lý do {count}")),
        (found.not_counted, tr("không tính {count}")),
        (unmarked, tr("chưa ghi {count}")),
    ]
    said = [words.format(count=number(count)) for count, words in parts if count]
    return " · ".join(said) or tr("Mọi người đều đã có tên trong sổ điểm danh")


def surely_held(parent: QWidget, session: Session, unmarked: Sequence[SheetRow]) -> bool:
    """Ask before people are said to have been at a session whose day is still to come."""
    there = sum(row.status.at_session for row in unmarked)
    return ask.confirm(
        parent,
        tr("Chưa đến ngày học. Vẫn hoàn thành điểm danh?"),
        tr(
            "Buổi học ngày {day}. {count} đồng chí chưa điểm danh sẽ được ghi là có mặt, và buổi"
            " học được ghi là đã tổ chức."
        ).format(day=partial_date_text(session.starts_at[:10]), count=number(there)),
        tr("&Hoàn thành điểm danh"),
    )


def day_words(session: Session | None) -> str:
    """Return on which day a session is held, or that none is settled."""
    day = partial_date_text(session.starts_at[:10]) if session else ""
    return tr("học ngày {day}").format(day=day) if day else tr("chưa định ngày học")


def match(rows: list[SheetRow], text: str) -> SheetRow | None:
    """Return the member meant by a few letters: whose given name begins so, else whose name has it."""
    wanted = " ".join(fold(text).split())
    if not wanted:
        return None
    names = [(fold(row.member.full_name), row) for row in rows]
    for fits in (
        lambda name: name.split()[-1] == wanted,
        lambda name: name.split()[-1].startswith(wanted),
        lambda name: any(
            " ".join(name.split()[place:]).startswith(wanted) for place in range(len(name.split()))
        ),
        lambda name: all(word in name for word in wanted.split()),
    ):
        for name, row in names:
            if fits(name):
                return row
    return None


def key_button(letter: str, status: AttendanceStatus, act: Callable[[], object]) -> QPushButton:
    """Return a button that shows a key; the keyboard stays in the table when the mouse presses it."""
    made = button(f"{letter}   {status_words(status)}", act)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setToolTip(f"{status_words(status)} ({tr('Phím {letter}').format(letter=letter)})")
    made.setAccessibleName(made.text())
    made.setProperty("role", "key")
    restyle(made)
    return made
