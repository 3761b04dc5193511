import pytest

from qtapp.domain.papers import PaperKind
from tests.papers.sheets import text_of
from tests.services.paper_book import a_paper_book, a_ref


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    book = a_paper_book(tmp_path_factory.mktemp("sổ"))
    kinds = [kind for kind in PaperKind if kind is not PaperKind.SIGNIN]
    texts = {kind: text_of(book.papers.pdf(a_ref(book, kind))) for kind in kinds}
    book.close()
    return texts


def test_the_plan_cites_documents_sessions_questions_and_days(said):
    text = said[PaperKind.PLAN]
    assert "Nghị quyết số 18-NQ/TU, ngày 21/9/2026 của Tỉnh ủy Mẫu về xây dựng" in text
    assert "7 giờ 30, ngày 10/11/2026, trực tiếp, tại Nhà văn hóa thôn" in text
    assert "1. Đồng chí tâm đắc nhất nội dung nào, vì sao?" in text
    assert "I- MỤC ĐÍCH, YÊU CẦU II- NỘI DUNG" in text
    assert "X- TỔ CHỨC THỰC HIỆN" in text
    assert "Hạn nộp: ngày 28/11/2026." in text


def test_the_summons_is_a_letter_and_asks_to_come_in_time(said):
    text = said[PaperKind.SUMMONS]
    assert "Kính gửi: Các đồng chí đảng viên Chi bộ thôn Suối Mẫu" in text
    assert "Nơi nhận: - Như trên, - Lưu Chi bộ." in text


def test_the_deputy_leads_the_class(said):
    text = said[PaperKind.BOARD]
    assert "1 Trần Văn Đạt Phó Bí thư Trưởng ban" in text
    assert "5 Hậu cần Hội trường" in text
    assert "Điều 2." in text


def test_the_class_has_eight_articles(said):
    text = said[PaperKind.CLASS_RULES]
    assert [f"Điều {place}." in text for place in range(1, 10)] == [True] * 8 + [False]


def test_the_budget_counts_people_and_leaves_prices_open(said):
    text = said[PaperKind.BUDGET]
    assert "1 Tài liệu cho người học bộ 14" in text
    assert "Tổng số tiền bằng chữ: ……" in text


def test_the_notice_says_where_when_and_who(said):
    text = said[PaperKind.NOTICE]
    assert "II- THỜI GIAN, ĐỊA ĐIỂM" in text
    assert "(14 đồng chí)" in text
