import hashlib

import pytest
import zstandard
from hypothesis import given, strategies as st

from qtapp.bundle import frames, limits
from qtapp.domain.errors import BundleDamaged, BundleError, BundleTooLarge


@given(st.binary(max_size=5000))
def test_bytes_come_back(raw):
    assert frames.decompress(frames.compress(raw), len(raw)) == raw


@given(st.lists(st.binary(max_size=5000), max_size=4))
def test_pieces_come_back_as_one(pieces):
    raw = b"".join(pieces)
    assert frames.decompress(frames.compress(*pieces), len(raw)) == raw


def test_pieces_that_are_not_alike_take_less_room_apart():
    hashes = [hashlib.sha256(bytes([place])).digest() for place in range(125)]
    ids = b"".join(hashes).hex().encode()
    names = ("Lò", "Vì", "Quàng", "Cà", "Tòng")
    words = " ".join(names[byte % 5] for each in hashes for byte in each).encode()
    assert len(frames.compress(ids, words)) < 0.98 * len(frames.compress(ids + words))


def test_a_bomb_is_refused_without_being_opened():
    bomb = zstandard.ZstdCompressor(write_checksum=True).compress(bytes(256 << 20))
    assert len(bomb) < 10_000
    with pytest.raises(BundleDamaged):
        frames.decompress(bomb, 1000)


def test_a_frame_that_yields_more_than_it_says_is_refused():
    raw = bytes(1000)
    honest = frames.compress(raw)
    frame = bytearray(honest)
    at = bytes(frame).index((1000 - 256).to_bytes(2, "little"))
    frame[at : at + 2] = (900 - 256).to_bytes(2, "little")
    assert zstandard.get_frame_parameters(bytes(frame)).content_size == 900
    for size in (900, 1000):
        with pytest.raises(BundleDamaged):
            frames.decompress(bytes(frame), size)


@pytest.mark.parametrize("size", [0, 999, 1001])
def test_another_length_than_declared_is_refused(size):
    with pytest.raises(BundleDamaged):
        frames.decompress(frames.compress(bytes(1000)), size)


@pytest.mark.parametrize(
    "settings", [{"write_checksum": False}, {"write_content_size": False, "write_checksum": True}]
)
def test_a_frame_without_checksum_or_content_size_is_refused(settings):
    frame = zstandard.ZstdCompressor(**settings).compress(bytes(1000))
    with pytest.raises(BundleDamaged):
        frames.decompress(frame, 1000)


def test_too_large_a_window_is_refused():
    wide = zstandard.ZstdCompressionParameters.from_level(
        3, window_log=27, write_checksum=True, write_content_size=True
    )
    raw = bytes(limits.WINDOW_BYTES * 2)
    frame = zstandard.ZstdCompressor(compression_params=wide).compress(raw)
    with pytest.raises(BundleTooLarge) as caught:
        frames.decompress(frame, len(raw))
    assert caught.value.limit == "window"


def test_a_section_of_the_largest_size_is_written_within_the_window():
    raw = bytes(limits.SECTION_BYTES)
    assert frames.decompress(frames.compress(raw), len(raw)) == raw


@pytest.mark.parametrize("tail", [b"\0", b"junk", frames.compress(b"more")])
def test_bytes_behind_the_frame_are_refused(tail):
    with pytest.raises(BundleDamaged):
        frames.decompress(frames.compress(b"raw") + tail, 3)


def test_every_truncation_that_loses_content_is_refused():
    frame = frames.compress(bytes(range(200)))
    checksum = 4
    for length in range(len(frame) - checksum):
        with pytest.raises(BundleDamaged):
            frames.decompress(frame[:length], 200)


@given(st.binary(max_size=100), st.integers(0, 300))
def test_random_bytes_are_refused(data, size):
    with pytest.raises(BundleError):
        frames.decompress(data, size)
