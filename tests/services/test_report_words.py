from msgspec.structs import replace

from qtapp.domain.papers import PaperKind
from tests.papers.sheets import text_of
from tests.services.paper_book import a_paper_book, a_ref


def test_the_users_own_words_follow_the_figures_of_the_report(tmp_path):
    book = a_paper_book(tmp_path)
    draft = book.papers.draft(a_ref(book, PaperKind.REPORT))
    sections = tuple(
        replace(each, text="Đề nghị cấp sách.") if each.name == "proposals" else each
        for each in draft.sections
    )
    book.papers.save(replace(draft, sections=sections))
    text = text_of(book.papers.pdf(draft.ref))
    assert "KIẾN NGHỊ, ĐỀ XUẤT Đề nghị cấp sách. (Chi tiết tại phụ lục" in text
    assert "MÔ HÌNH, CÁCH LÀM HAY" not in text
    book.close()
