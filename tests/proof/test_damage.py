import base64
import hashlib
import struct

import pytest

from qtapp.bundle import age, certificates, part, seal
from qtapp.domain.errors import BundleDamaged, BundleError, BundleTooNew, NotABundle
from qtapp.services.inbox import InboxState, Received
from tests.proof.dumps import whole
from tests.proof.forge import enveloped, file_of, opened
from tests.proof.profile import chosen
from tests.services.pairs import Pair, a_pair

# What a file tells of itself must be a reason people can be told.
ALTERED = ("magic", "cut short", "altered")


@pytest.fixture(scope="module")
def scene(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("hỏng")
    pair = a_pair(folder, members=1)
    bundle = pair.cell.exchange.make_up(folder / "usb")
    pair.commune.exchange.receive(folder / "không có gì")  # so that it has looked at its inbox once
    yield folder, pair, bundle
    pair.cell.close()
    pair.commune.close()


def received(pair: Pair, folder, data: bytes) -> Received:
    path = folder / "tệp"
    path.write_bytes(data)
    (end,) = pair.commune.exchange.receive(path)
    return end


def is_refused(end: Received) -> bool:
    if isinstance(end.reason, BundleDamaged):
        return end.reason.at in ALTERED and end.state is InboxState.QUARANTINED
    return isinstance(end.reason, NotABundle) and end.state is InboxState.QUARANTINED


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def refusal(read, data: bytes) -> str:
    try:
        read(data)
    except BundleDamaged as error:
        return error.at
    except NotABundle:
        return "foreign"
    return ""


def test_no_truncation_and_no_flipped_bit_of_a_file_passes_its_envelope(scene):
    _, _, bundle = scene
    data = bundle.read_bytes()
    reasons = {refusal(part.read_part, data[:length]) for length in range(len(data))}
    assert reasons <= {"foreign", "magic", "cut short"}
    reasons = {refusal(part.read_part, flipped(data, bit)) for bit in range(8 * len(data))}
    assert reasons == {"foreign", "magic", "cut short", "altered"}


def test_no_truncation_and_no_flipped_bit_of_a_file_is_ever_taken_in(scene):
    folder, pair, bundle = scene
    data = bundle.read_bytes()
    before = whole(pair.commune._store)
    step = chosen(17, 1)
    spoilt = [data[:length] for length in range(0, len(data), step)]
    spoilt += [
        flipped(data, bit) for bit in range(0, 8 * len(data), 8 * step + 1 if step > 1 else 1)
    ]
    ends = [received(pair, folder, each) for each in spoilt]
    assert [place for place, end in enumerate(ends) if not is_refused(end)] == []
    assert whole(pair.commune._store) == before


def seven_bits(data: bytes) -> bytes:
    return bytes(each & 0x7F for each in data)


def a_broken_line_of_base64(data: bytes) -> bytes:
    lines = base64.encodebytes(data).splitlines(keepends=True)
    del lines[len(lines) // 2]
    return base64.decodebytes(b"".join(lines))


@pytest.mark.parametrize(
    "mangle",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\r", b""),
        seven_bits,
        lambda data: data.decode("latin-1").encode("utf-8"),
        lambda data: data.decode("utf-8", errors="replace").encode("utf-8"),
        lambda data: data + bytes(-len(data) % 4096),
        lambda data: data + bytes(1),
        lambda data: data[: len(data) // 512 * 512] + bytes(len(data) % 512),
        lambda data: data[: len(data) // 2] + bytes(len(data) - len(data) // 2),
        lambda data: bytes(len(data)),
        lambda data: data + data,
        lambda data: data[512:1024] + data[:512] + data[1024:],
        a_broken_line_of_base64,
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"",
    ],
    ids=[
        *("unix lines", "windows lines", "no returns", "seven bits", "as latin", "as text"),
        *("cluster of zeros behind", "a zero behind", "last sector empty", "second half empty"),
        *("all zeros", "twice", "sectors swapped", "lost line of mail", "byte order mark", "empty"),
    ],
)
def test_what_carriers_do_to_files_is_noticed(scene, mangle):
    folder, pair, bundle = scene
    before = whole(pair.commune._store)
    assert is_refused(received(pair, folder, mangle(bundle.read_bytes())))
    assert whole(pair.commune._store) == before


def test_two_parts_glued_together_are_no_part(scene, monkeypatch):
    folder, pair, bundle = scene
    sealed = bytes(part.read_part(bundle).slice)
    files = part.split(sealed, part.Facts(id="a" * 32, kind="up"), 6_000)
    assert len(files) > 1
    before = whole(pair.commune._store)
    for first, second in ((0, 1), (1, 0), (0, 0)):
        assert is_refused(received(pair, folder, files[first] + files[second]))
    assert whole(pair.commune._store) == before


def test_no_flipped_bit_passes_the_encryption_alone(scene):
    _, pair, bundle = scene
    sealed = bytes(part.read_part(bundle).slice)
    identity = pair.commune.exchange._identity.device_keys().age_identity
    passed = []
    for bit in range(0, 8 * len(sealed), chosen(5, 1)):
        try:
            age.decrypt(flipped(sealed, bit), [identity])
        except BundleError:
            continue
        passed.append(bit)
    assert passed == []


def test_no_flipped_bit_passes_signature_and_hashes_alone(scene):
    _, pair, bundle = scene
    identity = pair.commune.exchange._identity
    trust, readers = identity.trust(), [identity.device_keys().recipient]
    inner = opened(pair.commune, bundle).inner
    passed = []
    for place in range(len(inner)):
        try:
            found = seal.verify(flipped(inner, 8 * place + place % 8), trust, readers)
            list(found.tables())
        except BundleError:
            continue
        passed.append(place)
    assert passed == []


def test_no_flipped_bit_of_a_certificate_passes_its_signature(scene):
    _, pair, bundle = scene
    trust = pair.commune.exchange._identity.trust()
    chain = opened(pair.commune, bundle).chain
    passed = []
    for bit in range(8 * len(chain[-1].raw)):
        try:
            last = certificates.decode(flipped(chain[-1].raw, bit))
            certificates.verify([*chain[:-1], last], trust)
        except BundleError:
            continue
        passed.append(bit)
    assert passed == []


def test_a_whole_envelope_around_damage_is_refused_by_what_lies_within(scene):
    folder, pair, bundle = scene
    sealed = bytes(part.read_part(bundle).slice)
    inner = opened(pair.commune, bundle).inner
    bundle_id = opened(pair.commune, bundle).manifest.id
    readers = pair.cell.exchange._identity.superior_recipients()
    before = whole(pair.commune._store)
    ends = [
        received(pair, folder, file_of(flipped(sealed, 8 * len(sealed) - 1), bundle_id)),
        received(pair, folder, file_of(sealed[:-1], bundle_id)),
        received(pair, folder, file_of(b"", bundle_id)),
        received(pair, folder, file_of(sealed, "b" * 32)),
        *(
            received(pair, folder, enveloped(inner[:length], bundle_id, readers))
            for length in (0, 3, 4, 5, 100, len(inner) - 1)
        ),
        received(pair, folder, enveloped(inner + b"\0", bundle_id, readers)),
        received(pair, folder, enveloped(flipped(inner, 8 * len(inner) - 1), bundle_id, readers)),
    ]
    assert [each.state for each in ends] == [InboxState.QUARANTINED] * len(ends)
    assert all(isinstance(each.reason, BundleError) for each in ends)
    assert whole(pair.commune._store) == before


@pytest.mark.parametrize("place", [8, 10])
def test_a_newer_file_is_told_from_a_damaged_one(scene, place):
    folder, pair, bundle = scene
    data = bytearray(bundle.read_bytes())
    struct.pack_into("<H", data, place, 2)
    assert is_refused(received(pair, folder, bytes(data)))
    data[-48:-16] = hashlib.sha256(bytes(data[:-48])).digest()
    assert isinstance(received(pair, folder, bytes(data)).reason, BundleTooNew)


def test_the_bundle_itself_is_taken_in_after_all_that(scene):
    folder, pair, bundle = scene
    assert received(pair, folder, bundle.read_bytes()).state in {
        InboxState.MERGED,
        InboxState.DUPLICATE,
    }
