import io
import zipfile

import pytest

from qtapp.papers.description import Annex, Column, Dotted, Paragraph, Table, texts_of
from qtapp.papers.rules import load_rules
from qtapp.papers.word import word_bytes
from qtapp.papers.word_reading import Looks, paragraphs
from tests.papers.sheets import a_head, a_signature
from tests.papers.words import a_plan, opened_word, paragraph_of


def words_of(document):
    return [each.text for each in paragraphs(document)]


def test_every_word_of_the_paper_is_in_the_file():
    paper = a_plan(addressed=("Các chi bộ",), marking="TÀI LIỆU HỘI NGHỊ")
    found = " ".join(words_of(opened_word(word_bytes(paper))))
    for text in set(texts_of(paper)) - {
        paper.name,
        "body",
        "left",
        "centre",
        "Heading",
        "Paragraph",
        "Table",
    }:
        assert text in found


def test_the_same_paper_gives_the_same_bytes_without_the_time_of_day():
    content = word_bytes(a_plan())
    assert content == word_bytes(a_plan())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_page_is_that_of_the_rules():
    document = opened_word(word_bytes(a_plan()))
    (section,) = document.sections
    found = [
        round(each / 36_000)
        for each in (
            section.page_width,
            section.page_height,
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
    ]
    assert found == [210, 297, 20, 20, 30, 15]
    assert section.different_first_page_header_footer


@pytest.mark.parametrize(
    ("start", "size", "marks"),
    [
        ("ĐẢNG CỘNG SẢN", 15, "b"),
        ("CHI BỘ THÔN", 14, "b"),
        ("ĐẢNG BỘ XÃ", 14, ""),
        ("Số 05", 14, ""),
        ("Suối Mẫu, ngày", 14, "i"),
        ("KẾ HOẠCH", 16, "b"),
        ("về học tập Nghị", 14, "b"),
        ("I- MỤC", 14, "b"),
        ("Lời văn", 14, ""),
        ("T/M CHI BỘ", 14, "b"),
        ("BÍ THƯ", 14, ""),
        ("Nơi nhận:", 14, "u"),
        ("- Lưu", 12, ""),
    ],
)
def test_every_part_has_its_size_and_style(start, size, marks):
    document = opened_word(word_bytes(a_plan()))
    looks = Looks(document)
    paragraph = paragraph_of(document, start)
    for run in paragraph.runs:
        assert looks.size(run, paragraph) == size
        assert looks.font(run, paragraph) == "Times New Roman"
        assert "".join(mark for mark in "biu" if looks.has(mark, run, paragraph)) == marks


def test_running_text_is_justified_on_exact_lines():
    document = opened_word(word_bytes(a_plan(), load_rules("hd36-2018")))
    paragraph = paragraph_of(document, "Lời văn")
    assert Looks(document).line_spacing(paragraph) == (18, True)
    assert Looks(document).alignment(paragraph) == "both"


def test_an_annex_is_a_section_across():
    table = Table(columns=(Column(title="TT", share=1),), rows=(("1",),))
    annex = Annex(titles=("PHỤ LỤC",), blocks=(table,), across=True)
    first, second = opened_word(word_bytes(a_plan(annexes=(annex,)))).sections
    assert first.page_width < first.page_height
    assert second.page_width > second.page_height


def test_recipients_and_signature_stay_on_one_page_with_words_above_them():
    document = opened_word(word_bytes(a_plan()))
    (row,) = document.tables[-1].rows
    assert "cantSplit" in row._tr.xml
    above, blank, below = document.paragraphs[-3:]
    assert above.text == "Hết."
    assert above.paragraph_format.keep_with_next
    assert blank.paragraph_format.keep_with_next
    assert below.paragraph_format.line_spacing.pt == 1


def test_the_break_before_an_annex_takes_no_room_of_its_own():
    document = opened_word(word_bytes(a_plan(annexes=(Annex(titles=("PHỤ LỤC",), blocks=()),))))
    (ends,) = [each for each in document.paragraphs if "w:sectPr" in each._p.xml]
    assert ends.text == ""
    assert ends.paragraph_format.line_spacing.pt == 1


def test_printed_on_two_sides_the_margins_mirror():
    plain = word_bytes(a_plan())
    mirrored = word_bytes(a_plan(), two_sided=True)
    assert b"mirrorMargins" not in opened_word(plain).settings.element.xml.encode()
    assert b"mirrorMargins" in opened_word(mirrored).settings.element.xml.encode()


def test_two_signatures_stand_side_by_side_with_their_names_level():
    signature = a_signature(title="", preparer="NGƯỜI GHI", preparer_name="Bùi Xuân Yên")
    document = opened_word(word_bytes(a_plan(signature=signature, recipients=())))
    left, right = document.tables[-1].rows[0].cells
    assert [each.text for each in left.paragraphs] == ["NGƯỜI GHI", "Bùi Xuân Yên"]
    assert [each.text for each in right.paragraphs] == ["T/M CHI BỘ", "Hoàng Y Niê"]


def test_dotted_lines_are_tabs_with_a_leader_and_notes_lean():
    body = (Dotted(lines=2), Paragraph(text="Ghi chú.", style="note"))
    document = opened_word(word_bytes(a_plan(body=body, head=a_head(about="về việc họp"))))
    assert [each for each in words_of(document) if each == "\t"] == ["\t", "\t"]
    note = paragraph_of(document, "Ghi chú.")
    assert note.runs[0].italic
    assert paragraph_of(document, "về việc").runs[0].font.size.pt == 12
