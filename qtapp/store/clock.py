"""How much of a wall clock may be believed: laptops with dead batteries say 2009."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

Clock = Callable[[], datetime]

_MADE = datetime(2026, 11, 1, tzinfo=UTC)
_AHEAD = timedelta(days=400)


class Facts(Protocol):
    """What the judgement needs of the book."""

    def fact(self, key: str) -> str:
        """Return a fact or an empty text."""

    def set_fact(self, key: str, value: str) -> None:
        """Write a fact."""


def trusted_minutes(book: Facts, now: datetime) -> int:
    """Return minutes since 1970 if `now` is believable, else 0 (then versions count by themselves).

    Believable: not before the app was made, not before a time this book has already trusted, and not
    more than 400 days after the newest time a committee signed (sync.md §4.1).
    """
    last = book.fact("trusted_until")
    committee = book.fact("committee_time")
    if now < _MADE or (last and now < datetime.fromisoformat(last)):
        return 0
    if committee and now > datetime.fromisoformat(committee) + _AHEAD:
        return 0
    if not last or now > datetime.fromisoformat(last) + timedelta(hours=1):
        book.set_fact("trusted_until", now.isoformat(timespec="seconds"))
    return int(now.timestamp() // 60)
