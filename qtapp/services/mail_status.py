"""How letters stand, in values that need no mail code to be read."""

from datetime import datetime

from msgspec import Struct

from qtapp.domain.errors import MailError
from qtapp.domain.mail import LetterState
from qtapp.services.inbox import Received


class LetterEntry(Struct, frozen=True, kw_only=True):
    """One letter; `problem` is what went wrong in its last try."""

    number: int
    unit: str
    recipient: str
    part: int
    parts: int
    made: datetime
    state: LetterState
    tries: int
    sent: datetime | None
    problem: MailError | None


class MailSent(Struct, frozen=True, kw_only=True):
    """What became of the outbox: letters sent now, still waiting, held; the last failure."""

    sent: int
    waiting: int
    held: int
    problem: MailError | None


class MailFetched(Struct, frozen=True, kw_only=True):
    """What a look into the mailbox brought.

    `messages` were new there; `too_large` files and `unreadable` messages were passed over.
    """

    messages: int
    received: tuple[Received, ...]
    too_large: int = 0
    unreadable: int = 0


class MailStatus(Struct, frozen=True, kw_only=True):
    """Where e-mail stands: the mailbox (empty if there is none), and what happened last."""

    address: str
    waiting: int
    held: int
    last_sent: datetime | None
    last_fetched: datetime | None
    problem: MailError | None
