"""Makes the golden bundles and the test vectors of this version: `python -m tests.bundle.make_golden FOLDER`.

They are made once for every released version and then frozen; the keys in them are test keys.
"""

import base64
import hashlib
import shutil
import struct
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from qtapp.bundle import age, part
from qtapp.bundle.seal import Opened
from qtapp.services.book import Book
from qtapp.store.carried import Carried
from tests.make import a_name
from tests.proof.forge import changed, enveloped, file_of, opened, signed
from tests.services.pairs import Pair, a_pair


def main(folder: Path) -> None:
    """Write `golden/` and `vectors/` below `folder`."""
    work = Path(tempfile.mkdtemp())
    pair = a_pair(work, members=3)
    second = pair.second_laptop(work)
    golden(pair, second, folder / "golden" / "1")
    vectors(pair, folder / "vectors")
    for book in (pair.cell, second, pair.commune):
        book.close()
    shutil.rmtree(work)


def golden(pair: Pair, second: Book, folder: Path) -> None:
    """Write one bundle of each kind, in the order in which they are to be read, and what comes of them."""
    folder.mkdir(parents=True)
    cell, commune = pair.cell, pair.commune
    keep_keys(commune, pair.unit, folder / "keys.json")
    sent = [("1-full", cell.exchange.make_up(folder / "full"))]
    answer(pair, sent[-1][1], folder)
    first, *_ = cell.members.all()
    cell.members.save(msgspec.structs.replace(first, party_role="Bí thư"))
    sent.append(("2-delta", cell.exchange.make_up(folder / "delta")))
    answer(pair, sent[-1][1], folder)
    sent.append(("3-receipt", cell.exchange.make_up(folder / "receipt")))
    answer(pair, sent[-1][1], folder)
    second.members.save(
        msgspec.structs.replace(second.members.get(first.id), party_role="Phó bí thư")
    )
    sent.append(("4-conflict", second.exchange.make_up(folder / "conflict")))
    later(cell, first.id)
    sent.append(("5-unknown-column", cell.exchange.make_up(folder / "later")))
    for place in range(60):
        cell.members.save(cell.members.new(a_name(place + 3)))
    cell.exchange.make_up(folder / "parts", part_bytes=6_000)
    parts = sorted((folder / "parts").iterdir())
    sent += [(f"6-part-{place}", path) for place, path in enumerate(parts, 1)]
    for name, path in sent:
        path.rename(folder / f"{name}.cbdl")
    for each in folder.iterdir():
        if each.is_dir():
            shutil.rmtree(each)


def answer(pair: Pair, path: Path, folder: Path) -> None:
    """Let the commune take a bundle in and the cell hear of it."""
    pair.commune.exchange.receive(path)
    for down in pair.commune.exchange.make_down(folder / "down"):
        pair.cell.exchange.receive(down)
    shutil.rmtree(folder / "down")


def later(book: Book, row_id: str) -> None:
    """Write a column of members that only a later version knows."""
    store = book._store
    with store.transaction():
        carried = {row_id: {"nickname": (*store.stamp(0), {"nickname": "Út"})}}
        Carried(store).put(store.unit_number(store.unit), "members", carried)


def keep_keys(commune: Book, unit: str, path: Path) -> None:
    """Write what a book needs to read and believe these bundles."""
    identity = commune.exchange._identity
    signature = identity.towards_subordinates()
    kept = {
        "unit": commune._store.unit,
        "cell": unit,
        "device": signature.chain[-1].serial,
        "device_keys": identity.device_keys().to_text(),
        "own_chain": [base64.b64encode(each.raw).decode() for each in signature.chain],
    }
    path.write_bytes(msgspec.json.format(msgspec.json.encode(kept)))


def vectors(pair: Pair, folder: Path) -> None:
    """Write one file for every outcome: a line of text that names it, then the bytes."""
    folder.mkdir(parents=True)
    keep_keys(pair.commune, pair.unit, folder / "keys.json")
    path = pair.cell.exchange.make_up(folder / "made")
    data, found = path.read_bytes(), opened(pair.commune, path)
    readers = pair.cell.exchange._identity.superior_recipients()
    shutil.rmtree(folder / "made")
    for name, (outcome, content) in files(pair, data, found, readers).items():
        (folder / f"{name}.bin").write_bytes(f"{outcome}\n".encode() + content)


