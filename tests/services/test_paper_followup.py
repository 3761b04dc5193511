import pytest
from msgspec.structs import replace

from qtapp.domain.papers import PaperKind
from qtapp.domain.plans import TaskState
from tests.papers.sheets import text_of
from tests.services.paper_book import a_paper_book, a_ref


@pytest.fixture
def book(tmp_path):
    made = a_paper_book(tmp_path)
    yield made
    made.close()


def rows_of(book):
    draft = book.papers.draft(a_ref(book, PaperKind.RESOLUTION))
    return next(each.rows for each in draft.sections if each.name == "followup")


def earlier_tasks(book):
    return book.plans.tasks(book.plans.of(book.waves.all()[1].id))


def test_the_resolution_looks_back_on_the_wave_before_as_it_stood_on_the_day(book):
    assert rows_of(book) == (
        ("Sửa nhà văn hóa thôn", "40%, quá hạn chưa xong", "80%, quá hạn chưa xong"),
        ("Trồng cây ven suối", "Chưa triển khai", "Chưa triển khai"),
    )


def test_the_period_begins_with_the_meeting_before(book):
    wave = book.waves.all()[1]
    book.sessions.save(
        book.sessions.new(wave.id, "Buổi trước", starts_at="2026-10-05T07:30", held=True)
    )
    assert rows_of(book)[0][1] == "40%, đang thực hiện"


def test_what_was_done_in_time_stays_so(book):
    task = earlier_tasks(book)[1]
    book.plans.save_task(replace(task, state=TaskState.DONE))
    assert rows_of(book)[1][2] == "Hoàn thành đúng hạn"
    book.plans.save_task(replace(task, state=TaskState.DROPPED))
    assert rows_of(book)[1][1:] == ("Không thực hiện", "Không thực hiện")


def test_without_a_period_before_the_table_says_so_and_the_four_headings_stay(book):
    for task in earlier_tasks(book):
        book.plans.remove_task(task.id)
    text = text_of(book.papers.pdf(a_ref(book, PaperKind.RESOLUTION)))
    assert "3. Bảng theo dõi nghị quyết: (không có nhiệm vụ của kỳ trước)" in text
    headings = ("I- ĐÁNH GIÁ", "II- PHƯƠNG HƯỚNG", "III- PHÂN CÔNG", "IV- TỰ ĐÁNH GIÁ")
    assert [each in text for each in headings] == [True] * 4
