"""The units below a committee as its list shows them: depth, connection, what came in for a wave."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from qtapp.domain.figures import Figures, UnitFigures
from qtapp.domain.units import Unit
from qtapp.domain.vietnamese import date_text, percent, ratio
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.table import Column
from qtapp.services.exchange import UnitExchange

_STEP = "    "
"""Blanks before a name for every level below the committee."""


class UnitRow(Struct, frozen=True, kw_only=True):
    """One unit. `figures` is None while they are worked out, or where no wave is chosen."""

    place: int
    depth: int
    exchange: UnitExchange
    figures: UnitFigures | None
    late: bool

    @property
    def unit(self) -> Unit:
        """The unit itself."""
        return self.exchange.unit


def unit_rows(
    exchanges: Sequence[UnitExchange], figures: Mapping[str, UnitFigures], *, late: bool
) -> list[UnitRow]:
    """Return the rows in the order of the tree; `late` says whether the wave's day has passed."""
    depths: dict[str, int] = {}
    rows = []
    for place, exchange in enumerate(exchanges):
        unit = exchange.unit
        depths[unit.id] = depths.get(unit.parent or "", -1) + 1
        rows.append(
            UnitRow(
                place=place,
                depth=depths[unit.id],
                exchange=exchange,
                figures=figures.get(unit.id),
                late=late,
            )
        )
    return rows


def connection(row: UnitRow) -> tuple[str, Tone]:
    """Return whether a unit has joined, in words with their tone."""
    if row.exchange.joined:
        return tr("đã nối"), "good"
    if row.exchange.invited:
        return tr("đã mời, chưa nối"), "warn"
    return tr("chưa mời"), "muted"


def standing(row: UnitRow) -> tuple[str, Tone]:
    """Return how a unit stands in the chosen wave, in words with their tone."""
    if row.figures is None:
        return "", "muted"
    if row.figures.reported:
        return tr("đã có số liệu"), "good"
    if row.late:
        return tr("quá hạn, chưa gửi"), "bad"
    return tr("chưa gửi"), "warn"


def last_received(row: UnitRow) -> str:
    """Return the local day on which a unit's newest bundle came."""
    moment = row.exchange.last_received
    return date_text(moment.astimezone().date()) if moment else ""


def studied(figures: Figures) -> str:
    """Return how many of a unit's members have studied."""
    if not figures.members:
        return ""
    return f"{ratio(figures.members_studied, figures.members)} ({percent(figures.members_studied, figures.members)})"


def columns() -> list[Column[UnitRow]]:
    """Return the columns of the list."""
    return [
        Column(
            title=tr("Tổ chức đảng"),
            text=lambda row: _STEP * row.depth + row.unit.name,
            key=lambda row: row.place,
            stretch=True,
        ),
        Column(title=tr("Cấp"), text=lambda row: row.unit.level),
        Column(
            title=tr("Kết nối"),
            text=lambda row: connection(row)[0],
            tone=lambda row: connection(row)[1],
        ),
        Column(
            title=tr("Gói gần nhất"),
            text=last_received,
            key=lambda row: str(row.exchange.last_received or ""),
        ),
        Column(
            title=tr("Trong đợt"),
            text=lambda row: standing(row)[0],
            tone=lambda row: standing(row)[1] if standing(row)[0] else None,
        ),
        Column(
            title=tr("Đã học"),
            text=lambda row: studied(row.figures.figures) if row.figures else "",
        ),
    ]
