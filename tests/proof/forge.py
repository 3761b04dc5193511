"""Bundles that no program of ours would make: changed at any layer, signed with keys that are believed."""

import hashlib
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from qtapp.bundle import age, part
from qtapp.bundle.manifest import Manifest, new_manifest
from qtapp.bundle.seal import Opened, seal, unseal
from qtapp.bundle.sections import Packed
from qtapp.services.book import Book


def opened(reader: Book, path: Path) -> Opened:
    """Return what a book finds in a bundle of one part that it may read."""
    identity = reader.exchange._identity
    sealed = bytes(part.read_part(path).slice)
    return unseal(sealed, identity.readers(), identity.trust())


def file_of(sealed: bytes, bundle: str, kind: str = "up", part_size: int | None = None) -> bytes:
    """Return the one part file of a sealed bundle."""
    (data,) = part.split(sealed, part.Facts(id=bundle, kind=kind), part_size)
    return data


def enveloped(inner: bytes, bundle: str, recipients: Sequence[str]) -> bytes:
    """Return the file around any bytes whatever, encrypted as a bundle would be."""
    return file_of(age.encrypt(inner, recipients), bundle)


def signed(
    book: Book, manifest: dict[str, Any] | bytes, payload: bytes, recipients: Sequence[str]
) -> bytes:
    """Return the file of a manifest made by hand, rightly signed by a cell's own computer.

    Bytes are signed as they are, under the bundle id and the recipients of `plain`.
    """
    signature = book.exchange._identity.towards_superior()
    bundle = "f" * 32
    named = sorted(age.key_id(each) for each in recipients)
    if isinstance(manifest, dict):
        bundle, named = manifest["id"], manifest["recipients"]
        manifest = msgspec.json.encode(manifest)
    readers = hashlib.sha256(b"".join(bytes.fromhex(each) for each in named)).digest()
    bound = b"CBDL1 manifest\0" + bytes.fromhex(bundle) + readers + manifest
    inner = struct.pack("<I", len(manifest)) + manifest + signature.keys.sign(bound) + payload
    return enveloped(inner, bundle, recipients)


def honest(book: Book, packed: Sequence[Packed], **facts: Any) -> bytes:
    """Return the file of a bundle up, sealed as the program does, with these sections and facts."""
    identity = book.exchange._identity
    signature = identity.towards_superior()
    given = {
        "id": "e" * 32,
        "kind": "up",
        "unit": book._store.unit,
        "signer": book._environment.writer,
        **facts,
    }
    recipients = identity.superior_recipients()
    sealed = seal(new_manifest(**given), packed, signature.keys, signature.chain, recipients)
    return file_of(sealed, given["id"], given["kind"])


def changed(manifest: Manifest, change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Return a manifest as JSON values with one change made."""
    values: dict[str, Any] = msgspec.to_builtins(manifest)
    change(values)
    return values
