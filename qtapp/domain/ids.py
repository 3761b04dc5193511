"""Identifiers of records: time-ordered when new, derived when two laptops must agree."""

import hashlib
from typing import Annotated

from msgspec import Meta

HALF = 16

RecordId = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{32}$",
        description="32 lower-case hex digits: UUIDv7, or derived from its parent",
    ),
]


def derived_id(parent: str, *parts: str) -> str:
    """Return the id that every laptop computes for the same `parent` record and `parts`.

    Two laptops that record the same member in the same session thus write one row, not two. The
    first half is the parent's own, so that the rows of one parent lie side by side in the table and
    are found by `family`; the second half is 64 bits of SHA-256.
    """
    digest = hashlib.sha256("/".join((parent, *parts)).encode()).hexdigest()
    return parent[:HALF] + digest[:HALF]


def family(parent: str) -> tuple[str, str]:
    """Return the lowest and highest id that `derived_id` can make for `parent`."""
    return parent[:HALF] + "0" * HALF, parent[:HALF] + "f" * HALF


def uuid7(unix_ms: int, random: bytes) -> str:
    """Return a time-ordered id (RFC 9562, version 7) from milliseconds and 10 random bytes."""
    tail = int.from_bytes(random[:10], "big")
    value = (unix_ms & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | (tail >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | (tail & ((1 << 62) - 1))
    return f"{value:032x}"
