"""The figures of a report in words: as large tiles, as lines of one unit, as columns of many."""

from msgspec import Struct
from PySide6.QtCore import Qt

from qtapp.domain.figures import Figures, UnitFigures
from qtapp.domain.vietnamese import date_text, number, percent, ratio
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.pieces import Tile
from qtapp.gui.kit.table import Column


class Fact(Struct, frozen=True, kw_only=True):
    """One line of a unit's figures."""

    place: int
    name: str
    value: str
    share: str = ""


def tiles(total: Figures, target: int) -> list[Tile]:
    """Return the figures a secretary asks for first; attendance below `target` percent stands out."""
    short = bool(total.members) and total.members_studied * 100 < target * total.members
    studied: Tone | None = "warn" if short else None
    return [
        Tile(
            percent(total.members_studied, total.members, target=target),
            tr("đảng viên đã học"),
            tr("{ratio}, chỉ tiêu {target}%").format(
                ratio=ratio(total.members_studied, total.members), target=target
            ),
            studied,
        ),
        Tile(number(total.sessions), tr("buổi học đã tổ chức"), _attendances(total)),
        Tile(
            percent(total.essays_written, total.essays_due),
            tr("bài thu hoạch đã nộp"),
            tr("{ratio}, đạt {passed}").format(
                ratio=ratio(total.essays_written, total.essays_due),
                passed=number(total.essays_passed),
            ),
        ),
        Tile(
            number(total.plans),
            tr("kế hoạch hành động"),
            tr("{tasks} nhiệm vụ, {clear} đủ người, hạn, thước đo").format(
                tasks=number(total.tasks), clear=number(total.tasks_clear)
            ),
        ),
    ]


def facts(total: Figures, target: int) -> list[Fact]:
    """Return every figure of one unit, line by line, in the order of the printed annex."""
    lines = [
        (tr("Buổi học đã tổ chức"), number(total.sessions), ""),
        (tr("– trực tiếp"), number(total.sessions_in_person), ""),
        (tr("– trực tuyến"), number(total.sessions_online), ""),
        (tr("– kết hợp"), number(total.sessions_mixed), ""),
        (tr("– chia nhỏ"), number(total.sessions_split), ""),
        (tr("Đảng viên phải học"), number(total.members), ""),
        (
            tr("Đảng viên đã học"),
            number(total.members_studied),
            percent(total.members_studied, total.members, target=target),
        ),
        (tr("– trong đó học bù"), number(total.members_made_up), ""),
        (tr("Lượt người dự"), number(total.attendances), ""),
        (tr("Buổi phổ biến cho quần chúng"), number(total.public_sessions), ""),
        (
            tr("Quần chúng dự"),
            ratio(total.public_attended, total.public_invited),
            percent(total.public_attended, total.public_invited),
        ),
        (tr("Bài thu hoạch phải nộp"), number(total.essays_due), ""),
        (
            tr("Bài thu hoạch đã nộp"),
            number(total.essays_written),
            percent(total.essays_written, total.essays_due),
        ),
        (
            tr("Bài thu hoạch đạt"),
            number(total.essays_passed),
            percent(total.essays_passed, total.essays_due),
        ),
        (tr("Kế hoạch hành động"), number(total.plans), ""),
        (tr("Nhiệm vụ trong kế hoạch"), number(total.tasks), ""),
        (
            tr("– có người, có hạn, có thước đo"),
            number(total.tasks_clear),
            percent(total.tasks_clear, total.tasks),
        ),
        (tr("– đã hoàn thành"), number(total.tasks_done), percent(total.tasks_done, total.tasks)),
    ]
    return [
        Fact(place=place, name=name, value=value, share=share)
        for place, (name, value, share) in enumerate(lines)
    ]


def unit_columns() -> list[Column[UnitFigures]]:
    """Return the columns of the table of cells."""
    right = Qt.AlignmentFlag.AlignRight
    return [
        Column(title=tr("Chi bộ"), text=lambda unit: unit.name, stretch=True),
        Column(
            title=tr("Báo cáo"),
            text=lambda unit: tr("đã có") if unit.reported else tr("chưa có"),
            tone=lambda unit: "good" if unit.reported else "bad",
        ),
        Column(
            title=tr("Buổi học"),
            text=lambda unit: number(unit.figures.sessions),
            key=lambda unit: unit.figures.sessions,
            align=right,
        ),
        Column(
            title=tr("Đảng viên học"),
            text=lambda unit: _part(unit.figures.members_studied, unit.figures.members),
            key=lambda unit: _share(unit.figures.members_studied, unit.figures.members),
            align=right,
        ),
        Column(
            title=tr("Bài thu hoạch"),
            text=lambda unit: _part(unit.figures.essays_written, unit.figures.essays_due),
            key=lambda unit: _share(unit.figures.essays_written, unit.figures.essays_due),
            align=right,
        ),
        Column(title=tr("Kế hoạch"), text=_plan),
        Column(
            title=tr("Nhiệm vụ rõ"),
            text=lambda unit: ratio(unit.figures.tasks_clear, unit.figures.tasks),
            key=lambda unit: _share(unit.figures.tasks_clear, unit.figures.tasks),
            align=right,
        ),
        Column(
            title=tr("Nhận gói"),
            text=lambda unit: date_text(unit.last_received) if unit.last_received else "–",
            key=lambda unit: str(unit.last_received or ""),
        ),
    ]


def _plan(unit: UnitFigures) -> str:
    if not unit.figures.plans:
        return "–"
    return unit.plan_number or tr("có")


def _part(part: int, whole: int) -> str:
    return f"{ratio(part, whole)} ({percent(part, whole)})" if whole else "–"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else -1.0


def _attendances(total: Figures) -> str:
    return tr("{count} lượt người dự").format(count=number(total.attendances))
