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


def test_the_year_of_a_member_tells_sessions_and_essays(book):
    rows = book.essays.sheet(book.waves.all()[0].id)
    graded = next(row for row in rows if row.essay.state.is_graded)
    ref = replace(a_ref(book, PaperKind.MEMBER_YEAR), about=graded.member.id)
    text = text_of(book.papers.pdf(ref))
    assert "Trong năm 2026: 1 đợt học tập; đã dự và học bù 1/1 buổi." in text
    assert "1/1 có mặt đạt, 8,5 điểm" in text


def test_another_year_holds_nothing_of_this_one(book):
    ref = replace(a_ref(book, PaperKind.MEMBER_YEAR), edition="2025")
    assert "Trong năm 2025: 0 đợt học tập" in text_of(book.papers.pdf(ref))


def test_an_exempt_member_owes_no_session(book):
    exempt = next(each for each in book.members.all() if each.status.value == "exempt")
    ref = replace(a_ref(book, PaperKind.MEMBER_YEAR), about=exempt.id)
    assert "0/0 buổi" in text_of(book.papers.pdf(ref))


def test_the_pledge_has_five_parts_and_two_signatures(book):
    text = text_of(book.papers.pdf(a_ref(book, PaperKind.PLEDGE)))
    assert "V- VỀ KHẮC PHỤC HẠN CHẾ" in text
    assert "XÁC NHẬN CỦA CHI BỘ" in text
    assert "NGƯỜI CAM KẾT" in text
