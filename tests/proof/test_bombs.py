import hashlib
import json
import subprocess
import sys

import msgspec
import zstandard

from qtapp.bundle import envelope, frames, limits, part, strictjson
from qtapp.bundle.manifest import Section
from qtapp.bundle.sections import Packed
from qtapp.bundle.writers import Writer, pack_writers
from tests.make import an_id
from tests.proof.forge import honest, opened, signed
from tests.services.pairs import a_pair

MOST_MIB = 400
MOST_SECONDS = 5
MIB = 1 << 20
JUNK_PARTS = 10
JUNK_PART_BYTES = 20 * MIB

ENDS = {
    "256 MiB in 8 KiB": ("BundleTooLarge", "section"),
    "frame says more than the manifest": ("BundleDamaged", "frame"),
    "frame of no size": ("BundleDamaged", "frame"),
    "frame that lies": ("BundleDamaged", "frame"),
    "frame with a wide window": ("BundleTooLarge", "window"),
    "frame cut short": ("BundleDamaged", "frame"),
    "deep table": ("BundleDamaged", "table"),
    "deep cell": ("BundleDamaged", "table"),
    "table of a long number": ("BundleDamaged", "table"),
    "largest table, broken at its end": ("BundleDamaged", "table"),
    "deep manifest": ("BundleTooLarge", "depth"),
    "twice the same key": ("BundleDamaged", "manifest"),
    "not a number": ("BundleDamaged", "manifest"),
    "beyond any number": ("BundleDamaged", "manifest"),
    "long number": ("BundleDamaged", "manifest"),
    "half a character": ("BundleDamaged", "manifest"),
    "a million writers seen": ("BundleTooLarge", "manifest"),
    "60,000 writers seen": ("BundleTooLarge", "vector"),
    "a million sections": ("BundleDamaged", "manifest"),
    "more sections than allowed": ("BundleTooLarge", "sections"),
    # Within every limit, so taken in; it costs what it costs.
    "many tables of one row": ("NoneType",),
    # No key is needed to make them: they must not be read before all are there, nor all at once then.
    **{
        f"part {number:02} of junk": (
            "BundleIncomplete",
            list(range(number + 1, JUNK_PARTS + 1)),
            JUNK_PARTS,
        )
        for number in range(1, JUNK_PARTS)
    },
    f"part {JUNK_PARTS} of junk": ("BundleDamaged", "age"),
}


def junk_parts() -> dict[str, bytes]:
    """Return the parts of a large bundle that fit together and hold nothing."""
    whole = hashlib.sha256()
    block = bytes(JUNK_PART_BYTES)
    for _ in range(JUNK_PARTS):
        whole.update(block)
    files = {}
    for number in range(1, JUNK_PARTS + 1):
        header = part.Header(
            id="a" * 32,
            kind="up",
            part=number,
            parts=JUNK_PARTS,
            total=JUNK_PARTS * len(block),
            sha256=whole.hexdigest(),
            off=(number - 1) * len(block),
            length=len(block),
        )
        files[f"part {number:02} of junk"] = envelope.wrap(
            part.PART, strictjson.dumps(header), block
        )
    return files


def a_section(stored: bytes, rlen: int, rows: int = 1, name: str = "members") -> Packed:
    digest = hashlib.sha256(stored).hexdigest()
    section = Section(
        name=name, codec="zcol1", off=0, clen=len(stored), rlen=rlen, sha256=digest, rows=rows
    )
    return Packed(section=section, stored=stored)


def zeros(mib: int, **settings) -> bytes:
    stream = zstandard.ZstdCompressor(level=3, write_checksum=True, **settings).compressobj()
    return b"".join(stream.compress(bytes(MIB)) for _ in range(mib)) + stream.flush()


def sized_zeros(mib: int) -> bytes:
    stream = zstandard.ZstdCompressor(level=3, write_checksum=True).compressobj(size=mib * MIB)
    return b"".join(stream.compress(bytes(MIB)) for _ in range(mib)) + stream.flush()


def lying_frame(says: int) -> bytes:
    """Return a frame of 256 MiB of zeros that says it holds less."""
    frame = bytearray(sized_zeros(256))
    place = frame.index((256 * MIB).to_bytes(4, "little"))
    frame[place : place + 4] = says.to_bytes(4, "little")
    return bytes(frame)


def wide_frame() -> bytes:
    """Return a frame of some zeros that asks for a window of 128 MiB."""
    descriptor, window = 0b1000_0100, (27 - 10) << 3  # four bytes of size, checksum
    front = bytes((descriptor, window)) + (64).to_bytes(4, "little")
    return b"\x28\xb5\x2f\xfd" + front + b"\x01\x02\x00" + bytes(64) + bytes(4)


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def table(rows: int, columns: int, cell: str) -> bytes:
    names = [f"c{place}" for place in range(columns)]
    ids = [an_id(place) for place in range(rows)]
    cells = [[f"{cell}{place:x}{row:x}" for row in range(rows)] for place in range(columns - 2)]
    content = [
        ["id", "deleted", *names[2:]],
        [ids, [0] * rows, *cells],
        *([1] * rows, [0] * rows, [1] * rows, [], []),
    ]
    return msgspec.json.encode(content)


