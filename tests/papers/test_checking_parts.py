import pytest
from docx.shared import Mm, Pt, RGBColor

from qtapp.papers.checking import check_word, fix_word
from qtapp.papers.rules import load_rules
from qtapp.papers.word_reading import paragraphs
from tests.papers.sheets import a_head
from tests.papers.words import a_plan, a_word, paragraph_of


def look(start, *, size=None, **marks):
    def change(document):
        for run in paragraph_of(document, start).runs:
            run.font.size = Pt(size) if size else run.font.size
            for mark, value in marks.items():
                setattr(run.font, mark, value)

    return change


def say(start, text):
    def change(document):
        paragraph_of(document, start).runs[0].text = text

    return change


def gone(start):
    def change(document):
        paragraph = paragraph_of(document, start)._p
        paragraph.getparent().remove(paragraph)

    return change


def no_indent(document):
    paragraph_of(document, "Lời văn").paragraph_format.first_line_indent = Mm(0)


def no_space(document):
    paragraph_of(document, "Lời văn").paragraph_format.space_after = Pt(0)


def red(document):
    paragraph_of(document, "Lời văn").runs[0].font.color.rgb = RGBColor(255, 0, 0)


def number_small(document):
    for run in document.sections[0].header.paragraphs[0].runs:
        run.font.size = Pt(12)


def number_left(document):
    document.sections[0].header.paragraphs[0].alignment = 0


def number_low(document):
    document.sections[0].header_distance = Mm(18)


CITED = "Thực hiện Nghị quyết số 3-NQ/ĐU ngày 5/09/2026 của Đảng ủy xã."
PADDED = "Thực hiện Nghị quyết số 03-NQ/ĐU, ngày 05/09/2026 của Đảng ủy xã."
CHANGES = {
    "upper line bold": (look("ĐẢNG BỘ", bold=True), "2.2 mục 2", "không in đậm"),
    "upper line 12": (look("ĐẢNG BỘ", size=12), "2.2 mục 2", "cỡ 14, ở đây là 12"),
    "own line not bold": (look("CHI BỘ", bold=False), "2.2 mục 2", "phải in đậm"),
    "own line 16": (look("CHI BỘ", size=16), "2.2 mục 2", "cỡ 14, ở đây là 16"),
    "own line underlined": (look("CHI BỘ", underline=True), "2.2 mục 2", "không gạch chân"),
    "number bold": (look("Số 05", bold=True), "2.2 mục 3", "không in đậm"),
    "number 16": (look("Số 05", size=16), "2.2 mục 3", "cỡ 14, ở đây là 16"),
    "number of the wrong form": (say("Số 05", "Số: 05/KH-CB"), "2.3", "Số và ký hiệu phải viết"),
    "number of a guideline": (say("Số 05", "Số 05-HD/CB"), "2.4", "không ban hành hướng dẫn"),
    "date 12": (look("Suối Mẫu, ngày", size=12), "2.2 mục 4", "cỡ 14, ở đây là 12"),
    "type gone": (gone("KẾ HOẠCH"), "2.2 mục 5", "Thiếu tên loại"),
    "type 12": (look("KẾ HOẠCH", size=12), "2.2 mục 5", "cỡ 15 đến 16"),
    "type not bold": (look("KẾ HOẠCH", bold=False), "2.2 mục 5", "phải in đậm"),
    "abstract 12": (look("về học tập", size=12), "2.2 mục 5", "cỡ 14 đến 15"),
    "abstract italic": (look("về học tập", italic=True), "2.2 mục 5", "in đứng"),
    "abstract not bold": (look("về học tập", bold=False), "2.2 mục 5", "phải in đậm"),
    "abstract in capitals": (say("về học tập", "VỀ HỌC TẬP NGHỊ QUYẾT"), "2.2 mục 5", "in thường"),
    "abstract that names the act at once": (
        say("về học tập", "học tập Nghị quyết"),
        "2.2 mục 5",
        "bắt đầu bằng chữ “về”",
    ),
    "hyphens gone": (gone("-----"), "2.2 mục 5", "năm gạch nối"),
    "text 12": (look("Lời văn", size=12), "2.2 mục 6", "Nội dung phải cỡ 14 đến 15"),
    "no indent": (no_indent, "2.2 mục 6", "lùi vào 10 mm"),
    "no space between": (no_space, "2.2 mục 6", "cách nhau ít nhất 6 pt"),
    "red": (red, "2.1", "màu đen"),
    "authority not bold": (look("T/M", bold=False), "2.2 mục 7", "phải in đậm"),
    "signed for another": (say("T/M", "K/T BÍ THƯ"), "2.5", "không ký “K/T”"),
    "position bold": (look("BÍ THƯ", bold=True), "2.2 mục 7", "không in đậm"),
    "name not bold": (look("Hoàng", bold=False), "2.2 mục 7", "phải in đậm"),
    "TS.": (say("Hoàng", "TS. Hoàng Y Niê"), "2.2 mục 7", "học vị"),
    "Th.S.": (say("Hoàng", "Th.S. Hoàng Y Niê"), "2.2 mục 7", "học vị"),
    "recipient 14": (look("- Các đồng chí", size=14), "2.2 mục 8", "cỡ 12, ở đây là 14"),
    "nothing filed": (gone("- Lưu"), "2.2 mục 8", "dòng lưu"),
    "page number 12": (number_small, "2.1", "Số trang phải cỡ 14"),
    "page number left": (number_left, "2.1", "ở giữa dòng"),
    "page number low": (number_low, "2.1", "cách mép trên 10 mm"),
    "date of a citation": (say("Hết.", CITED), "2.2 mục 14", "dấu phẩy trước chữ ngày"),
    "month of a citation": (say("Hết.", PADDED), "2.2 mục 14", "các tháng khác không thêm"),
}


