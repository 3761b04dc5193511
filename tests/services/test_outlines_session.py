import pytest
from msgspec.structs import replace

from qtapp.domain.papers import PaperKind
from tests.papers.sheets import text_of
from tests.services.paper_book import a_paper_book, a_ref


@pytest.fixture
def book(tmp_path):
    made = a_paper_book(tmp_path)
    yield made
    made.close()


def text_in(book, kind):
    return text_of(book.papers.pdf(a_ref(book, kind)))


def test_minutes_tell_who_was_there_who_was_not_and_why(book):
    text = text_in(book, PaperKind.MINUTES)
    assert "Tổng số đảng viên: 14 (chính thức 13, dự bị 1, sinh hoạt tạm thời 0)" in text
    assert "được miễn sinh hoạt: 1; giới thiệu sinh hoạt tạm thời nơi khác: 0" in text
    assert "Có mặt: 12/13, đạt 92% (chính thức 11, dự bị 1, sinh hoạt tạm thời 0)." in text
    assert "(đi viện)" in text
    assert "Vắng không lý do: không." in text
    assert "Chủ trì: Lê Minh Ánh. Thư ký: Võ Thị Ngọc Ẩn." in text
    assert "2. Thảo luận (Chi bộ)." in text
    assert "Hội nghị kết thúc hồi 9 giờ 30 cùng ngày" in text
    assert "NGƯỜI GHI BIÊN BẢN" in text
    assert "CHỦ TRÌ HỘI NGHỊ" in text


def test_before_the_session_the_figures_are_left_open(book):
    session = book.sessions.get(a_ref(book, PaperKind.MINUTES).about)
    book.sessions.save(replace(session, held=False))
    assert "Có mặt: ……; vắng có lý do: ……" in text_in(book, PaperKind.MINUTES)
    assert "chưa điểm danh nên chưa có số liệu" in text_in(book, PaperKind.RESOLUTION)


def test_the_resolution_carries_figures_follow_up_tasks_score_and_vote(book):
    text = text_in(book, PaperKind.RESOLUTION)
    assert "sinh hoạt chi bộ tháng 11 năm 2026" in text
    assert "thời lượng 120 phút" in text
    assert "Còn 5 tiêu chí chưa chấm điểm." in text
    assert "……/11 đảng viên chính thức có mặt tán thành" in text
    assert "- Đăng tải trên Sổ tay đảng viên điện tử," in text


def test_the_score_and_the_vote_are_worked_out_from_what_is_given(book):
    draft = book.papers.draft(a_ref(book, PaperKind.RESOLUTION))

    def given(section):
        if section.name == "score":
            return replace(section, rows=tuple((*row[:2], row[1]) for row in section.rows))
        if section.name == "vote":
            return replace(section, rows=(("11", "11"),))
        return section

    book.papers.save(replace(draft, sections=tuple(map(given, draft.sections))))
    text = text_in(book, PaperKind.RESOLUTION)
    assert "Tổng điểm: 100/100, xếp loại: Tốt." in text
    assert "11/11 đảng viên chính thức có mặt tán thành, đạt 100%." in text


def test_the_invitation_says_what_when_and_where(book):
    text = text_in(book, PaperKind.INVITATION)
    assert "trân trọng kính mời" in text
    assert "Thời gian: 7 giờ 30, ngày 10/11/2026." in text
    assert "Địa điểm: Nhà văn hóa thôn." in text
