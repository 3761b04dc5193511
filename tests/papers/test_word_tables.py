from docx import Document

from qtapp.papers.description import Column, Table
from qtapp.papers.rules import load_rules
from qtapp.papers.word_tables import ruled_table

COLUMNS = (
    Column(title="TT", share=10, align="centre"),
    Column(title="Tổng", group="Đảng viên", share=20, align="right"),
    Column(title="Dự", group="Đảng viên", share=20, align="right"),
)


def made(table):
    document = Document()
    ruled_table(document, table, load_rules(), 165)
    return document.tables[0]


def test_headings_of_two_lines_are_joined_and_repeated():
    table = made(Table(columns=COLUMNS, rows=(("1", "14", "13"),)))
    top = [cell.text for cell in table.rows[0].cells]
    assert top == ["TT", "Đảng viên", "Đảng viên"]
    assert [cell.text for cell in table.rows[1].cells] == ["TT", "Tổng", "Dự"]
    assert all("tblHeader" in row._tr.xml for row in table.rows[:2])
    assert "tblHeader" not in table.rows[2]._tr.xml


def test_cells_are_sized_aligned_and_the_total_is_bold():
    table = made(Table(columns=COLUMNS, rows=(("1", "14", "13"), ("", "14", "13")), total=True))
    first, last = table.rows[2].cells[1], table.rows[3].cells[1]
    assert first.paragraphs[0].runs[0].font.size.pt == 12
    assert first.paragraphs[0].alignment == 2
    assert (first.paragraphs[0].runs[0].bold, last.paragraphs[0].runs[0].bold) == (None, True)
    assert round(sum(cell.width.mm for cell in table.rows[2].cells)) == 165


def test_rows_to_write_in_have_their_height_and_none_is_split():
    table = made(Table(columns=COLUMNS, rows=(("1", "", ""),), row_height=9))
    assert round(table.rows[2].height.mm) == 9
    assert table.rows[0].height is None
    assert all("cantSplit" in row._tr.xml for row in table.rows)
