"""The inbox: how bundle files end, in words that need no bundle code to be read."""

from dataclasses import dataclass
from datetime import datetime

from qtapp.domain.codes import Code
from qtapp.domain.errors import AppError


class InboxState(Code):
    """How a bundle file ended."""

    MERGED = "merged", "đã nhập"
    DUPLICATE = "duplicate", "đã có từ trước"
    WAITING = "waiting", "chờ đủ phần"
    QUARANTINED = "quarantined", "để riêng, chưa nhập"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of one file."""

    name: str
    state: InboxState
    reason: AppError | None = None
    unit: str = ""
    rows: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """One file that came in; `reason` is the name of the failure, empty if there was none."""

    name: str
    state: InboxState
    reason: str
    unit: str
    received: datetime
