"""The only door to age (X25519): who can read a bundle. It says nothing about who wrote it."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from qtapp.bundle import limits
from qtapp.domain.errors import BundleDamaged, BundleNotOurs, BundleTooLarge

KEY_ID_BYTES = 8
_NO_KEY_FITS = "No matching keys found"


def new_identity() -> str:
    """Return a new secret identity; its randomness is the library's own."""
    from pyrage import x25519  # type: ignore[import-untyped]  # noqa: PLC0415 - start-up stays short without it

    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the public recipient of a secret identity; raises BundleDamaged("keys")."""
    from pyrage import IdentityError, x25519  # noqa: PLC0415 - start-up stays short without it

    try:
        return str(x25519.Identity.from_str(identity).to_public())
    except IdentityError as error:
        raise BundleDamaged(at="keys") from error


def check_recipient(recipient: str) -> None:
    """Raise BundleDamaged("recipient") unless this is an age recipient (`age1…`)."""
    _recipient(recipient)


@lru_cache(1024)
def is_recipient(text: str) -> bool:
    """Whether this is an age recipient."""
    try:
        _recipient(text)
    except BundleDamaged:
        return False
    return True


def key_id(recipient: str) -> str:
    """Return the 16 hex digits by which headers and manifests name a recipient."""
    return hashlib.sha256(b"CBDL1 recipient\0" + recipient.encode()).hexdigest()[: 2 * KEY_ID_BYTES]


def encrypt(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Return the age file readable by each of the recipients (`age1…`); 1 to 8 of them."""
    from pyrage import encrypt  # noqa: PLC0415 - start-up stays short without it

    if not 1 <= len(recipients) <= limits.RECIPIENTS:
        raise BundleTooLarge(limit="recipients")
    return bytes(encrypt(plain, [_recipient(each) for each in recipients]))


def decrypt(sealed: bytes, identities: Sequence[str]) -> bytes:
    """Return the plaintext, whole and authenticated.

    Raises BundleNotOurs when none of the identities fits, BundleDamaged("age") otherwise. The
    streaming call of the library is not used: it hands out plaintext before it has seen the end.
    """
    from pyrage import DecryptError, IdentityError, decrypt, x25519  # noqa: PLC0415 - as above

    try:
        keys = [x25519.Identity.from_str(each) for each in identities]
    except IdentityError as error:
        raise BundleDamaged(at="keys") from error
    try:
        return bytes(decrypt(sealed, keys))
    except DecryptError as error:
        if str(error) == _NO_KEY_FITS:
            raise BundleNotOurs from error
        raise BundleDamaged(at="age") from error


def _recipient(text: str) -> Any:
    from pyrage import RecipientError, x25519  # noqa: PLC0415 - start-up stays short without it

    try:
        return x25519.Recipient.from_str(text)
    except RecipientError as error:
        raise BundleDamaged(at="recipient") from error
