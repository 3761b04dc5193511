import struct

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qtapp.domain.errors import TableFileError, TableTooLarge
from qtapp.workbooks.binary import extent_of, longest_text
from qtapp.workbooks.compound import Extent
from qtapp.workbooks.reading import read_sheets
from tests.workbooks.xlsb import cell, record, row, workbook

ROWS = [["STT", "Họ và tên", "Năm sinh"], [1.0, "Lý Văn Ân", 1960.0]]


def test_a_binary_workbook_is_read(save_bytes):
    (sheet,) = read_sheets(save_bytes(workbook(ROWS), "list.xlsb"))
    assert (sheet.name, sheet.rows) == ("Danh sách", ROWS)


def test_the_extent_is_that_of_the_filled_cells():
    part = row(0, ["a"]) + row(6) + cell(3, 1.0) + record(1, struct.pack("<II", 900, 0))
    part += record(146) + row(70_000, ["beyond the data"])
    assert extent_of(part, 100) == (Extent(rows=7, columns=4), 0)


def test_shared_texts_are_counted_and_measured():
    shared = record(7, struct.pack("<III", 0, 0, 5))
    assert extent_of(row(0) + shared * 3, 100)[1] == 3
    assert longest_text(record(19, b"x" * 500) + record(19, b"y")) == 500


@pytest.mark.parametrize("part", [b"\x80", b"\x00", b"\x00\x05abc", b"\x05\xff\xff\xff\xff"])
def test_records_that_do_not_hold_together_are_no_part(part):
    with pytest.raises(ValueError, match=r"\d"):
        extent_of(part, 100)


@pytest.mark.parametrize(
    "more",
    [
        row(1_048_575) + cell(16_383, 1.0),
        row(3) + cell(300, "xa"),
        row(100_000, ["sâu"]),
        row(99_999) + cell(200, 1.0),
    ],
)
def test_far_cells_are_refused(save_bytes, more):
    with pytest.raises(TableTooLarge):
        list(read_sheets(save_bytes(workbook(ROWS, more), "list.xlsb")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200))
def test_any_records_are_read_or_refused(save_bytes, more):
    try:
        sheets = list(read_sheets(save_bytes(workbook(ROWS, more), "list.xlsb")))
    except TableFileError:
        sheets = []
    assert all(isinstance(sheet.rows, list) for sheet in sheets)
