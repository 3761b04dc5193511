from qtapp.papers.checking_layout import layout_of
from qtapp.papers.rules import load_rules
from qtapp.papers.word import word_bytes
from qtapp.papers.word_reading import Looks
from tests.papers.sheets import a_head
from tests.papers.words import a_plan, opened_word


def laid_out(paper):
    document = opened_word(word_bytes(paper))
    return layout_of(document, Looks(document), load_rules())


def test_every_part_of_a_paper_is_recognised():
    layout = laid_out(a_plan())
    assert {name: [each.text for each in part] for name, part in layout.parts.items()} == {
        "party": ["ĐẢNG CỘNG SẢN VIỆT NAM"],
        "star": ["*"],
        "number": ["Số 05-KH/CB"],
        "dated": ["Suối Mẫu, ngày 20 tháng 11 năm 2026"],
        "own": ["CHI BỘ THÔN NÀ MẪU"],
        "upper": ["ĐẢNG BỘ XÃ SUỐI MẪU"],
        "type": ["KẾ HOẠCH"],
        "abstract": ["về học tập Nghị quyết"],
        "hyphens": ["-----"],
        "recipients": ["Nơi nhận:"],
        "recipient": ["- Các đồng chí đảng viên,", "- Lưu Chi bộ."],
        "authority": ["T/M CHI BỘ"],
        "position": ["BÍ THƯ"],
        "signer": ["Hoàng Y Niê"],
    }
    assert [each.text[:8] for each in layout.body] == ["I- MỤC Đ", "Lời văn ", "Hết."]
    assert (layout.symbol, layout.is_cell) == ("KH", True)


def test_the_highest_organisation_has_no_upper_line():
    layout = laid_out(a_plan(head=a_head(upper_line="", own_line="ĐẢNG ỦY XÃ MẪU")))
    assert layout.part("upper") == []
    assert [each.text for each in layout.part("own")] == ["ĐẢNG ỦY XÃ MẪU"]
    assert not layout.is_cell


def test_a_letter_has_its_abstract_under_the_number_and_no_type():
    layout = laid_out(a_plan(kind="", head=a_head(number="Số 01-CV/CB", about="về việc họp")))
    assert [each.text for each in layout.part("about")] == ["về việc họp"]
    assert layout.first("type") is None


def test_a_document_without_words_has_no_parts():
    document = opened_word(word_bytes(a_plan()))
    for each in list(document.element.body)[:-1]:
        document.element.body.remove(each)
    layout = layout_of(document, Looks(document), load_rules())
    assert (layout.parts, layout.body) == ({}, [])
