import openpyxl
import pytest
from openpyxl.styles import Font

from qtapp.workbooks.members import read_members
from tests.workbooks.nasty import NASTY


def silent(done, total):
    assert 0 <= done <= total


def built(nasty, folder):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in nasty.rows:
        sheet.append(list(row))
    for name, rows in nasty.sheets:
        more = book.create_sheet(name)
        for row in rows:
            more.append(list(row))
    for merge in nasty.merges:
        sheet.merge_cells(merge)
    for cell, font in nasty.fonts.items():
        sheet[cell].font = Font(name=font)
    for cell, form in nasty.formats.items():
        sheet[cell].number_format = form
    path = folder / "danh sách.xlsx"
    book.save(path)
    book.close()
    return path


def test_there_are_at_least_forty():
    assert len({each.name for each in NASTY}) == len(NASTY) >= 40


@pytest.mark.parametrize("nasty", NASTY, ids=lambda nasty: nasty.name)
def test_the_rows_come_out_right(nasty, tmp_path):
    found = read_members(built(nasty, tmp_path), silent)
    assert [dict(row.values) for row in found.rows] == [dict(each) for each in nasty.read]
    problems = [(each.line, each.field) for row in found.rows for each in row.problems]
    assert problems == list(nasty.wrong)
    if nasty.cells:
        assert [row.cell for row in found.rows] == list(nasty.cells)
    assert [use.heading for use in found.columns if use.left_out] == list(nasty.left_out)
