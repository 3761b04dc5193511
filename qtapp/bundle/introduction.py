"""The introduction: a file by which one committee hands units over to another.

It carries the records of a unit and of those below it, under the ids they have always had, so that their
rows and certificates go on. Like an invitation it is locked with a code told over another channel; it
carries no key, since the committee that takes the units over invites them itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from qtapp.bundle import envelope, limits, strictjson
from qtapp.bundle.invitation import KdfCost, lock, unlock
from qtapp.domain.errors import BundleTooNew

INTRODUCTION = envelope.Shape(
    magic=b"\x89CBGT\r\n\x1a", end=b"CBGTEND\n", version=1, max_bytes=limits.INVITATION_BYTES
)
CONTENT = 1
"""The newest content this program can read."""


class _Content(msgspec.Struct, frozen=True, kw_only=True):
    v: int = CONTENT
    units: list[dict[str, Any]]


def make_introduction(
    units: Sequence[Mapping[str, Any]], code: str, random: bytes, cost: KdfCost
) -> bytes:
    """Return the file: unit records as plain JSON objects, the head of the branch first.

    `random` is 40 fresh random bytes (salt and nonce).
    """
    text = strictjson.dumps(_Content(units=[dict(each) for each in units]))
    return lock(INTRODUCTION, text, code, random, cost)


def open_introduction(data: bytes, code: str) -> list[dict[str, Any]]:
    """Return the unit records; raises what opening an invitation does."""
    value = strictjson.loads(unlock(INTRODUCTION, data, code), "introduction")
    if isinstance(value, dict) and type(value.get("v")) is int and value["v"] > CONTENT:
        raise BundleTooNew(found=value["v"], supported=CONTENT, what="introduction")
    return strictjson.typed(value, _Content, "introduction").units
