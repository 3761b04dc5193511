import io

import pytest

from qtapp.domain.errors import Cancelled
from qtapp.papers.writing import write_pdf, write_word
from tests.papers.sheets import a_sheet, people, sheets, silent, text_of
from tests.papers.words import a_plan, opened_word


def test_papers_and_sign_in_sheets_share_a_file_in_the_order_given(tmp_path):
    path = tmp_path / "a.pdf"
    write_pdf([a_plan(), a_sheet(), a_plan()], path, silent, name="Cả đợt")
    text = text_of(path)
    assert text.index("KẾ HOẠCH") < text.index("DANH SÁCH KÝ TÊN") < text.rindex("KẾ HOẠCH")


def test_progress_of_many_counts_papers():
    steps = []
    write_pdf([a_plan()] * 5, io.BytesIO(), lambda done, total: steps.append((done, total)))
    assert {total for _, total in steps} == {5}
    assert steps == sorted(steps)
    assert steps[-1] == (5, 5)


def test_stopping_leaves_an_older_file_as_it_was(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def stop(done, _total):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pdf([a_plan()] * 5, path, stop)
    assert path.read_bytes() == b"old"


def test_a_sign_in_sheet_is_a_table_in_word(tmp_path):
    path = tmp_path / "a.docx"
    write_word(a_sheet(people(3), signature_columns=2, spare_rows=2), path)
    table = opened_word(path.read_bytes()).tables[1]
    assert [cell.text for cell in table.rows[0].cells][3:5] == ["Ký sáng", "Ký chiều"]
    assert len(table.rows) == 1 + 3 + 2


def test_one_pdf_of_one_sheet_has_its_pages():
    memory = io.BytesIO()
    write_pdf([a_sheet(people(60))], memory, silent)
    assert len(sheets(memory.getvalue())) == 3
