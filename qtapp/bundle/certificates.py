"""Certificates: who may sign for which unit, from the committee's root down to one device.

A certificate has one encoding only, and what is signed is the bytes as they travel:

    version u8 = 1 | flags u8 (1 root, 2 may issue) | epoch u32 | serial 16 | issuer serial 16
    | Ed25519 key 32 | n u8, age recipient n | n u8, n x unit id 16 | n u8, label UTF-8 n
    | Ed25519 signature of the issuer 64

No date decides validity: a laptop with a dead clock must neither trust the revoked nor refuse the
honest. Serials are revoked one by one; an epoch sweeps away all older ones at once.
"""

import struct
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from qtapp.bundle import keys, limits
from qtapp.bundle.labels import clean_label, is_clean_label
from qtapp.domain.errors import BundleDamaged, BundleTooLarge, BundleUntrusted

_DOMAIN = b"CBDL1 certificate\0"
_FRONT = struct.Struct("<BBI16s16s32s")
_VERSION = 1
_ROOT = 1
_MAY_ISSUE = 2
_ID_BYTES = 16
_LABEL_CHARACTERS = 60
_KNOWN = 256
"""Certificates whose bytes and signatures were looked at last: a chain comes with every bundle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One statement of an issuer about a key.

    `path` leads from the unit of the root down to the subject's unit, which is its last element;
    `serial` and unit ids are 32 hex digits; `public` is the subject's Ed25519 key; `recipient` its
    age recipient, empty if it reads nothing; `raw` the bytes as transmitted.
    """

    serial: str
    issuer: str
    root: bool
    may_issue: bool
    epoch: int
    path: tuple[str, ...]
    public: bytes
    recipient: str
    label: str
    raw: bytes = field(repr=False)

    @property
    def unit(self) -> str:
        """The unit the subject signs for."""
        return self.path[-1]

    def covers(self, path: Sequence[str]) -> bool:
        """Whether a unit at this path is the subject's own or below it."""
        return tuple(path[: len(self.path)]) == self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an issuer certifies; see `Certificate` for the fields."""

    serial: str
    path: tuple[str, ...]
    public: bytes
    recipient: str = ""
    may_issue: bool = False
    label: str = ""
    epoch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a book goes by when it judges a chain: its roots, and what has been revoked since.

    `revoked` and `known` hold pairs of the signer's unit and a serial: what that unit's signers may no
    longer lean on, and the devices of the unit that the book has met.
    """

    roots: tuple[Certificate, ...]
    revoked: Container[tuple[str, str]] = frozenset()
    known: Container[tuple[str, str]] = frozenset()
    min_epoch: int = 0


def issue_root(subject: Subject, seed: bytes) -> Certificate:
    """Return the self-signed certificate of a committee; `seed` is the secret of `subject.public`."""
    return _signed(subject, subject.serial, seed, _ROOT | _MAY_ISSUE)


def issue(subject: Subject, issuer: Certificate, seed: bytes) -> Certificate:
    """Return a certificate signed with `seed`, the secret of the issuer's key.

    Raises BundleUntrusted when the issuer may not say this ("may not issue", "path").
    """
    if not issuer.may_issue:
        raise BundleUntrusted(why="may not issue")
    if not issuer.covers(subject.path):
        raise BundleUntrusted(why="path")
    return _signed(subject, issuer.serial, seed, _MAY_ISSUE if subject.may_issue else 0)


@lru_cache(_KNOWN)
def decode(raw: bytes) -> Certificate:
    """Return a certificate from its bytes; its signature is not looked at.

    Raises BundleDamaged("certificate") for anything but the one proper encoding.
    """
    if len(raw) > limits.CERTIFICATE_BYTES:
        raise BundleTooLarge(limit="certificate")
    try:
        version, flags, epoch, serial, issuer, public = _FRONT.unpack_from(raw)
        rest = _Cursor(raw, _FRONT.size)
        recipient = rest.take(rest.byte()).decode("ascii")
        path = tuple(rest.take(_ID_BYTES).hex() for _ in range(rest.byte()))
        label = rest.take(rest.byte()).decode("utf-8")
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise BundleDamaged(at="certificate") from error
    if (
        version != _VERSION
        or flags not in {0, _MAY_ISSUE, _ROOT | _MAY_ISSUE}
        or rest.left != keys.SIGNATURE_BYTES
        or not 1 <= len(path) <= limits.PATH
        or not is_clean_label(label, _LABEL_CHARACTERS)
    ):
        raise BundleDamaged(at="certificate")
    return Certificate(
        serial=serial.hex(),
        issuer=issuer.hex(),
        root=bool(flags & _ROOT),
        may_issue=bool(flags & _MAY_ISSUE),
        epoch=epoch,
        path=path,
        public=public,
        recipient=recipient,
        label=label,
        raw=raw,
    )


