"""The section of writers: who wrote what a bundle holds, and what each had seen.

One zstd frame around a JSON array without objects: `[writers, contexts]`. Sections of rows name a
writer by its place in this list, and so do the contexts.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec

from qtapp.bundle import limits, sections
from qtapp.bundle.labels import is_clean_label
from qtapp.bundle.manifest import Id, OptionalId, Section, Seq, Short
from qtapp.bundle.sections import Packed
from qtapp.domain.errors import BundleDamaged, BundleTooLarge

WRITERS = "zwri1"
NAME = "writers"

Place = Annotated[int, msgspec.Meta(ge=0, lt=limits.WRITERS)]


class Writer(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One writer session: a start of the program that wrote something.

    `seq` is its last commit that the sender holds without a gap, 0 if it holds none. `device` is the
    serial of the device's certificate, `opened` the wall clock in UTC seconds when the session began
    and `clock_ok` whether that clock was believable; evidence for people, no part in any order. `whole`
    is the last commit that the sender holds with the registers that never leave a unit; None: `seq`.
    """

    id: Id
    unit: Id
    seq: Seq = 0
    device: OptionalId = ""
    app: Short = ""
    opened: Seq = 0
    clock_ok: bool = True
    whole: Seq | None = None


class Context(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a writer (its place) had seen from one of its commits on: (place, seq) of other writers.

    What those commits had seen it had seen too, so only the newest need be named. Contexts add up.
    `part` is 1 if it had seen them without the registers that never leave a unit.
    """

    writer: Place
    seq: Seq
    seen: list[tuple[Place, Seq]]
    part: Literal[0, 1] = 0


class _Content(msgspec.Struct, array_like=True):
    writers: list[Writer]
    contexts: list[Context]


def pack_writers(writers: Sequence[Writer], contexts: Sequence[Context]) -> Packed:
    """Return the section of writers; raises BundleTooLarge ("writers", "contexts", "vector")."""
    _check(writers, contexts)
    return sections.pack_raw(NAME, WRITERS, msgspec.json.encode((writers, contexts)))


def unpack_writers(
    section: Section, stored: bytes | memoryview
) -> tuple[list[Writer], list[Context]]:
    """Return writers and contexts of a section.

    Raises BundleDamaged ("section hash", "frame", "writers") and BundleTooLarge.
    """
    raw = sections.unpack_raw(section, stored)
    try:
        content = msgspec.json.decode(raw, type=_Content)
    except RecursionError as error:
        raise BundleTooLarge(limit="depth") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise BundleDamaged(at="writers") from error
    _check(content.writers, content.contexts)
    return content.writers, content.contexts


def _check(writers: Sequence[Writer], contexts: Sequence[Context]) -> None:
    count = len(writers)
    for limit, found, most in (
        ("writers", count, limits.WRITERS),
        ("contexts", len(contexts), limits.CONTEXTS),
        ("vector", max((len(each.seen) for each in contexts), default=0), limits.VECTOR),
    ):
        if found > most:
            raise BundleTooLarge(limit=limit)
    if (
        len({each.id for each in writers}) != count
        or any(not is_clean_label(each.app, limits.LABEL) for each in writers)
        or any(each.writer >= count for each in contexts)
        or any(place >= count for each in contexts for place, _ in each.seen)
    ):
        raise BundleDamaged(at="writers")
