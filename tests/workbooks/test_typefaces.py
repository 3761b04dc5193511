import openpyxl
import pytest
from openpyxl.styles import Font

from qtapp.domain.legacy_fonts import LegacyFont, Typeface
from qtapp.workbooks.compound import harmless
from qtapp.workbooks.reading import read_sheets
from qtapp.workbooks.typefaces import typed_in_archive, typed_in_old_workbook

CAPITALS = Typeface(scheme=LegacyFont.TCVN3, capitals=True)
VNI = Typeface(scheme=LegacyFont.VNI)


@pytest.fixture
def dressed(tmp_path):
    def write(fonts, sheets=1):
        book = openpyxl.Workbook()
        for number in range(1, sheets):
            book.create_sheet(f"Trang {number}")
        for sheet in book:
            for cell, font in fonts.items():
                sheet[cell] = "®¶ng"
                sheet[cell].font = Font(name=font)
        path = tmp_path / "a.xlsx"
        book.save(path)
        book.close()
        return path

    return write


def test_cells_in_old_fonts_are_told_by_sheet(dressed):
    path = dressed({"B3": ".VnTimeH", "C1": "VNI-Times", "D4": "Arial"}, sheets=2)
    expected = {(2, 1): CAPITALS, (0, 2): VNI}
    assert typed_in_archive(path.read_bytes()) == [expected, expected]


def test_a_workbook_in_ordinary_fonts_has_none(dressed):
    assert typed_in_archive(dressed({"A1": "Times New Roman"}).read_bytes()) == []


def test_an_archive_without_styles_has_none(raw_sheet):
    assert typed_in_archive(raw_sheet("<row/>")) == []


def test_cells_of_an_old_workbook_are_told(data):
    book = harmless((data / "vntimeh.xls").read_bytes())
    (typed,) = typed_in_old_workbook(book)
    assert typed[1, 1] == CAPITALS
    assert (1, 2) not in typed  # a number needs no font


def test_texts_in_old_fonts_are_read_as_they_look(dressed, data):
    (sheet,) = read_sheets(dressed({"A1": ".VnTime", "A2": ".VnTimeH", "A3": "Arial"}))
    assert [row[0] for row in sheet.rows] == ["đảng", "ĐẢNG", "®¶ng"]
    (sheet,) = read_sheets(data / "vntimeh.xls")
    assert sheet.rows[1][1] == "ĐẶNG VĂN HƯNG"
