import io

import pytest
import zxingcpp
from PIL import Image

from qtapp.papers.codes import PER_PAGE, CodesPaper, matrix, write_codes
from qtapp.papers.pictures import page_count, page_png
from tests.papers.sheets import text_of

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def a_text(number, length=956):
    return f"SCB1:0123ABCD:{number}:9:".ljust(length, ALPHABET[number])


def drawn(texts):
    memory = io.BytesIO()
    write_codes(
        CodesPaper(
            sender="Chi bộ thôn Suối Mẫu",
            reader="Đảng ủy xã Suối Mẫu",
            made="ngày 20 tháng 11 năm 2026",
            codes=texts,
        ),
        memory,
    )
    return memory.getvalue()


def read(pdf, page):
    return {
        each.text
        for each in zxingcpp.read_barcodes(Image.open(io.BytesIO(page_png(pdf, page, 1240))))
    }


def test_six_codes_stand_on_a_page_and_are_numbered():
    texts = [a_text(number) for number in range(1, 10)]
    pdf = drawn(texts)
    assert page_count(pdf) == 2
    assert read(pdf, 0) == set(texts[:PER_PAGE])
    assert read(pdf, 1) == set(texts[PER_PAGE:])
    words = text_of(pdf)
    assert "Gói dữ liệu của Chi bộ thôn Suối Mẫu" in words
    assert "Đảng ủy xã Suối Mẫu · ngày 20 tháng 11 năm 2026 · Trang 1/2" in words
    assert "Mã 6/9" in words
    assert "Mã 7/9" in words


def test_the_same_codes_make_the_same_paper():
    assert drawn([a_text(1)]) == drawn([a_text(1)])


@pytest.mark.parametrize("length", [20, 61, 178, 395, 621, 970])
def test_a_code_is_as_small_as_its_text_allows(length):
    modules = matrix(a_text(1, length))
    side = len(modules)
    assert all(len(row) == side for row in modules)
    assert side <= 97
    smaller = matrix(a_text(1, 20))
    assert side >= len(smaller)
    picture = Image.new("L", (side + 8, side + 8), 255)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                picture.putpixel((x + 4, y + 4), 0)
    picture = picture.resize((4 * side + 32, 4 * side + 32), Image.Resampling.NEAREST)
    assert zxingcpp.read_barcode(picture).text == a_text(1, length)


def test_a_text_too_long_for_the_largest_code_is_a_fault():
    with pytest.raises(ValueError, match="971"):
        matrix(a_text(1, 971))
