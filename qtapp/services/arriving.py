"""Files that arrive: read many at a time, and told apart before anything of them is opened."""

import hashlib
import os
from collections.abc import Iterator, Sequence, Set as AbstractSet
from pathlib import Path

from msgspec import Struct

from qtapp.bundle import envelope, limits, part
from qtapp.carriers.folder import bears_our_name
from qtapp.domain.errors import (
    AppError,
    BundleDamaged,
    BundleError,
    BundleTooLarge,
    Cancelled,
    FileUnreadable,
    NotABundle,
)
from qtapp.services.environment import Report
from qtapp.services.inbox import InboxState, Received

_HEAD = 16
_TOGETHER, _TOGETHER_BYTES = 50, 1 << 20
"""So many files, or so many bytes of them, are taken in with one commit."""


class File(Struct, frozen=True, kw_only=True):
    """A bundle file that was read; `digest` is the hash of its bytes."""

    name: str
    digest: str
    data: bytes


def is_ours(head: bytes) -> bool:
    """Whether a file that begins so is a bundle, or was one before it was carried as text."""
    try:
        envelope.check_magic(part.PART, head)
    except NotABundle:
        return False
    except BundleDamaged:
        return True
    return True


def forget_the_way(error: AppError) -> None:
    """Free what the trace of a failure holds: the whole file, as long as its result is shown."""
    error.__traceback__ = error.__cause__ = error.__context__ = None


def may_be_for(data: bytes, ours: AbstractSet[str]) -> bool:
    """Whether a bundle, whole or not, does not name somebody else as its reader."""
    try:
        return part.read_part(data).header.to in {"", *ours}
    except BundleError:
        return True


def read_in_groups(files: Sequence[Path], report: Report) -> Iterator[list[File | Received]]:
    """Read files and yield as many at a time as go into one commit; one that is no file has ended.

    Whoever stops it has what was read until then taken in.
    """
    group: list[File | Received] = []
    size = 0
    for place, path in enumerate(files):
        try:
            report(place, len(files))
        except Cancelled:
            if group:
                yield group
            raise
        try:
            data = read(path)
        except (BundleError, FileUnreadable) as error:
            forget_the_way(error)
            group.append(Received(name=path.name, state=InboxState.QUARANTINED, reason=error))
            continue
        group.append(arrived(path.name, data))
        size += len(data)
        if len(group) >= _TOGETHER or size >= _TOGETHER_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group
    report(len(files), len(files))


def arrived(name: str, data: bytes) -> File:
    """Return a file from its name and its bytes."""
    return File(name=name, digest=hashlib.sha256(data).hexdigest(), data=data)


def read(path: Path) -> bytes:
    """Return the bytes of a bundle file, or of what was one by its name, to be kept and judged.

    Raises FileUnreadable, NotABundle or BundleTooLarge ("part").
    """
    try:
        with path.open("rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            data = file.readall() if size <= limits.PART_BYTES else file.read(_HEAD) or b""
    except OSError as error:
        raise FileUnreadable(str(path)) from error
    if not (part.is_bundle(data[:_HEAD]) or bears_our_name(path.name)):
        raise NotABundle(str(path))
    if size > limits.PART_BYTES:
        raise BundleTooLarge("part")
    return data
