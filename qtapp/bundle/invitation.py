"""The invitation: how a committee hands its trust, and a unit its place, to a new laptop.

The file carries a fresh enrolment key with its certificate; the accepting device makes its own keys
and certifies itself with it, so nothing has to travel back first. The file is locked with an
eight-digit code told over another channel; the code is short, so the file is a secret too. That an
invitation is used once only is for the committee to see to: it binds the enrolment serial to the
first device that comes with it.

A unit invites its own further laptops in the same way: the chain then goes on below the unit's own
enrolment. A committee that has one above it gives two chains for one key, from either root.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec

from qtapp.bundle import age, certificates, envelope, keys, limits, strictjson
from qtapp.bundle.certificates import Certificate, Subject, Trust
from qtapp.bundle.keys import DeviceKeys
from qtapp.domain.errors import (
    BundleDamaged,
    BundleTooLarge,
    BundleTooNew,
    BundleUntrusted,
    InvitationWrongCode,
)

INVITATION = envelope.Shape(
    magic=b"\x89CBIN\r\n\x1a", end=b"CBINEND\n", version=1, max_bytes=limits.INVITATION_BYTES
)
CONTENT = 1
"""The newest content this program can read."""
SALT_BYTES = 16
NONCE_BYTES = 24
_DIGITS = 8
_MIN_MEMORY = 8 * limits.KIB


@dataclass(frozen=True, slots=True, kw_only=True)
class KdfCost:
    """What trying one code costs: argon2id passes and bytes of memory."""

    ops: int = 3
    memory: int = 256 * limits.MIB


ORDINARY = KdfCost()
"""About a second on an office computer."""
CHEAPEST = KdfCost(ops=1, memory=_MIN_MEMORY)
"""For tests."""


class _Header(msgspec.Struct, frozen=True, kw_only=True):
    salt: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
    ops: Annotated[int, msgspec.Meta(ge=1)]
    mem: Annotated[int, msgspec.Meta(ge=_MIN_MEMORY)]


class _Content(msgspec.Struct, frozen=True, kw_only=True):
    v: int = CONTENT
    chain: list[str]
    seed: str
    identity: str
    recipients: list[str]
    units: list[dict[str, Any]]
    upward: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an invitation brings.

    `chain` leads from the committee's root to the enrolment certificate, whose keys are `secret`:
    one to admit a device with, one to read what the committee sends before it has heard from it;
    `recipients` are the committee's age recipients, the current one first; `units` are records of
    the unit tree as plain JSON objects. `upward` is a second chain for the same key, from the root above
    a committee whose own root `chain` begins with; empty for everybody else.
    """

    chain: tuple[Certificate, ...]
    secret: DeviceKeys = field(repr=False)
    recipients: tuple[str, ...]
    units: tuple[Mapping[str, Any], ...] = ()
    upward: tuple[Certificate, ...] = ()

    @property
    def root(self) -> Certificate:
        """The committee's root, to be trusted from now on."""
        return self.chain[0]

    @property
    def enrolment(self) -> Certificate:
        """The certificate that names the unit; its serial is the invitation's."""
        return self.chain[-1]

    @property
    def chains(self) -> tuple[tuple[Certificate, ...], ...]:
        """One chain for each root the device will sign under."""
        return (self.chain, self.upward) if self.upward else (self.chain,)

    def admit(self, device: DeviceKeys, serial: str) -> tuple[tuple[Certificate, ...], ...]:
        """Return the chains of a device that joins: its own certificate at the end of each.

        `serial` is 32 random hex digits. The certificate bears no label: people call computers by their
        own names, and it goes wherever bundles go.
        """
        return tuple((*chain, self._certified(chain[-1], device, serial)) for chain in self.chains)

    def _certified(self, enrolment: Certificate, device: DeviceKeys, serial: str) -> Certificate:
        subject = Subject(
            serial=serial,
            path=enrolment.path,
            public=device.public,
            recipient=device.recipient,
            epoch=enrolment.epoch,
        )
        return certificates.issue(subject, enrolment, self.secret.signing_seed)


def new_code(random: bytes) -> str:
    """Return a code such as "1234 5678" from eight or more random bytes."""
    digits = f"{int.from_bytes(random, 'big') % 10**_DIGITS:0{_DIGITS}d}"
    return f"{digits[:4]} {digits[4:]}"


def make_invitation(
    content: Invitation, code: str, random: bytes, cost: KdfCost = ORDINARY
) -> bytes:
    """Return the file; `random` is 40 fresh random bytes (salt and nonce)."""
    text = strictjson.dumps(
        _Content(
            chain=[_b64(each.raw) for each in content.chain],
            seed=_b64(content.secret.signing_seed),
            identity=content.secret.age_identity,
            recipients=list(content.recipients),
            units=[dict(each) for each in content.units],
            upward=[_b64(each.raw) for each in content.upward],
        )
    )
    return lock(INVITATION, text, code, random, cost)


