import io

import pypdfium2
import pytest
import zxingcpp

from qtapp.domain.sheet_marks import CORNERS, SIDE, Mark, read_mark
from tests.papers.sheets import a_sheet, people, signin_pdf

SCALE = 4
MM = 72 / 25.4 * SCALE


def codes_of(page):
    picture = page.render(scale=SCALE).to_pil().convert("L")
    return zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)


@pytest.fixture(scope="module")
def pages():
    pdf = signin_pdf(a_sheet(people(30), code="0123456789"))
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    found = [codes_of(page) for page in document]
    document.close()
    return found


def test_every_page_carries_its_four_codes_and_each_says_sheet_page_and_corner(pages):
    for number, codes in enumerate(pages, 1):
        marks = [read_mark(each.text) for each in codes]
        assert sorted(mark.corner for mark in marks) == [0, 1, 2, 3]
        assert {mark.page for mark in marks} == {number}
        assert {mark.sheet for mark in marks} == {"0123456789"}


def test_codes_stand_where_they_are_said_to_stand(pages):
    for each in pages[0]:
        mark = read_mark(each.text)
        x, y = CORNERS[mark.corner]
        position = each.position.top_left
        assert isinstance(mark, Mark)
        assert position.x / MM == pytest.approx(x, abs=0.6)
        assert position.y / MM == pytest.approx(y, abs=0.6)
        assert each.position.bottom_right.x / MM == pytest.approx(x + SIDE, abs=0.6)


def test_a_sheet_without_a_number_carries_no_code():
    document = pypdfium2.PdfDocument(io.BytesIO(signin_pdf(a_sheet())))
    assert list(codes_of(document[0])) == []
    document.close()