def verify(chain: Sequence[Certificate], trust: Trust) -> tuple[Certificate, ...]:
    """Return the whole chain, root first, signer last; a transmitted chain may leave the root out.

    Raises BundleUntrusted with the first check that fails: "chain" (empty, or a root in the
    middle), "chain length", "foreign root", "issuer", "may not issue", "path", "serial twice",
    "certificate signature", "revoked", "epoch".
    """
    whole = _with_root(chain, trust.roots)
    for issuer, subject in pairwise(whole):
        if subject.root:
            raise BundleUntrusted(why="chain")
        if subject.issuer != issuer.serial:
            raise BundleUntrusted(why="issuer")
        if not issuer.may_issue:
            raise BundleUntrusted(why="may not issue")
        if not issuer.covers(subject.path):
            raise BundleUntrusted(why="path")
        if not _is_signed_by(subject, issuer.public):
            raise BundleUntrusted(why="certificate signature")
    if len({each.serial for each in whole}) != len(whole):
        raise BundleUntrusted(why="serial twice")
    _check_revoked(whole, trust)
    if any(each.epoch < trust.min_epoch for each in whole[1:]):
        raise BundleUntrusted(why="epoch")
    return whole


def _check_revoked(whole: Sequence[Certificate], trust: Trust) -> None:
    """Raise BundleUntrusted("revoked") for a revoked signer, or a new one admitted by a revoked key.

    Who was met before stays: losing the laptop that invited another is no reason to lose both.
    """
    unit = whole[-1].unit
    gone = [each.serial for each in whole if (unit, each.serial) in trust.revoked]
    signer = whole[-1].serial
    if signer in gone or (gone and (unit, signer) not in trust.known):
        raise BundleUntrusted(why="revoked")


def check_root(root: Certificate) -> None:
    """Raise BundleUntrusted unless this is a root that signed itself; do so before trusting one."""
    if not root.root or root.issuer != root.serial:
        raise BundleUntrusted(why="foreign root")
    if not _is_signed_by(root, root.public):
        raise BundleUntrusted(why="certificate signature")


def transmitted(chain: Sequence[Certificate]) -> tuple[Certificate, ...]:
    """Return the part of a chain that travels: the reader holds the root, unless it stands alone."""
    return tuple(chain[1:]) if len(chain) > 1 and chain[0].root else tuple(chain)


def _with_root(
    chain: Sequence[Certificate], roots: Sequence[Certificate]
) -> tuple[Certificate, ...]:
    if not chain:
        raise BundleUntrusted(why="chain")
    rest = tuple(chain[1:] if chain[0].root else chain)
    sought = chain[0].raw if chain[0].root else None
    for root in roots:
        if root.raw == sought or (sought is None and root.serial == rest[0].issuer):
            break
    else:
        raise BundleUntrusted(why="foreign root")
    check_root(root)
    if 1 + len(rest) > limits.CHAIN:
        raise BundleUntrusted(why="chain length")
    return (root, *rest)


def _is_signed_by(subject: Certificate, public: bytes) -> bool:
    return _is_signed(subject.raw, public)


@lru_cache(_KNOWN)
def _is_signed(raw: bytes, public: bytes) -> bool:
    body, signature = raw[: -keys.SIGNATURE_BYTES], raw[-keys.SIGNATURE_BYTES :]
    return keys.is_signed(public, _DOMAIN + body, signature)


def _signed(subject: Subject, issuer: str, seed: bytes, flags: int) -> Certificate:
    if not 1 <= len(subject.path) <= limits.PATH:
        raise BundleTooLarge(limit="path")
    label = clean_label(subject.label, _LABEL_CHARACTERS).encode()
    recipient = subject.recipient.encode("ascii")
    body = b"".join(
        (
            _FRONT.pack(
                _VERSION,
                flags,
                subject.epoch,
                bytes.fromhex(subject.serial),
                bytes.fromhex(issuer),
                subject.public,
            ),
            bytes((len(recipient),)),
            recipient,
            bytes((len(subject.path),)),
            *(bytes.fromhex(each) for each in subject.path),
            bytes((len(label),)),
            label,
        )
    )
    return decode(body + keys.sign(seed, _DOMAIN + body))


class _Cursor:
    """Reads length-prefixed pieces and runs into IndexError at the end."""

    def __init__(self, raw: bytes, at: int) -> None:
        self._raw = raw
        self._at = at

    @property
    def left(self) -> int:
        return len(self._raw) - self._at

    def byte(self) -> int:
        return self.take(1)[0]

    def take(self, count: int) -> bytes:
        if count > self.left:
            raise IndexError
        self._at += count
        return self._raw[self._at - count : self._at]
