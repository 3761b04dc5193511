import io

import pytest

from qtapp.papers.description import Paper, Paragraph
from qtapp.papers.pdf import pressed
from tests.papers.sheets import a_head, a_signature, only_embedded_fonts, paper_pdf, sheets, undated


def a_page(text="Một trang.", **values):
    return Paper(
        name="Giấy",
        head=a_head(),
        kind="THÔNG BÁO",
        body=(Paragraph(text=text),),
        signature=a_signature(),
        **values,
    )


def test_fonts_are_inside_and_the_same_papers_give_the_same_bytes():
    pdf = paper_pdf(a_page(), a_page("Hai."))
    assert only_embedded_fonts(pdf) <= {"Tinos", "Tinos-Bold", "Tinos-Italic"}
    assert pdf == paper_pdf(a_page(), a_page("Hai."))
    assert undated(pdf)


def test_each_paper_counts_its_own_pages():
    long = a_page("Lời văn dài. " * 400)
    pages = sheets(paper_pdf(long, long))
    numbers = [[each.text for each in page.pieces if each.baseline < 15] for page in pages]
    assert numbers[0] == numbers[len(pages) // 2] == []
    assert ["2"] in numbers[1:]
    assert numbers[: len(pages) // 2] == numbers[len(pages) // 2 :]


def test_on_two_sides_every_paper_begins_on_a_front_and_backs_swap_their_margins():
    long = a_page("Lời văn dài. " * 400)
    pages = sheets(paper_pdf(long, long, two_sided=True))
    fronts = [page for page in pages if any(each.text == "THÔNG BÁO" for each in page.pieces)]
    assert [pages.index(page) % 2 for page in fronts] == [0, 0]
    body = [
        [each for each in page.pieces if each.text.startswith(("Lời", "văn", "dài"))]
        for page in pages
    ]
    lefts = [min(each.left for each in pieces) for pieces in body[:2]]
    assert lefts == [pytest.approx(30, abs=0.5), pytest.approx(15, abs=0.5)]


def test_nothing_is_written_if_the_block_fails(tmp_path):
    with pytest.raises(RuntimeError), pressed(tmp_path / "a.pdf", "x"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_the_title_of_the_file_is_the_papers_name():
    memory = io.BytesIO()
    with pressed(memory, "Kế hoạch") as press:
        press.canvas.showPage()
    assert "Kế hoạch".encode("utf-16-be") in memory.getvalue() or b"/Title" in memory.getvalue()
