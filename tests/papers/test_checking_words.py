import unicodedata

import pytest

from qtapp.papers.checking import check_word, fix_word
from tests.papers.sheets import a_head
from tests.papers.words import a_plan, a_word, paragraph_of


def say(start, text):
    def change(document):
        runs = paragraph_of(document, start).runs
        runs[0].text = text
        for run in runs[1:]:
            run.text = ""

    return change


def added(text):
    return lambda document: document.add_paragraph(text)


def look(start, **values):
    def change(document):
        for run in paragraph_of(document, start).runs:
            for name, value in values.items():
                setattr(run.font, name, value)

    return change


@pytest.mark.parametrize(
    ("spoil", "rule", "says", "fixable"),
    [
        (say("ĐẢNG CỘNG", "Đảng CSVN"), "2.2 mục 1", "Thiếu tiêu đề", False),
        (look("ĐẢNG CỘNG", bold=False), "2.2 mục 1", "phải in đậm", True),
        (say("*", "-"), "2.2 mục 2", "Thiếu dấu sao", False),
        (added("Độc lập - Tự do - Hạnh phúc"), "2.0", "quốc hiệu, tiêu ngữ", False),
        (say("Số 05", "Số: 5/KH-CB"), "2.3", "Số và ký hiệu phải viết như", True),
        (say("Số 05", "Số 5-KH/CB"), "2.3", "số dưới 10 thêm số 0", True),
        (say("Số 05", "Số 05-HD/CB"), "2.4", "không ban hành hướng dẫn", False),
        (
            say("Suối Mẫu, ngày", "Suối Mẫu, ngày 3 tháng 2 năm 2026"),
            "2.2 mục 4",
            "thêm số 0",
            True,
        ),
        (
            say("Suối Mẫu, ngày", "Suối Mẫu, ngày 03 tháng 09 năm 2026"),
            "2.2 mục 4",
            "các tháng khác không thêm",
            True,
        ),
        (look("Suối Mẫu, ngày", italic=False), "2.2 mục 4", "in nghiêng", True),
        (say("T/M", "TM. CHI BỘ"), "2.2 mục 7", "gạch chéo", True),
        (say("Hoàng", "ThS. Hoàng Y Niê"), "2.2 mục 7", "học hàm, học vị", False),
        (say("Nơi nhận", "Gửi:"), "2.2 mục 8", "Thiếu “Nơi nhận:”", False),
        (look("Nơi nhận", underline=False), "2.2 mục 8", "phải gạch chân", True),
        (say("- Lưu", "- Lưu: VT."), "2.2 mục 8", "không viết VT", False),
        (say("Hết.", "Hết./."), "2.2 mục 13", "./.", True),
        (say("Hết.", "Căn cứ Điều lệ Đảng;"), "2.2 mục 14", "gạch đầu dòng", True),
        (say("Hết.", unicodedata.normalize("NFD", "Đã học xong.")), "2.1", "dấu rời", True),
    ],
)
def test_a_fault_in_the_parts_is_found_and_what_is_safe_repaired(
    tmp_path, spoil, rule, says, fixable
):
    path = a_word(tmp_path / "a.docx", spoil)
    found = [each for each in check_word(path) if "Exactly" not in each.sentence]
    assert [each.rule for each in found] == [rule]
    assert says in found[0].sentence
    assert found[0].fixable is fixable
    left = fix_word(path, tmp_path / "b.docx")
    assert (left == []) is fixable


def test_a_number_still_to_be_written_in_by_hand_is_no_fault(tmp_path):
    path = a_word(tmp_path / "a.docx", say("Số 05", "Số       -KH/CB"))
    assert check_word(path) == []


def test_the_repaired_number_keeps_type_and_organisation(tmp_path):
    path = a_word(tmp_path / "a.docx", say("Số 05", "Số: 4/NQ-CB"))
    fix_word(path, tmp_path / "b.docx")
    from docx import Document  # noqa: PLC0415 - beside its use

    assert paragraph_of(Document(tmp_path / "b.docx"), "Số 0").text == "Số 04-NQ/CB"


def test_a_letter_sends_a_copy_to_those_it_is_addressed_to(tmp_path):
    head = a_head(number="Số 05-CV/CB", about="về việc học tập")
    given = {"kind": "", "head": head, "addressed": ("Các chi bộ",)}
    right = a_plan(**given, recipients=("- Như trên,", "- Lưu Chi bộ."))
    assert check_word(a_word(tmp_path / "a.docx", paper=right)) == []
    wrong = a_plan(**given)
    assert [each.rule for each in check_word(a_word(tmp_path / "b.docx", paper=wrong))] == [
        "2.2 mục 9"
    ]


def test_a_submission_is_presented_not_sent(tmp_path):
    paper = a_plan(
        kind="TỜ TRÌNH",
        head=a_head(number="Số 01-TTr/CB"),
        addressed=("Đảng ủy xã",),
        recipients=("- Như trên,", "- Lưu Chi bộ."),
    )
    assert [each.rule for each in check_word(a_word(tmp_path / "a.docx", paper=paper))] == ["2.6"]


def test_minutes_and_forms_need_no_recipients(tmp_path):
    minutes = a_plan(kind="BIÊN BẢN", recipients=(), head=a_head(number="Số 01-BB/CB"))
    form = a_plan(kind="BÀI THU HOẠCH", recipients=(), head=a_head(number=""))
    for place, paper in enumerate((minutes, form)):
        assert check_word(a_word(tmp_path / f"{place}.docx", paper=paper)) == []
