"""The manifest: what a bundle says of itself under its signature."""

from typing import Annotated, Any, Literal, get_args

import msgspec

from qtapp.bundle import limits, strictjson
from qtapp.bundle.labels import is_clean_label
from qtapp.domain.errors import BundleDamaged, BundleTooLarge, BundleTooNew

FORMAT = 1
"""The format this program writes."""
READER = 1
"""The newest `min_reader` this program can honour."""

Kind = Literal["up", "down", "receipt", "peer"]

Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
OptionalId = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{32})?\Z")]
KeyId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}\Z")]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Seq = Annotated[int, msgspec.Meta(ge=0, lt=limits.LAM)]
Natural = Annotated[int, msgspec.Meta(ge=0, le=limits.BUNDLE_BYTES)]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z_][a-z0-9_]*\Z", max_length=limits.NAME)]
Short = Annotated[str, msgspec.Meta(max_length=limits.LABEL)]
Codec = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9]{0,15}\Z")]


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of the payload: `clen` bytes at `off`, `rlen` after decompression.

    `sha256` is of the bytes as they lie there. The name is a table's, or a blob's own hash.
    """

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]+\Z", max_length=limits.NAME)]
    codec: Codec
    off: Natural
    clen: Natural
    rlen: Natural
    sha256: Digest
    rows: Natural = 0


class Manifest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything about a bundle but its rows.

    `unit` is the sender's, `signer` the writer session that made the bundle. `chain` holds the
    certificates in base64 and `recipients` sorted key ids; `seal` fills in both and `sections`.
    `base` and `vv` are vectors by their heads: the bundle holds everything of its scope from the one
    to the other. `wants` are hashes of attachments the sender lacks, `schema` the version of its
    book, `wall` its clock in UTC seconds and `clock_ok` whether it is believable.
    """

    fmt: int
    min_reader: int
    id: Id
    kind: str
    unit: Id
    signer: Id
    chain: list[str] = []
    recipients: list[KeyId] = []
    base: dict[Id, Seq] = {}
    vv: dict[Id, Seq] = {}
    revoked: list[Id] = []
    wants: list[Digest] = []
    schema: Seq = 0
    app: Short = ""
    wall: Seq = 0
    clock_ok: bool = True
    sections: list[Section] = []


def new_manifest(*, id: str, kind: Kind, unit: str, signer: str, **facts: Any) -> Manifest:  # noqa: A002
    """Return a manifest in the format of today; `facts` are further fields of `Manifest`."""
    return Manifest(
        fmt=FORMAT, min_reader=READER, id=id, kind=kind, unit=unit, signer=signer, **facts
    )


def write(manifest: Manifest) -> bytes:
    """Return the bytes of a manifest; raises BundleTooLarge when a limit is passed."""
    _check_counts(manifest)
    data = strictjson.dumps(manifest)
    if len(data) > limits.MANIFEST_BYTES:
        raise BundleTooLarge(limit="manifest")
    return data


def read(data: bytes) -> Manifest:
    """Return a manifest from its bytes; unknown members are passed over.

    Raises BundleTooNew ("reader", "kind") before anything else of it is looked at, BundleDamaged
    ("manifest") for what is no manifest, BundleTooLarge with the limit that is passed.
    """
    value = strictjson.loads(data, "manifest")
    if not isinstance(value, dict):
        raise BundleDamaged(at="manifest")
    needed = value.get("min_reader")
    if type(needed) is int and needed > READER:
        raise BundleTooNew(found=needed, supported=READER, what="reader")
    manifest = strictjson.typed(value, Manifest, "manifest")
    if manifest.kind not in get_args(Kind):
        raise BundleTooNew(found=manifest.fmt, supported=FORMAT, what="kind")
    if manifest.min_reader < 1 or manifest.fmt < manifest.min_reader:
        raise BundleDamaged(at="manifest")
    _check_counts(manifest)
    _check_sections(manifest.sections)
    if not is_clean_label(manifest.app, limits.LABEL):
        raise BundleDamaged(at="manifest")
    return manifest


def _check_counts(manifest: Manifest) -> None:
    for limit, count, most in (
        ("chain length", len(manifest.chain), limits.CHAIN),
        ("recipients", len(manifest.recipients), limits.RECIPIENTS),
        ("vector", len(manifest.base), limits.VECTOR),
        ("vector", len(manifest.vv), limits.VECTOR),
        ("revoked", len(manifest.revoked), limits.REVOKED),
        ("wants", len(manifest.wants), limits.WANTED_BLOBS),
        ("sections", len(manifest.sections), limits.SECTIONS),
    ):
        if count > most:
            raise BundleTooLarge(limit=limit)


def _check_sections(sections: list[Section]) -> None:
    """Sections lie side by side in order, without hole or overlap, and keep within the limits."""
    offset = 0
    for each in sections:
        if each.off != offset:
            raise BundleDamaged(at="sections")
        offset += each.clen
        _check_section(each)
    if sum(each.rows for each in sections) > limits.ROWS:
        raise BundleTooLarge(limit="rows")
    if sum(each.rlen for each in sections if each.codec != "blob") > limits.TABLES_BYTES:
        raise BundleTooLarge(limit="tables")


def _check_section(section: Section) -> None:
    if section.codec == "blob":
        if section.rlen != section.clen or section.name != section.sha256 or section.rows:
            raise BundleDamaged(at="sections")
        if section.rlen > limits.BLOB_BYTES:
            raise BundleTooLarge(limit="blob")
        return
    if section.rlen > limits.SECTION_BYTES:
        raise BundleTooLarge(limit="section")
    if section.rlen > limits.RATIO_FROM and section.rlen > limits.RATIO * section.clen:
        raise BundleTooLarge(limit="ratio")
    if section.rows > limits.BLOCK_ROWS:
        raise BundleTooLarge(limit="block rows")
