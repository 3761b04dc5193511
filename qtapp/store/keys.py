"""Key slots: the book's random 256-bit key, wrapped once for each way to unlock it.

The slots lie in a small JSON file beside the book (`<book>.keys`): SQLCipher leaves no room for them
inside. It holds no secret in the clear. A slot is an XSalsa20-Poly1305 box (PyNaCl SecretBox) whose
key comes from Argon2id of a passphrase or recovery code, or from the operating system's keyring.
"""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from qtapp.domain.errors import KeysMissing, VaultLocked, WrongPassphrase, WrongRecoveryCode
from qtapp.paths import KEYS, replace_file
from qtapp.store.driver import KEY_BYTES

Random = Callable[[int], bytes]
SlotKind = Literal["passphrase", "recovery", "keyring"]

_SALT_BYTES = 16
_MOST_KEY_FILE = 65_536


class Cost(Struct, frozen=True, kw_only=True):
    """The price of one Argon2id guess: passes and bytes of memory."""

    passes: Annotated[int, Meta(ge=1, le=64)] = 4
    memory: Annotated[int, Meta(ge=8192, le=1 << 30)] = 64 << 20


class Slot(Struct, frozen=True, kw_only=True):
    """The book's key, wrapped for one way to unlock; `salt` and `box` are Base64."""

    kind: SlotKind
    cost: Cost
    salt: Annotated[str, Meta(max_length=64)]
    box: Annotated[str, Meta(max_length=256)]


class Slots(Struct, frozen=True, kw_only=True):
    """The content of the key file."""

    book: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
    format: Annotated[int, Meta(ge=1, le=1)] = 1
    slots: Annotated[tuple[Slot, ...], Meta(max_length=16)] = ()

    def of(self, kind: SlotKind) -> Slot | None:
        """Return the slot of this kind, or None."""
        return next((slot for slot in self.slots if slot.kind == kind), None)

    def without(self, kind: SlotKind) -> "Slots":
        """Return the slots but those of this kind."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.kind != kind))

    def with_slot(self, slot: Slot) -> "Slots":
        """Return the slots with `slot` in place of any other of its kind."""
        rest = self.without(slot.kind)
        return replace(rest, slots=(*rest.slots, slot))


def key_file(book: Path) -> Path:
    """Return where the key slots of `book` lie."""
    return book.with_name(book.name + KEYS)


def read_slots(book: Path) -> Slots:
    """Return the key slots of `book`; raises KeysMissing, which says whether they are there but damaged."""
    path = key_file(book)
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(_MOST_KEY_FILE), type=Slots)
    except OSError as error:
        raise KeysMissing(str(path)) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise KeysMissing(str(path), damaged=True) from error


def write_slots(book: Path, slots: Slots) -> None:
    """Replace the key file of `book` in one step; raises FolderReadOnly or DiskFull."""
    replace_file(key_file(book), msgspec.json.format(msgspec.json.encode(slots)))


def new_key(random: Random) -> bytes:
    """Return a fresh book key of 32 bytes."""
    return random(KEY_BYTES)


def wrap(kind: SlotKind, key: bytes, secret: bytes, cost: Cost, random: Random) -> Slot:
    """Return a slot that gives `key` back for `secret` (UTF-8 words, or 32 keyring bytes)."""
    from nacl.secret import SecretBox  # noqa: PLC0415 - 25 ms, needed only to lock or unlock

    salt = random(_SALT_BYTES)
    box = SecretBox(_stretched(kind, secret, salt, cost)).encrypt(key, random(SecretBox.NONCE_SIZE))
    return Slot(kind=kind, cost=cost, salt=_text(salt), box=_text(bytes(box)))


def unwrap(slot: Slot, secret: bytes) -> bytes:
    """Return the book's key; raises WrongPassphrase, WrongRecoveryCode or VaultLocked."""
    from nacl.exceptions import CryptoError  # noqa: PLC0415 - as in wrap
    from nacl.secret import SecretBox  # noqa: PLC0415 - as in wrap

    try:
        stretched = _stretched(slot.kind, secret, base64.b64decode(slot.salt), slot.cost)
        return SecretBox(stretched).decrypt(base64.b64decode(slot.box))
    except (CryptoError, ValueError) as error:
        wrong = {
            "passphrase": WrongPassphrase,
            "recovery": WrongRecoveryCode,
            "keyring": VaultLocked,
        }[slot.kind]
        raise wrong from error


def _stretched(kind: SlotKind, secret: bytes, salt: bytes, cost: Cost) -> bytes:
    if kind == "keyring":
        return secret
    from nacl.pwhash import argon2id  # noqa: PLC0415 - as in wrap

    return argon2id.kdf(KEY_BYTES, secret, salt, opslimit=cost.passes, memlimit=cost.memory)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