def bombs(pair, folder) -> dict[str, bytes]:
    readers = pair.cell.exchange._identity.superior_recipients()
    plain = opened(pair.commune, pair.cell.exchange.make_up(folder / "usb")).manifest
    values = msgspec.to_builtins(plain)
    text = msgspec.json.encode({**values, "sections": []})
    own = [Writer(id=values["signer"], unit=values["unit"], seq=1)]

    def rows_of(*packed: Packed) -> bytes:
        return honest(pair.cell, [pack_writers(own, []), *packed])

    def manifest(old: bytes, new: bytes) -> bytes:
        assert text.count(old) == 1
        return signed(pair.cell, text.replace(old, new), b"", readers)

    def with_member(member: bytes) -> bytes:
        return signed(pair.cell, text[:-1] + b"," + member + b"}", b"", readers)

    def vector(entries: int) -> bytes:
        return msgspec.json.encode({an_id(place): 1 for place in range(entries)})

    many = [
        {**msgspec.to_builtins(a_section(b"", 0).section), "name": f"t{place}"}
        for place in range(limits.SECTIONS + 1)
    ]
    deep = nested(100_000)
    deep_padded = deep + b" " * (limits.RATIO_FROM - len(deep))
    largest = table(limits.BLOCK_ROWS, limits.COLUMNS, "x" * 40)[:-2] + b",]"
    long_number = b'[["id","deleted"],[[' + b"9" * 100_000 + b"],[0]],[1],[0],[1],[],[]]"
    person = table(1, 2, "").replace(b'"deleted"]', b'"deleted","full_name"]')
    person = person.replace(b"[0]]", '[0],["Lò Văn Pản"]]'.encode(), 1)
    return {
        "256 MiB in 8 KiB": signed(
            pair.cell,
            {
                **values,
                "sections": [msgspec.to_builtins(a_section(sized_zeros(256), 256 * MIB).section)],
            },
            sized_zeros(256),
            readers,
        ),
        "frame says more than the manifest": rows_of(a_section(sized_zeros(256), 1000)),
        "frame of no size": rows_of(a_section(zeros(256), MIB)),
        "frame that lies": rows_of(a_section(lying_frame(MIB), MIB)),
        "frame with a wide window": rows_of(a_section(wide_frame(), 64)),
        "frame cut short": rows_of(a_section(frames.compress(deep)[:-9], len(deep))),
        "deep table": rows_of(a_section(frames.compress(deep_padded), len(deep_padded))),
        "deep cell": rows_of(
            a_section(frames.compress(b'[["id"],[[' + deep + b"]]]"), len(deep) + 13)
        ),
        "table of a long number": rows_of(
            a_section(frames.compress(long_number), len(long_number))
        ),
        "largest table, broken at its end": rows_of(
            a_section(frames.compress(largest), len(largest), limits.BLOCK_ROWS)
        ),
        "many tables of one row": rows_of(
            *[a_section(frames.compress(person), len(person))] * 15_000
        ),
        "deep manifest": with_member(b'"x":' + deep),
        "twice the same key": with_member(b'"unit":"' + b"0" * 32 + b'"'),
        "not a number": with_member(b'"x":NaN'),
        "beyond any number": with_member(b'"x":1e999'),
        "long number": with_member(b'"x":' + b"9" * 100_000),
        "half a character": with_member(b'"x":"\\ud800"'),
        "a million writers seen": manifest(b'"vv":{', b'"vv":{' + vector(1_000_000)[1:-1] + b","),
        "60,000 writers seen": with_member(b'"base":' + vector(60_000)),
        "a million sections": with_member(b'"sections":[' + b"{}," * 999_999 + b"{}]"),
        "more sections than allowed": signed(pair.cell, {**values, "sections": many}, b"", readers),
        **junk_parts(),
    }


def test_no_bomb_costs_more_than_a_moment(tmp_path):
    pair = a_pair(tmp_path, members=1)
    files = bombs(pair, tmp_path)
    pair.commune.exchange.receive(tmp_path / "usb")
    path = pair.commune.path
    pair.commune.close()
    folder = tmp_path / "bom"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    command = [sys.executable, "-m", "tests.proof.bombs", str(path), str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")  # noqa: S603 - our own words
    assert done.returncode == 0, done.stderr
    ends = {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert {name: (each["reason"], *each["what"].values()) for name, each in ends.items()} == ENDS
    assert {name: each for name, each in ends.items() if each["mib"] > MOST_MIB} == {}
    assert {name: each for name, each in ends.items() if each["seconds"] > MOST_SECONDS} == {}
