"""What committees below have passed on of their cells, as rows of a report."""

from collections import Counter

from qtapp.domain.figures import Figures, UnitFigures
from qtapp.domain.forwarded import ForwardedFigures
from qtapp.domain.units import Unit
from qtapp.store.store import Store


def passed_on(store: Store, wave_id: str, committee: Unit) -> tuple[UnitFigures, list[str]]:
    """Return a committee's row of the annex from what it passed on, and who of it is missing.

    That is the committee itself where nothing has come. Units further down, whose names stop there, all go
    by that of their committee: they are counted beside it.
    """
    found = store.table(ForwardedFigures).where(
        "wave = ? AND unit = ?", [wave_id, store.unit_number(committee.id)]
    )
    reported = [each for each in found if each.reported]
    days = [each.received for each in reported if each.received is not None]
    row = UnitFigures(
        unit=committee.id,
        name=committee.name,
        reported=bool(reported),
        asked=len(found) or 1,
        silent=len(found) - len(reported) if found else 1,
        last_received=max(days, default=None),
        figures=sum((each.figures() for each in reported), Figures()),
    )
    if not found:
        return row, [committee.name]
    names = Counter(f"{each.name} ({committee.name})" for each in found if not each.reported)
    return row, [
        name if count == 1 else f"{count} đơn vị của {name}" for name, count in names.items()
    ]
