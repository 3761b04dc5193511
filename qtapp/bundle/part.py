"""The parts of a bundle: what lies on the stick, one file or several, in any order."""

import hashlib
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec

from qtapp.bundle import envelope, limits, strictjson
from qtapp.bundle.labels import clean_label, is_clean_label
from qtapp.domain.errors import (
    BundleDamaged,
    BundleError,
    BundleIncomplete,
    BundleTooLarge,
    FileUnreadable,
    NotABundle,
)

PART = envelope.Shape(
    magic=b"\x89CBDL\r\n\x1a", end=b"CBDLEND\n", version=1, max_bytes=limits.PART_BYTES
)
SUFFIX = ".cbdl"

_Hex4 = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{8})?\Z")]
_Hex16 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
_Hex32 = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")]
_Word = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,15}\Z")]
_Count = Annotated[int, msgspec.Meta(ge=1, le=limits.PARTS)]
_Size = Annotated[int, msgspec.Meta(ge=0, le=limits.BUNDLE_BYTES)]


class Header(
    msgspec.Struct, frozen=True, kw_only=True, rename={"length": "len"}, omit_defaults=True
):
    """What a part says of itself, unauthenticated: enough to sort and join, nothing of substance.

    `id` is the bundle's; `total` and `sha256` describe the whole sealed bundle, `off` and `length`
    this part's slice of it; `to` is the beginning of the chief recipient's key id. The one part of a
    bundle need not say what follows from the file itself.
    """

    id: _Hex16
    kind: _Word
    part: _Count = 1
    parts: _Count = 1
    total: _Size = 0
    sha256: _Hex32 = ""
    off: _Size = 0
    length: _Size = 0
    to: _Hex4 = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the writer puts into the header of every part: bundle id, kind, recipient, label."""

    id: str
    kind: str
    to: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part as read: its header, its slice of the sealed bundle."""

    header: Header
    slice: memoryview


def is_bundle(prefix: bytes) -> bool:
    """Whether a file that begins with these bytes (eight or more) is a part of a bundle."""
    return prefix[: len(PART.magic)] == PART.magic


def split(
    sealed: bytes, facts: Facts, part_size: int | None = limits.DEFAULT_PART_BYTES
) -> list[bytes]:
    """Return the part files of a sealed bundle, each at most `part_size` bytes; None: one part.

    Raises BundleTooLarge when the bundle does not fit into the parts the format allows.
    """
    if len(sealed) > limits.BUNDLE_BYTES:
        raise BundleTooLarge(limit="bundle")
    room = (part_size or limits.PART_BYTES) - envelope.OVERHEAD - limits.HEADER_BYTES
    slices = max(1, -(-len(sealed) // max(room, 1)))
    if slices > limits.PARTS or (part_size is None and slices > 1):
        raise BundleTooLarge(limit="parts")
    each = -(-len(sealed) // slices)
    digest = hashlib.sha256(sealed).hexdigest()
    files = []
    for number in range(slices):
        body = sealed[number * each : (number + 1) * each]
        header = Header(
            id=facts.id,
            kind=facts.kind,
            to=facts.to,
            label=clean_label(facts.label, limits.LABEL),
        )
        if slices > 1:
            header = msgspec.structs.replace(
                header,
                part=number + 1,
                parts=slices,
                total=len(sealed),
                sha256=digest,
                off=number * each,
                length=len(body),
            )
        files.append(envelope.wrap(PART, strictjson.dumps(header), body))
    return files


def read_part(data: bytes | Path) -> Part:
    """Return one part from its bytes or its file.

    Raises NotABundle, FileUnreadable, BundleTooLarge, BundleTooNew and BundleDamaged as `unwrap`
    does; "header" when the header does not describe this very part.
    """
    raw = _read_file(data) if isinstance(data, Path) else data
    header_bytes, body = envelope.unwrap(PART, raw)
    header = strictjson.typed(strictjson.loads(header_bytes, "header"), Header, "header")
    if header.parts == 1 and not (header.sha256 or header.total or header.length):
        header = msgspec.structs.replace(
            header, total=len(body), length=len(body), sha256=_sha256(body)
        )
    if (
        header.part > header.parts
        or header.length != len(body)
        or header.off + header.length > header.total
        or not header.sha256
        or not is_clean_label(header.label, limits.LABEL)
    ):
        raise BundleDamaged(at="header")
    return Part(header=header, slice=body)


def join(parts: Iterable[Part]) -> bytes:
    """Return the sealed bundle from its parts, given in any order and any number of times.

    Raises BundleIncomplete with the missing numbers (from 1), and BundleDamaged when the parts are
    not of one bundle ("mixed parts"), contradict each other ("parts differ") or do not add up.
    """
    by_number: dict[int, Part] = {}
    first: Part | None = None
    for each in parts:
        first = first or each
        if _bundle_of(each.header) != _bundle_of(first.header):
            raise BundleDamaged(at="mixed parts")
        known = by_number.setdefault(each.header.part, each)
        if known.header.off != each.header.off or known.slice != each.slice:
            raise BundleDamaged(at="parts differ")
    if first is None:
        raise BundleIncomplete(missing=(), total=0)
    total = first.header.parts
    missing = tuple(number for number in range(1, total + 1) if number not in by_number)
    if missing:
        raise BundleIncomplete(missing=missing, total=total)
    return put_together(by_number[number] for number in range(1, total + 1))


def put_together(parts: Iterable[Part]) -> bytes:
    """Return the sealed bundle from its parts, all of them in their order.

    Each is needed only until the next is asked for. Raises BundleDamaged ("parts differ", "joined").
    """
    sealed = io.BytesIO()
    digest = hashlib.sha256()
    said = (0, "")
    for each in parts:
        if each.header.off != sealed.tell():
            raise BundleDamaged(at="parts differ")
        sealed.write(each.slice)
        digest.update(each.slice)
        said = (each.header.total, each.header.sha256)
    if said != (sealed.tell(), digest.hexdigest()):
        raise BundleDamaged(at="joined")
    return sealed.getvalue()


def part_name(unit: str, day: date, facts: Facts, part: int, parts: int) -> str:
    """Return the file name of a part: ASCII, short, and without meaning to a reader of the stick.

    It is a help to people only; files are recognised by their first bytes.
    """
    return f"CB{unit[-4:]}-{day:%Y%m%d}-{facts.id[:8]}-p{part}of{parts}{SUFFIX}"


def _bundle_of(header: Header) -> tuple[object, ...]:
    return header.id, header.parts, header.total, header.sha256, header.kind, header.to


def _sha256(data: bytes | memoryview) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            prefix = file.read(len(PART.magic))
            envelope.check_magic(PART, prefix)
            size = os.fstat(file.fileno()).st_size
            if size > limits.PART_BYTES:
                raise BundleTooLarge(limit="part")
            return prefix + file.read(limits.PART_BYTES)
    except NotABundle:
        raise NotABundle(path=str(path)) from None
    except BundleError:
        raise
    except OSError as error:
        raise FileUnreadable(path=str(path)) from error
