import pytest
from docx.shared import Mm, Pt

from qtapp.papers.checking import check_word, fix_word
from qtapp.papers.rules import load_rules
from qtapp.papers.word_parts import page_number
from tests.papers.words import a_word, paragraph_of


def letter(document):
    document.sections[0].page_width, document.sections[0].page_height = Mm(216), Mm(279)


def margins(document):
    document.sections[0].top_margin = Mm(25)


def gutter(document):
    document.sections[0].gutter = Mm(5)


def no_number(document):
    header = document.sections[0].header
    for paragraph in header.paragraphs:
        paragraph.clear()


def number_below(document):
    document.sections[0].footer.paragraphs[0].text = ""
    section = document.sections[0]

    class Foot:
        header = section.footer

    page_number(Foot, load_rules())


def number_on_first(document):
    document.sections[0].different_first_page_header_footer = False


def font(document):
    paragraph_of(document, "Lời văn").runs[0].font.name = "Arial"


def spacing(document):
    paragraph_of(document, "Lời văn").paragraph_format.line_spacing = Pt(24)


def ragged(document):
    paragraph_of(document, "Lời văn").alignment = 0


@pytest.mark.parametrize(
    ("spoil", "says", "fixable"),
    [
        (letter, "Khổ giấy phải là A4", True),
        (margins, "Lề trang sai: trên 25 mm (đúng: 20)", True),
        (gutter, "trái 35 mm (đúng: 30)", True),
        (no_number, "Số trang phải ở giữa, phía trên", True),
        (number_below, "Số trang phải ở giữa, phía trên", False),
        (number_on_first, "Trang thứ nhất không đánh số", True),
        (font, "Phông chữ phải là Times New Roman, ở đây là Arial", True),
        (spacing, "Exactly, từ 18 đến 22", True),
        (ragged, "căn đều hai bên", True),
    ],
)
def test_a_fault_of_the_page_is_found_and_repaired(tmp_path, spoil, says, fixable):
    path = a_word(tmp_path / "a.docx", spoil)
    (finding,) = check_word(path)
    assert says in finding.sentence
    assert finding.fixable is fixable
    left = fix_word(path, tmp_path / "b.docx")
    assert (left == []) is fixable


def test_letters_too_small_or_too_large_are_found_not_changed(tmp_path):
    def sizes(document):
        paragraph_of(document, "Hết.").runs[0].font.size = Pt(11)
        paragraph_of(document, "I- MỤC").runs[0].font.size = Pt(18)

    found = check_word(a_word(tmp_path / "a.docx", sizes))
    assert [each.fixable for each in found] == [False, False]
    assert {each.where for each in found} == {"Hết.", "I- MỤC ĐÍCH"}


def test_within_a_millimetre_a_margin_is_right(tmp_path):
    def nearly(document):
        document.sections[0].left_margin = Mm(30.8)

    assert check_word(a_word(tmp_path / "a.docx", nearly)) == []


def test_the_older_rules_have_no_upper_bound_for_lines(tmp_path):
    path = a_word(tmp_path / "a.docx", spacing)
    assert check_word(path, load_rules("hd36-2018")) == []