@pytest.mark.parametrize(("spoil", "rule", "says"), CHANGES.values(), ids=CHANGES)
def test_a_single_change_is_told_alone_and_repaired_where_that_is_offered(
    tmp_path, spoil, rule, says
):
    path = a_word(tmp_path / "a.docx", spoil)
    (found,) = check_word(path)
    assert found.rule == rule
    assert says in found.sentence
    left = fix_word(path, tmp_path / "b.docx")
    assert (left == []) is found.fixable


def test_the_older_rules_do_not_fix_how_an_abstract_begins(tmp_path):
    path = a_word(tmp_path / "a.docx", say("về học tập", "học tập Nghị quyết"))
    found = check_word(path, load_rules("hd36-2018"))
    assert [each for each in found if each.rule == "2.2 mục 5"] == []


def test_bold_and_slanting_words_within_the_text_are_no_fault(tmp_path):
    def mixed(document):
        paragraph = paragraph_of(document, "Lời văn")
        paragraph.add_run("Điều 3.").bold = True
        paragraph.add_run("nghiêm").italic = True

    assert check_word(a_word(tmp_path / "a.docx", mixed)) == []


def test_letters_set_in_capitals_by_their_look_are_capitals(tmp_path):
    def capped(document):
        run = paragraph_of(document, "KẾ HOẠCH").runs[0]
        run.text, run.font.all_caps = "Kế hoạch", True

    assert check_word(a_word(tmp_path / "a.docx", capped)) == []


def test_two_names_in_one_paragraph_are_not_judged(tmp_path):
    def joined(document):
        paragraph_of(document, "ĐẢNG BỘ").runs[0].text = "ĐẢNG BỘ XÃ MẪU\nCHI BỘ MẪU"
        gone("CHI BỘ THÔN")(document)

    assert check_word(a_word(tmp_path / "a.docx", joined)) == []


def test_a_letter_has_no_type_but_its_abstract_in_small_slanting_letters(tmp_path):
    paper = a_plan(
        kind="",
        abstract="",
        head=a_head(number="Số 05-CV/CB", about="về việc học tập"),
        recipients=("- Như trên,", "- Lưu Chi bộ."),
    )
    path = a_word(tmp_path / "a.docx", paper=paper)
    assert check_word(path) == []
    (found,) = check_word(a_word(path, look("về việc", italic=False), paper))
    assert found.sentence == "Trích yếu công văn phải in nghiêng."


def test_a_paper_saved_without_tables_is_understood_too(tmp_path):
    def flat(document):
        body = document.element.body
        for each in list(paragraphs(document)):
            body.insert(len(body) - 1, each._p)
        for table in document.tables:
            body.remove(table._tbl)

    found = check_word(a_word(tmp_path / "a.docx", flat))
    assert "Thiếu" not in " ".join(each.sentence for each in found)