def open_invitation(data: bytes, code: str) -> Invitation:
    """Return what the invitation brings.

    Raises NotABundle, BundleDamaged, BundleTooNew and BundleTooLarge for the file as `unwrap`
    does, InvitationWrongCode when the file is whole but the code does not open it, and
    BundleUntrusted when what it brings does not hold together.
    """
    return _checked(unlock(INVITATION, data, code))


def lock(shape: envelope.Shape, text: bytes, code: str, random: bytes, cost: KdfCost) -> bytes:
    """Return a file that only the code opens; `random` is 40 fresh random bytes (salt and nonce)."""
    from nacl.secret import SecretBox  # noqa: PLC0415 - start-up stays short without it

    salt, nonce = random[:SALT_BYTES], random[SALT_BYTES : SALT_BYTES + NONCE_BYTES]
    header = strictjson.dumps(_Header(salt=salt.hex(), ops=cost.ops, mem=cost.memory))
    box = SecretBox(_key(_digits(code), salt, cost.ops, cost.memory))
    return envelope.wrap(shape, header, bytes(box.encrypt(text, nonce)))


def unlock(shape: envelope.Shape, data: bytes, code: str) -> bytes:
    """Return what `lock` put into the file; raises as `open_invitation` does."""
    from nacl.exceptions import CryptoError  # noqa: PLC0415 - start-up stays short without it
    from nacl.secret import SecretBox  # noqa: PLC0415 - as above

    header_bytes, body = envelope.unwrap(shape, data)
    header = strictjson.typed(strictjson.loads(header_bytes, "header"), _Header, "header")
    if header.ops > limits.KDF_OPS or header.mem > limits.KDF_MEMORY:
        raise BundleTooLarge(limit="kdf")
    if len(body) < SecretBox.NONCE_SIZE + SecretBox.MACBYTES:
        raise BundleDamaged(at="invitation")
    key = _key(_digits(code), bytes.fromhex(header.salt), header.ops, header.mem)
    try:
        return SecretBox(key).decrypt(bytes(body))
    except CryptoError as error:
        raise InvitationWrongCode from error


def _checked(text: bytes) -> Invitation:
    value = strictjson.loads(text, "invitation")
    if isinstance(value, dict) and type(value.get("v")) is int and value["v"] > CONTENT:
        raise BundleTooNew(found=value["v"], supported=CONTENT, what="invitation")
    content = strictjson.typed(value, _Content, "invitation")
    try:
        chain, upward = (
            tuple(certificates.decode(base64.b64decode(each, validate=True)) for each in given)
            for given in (content.chain, content.upward)
        )
        seed = base64.b64decode(content.seed, validate=True)
    except ValueError as error:
        raise BundleDamaged(at="invitation") from error
    if len(seed) != keys.SEED_BYTES or not 1 <= len(content.recipients) <= limits.RECIPIENTS:
        raise BundleDamaged(at="invitation")
    secret = DeviceKeys(signing_seed=seed, age_identity=content.identity)
    for given in (chain, upward) if upward else (chain,):
        _check_chain(given, secret)
    if upward and upward[-1].unit != chain[-1].unit:
        raise BundleUntrusted(why="unit")
    for each in content.recipients:
        age.check_recipient(each)
    return Invitation(
        chain=chain,
        secret=secret,
        recipients=tuple(content.recipients),
        units=tuple(content.units),
        upward=upward,
    )


def _check_chain(chain: tuple[Certificate, ...], secret: DeviceKeys) -> None:
    """Raise BundleUntrusted unless a chain holds together under its own root and ends in `secret`."""
    if len(chain) < 2 or not chain[0].root:
        raise BundleUntrusted(why="chain")
    certificates.verify(chain, Trust(roots=chain[:1]))
    named = (chain[-1].public, chain[-1].recipient)
    if named != (secret.public, secret.recipient) or not chain[-1].may_issue:
        raise BundleUntrusted(why="enrolment key")


def _key(digits: bytes, salt: bytes, ops: int, memory: int) -> bytes:
    from nacl.pwhash import argon2id  # noqa: PLC0415 - start-up stays short without it

    return argon2id.kdf(32, digits, salt, opslimit=ops, memlimit=memory)


def _digits(code: str) -> bytes:
    """Return the digits of a code however people space them."""
    digits = "".join(c for c in code if c in "0123456789")
    if len(digits) != _DIGITS:
        raise InvitationWrongCode
    return digits.encode()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
