"""The outermost layer of every file we hand over: tells cut-short, altered and newer files apart.

    magic 8 | version u16 | flags u16 | header length u32 | header JSON | CRC-32 u32 | body
    | SHA-256 of all before 32 | length of the file u64 | end mark 8

Numbers are little-endian. The trailer and the first sixteen bytes keep their shape in all versions,
so that an old reader can say "newer" only of a file that is otherwise whole. Nothing here is
authenticated: it finds accidents, not attackers.
"""

import hashlib
import struct
import zlib
from dataclasses import dataclass

from qtapp.bundle import limits
from qtapp.domain.errors import BundleDamaged, BundleTooLarge, BundleTooNew, NotABundle

_FIXED = struct.Struct("<8sHHI")
_CRC = struct.Struct("<I")
_TRAILER = struct.Struct("<32sQ8s")
_KNOWN_FLAGS = 0
_MUST_UNDERSTAND = 0x00FF
OVERHEAD = _FIXED.size + _CRC.size + _TRAILER.size
"""Bytes that the envelope adds besides its header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One kind of file: its magic, its end mark and the version this program writes and reads.

    The magic has a high bit, CR LF and SUB, so that seven-bit, text-mode and line-ending damage
    changes it.
    """

    magic: bytes
    end: bytes
    version: int
    max_bytes: int


def wrap(shape: Shape, header: bytes, body: bytes) -> bytes:
    """Return the file: `header` is JSON within the limit, `body` any bytes."""
    if len(header) > limits.HEADER_BYTES:
        raise BundleTooLarge(limit="header")
    total = OVERHEAD + len(header) + len(body)
    if total > shape.max_bytes:
        raise BundleTooLarge(limit="part")
    front = _FIXED.pack(shape.magic, shape.version, 0, len(header)) + header
    front += _CRC.pack(zlib.crc32(front))
    digest = hashlib.sha256(front)
    digest.update(body)
    return b"".join((front, body, _TRAILER.pack(digest.digest(), total, shape.end)))


def unwrap(shape: Shape, data: bytes) -> tuple[bytes, memoryview]:
    """Return header and body of a whole file of this shape.

    Raises NotABundle for a foreign file, BundleTooLarge, BundleDamaged ("magic", "cut short",
    "altered", "header") and BundleTooNew ("container", "flag") in this order.
    """
    check_magic(shape, data)
    if len(data) > shape.max_bytes:
        raise BundleTooLarge(limit="part")
    if len(data) < OVERHEAD:
        raise BundleDamaged(at="cut short")
    digest, length, end = _TRAILER.unpack_from(data, len(data) - _TRAILER.size)
    if end != shape.end:
        raise BundleDamaged(at="cut short")
    view = memoryview(data)
    if length != len(data) or hashlib.sha256(view[: -_TRAILER.size]).digest() != digest:
        raise BundleDamaged(at="altered")
    _, version, flags, header_length = _FIXED.unpack_from(data)
    if version != shape.version:
        raise BundleTooNew(found=version, supported=shape.version, what="container")
    if flags & _MUST_UNDERSTAND & ~_KNOWN_FLAGS:
        raise BundleTooNew(found=flags, supported=_KNOWN_FLAGS, what="flag")
    if header_length > min(limits.HEADER_BYTES, len(data) - OVERHEAD):
        raise BundleDamaged(at="header")
    stop = _FIXED.size + header_length
    (crc,) = _CRC.unpack_from(data, stop)
    if crc != zlib.crc32(view[:stop]):
        raise BundleDamaged(at="header")
    return data[_FIXED.size : stop], view[stop + _CRC.size : -_TRAILER.size]


def check_magic(shape: Shape, prefix: bytes) -> None:
    """Raise NotABundle for a foreign file, BundleDamaged("magic") for one mangled as text."""
    if prefix[: len(shape.magic)] == shape.magic:
        return
    if not prefix or shape.magic[1:5] not in prefix[:8]:
        raise NotABundle
    raise BundleDamaged(at="magic")
