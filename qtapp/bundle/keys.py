"""The keys of one device: Ed25519 to sign with, an age identity to read with."""

import base64
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

import msgspec

from qtapp.bundle import age, strictjson
from qtapp.domain.errors import BundleDamaged

SEED_BYTES = 32
SIGNATURE_BYTES = 64
PUBLIC_BYTES = 32


class _Stored(msgspec.Struct, frozen=True, kw_only=True):
    v: Annotated[int, msgspec.Meta(ge=1, le=1)] = 1
    sign: str
    age: str


@dataclass(frozen=True, kw_only=True)
class DeviceKeys:
    """The secret keys of one device; they leave it never, not even in a bundle."""

    signing_seed: bytes = field(repr=False)
    age_identity: str = field(repr=False)

    @cached_property
    def public(self) -> bytes:
        """The Ed25519 public key, 32 bytes."""
        return public_key(self.signing_seed)

    @cached_property
    def recipient(self) -> str:
        """The age recipient (`age1…`) that others encrypt to."""
        return age.recipient_of(self.age_identity)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of a message."""
        return sign(self.signing_seed, message)

    def to_text(self) -> str:
        """Return the text to keep inside the encrypted book."""
        stored = _Stored(sign=base64.b64encode(self.signing_seed).decode(), age=self.age_identity)
        return strictjson.dumps(stored).decode()


def generate(seed: bytes) -> DeviceKeys:
    """Return new keys from 32 random bytes; age draws its own randomness."""
    return DeviceKeys(signing_seed=seed[:SEED_BYTES], age_identity=age.new_identity())


def from_text(text: str) -> DeviceKeys:
    """Return the keys that `to_text` wrote; raises BundleDamaged("keys")."""
    stored = strictjson.typed(strictjson.loads(text.encode(), "keys"), _Stored, "keys")
    try:
        seed = base64.b64decode(stored.sign, validate=True)
    except ValueError as error:
        raise BundleDamaged(at="keys") from error
    if len(seed) != SEED_BYTES:
        raise BundleDamaged(at="keys")
    age.recipient_of(stored.age)
    return DeviceKeys(signing_seed=seed, age_identity=stored.age)


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the Ed25519 signature (64 bytes) made with a secret seed."""
    from nacl.signing import SigningKey  # noqa: PLC0415 - start-up stays short without it

    return SigningKey(seed).sign(message).signature


def public_key(seed: bytes) -> bytes:
    """Return the Ed25519 public key (32 bytes) of a secret seed."""
    from nacl.signing import SigningKey  # noqa: PLC0415 - start-up stays short without it

    return bytes(SigningKey(seed).verify_key)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of the message was made with the secret half of `public`."""
    from nacl.exceptions import BadSignatureError  # noqa: PLC0415 - as above
    from nacl.signing import VerifyKey  # noqa: PLC0415 - as above

    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError):
        return False
    return True
