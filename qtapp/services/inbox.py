"""The inbox: how bundle files end, in words that need no bundle code to be read."""

from datetime import datetime

from msgspec import Struct

from qtapp.domain.codes import Code
from qtapp.domain.errors import AppError


class InboxState(Code):
    """How a bundle file ended."""

    MERGED = "merged", "đã nhập"
    DUPLICATE = "duplicate", "đã có từ trước"
    WAITING = "waiting", "chờ đủ phần"
    QUARANTINED = "quarantined", "để riêng, chưa nhập"


class Received(Struct, frozen=True, kw_only=True):
    """What became of one file."""

    name: str
    state: InboxState
    reason: AppError | None = None
    unit: str = ""
    rows: int = 0
    conflicts: int = 0


class InboxEntry(Struct, frozen=True, kw_only=True):
    """One file that came in; `reason` is the name of the failure, empty if there was none."""

    name: str
    state: InboxState
    reason: str
    unit: str
    received: datetime
