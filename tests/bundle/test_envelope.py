import struct
from binascii import crc32
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from qtapp.bundle import envelope, limits
from qtapp.domain.errors import (
    BundleDamaged,
    BundleError,
    BundleTooLarge,
    BundleTooNew,
    NotABundle,
)

SHAPE = envelope.Shape(magic=b"\x89TEST\r\n\x1a", end=b"TESTEND\n", version=1, max_bytes=10_000)


def wrapped(header=b"{}", body=b"body", **changes):
    shape = envelope.Shape(
        magic=SHAPE.magic, end=SHAPE.end, version=changes.get("version", 1), max_bytes=10_000
    )
    return envelope.wrap(shape, header, body)


def forged(position, replacement):
    """A file with other bytes at `position` before the body, and all sums made right again."""
    data = bytearray(wrapped())
    data[position : position + len(replacement)] = replacement
    data[18:22] = struct.pack("<I", crc32(data[:18]))
    data[26:58] = sha256(data[:26]).digest()
    return bytes(data)


@given(st.binary(max_size=limits.HEADER_BYTES), st.binary(max_size=500))
def test_header_and_body_come_back(header, body):
    assert envelope.unwrap(SHAPE, wrapped(header, body)) == (header, body)


def test_every_truncation_is_noticed():
    data = wrapped()
    for length in range(len(data)):
        with pytest.raises(BundleError):
            envelope.unwrap(SHAPE, data[:length])
    with pytest.raises(BundleDamaged) as caught:
        envelope.unwrap(SHAPE, data[:-1])
    assert caught.value.at == "cut short"


def test_every_flipped_bit_is_noticed():
    data = wrapped()
    for position in range(len(data)):
        for bit in range(8):
            flipped = bytearray(data)
            flipped[position] ^= 1 << bit
            with pytest.raises(BundleError):
                envelope.unwrap(SHAPE, bytes(flipped))


@pytest.mark.parametrize("tail", [b"\0", bytes(512), b"more"])
def test_bytes_behind_the_end_are_noticed(tail):
    with pytest.raises(BundleDamaged):
        envelope.unwrap(SHAPE, wrapped() + tail)


@pytest.mark.parametrize(
    "mangle",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: bytes(each & 0x7F for each in data),
    ],
    ids=["CR LF to LF", "LF to CR LF", "seven bits"],
)
def test_a_file_carried_as_text_is_damaged_rather_than_foreign(mangle):
    with pytest.raises(BundleDamaged):
        envelope.unwrap(SHAPE, mangle(wrapped()))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 something else", bytes(200)])
def test_a_foreign_file_is_foreign(data):
    with pytest.raises(NotABundle):
        envelope.unwrap(SHAPE, data)


def test_a_newer_version_is_newer_only_if_it_is_whole():
    newer = wrapped(version=7)
    with pytest.raises(BundleTooNew) as caught:
        envelope.unwrap(SHAPE, newer)
    assert (caught.value.found, caught.value.supported, caught.value.what) == (7, 1, "container")
    with pytest.raises(BundleDamaged):
        envelope.unwrap(SHAPE, newer[:-1])


def test_a_flag_that_must_be_understood_makes_it_newer():
    with pytest.raises(BundleTooNew) as caught:
        envelope.unwrap(SHAPE, forged(10, b"\x01\x00"))
    assert caught.value.what == "flag"


def test_a_flag_that_need_not_be_understood_is_passed_over():
    assert envelope.unwrap(SHAPE, forged(10, b"\x00\x01")) == (b"{}", b"body")


@pytest.mark.parametrize("length", [5000, 23, 2**32 - 1])
def test_a_header_length_beyond_the_file_or_the_limit_is_damage(length):
    with pytest.raises(BundleDamaged) as caught:
        envelope.unwrap(SHAPE, forged(12, struct.pack("<I", length)))
    assert caught.value.at == "header"


def test_a_header_whose_own_sum_is_wrong_is_damage():
    data = bytearray(wrapped())
    data[18] ^= 1
    data[26:58] = sha256(data[:26]).digest()
    with pytest.raises(BundleDamaged) as caught:
        envelope.unwrap(SHAPE, bytes(data))
    assert caught.value.at == "header"


def test_what_is_too_large_is_neither_written_nor_read():
    with pytest.raises(BundleTooLarge):
        wrapped(body=bytes(10_000))
    with pytest.raises(BundleTooLarge):
        wrapped(header=bytes(limits.HEADER_BYTES + 1))
    with pytest.raises(BundleTooLarge):
        envelope.unwrap(SHAPE, wrapped() + bytes(10_000))


@given(st.binary(max_size=200))
def test_random_bytes_behind_the_magic_never_break_the_reader(data):
    with suppress(BundleError):
        envelope.unwrap(SHAPE, SHAPE.magic + data)
        raise AssertionError
