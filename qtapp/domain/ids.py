"""Identifiers of records: time-ordered when new, derived when two laptops must agree."""

import uuid
from typing import Annotated

from msgspec import Meta

RecordId = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{32}$",
        description="32 lower-case hex digits: UUIDv7, or UUIDv5 if derived",
    ),
]

_NAMESPACE = uuid.UUID("5d1a6a56-62d2-5c37-9f0b-0f2f6e6b7a11")


def derived_id(*parts: str) -> str:
    """Return the id that every laptop computes for the same `parts`.

    Two laptops that record the same member in the same session thus write one row, not two.
    """
    return uuid.uuid5(_NAMESPACE, "/".join(parts)).hex


def uuid7(unix_ms: int, random: bytes) -> str:
    """Return a time-ordered id (RFC 9562, version 7) from milliseconds and 10 random bytes."""
    tail = int.from_bytes(random[:10], "big")
    value = (unix_ms & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | (tail >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | (tail & ((1 << 62) - 1))
    return f"{value:032x}"
