"""Sessions: when and where, the agenda in minutes, and what to be careful about."""

import math
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from qtapp.domain.codes import Code
from qtapp.domain.sessions import AgendaItem, Session, discussion_share
from qtapp.domain.validity import valid
from qtapp.services.environment import Environment
from qtapp.store.store import Store

SHORTEST_MINUTES = 90
LEAST_DISCUSSION = 0.2


class Caution(Code):
    """Something about a session that its planner should look at."""

    SMALL_HALL = "small_hall", "hội trường nhỏ hơn số người"
    SHORT = "short", "thời lượng dưới 90 phút (HD 42-HD/BTCTW)"
    OVERFULL = "overfull", "chương trình dài hơn thời lượng buổi học"
    LITTLE_DISCUSSION = "little_discussion", "ít thời gian thảo luận, hỏi đáp"
    DOUBLE_BOOKED = "double_booked", "trùng giờ với buổi học khác"


class SessionCaution(Struct, frozen=True, kw_only=True):
    """A caution with its figure: seats wanted, minutes, or how many sessions would fit."""

    caution: Caution
    figure: int


class Sessions:
    """One method per thing the user can do with sessions."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def of(self, wave_id: str) -> list[Session]:
        """Return the own unit's sessions of a wave, in order of time."""
        found = self._store.sessions.where(
            "wave = ? AND unit = ?", [wave_id, self._store.unit_number(self._store.unit)]
        )
        return sorted(found, key=lambda session: (session.starts_at or "9", session.id))

    def all(self) -> list[Session]:
        """Return all of the own unit's sessions, in order of time."""
        return sorted(
            self._store.sessions.own(), key=lambda session: (session.starts_at or "9", session.id)
        )

    def get(self, session_id: str) -> Session:
        """Return a session; raises NotFound."""
        return self._store.sessions.get(session_id)

    def new(self, wave_id: str, name: str, **values: Any) -> Session:
        """Return a session of a wave, not kept yet."""
        return Session(
            id=self._environment.new_id(),
            unit=self._store.unit,
            wave=wave_id,
            name=name,
            **values,
        )

    def like_last(self, wave_id: str, name: str, **values: Any) -> tuple[Session, str]:
        """Return a session not kept yet in the hall and of the length of the last one, and its time of day.

        The day is left open; the time, `hh:mm`, is nothing before the first session with one.
        """
        last = next((each for each in reversed(self.all()) if each.starts_at), None)
        if last is None:
            return self.new(wave_id, name, **values), ""
        kept = {"venue": last.venue, "capacity": last.capacity, "minutes": last.minutes}
        return self.new(wave_id, name, **kept, **values), last.starts_at.partition("T")[2]

    def save(self, session: Session) -> Session:
        """Keep a session; raises Invalid."""
        clean = valid(session)
        self._store.sessions.put(clean)
        return clean

    def remove(self, session_id: str) -> None:
        """Take a session away; its attendance stays with it and comes back with `restore`."""
        self._store.sessions.remove(session_id)

    def restore(self, session_id: str) -> None:
        """Undo `remove`."""
        self._store.sessions.restore(session_id)

    def agenda(self, session_id: str) -> list[AgendaItem]:
        """Return the agenda of a session, in order."""
        found = self._store.agenda_items.where("session = ?", [session_id])
        return sorted(found, key=lambda item: (item.position, item.id))

    def new_item(self, session_id: str, name: str, **values: Any) -> AgendaItem:
        """Return an agenda item, not kept yet."""
        return AgendaItem(
            id=self._environment.new_id(),
            unit=self._store.unit,
            session=session_id,
            name=name,
            **values,
        )

    def save_agenda(self, session_id: str, items: Sequence[AgendaItem]) -> list[AgendaItem]:
        """Make `items` the whole agenda, in this order; raises Invalid."""
        kept = [valid(replace(item, position=place)) for place, item in enumerate(items, 1)]
        with self._store.transaction():
            wanted = {item.id for item in kept}
            for item in self.agenda(session_id):
                if item.id not in wanted:
                    self._store.agenda_items.remove(item.id)
            self._store.agenda_items.put_all(kept)
        return kept

    def cautions(self, session: Session, expected: int) -> list[SessionCaution]:
        """Return what to look at before holding `session` for `expected` people."""
        items = self.agenda(session.id)
        planned = sum(item.minutes for item in items)
        found = []
        if session.capacity and expected > session.capacity:
            parts = math.ceil(expected / session.capacity)
            found.append(SessionCaution(caution=Caution.SMALL_HALL, figure=parts))
        if session.minutes < SHORTEST_MINUTES:
            found.append(SessionCaution(caution=Caution.SHORT, figure=session.minutes))
        if planned > session.minutes:
            found.append(SessionCaution(caution=Caution.OVERFULL, figure=planned))
        if items and discussion_share(items) < LEAST_DISCUSSION:
            share = round(discussion_share(items) * 100)
            found.append(SessionCaution(caution=Caution.LITTLE_DISCUSSION, figure=share))
        clashes = [
            other
            for other in self.all()
            if session.starts_at and other.id != session.id and _overlap(session, other)
        ]
        if clashes:
            found.append(SessionCaution(caution=Caution.DOUBLE_BOOKED, figure=len(clashes)))
        return found


def _overlap(one: Session, other: Session) -> bool:
    if not other.starts_at or one.starts_at[:10] != other.starts_at[:10]:
        return False
    start, other_start = _minute(one.starts_at), _minute(other.starts_at)
    return start < other_start + other.minutes and other_start < start + one.minutes


def _minute(local: str) -> int:
    return int(local[11:13]) * 60 + int(local[14:16])
