from qtapp.papers.description import Dotted, Heading, Paper, Paragraph, texts_of
from tests.papers.sheets import a_head, a_signature


def test_every_text_of_a_paper_is_found_to_be_checked():
    paper = Paper(
        name="Tên",
        head=a_head(about="về việc"),
        kind="KẾ HOẠCH",
        addressed=("Các chi bộ",),
        body=(Heading(text="I- MỤC"), Paragraph(lead="Điều 1.", text="Lời"), Dotted(lines=3)),
        signature=a_signature(),
        recipients=("- Lưu.",),
    )
    found = set(texts_of(paper))
    assert {
        "Tên",
        "về việc",
        "KẾ HOẠCH",
        "Các chi bộ",
        "I- MỤC",
        "Điều 1.",
        "Lời",
        "- Lưu.",
    } <= found
    assert {"T/M CHI BỘ", "Số 05-BC/CB"} <= found