def files(
    pair: Pair, data: bytes, found: Opened, readers: Sequence[str]
) -> dict[str, tuple[str, bytes]]:
    """Return the vectors: name to outcome and bytes."""
    sealed = bytes(part.read_part(data).slice)
    bundle = found.manifest.id
    payload = bytes(found.payload)

    def patched(at: int, value: bytes) -> bytes:
        front = data[:at] + value + data[at + len(value) : -48]
        return front + hashlib.sha256(front).digest() + data[-16:]

    def manifest(change: Callable[[dict[str, Any]], None]) -> bytes:
        return signed(pair.cell, changed(found.manifest, change), payload, readers)

    def setting(**values: Any) -> bytes:
        return manifest(lambda each: each.update(values))

    def section(**values: Any) -> bytes:
        return manifest(lambda each: each["sections"][0].update(values))

    text = msgspec.json.encode(found.manifest)
    whole = found.manifest.sections[0]
    broken = bytearray(found.inner)
    broken[-1] ^= 1
    two = part.split(sealed, part.Facts(id=bundle, kind="up"), 6_000)
    return {
        "accepted": ("accepted", data),
        "accepted-twice-encrypted-for-others-too": (
            "accepted",
            enveloped(found.inner, bundle, readers),
        ),
        "empty": ("NotABundle", b""),
        "foreign": ("NotABundle", b"%PDF-1.7\n" + bytes(64)),
        "unix-lines": ("BundleDamaged magic", data.replace(b"\r\n", b"\n")),
        "seven-bits": ("BundleDamaged magic", bytes(each & 0x7F for each in data)),
        "cut-short": ("BundleDamaged cut short", data[:-1]),
        "zeros-behind": ("BundleDamaged cut short", data + bytes(512)),
        "altered": ("BundleDamaged altered", data[:200] + bytes((data[200] ^ 1,)) + data[201:]),
        "newer-container": ("BundleTooNew container", patched(8, b"\x02\x00")),
        "newer-flag": ("BundleTooNew flag", patched(10, b"\x01\x00")),
        "flag-passed-over": ("BundleDamaged header", patched(10, b"\x00\x01")),
        "header-too-long": ("BundleDamaged header", patched(12, b"\xff\xff\x00\x00")),
        "header-sum": ("BundleDamaged header", patched(40, bytes((data[40] ^ 1,)))),
        "one-of-several": ("BundleIncomplete", two[0]),
        "age": ("BundleDamaged age", file_of(sealed[:-1] + bytes((sealed[-1] ^ 1,)), bundle)),
        "not-ours": ("BundleNotOurs", enveloped(found.inner, bundle, [others()])),
        "inner-empty": ("BundleDamaged inner", enveloped(b"", bundle, readers)),
        "manifest-length": (
            "BundleTooLarge manifest",
            enveloped(struct.pack("<I", 1 << 31), bundle, readers),
        ),
        "manifest-no-json": ("BundleDamaged manifest", signed(pair.cell, b"{", b"", readers)),
        "manifest-twice-a-key": (
            "BundleDamaged manifest",
            signed(pair.cell, text[:-1] + b',"fmt":1}', b"", readers),
        ),
        "manifest-not-a-number": (
            "BundleDamaged manifest",
            signed(pair.cell, text[:-1] + b',"x":NaN}', b"", readers),
        ),
        "manifest-too-deep": (
            "BundleTooLarge depth",
            signed(pair.cell, text[:-1] + b',"x":' + b"[" * 20 + b"]" * 20 + b"}", b"", readers),
        ),
        "later-reader": ("BundleTooNew reader", setting(min_reader=2, fmt=2)),
        "later-kind": ("BundleTooNew kind", setting(kind="sideways")),
        "unknown-member": ("accepted", setting(later="passed over")),
        "no-chain": ("BundleUntrusted chain", setting(chain=[])),
        "chain-no-base64": ("BundleDamaged certificate", setting(chain=["đảng"])),
        "chain-cut": ("BundleUntrusted foreign root", setting(chain=found.manifest.chain[1:])),
        "signature": ("BundleUntrusted signature", resigned(found, bundle, readers)),
        "other-recipients": ("BundleUntrusted recipients", setting(recipients=["0" * 16])),
        "other-unit": ("BundleUntrusted unit", setting(unit="0" * 32)),
        "sections-overlap": ("BundleDamaged sections", section(off=1)),
        "sections-too-short": (
            "BundleDamaged sections",
            manifest(lambda each: each["sections"].pop()),
        ),
        "ratio": ("BundleTooLarge ratio", section(rlen=whole.clen * 200 + (1 << 21))),
        "section-too-large": ("BundleTooLarge section", section(rlen=(32 << 20) + 1)),
        "section-hash": ("BundleDamaged section hash", enveloped(bytes(broken), bundle, readers)),
        "section-length": ("BundleDamaged frame", section(rlen=whole.rlen + 1)),
    }


def resigned(found: Opened, bundle: str, readers: Sequence[str]) -> bytes:
    """Return the bundle with a signature that is none."""
    (length,) = struct.unpack_from("<I", found.inner)
    inner = bytearray(found.inner)
    inner[4 + length] ^= 1
    return enveloped(bytes(inner), bundle, readers)


def others() -> str:
    """Return the recipient of somebody else."""
    return age.recipient_of(age.new_identity())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
