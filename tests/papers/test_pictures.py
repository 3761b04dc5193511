import io

import pytest
from PIL import Image

from qtapp.domain.errors import FileUnreadable
from qtapp.papers.pictures import page_count, page_png
from tests.papers.sheets import a_paper, a_sheet, people, report_pdf, signin_pdf


@pytest.fixture(scope="module")
def pdf():
    return signin_pdf(a_sheet(people(60)))


def picture(paper, page, width):
    return Image.open(io.BytesIO(page_png(paper, page, width)))


def test_pages_are_counted_in_memory_and_in_a_file(pdf, tmp_path):
    path = tmp_path / "danh sách.pdf"
    path.write_bytes(pdf)
    assert page_count(pdf) == page_count(path) == 3
    path.unlink()


def test_a_picture_is_as_wide_as_asked_and_as_high_as_the_page(pdf):
    upright = picture(pdf, 0, 420)
    assert upright.format == "PNG"
    assert upright.size == pytest.approx((420, 594), abs=1)
    assert picture(report_pdf(a_paper()), 1, 594).size == pytest.approx((594, 420), abs=1)


def test_pages_differ_and_have_ink_on_white(pdf):
    first, second = page_png(pdf, 0, 200), page_png(pdf, 1, 200)
    assert first != second
    low, high = picture(pdf, 1, 400).convert("L").getextrema()
    assert low < 100
    assert high == 255


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4\n"])
def test_what_is_no_paper_is_unreadable(content, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    for look in (page_count, lambda paper: page_png(paper, 0, 100)):
        with pytest.raises(FileUnreadable) as caught:
            look(path)
        assert caught.value.path == str(path)
        with pytest.raises(FileUnreadable):
            look(content)


def test_a_file_or_page_that_is_not_there_is_unreadable(pdf, tmp_path):
    with pytest.raises(FileUnreadable):
        page_count(tmp_path / "nowhere.pdf")
    with pytest.raises(FileUnreadable):
        page_png(pdf, 3, 100)
