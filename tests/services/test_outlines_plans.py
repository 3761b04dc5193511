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


def text_in(book, kind):
    return text_of(book.papers.pdf(a_ref(book, kind)))


def test_plan_and_programme_differ_in_their_type_alone(book):
    plan, programme = text_in(book, PaperKind.ACTION_PLAN), text_in(book, PaperKind.PROGRAMME)
    assert "KẾ HOẠCH thực hiện Nghị quyết số 18-NQ/TU" in plan
    assert "CHƯƠNG TRÌNH HÀNH ĐỘNG thực hiện Nghị quyết số 18-NQ/TU" in programme


def test_the_annex_says_who_with_whom_what_and_when_across_the_page(book):
    pdf = book.papers.pdf(a_ref(book, PaperKind.ACTION_PLAN))
    *_, annex = sheets(pdf)
    assert annex.width > annex.height
    row = "Dọn vệ sinh đường thôn mỗi tháng một buổi Lê Minh Ánh Đoàn Thanh niên"
    assert row in text_of(pdf)
    assert "30/12/2026" in text_of(pdf)


def test_the_head_answers_for_their_own_tasks(book):
    leader = book.members.all()
    head = next(each for each in leader if each.party_role == "Bí thư")
    task = book.plans.tasks(book.plans.of(book.waves.all()[0].id))[1]
    book.plans.save_task(replace(task, owner=f"Đồng chí {head.full_name}"))
    text = text_in(book, PaperKind.HEAD_PLAN)
    assert "Tăng cường tuyên truyền" in text
    assert "Dọn vệ sinh" not in text
    assert f"Họ và tên: {head.full_name}" in text


def test_progress_and_reviews_tell_the_figures_of_the_tasks(book):
    for kind in (PaperKind.PROGRESS, PaperKind.MIDTERM, PaperKind.FINAL):
        text = text_in(book, kind)
        assert "Tổng số 2 nhiệm vụ; đã hoàn thành 0, đạt 0%" in text
        assert "30%" in text
        assert "Đã làm buổi đầu" in text
    assert "sơ kết" in text_in(book, PaperKind.MIDTERM)
    assert "tổng kết" in text_in(book, PaperKind.FINAL)


def test_several_documents_are_named_by_their_wave(book):
    wave = book.waves.all()[0]
    other = book.documents.save(book.documents.new("07-HD/ĐU", "Hướng dẫn"))
    book.waves.set_document(wave.id, other.id)
    said = text_in(book, PaperKind.ACTION_PLAN)
    assert "thực hiện các văn bản của đợt học tập Nghị quyết quý IV năm 2026" in said
