"""Figures that SQLite counts, for the screens that show a figure and no record."""

from qtapp.domain.essays import EssayDuty, EssayState
from qtapp.domain.ids import family
from qtapp.domain.members import MemberStatus
from qtapp.store.store import Store


def members_by_status(store: Store) -> dict[MemberStatus, int]:
    """Return how many members of the own unit have each status."""
    rows = store.fetch(
        "SELECT status, count(*) FROM members WHERE unit = ? AND deleted = 0 GROUP BY status",
        [store.unit_number(store.unit)],
    )
    return {MemberStatus(status): count for status, count in rows}


def essays_by_state(
    store: Store, wave_id: str
) -> list[tuple[MemberStatus, EssayDuty, EssayState, int]]:
    """Return how many essays the own unit keeps of a wave, by their writers' status, duty and state.

    Those of members who are off the register are left out.
    """
    rows = store.fetch(
        "SELECT m.status, e.duty, e.state, count(*) FROM essays e CROSS JOIN members m"
        " ON m.unit = e.unit AND m.id = e.member AND m.deleted = 0"
        " WHERE e.unit = ? AND e.id BETWEEN ? AND ? AND e.wave = ? AND e.deleted = 0"
        " GROUP BY m.status, e.duty, e.state",
        [store.unit_number(store.unit), *family(wave_id), wave_id],
    )
    return [
        (MemberStatus(status), EssayDuty(duty), EssayState(state), count)
        for status, duty, state, count in rows
    ]
