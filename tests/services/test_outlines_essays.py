import pytest
from msgspec.structs import replace

from qtapp.domain.papers import PaperKind
from tests.papers.sheets import sheets, text_of
from tests.services.paper_book import a_paper_book, a_ref


@pytest.fixture
def book(tmp_path):
    made = a_paper_book(tmp_path)
    yield made
    made.close()


def test_the_form_asks_the_waves_questions_and_fills_both_sides_of_a_sheet(book):
    ref = replace(a_ref(book, PaperKind.ESSAY), edition="")
    pdf = book.papers.pdf(ref)
    assert len(sheets(pdf)) == 2
    text = text_of(pdf)
    assert "Câu 1. Đồng chí tâm đắc nhất nội dung nào, vì sao?" in text
    assert "Họ và tên: ……" in text
    assert "NGƯỜI VIẾT THU HOẠCH" in text


def test_a_members_own_words_stand_on_the_form(book):
    ref = a_ref(book, PaperKind.ESSAY)
    row = next(r for r in book.essays.sheet(ref.about) if r.member.id == ref.edition)
    book.essays.save_text(row.essay, "Tôi tâm đắc với việc giữ nguồn nước.")
    text = text_of(book.papers.pdf(ref))
    assert "Tôi tâm đắc với việc giữ nguồn nước." in text
    assert f"Họ và tên: {row.member.full_name}; ngày sinh: 03/19" in text


def test_without_questions_the_usual_frame_is_given(book):
    ref = replace(a_ref(book, PaperKind.ESSAY), edition="")
    wave = book.waves.get(ref.about)
    book.waves.save(replace(wave, essay_questions=()))
    assert "IV- KIẾN NGHỊ, ĐỀ XUẤT" in text_of(book.papers.pdf(ref))


def test_a_member_without_a_day_of_birth_has_none_on_the_form(book):
    ref = a_ref(book, PaperKind.ESSAY)
    member = book.members.get(ref.edition)
    book.members.save(replace(member, birth="", joined_on=""))
    text = text_of(book.papers.pdf(ref))
    assert "ngày sinh" not in text
    assert "Ngày vào Đảng" not in text


def test_the_opinion_carries_remark_result_and_what_was_checked(book):
    rows = book.essays.sheet(book.waves.all()[0].id)
    graded = next(row for row in rows if row.essay.state.is_graded)
    ref = replace(a_ref(book, PaperKind.ESSAY_OPINION), edition=graded.member.id)
    text = text_of(book.papers.pdf(ref))
    assert "Kết quả: đạt; điểm: 8,5, ngày 18/11/2026." in text
    assert "Sát thực tế" in text
    assert "2 Có chữ ký của người viết" in text


def test_the_list_counts_who_owes_and_who_handed_in(book):
    text = text_of(book.papers.pdf(a_ref(book, PaperKind.ESSAY_LIST)))
    assert "Hạn nộp: ngày 28/11/2026. Phải nộp 13 bài; đã nộp 12 bài, đạt 92%." in text
    assert text.count("15/11/2026") == 12
