import pytest
from msgspec.structs import replace

from qtapp.domain.papers import PaperKind, PaperRef
from tests.make import a_wave_in
from tests.papers.sheets import sheets, text_of
from tests.services.pairs import a_pair
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
    assert "KẾ HOẠCH về việc thực hiện Nghị quyết số 18-NQ/TU" in plan
    assert "CHƯƠNG TRÌNH HÀNH ĐỘNG về việc thực hiện Nghị quyết số 18-NQ/TU" in programme


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


def test_a_head_without_tasks_gets_rows_to_fill_by_hand(book):
    for task in book.plans.tasks(book.plans.of(book.waves.all()[0].id)):
        book.plans.remove_task(task.id)
    text = text_in(book, PaperKind.HEAD_PLAN)
    assert "TT Nội dung nghị quyết Việc làm cụ thể" in text
    assert "1 2 3 4 5 6" in text


def test_without_tasks_nothing_is_counted_as_nought(book):
    for task in book.plans.tasks(book.plans.of(book.waves.all()[0].id)):
        book.plans.remove_task(task.id)
    assert "Trong sổ chưa có nhiệm vụ nào của đợt này." in text_in(book, PaperKind.FINAL)


def test_a_committee_reviews_the_tasks_of_its_cells_and_counts_their_members(tmp_path):
    pair = a_pair(tmp_path)
    wave = a_wave_in(pair.commune)
    pair.commune.exchange.make_down(tmp_path / "xuống")
    pair.cell.exchange.receive(tmp_path / "xuống")
    plan = pair.cell.plans.save(replace(pair.cell.plans.of(wave.id), name="Kế hoạch"))
    pair.cell.plans.save_task(pair.cell.plans.new_task(plan, "Dọn đường", owner="Tổ 1"))
    pair.cell.exchange.make_up(tmp_path / "lên")
    pair.commune.exchange.receive(tmp_path / "lên")
    ref = PaperRef(kind=PaperKind.FINAL, about=wave.id)
    text = text_of(pair.commune.papers.pdf(ref))
    assert "Tổng số 1 nhiệm vụ trong kế hoạch của 1 chi bộ; đã hoàn thành 0" in text
    assert f"{pair.cell.units.own().name}; Tổ 1" in text
    budget = text_of(pair.commune.papers.pdf(replace(ref, kind=PaperKind.BUDGET)))
    assert "1 Tài liệu cho người học bộ 3" in budget
    board = text_of(pair.commune.papers.pdf(replace(ref, kind=PaperKind.BOARD)))
    assert "1 Trưởng ban Phụ trách chung" in board
    assert "báo cáo đảng ủy" in board


def test_several_documents_are_named_by_their_wave(book):
    wave = book.waves.all()[0]
    other = book.documents.save(book.documents.new("07-HD/ĐU", "Hướng dẫn"))
    book.waves.set_document(wave.id, other.id)
    said = text_in(book, PaperKind.ACTION_PLAN)
    assert "thực hiện các văn bản của đợt học tập Nghị quyết quý IV năm 2026" in said
