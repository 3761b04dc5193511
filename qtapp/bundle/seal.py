"""Sealing and opening a bundle: sign, then encrypt; decrypt, then trust, then look inside.

Inside age: manifest length u32 | manifest JSON | Ed25519 signature 64 | payload. The signature is
over the manifest's bytes as transmitted, bound to the bundle id and to those who may read it, so
that no reader can pass a bundle on to others under the sender's name. Every section is bound by
its hash in the manifest. Nothing is decompressed before the signer is known and entitled.
"""

import base64
import hashlib
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from qtapp.bundle import age, certificates, keys, limits, manifest as manifests, sections
from qtapp.bundle.certificates import Certificate, Trust
from qtapp.bundle.keys import DeviceKeys
from qtapp.bundle.manifest import Manifest, Section
from qtapp.bundle.sections import Packed, Table
from qtapp.bundle.writers import WRITERS, Context, Writer, unpack_writers
from qtapp.domain.errors import BundleDamaged, BundleTooLarge, BundleUntrusted

_LENGTH = struct.Struct("<I")
_DOMAIN = b"CBDL1 manifest\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A bundle whose signer is known and entitled; its sections are read when asked for.

    `chain` leads from root to signer. Sections point into `writers`; `know` is what those had seen.
    `inner` is everything inside age, byte for byte as signed:
    the evidence to keep, and what may be relayed upward.
    """

    manifest: Manifest
    chain: tuple[Certificate, ...]
    writers: Sequence[Writer]
    know: Sequence[Context]
    inner: bytes = field(repr=False)
    payload: memoryview = field(repr=False)

    @property
    def signer(self) -> Certificate:
        """The certificate of the device that signed."""
        return self.chain[-1]

    @property
    def unknown(self) -> tuple[Section, ...]:
        """Sections in codecs of later versions: not read, but not an error."""
        return tuple(
            each
            for each in self.manifest.sections
            if each.codec not in {sections.TABLE, sections.BLOB, WRITERS}
        )

    def tables(self) -> Iterator[Table]:
        """Yield the table sections in order; one table may come in several blocks."""
        for each in self.manifest.sections:
            if each.codec == sections.TABLE:
                yield sections.unpack_table(each, self._stored(each), len(self.writers))

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        """Yield SHA-256 and content of the attachments."""
        for each in self.manifest.sections:
            if each.codec == sections.BLOB:
                yield each.sha256, sections.unpack_blob(each, self._stored(each))

    def _stored(self, section: Section) -> memoryview:
        return self.payload[section.off : section.off + section.clen]


def seal(
    facts: Manifest,
    packed: Sequence[Packed],
    signer: DeviceKeys,
    chain: Sequence[Certificate],
    recipients: Sequence[str],
) -> bytes:
    """Return the sealed bundle: `facts` without chain, recipients and sections, which are set here.

    `chain` leads from the root to the signer's certificate; `recipients` are age recipients.
    """
    placed = []
    offset = 0
    for each in packed:
        placed.append(msgspec.structs.replace(each.section, off=offset))
        offset += each.section.clen
    manifest = msgspec.structs.replace(
        facts,
        chain=[base64.b64encode(each.raw).decode() for each in certificates.transmitted(chain)],
        recipients=sorted(age.key_id(each) for each in recipients),
        sections=placed,
    )
    text = manifests.write(manifest)
    signature = signer.sign(_signed_bytes(manifest, text))
    inner = b"".join((_LENGTH.pack(len(text)), text, signature, *(each.stored for each in packed)))
    if len(inner) > limits.BUNDLE_BYTES:
        raise BundleTooLarge(limit="bundle")
    return age.encrypt(inner, recipients)


def unseal(sealed: bytes, identities: Sequence[DeviceKeys], trust: Trust) -> Opened:
    """Return the opened bundle, if one of the identities may read it and its signer is trusted.

    Raises, in this order: BundleNotOurs, BundleDamaged("age"), then what `verify` raises.
    """
    if len(sealed) > limits.BUNDLE_BYTES:
        raise BundleTooLarge(limit="bundle")
    inner = age.decrypt(sealed, [each.age_identity for each in identities])
    return verify(inner, trust, [each.recipient for each in identities])


def verify(inner: bytes, trust: Trust, readers: Sequence[str]) -> Opened:
    """Return the opened bundle from what was inside age.

    `readers` are our age recipients; one of them must be among those the signer meant. Raises
    BundleDamaged ("inner", "manifest", "sections", "writers"), BundleTooLarge, BundleTooNew, BundleUntrusted
    ("signature", "recipients", "unit" and the checks of `certificates.verify`).
    """
    if len(inner) < _LENGTH.size:
        raise BundleDamaged(at="inner")
    (length,) = _LENGTH.unpack_from(inner)
    if length > limits.MANIFEST_BYTES:
        raise BundleTooLarge(limit="manifest")
    view = memoryview(inner)
    stop = _LENGTH.size + length
    text = inner[_LENGTH.size : stop]
    signature = inner[stop : stop + keys.SIGNATURE_BYTES]
    payload = view[stop + keys.SIGNATURE_BYTES :]
    if len(signature) != keys.SIGNATURE_BYTES:
        raise BundleDamaged(at="inner")
    manifest = manifests.read(text)
    chain = _decode_chain(manifest.chain)
    if not keys.is_signed(chain[-1].public, _signed_bytes(manifest, text), signature):
        raise BundleUntrusted(why="signature")
    whole = certificates.verify(chain, trust)
    if not {age.key_id(each) for each in readers} & set(manifest.recipients):
        raise BundleUntrusted(why="recipients")
    if manifest.unit != whole[-1].unit:
        raise BundleUntrusted(why="unit")
    if sum(each.clen for each in manifest.sections) != len(payload):
        raise BundleDamaged(at="sections")
    writers, know = _read_writers(manifest.sections, payload)
    return Opened(
        manifest=manifest, chain=whole, writers=writers, know=know, inner=inner, payload=payload
    )


def _read_writers(
    listed: Sequence[Section], payload: memoryview
) -> tuple[list[Writer], list[Context]]:
    found = [each for each in listed if each.codec == WRITERS]
    if len(found) > 1:
        raise BundleDamaged(at="sections")
    for each in found:
        return unpack_writers(each, payload[each.off : each.off + each.clen])
    return [], []


def _decode_chain(chain: Sequence[str]) -> tuple[Certificate, ...]:
    if not chain:
        raise BundleUntrusted(why="chain")
    try:
        raw = [base64.b64decode(each, validate=True) for each in chain]
    except ValueError as error:
        raise BundleDamaged(at="certificate") from error
    return tuple(certificates.decode(each) for each in raw)


def _signed_bytes(manifest: Manifest, text: bytes) -> bytes:
    readers = b"".join(bytes.fromhex(each) for each in sorted(manifest.recipients))
    return _DOMAIN + bytes.fromhex(manifest.id) + hashlib.sha256(readers).digest() + text
