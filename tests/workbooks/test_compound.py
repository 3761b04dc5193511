import struct

import pytest
from hypothesis import given, settings, strategies as st

from qtapp.workbooks.compound import Extent, NotAWorkbook, harmless


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def number(row, column):
    return record(0x203, struct.pack("<HHHd", row, column, 0, 1.0))


def container(stream):
    # A compound file of 512-byte sectors: one allocation table, one directory, then the stream.
    stream = stream.ljust(-(-max(len(stream), 4096) // 512) * 512, b"\0")
    sectors = len(stream) // 512
    header = struct.pack(
        "<8s16x5H6x8I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        62,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
    )
    header += struct.pack("<110I", 0, 0, *[0xFFFFFFFF] * 108)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    name = "Workbook".encode("utf-16-le")
    entry = struct.pack(
        "<64sHBB3I36xIQ", name, len(name) + 2, 2, 1, *[0xFFFFFFFF] * 3, 2, len(stream)
    )
    return header + struct.pack("<128I", *table) + entry.ljust(512, b"\0") + stream


def book(sheet, shared=b""):
    start = record(0x809, struct.pack("<HH", 0x600, 5) + bytes(12))
    ending = record(0x0A)
    bound = 4 + 8 + len("S")
    place = len(start) + bound + len(shared) + len(ending)
    globals_ = (
        start + record(0x85, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"S") + shared + ending
    )
    return container(globals_ + start + sheet + ending)


def shared_texts(*texts, count=None):
    body = struct.pack("<II", len(texts), len(texts) if count is None else count)
    return record(0xFC, body + b"".join(struct.pack("<HB", len(each), 0) + each for each in texts))


def test_the_extent_of_a_sheet_comes_from_its_cells():
    assert harmless(book(number(0, 0) + number(9, 2))).extents == (Extent(rows=10, columns=3),)
    row_of_numbers = record(0xBD, struct.pack("<HH", 4, 1) + bytes(6 * 3) + struct.pack("<H", 3))
    assert harmless(book(row_of_numbers)).extents == (Extent(rows=5, columns=4),)


def test_a_far_cell_is_seen():
    assert harmless(book(number(0xFFFE, 0xFFFE))).extents == (Extent(rows=65535, columns=65535),)


def test_claimed_dimensions_and_expressions_are_taken_out():
    claimed = record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
    formula = record(0x06, bytes(20) + struct.pack("<H", 3) + b"\x44\x44\x44")
    clean = harmless(book(claimed + formula)).content
    assert claimed not in clean
    assert formula not in clean
    assert record(0x06, bytes(20) + struct.pack("<H", 0) + b"\x44\x44\x44") in clean


def test_a_harmless_book_stays_harmless():
    once = harmless(book(number(1, 1), shared_texts(b"abc"))).content
    assert harmless(once).content == once


def test_repeated_texts_are_counted():
    label = record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0))
    made = harmless(book(label * 7, shared_texts(b"ab", b"abcde")))
    assert made.text_size == 35


def test_texts_that_run_on_in_the_next_record_are_counted():
    body = struct.pack("<IIHB", 1, 1, 6, 0) + b"abc"
    shared = record(0xFC, body) + record(0x3C, b"\x01" + "def".encode("utf-16-le"))
    label = record(0xFD, struct.pack("<HHHI", 0, 0, 0, 0))
    assert harmless(book(label, shared)).text_size == 6


def test_more_texts_than_the_file_can_hold_are_refused():
    with pytest.raises(NotAWorkbook):
        harmless(book(number(0, 0), shared_texts(b"a", count=0x7FFFFFFF)))


def test_chains_in_circles_are_refused():
    content = bytearray(book(number(0, 0)))
    struct.pack_into("<I", content, 512 + 4 * 3, 3)
    with pytest.raises(NotAWorkbook):
        harmless(bytes(content))


def test_a_container_without_a_workbook_is_refused():
    content = book(number(0, 0)).replace(
        "Workbook".encode("utf-16-le"), "EncryptedPkg".encode("utf-16-le")[:16]
    )
    with pytest.raises(NotAWorkbook):
        harmless(content)


@settings(deadline=None)
@given(st.data())
def test_altered_containers_are_taken_or_refused(data):
    content = bytearray(book(number(3, 3), shared_texts(b"abc")))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = harmless(bytes(content)).content
    except NotAWorkbook:
        made = b""
    assert len(made) < 5 * len(content)


def test_a_table_longer_than_its_file_is_refused():
    content = bytearray(container(number(0, 0)))
    struct.pack_into("<I", content, 44, 1 << 31)
    with pytest.raises(NotAWorkbook):
        harmless(bytes(content))
