import pytest

from qtapp.domain.errors import Cancelled, MissingGlyphs
from qtapp.papers.description import Annex, Column, Dotted, Heading, Paper, Paragraph, Table
from tests.papers.sheets import TITLE, a_head, a_signature, paper_pdf, sheets, text_of

ROWS = tuple((str(place), f"Việc số {place}") for place in range(1, 60))
COLUMNS = (Column(title="TT", share=10, align="centre"), Column(title="Việc", share=90))


def a_paper(*body, **values):
    values.setdefault("head", a_head())
    values.setdefault("kind", "KẾ HOẠCH")
    values.setdefault("signature", a_signature())
    return Paper(name="Giấy", body=body, **values)


def pages_of(*body, **values):
    return sheets(paper_pdf(a_paper(*body, **values)))


def test_a_letter_has_no_type_and_its_abstract_stands_under_the_number():
    (page,) = pages_of(
        Paragraph(text="Lời."),
        kind="",
        head=a_head(about="về việc triệu tập"),
        addressed=("Các chi bộ",),
    )
    about = page.piece("về việc triệu tập")
    assert about.size == 12
    assert about.font == "Tinos-Italic"
    assert about.baseline > page.piece("Số 05-BC/CB").baseline
    assert page.piece("Kính gửi:").font == "Tinos-Italic"


def test_several_addressees_stand_one_below_the_other():
    text = text_of(paper_pdf(a_paper(addressed=("Chi bộ A", "Chi bộ B"))))
    assert "Kính gửi: - Chi bộ A - Chi bộ B" in text


def test_the_first_words_of_an_article_are_bold():
    (page,) = pages_of(Paragraph(lead="Điều 1.", text="Phạm vi."))
    assert page.piece("Điều 1.").font == "Tinos-Bold"
    assert page.piece("Phạm vi.").font == "Tinos"


@pytest.mark.parametrize("lines", range(20, 34))
def test_the_signature_never_stands_alone(lines):
    body = [Paragraph(text=f"Câu {place}.") for place in range(lines)]
    *_, last = pages_of(*body, recipients=("- Lưu Chi bộ.",))
    if "T/M CHI BỘ" in {each.text for each in last.pieces}:
        assert any(each.text.startswith("Câu ") for each in last.pieces)


@pytest.mark.parametrize("count", [3, 20, 21, 22, 23, 24, 25, 26, 59])
def test_after_a_table_the_signature_takes_the_last_rows_with_it(count):
    pages = pages_of(Table(columns=COLUMNS, rows=ROWS[:count]))
    last = {each.text for each in pages[-1].pieces}
    assert f"Việc số {count}" in last
    assert "T/M CHI BỘ" in last
    said = [each.text for page in pages for each in page.pieces if each.text.startswith("Việc số")]
    assert said == [row[1] for row in ROWS[:count]]


def test_dotted_lines_are_drawn_from_margin_to_margin():
    (page,) = pages_of(Dotted(lines=3))
    assert len([rule for rule in page.rules if rule.right - rule.left > 160]) == 3


def test_an_annex_lies_across_with_its_own_heading():
    annex = Annex(
        titles=("PHỤ LỤC", "Việc"), blocks=(Table(columns=COLUMNS, rows=ROWS),), across=True
    )
    pages = pages_of(Paragraph(text="Lời."), annexes=(annex,))
    assert [page.width > page.height for page in pages][:2] == [False, True]
    assert all("TT" in {each.text for each in page.pieces} for page in pages[1:])
    assert [each.size for each in pages[1].pieces if each.baseline < 15] == [14]


def test_a_paper_without_anything_to_say_is_still_a_page():
    (page,) = pages_of(signature=None)
    assert TITLE in {each.text for each in page.pieces}


def test_a_letter_the_font_lacks_is_named_with_its_text():
    with pytest.raises(MissingGlyphs) as caught:
        paper_pdf(a_paper(Heading(text="I- MỤC"), Paragraph(text="Đồng chí Hoa 😀")))
    assert caught.value.characters == "😀"
    assert caught.value.where == "Đồng chí Hoa 😀"


def test_stopping_stops_between_blocks():
    def stop(done, _total):
        if done > 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        paper_pdf(a_paper(*[Paragraph(text="Câu.") for _ in range(30)]), report=stop)
