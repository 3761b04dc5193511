import errno
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qtapp.domain.errors import DiskFull, FolderReadOnly
from qtapp.domain.vietnamese import nfc
from qtapp.workbooks.reading import read_sheets
from qtapp.workbooks.writing import write_table


def read_back(path):
    (sheet,) = read_sheets(path)
    return sheet


def test_a_table_reads_back(tmp_path):
    path = tmp_path / "Danh sách.xlsx"
    write_table(
        path,
        "Đảng viên",
        ["Họ và tên", "Số"],
        [["Lý A", 5], [None, date(2026, 2, 3)], ["007", 1.5]],
    )
    sheet = read_back(path)
    assert sheet.name == "Đảng viên"
    assert sheet.rows == [
        ["Đảng viên", ""], ["", ""], ["Họ và tên", "Số"], ["Lý A", 5.0], ["", date(2026, 2, 3)], ["007", 1.5],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+84912", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\t=1"])
def test_formulas_stay_texts(tmp_path, text):
    path = tmp_path / "a.xlsx"
    write_table(path, "", ["a"], [[text]])
    cell = openpyxl.load_workbook(path).active["A2"]
    assert (cell.value, cell.data_type, cell.number_format, cell.quotePrefix) == (
        text,
        "s",
        "@",
        True,
    )
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=st.text(max_size=50), text=st.text(max_size=50))
def test_any_text_can_be_written(tmp_path, title, text):
    path = tmp_path / "a.xlsx"
    write_table(path, title, ["a"], [[text], ["end"]])
    openpyxl.load_workbook(path).close()
    assert read_back(path).rows[-1] == ["end"]


def test_letters_survive(tmp_path):
    path = tmp_path / "a.xlsx"
    text = "Nguyễn <&> \"Thị\" 'Đào'\nhai dòng 😀"
    write_table(path, "[x]: a/b", ["a"], [[text], ["\x00bad\x0b"]])
    assert read_back(path).rows[3:] == [[nfc(text)], ["bad"]]


def test_the_same_table_gives_the_same_file(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_table(tmp_path / name, "t", ["a"], [["b"]])
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_is_left_when_writing_stops(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"before")

    def rows():
        yield ["a"]
        raise KeyError

    with pytest.raises(KeyError):
        write_table(path, "t", ["a"], rows())
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]
    assert path.read_bytes() == b"before"


def test_a_full_disk_and_a_closed_folder_are_told_apart(tmp_path):
    def rows():
        raise OSError(errno.ENOSPC, "full")
        yield []

    with pytest.raises(DiskFull):
        write_table(tmp_path / "a.xlsx", "t", ["a"], rows())
    with pytest.raises(FolderReadOnly):
        write_table(tmp_path / "missing" / "a.xlsx", "t", ["a"], [])
