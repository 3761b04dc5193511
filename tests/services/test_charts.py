import pytest

from qtapp.demo import PASSPHRASE, build_demo
from qtapp.domain.errors import Cancelled
from qtapp.services.book import open_book
from tests.make import a_wave_in, an_environment


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return build_demo(tmp_path_factory.mktemp("mau") / "mau", an_environment)


@pytest.fixture
def opened(sample):
    books = []

    def open_one(place):
        books.append(open_book(sample.books[place], an_environment(), passphrase=PASSPHRASE))
        return books[-1], books[-1].waves.all()[0]

    yield open_one
    for book in books:
        book.close()


def test_a_committee_sees_its_cells_their_essays_and_their_tasks(opened):
    book, wave = opened(0)
    attendance, essays, tasks = book.charts.of(wave.id)
    assert attendance.title == "Đảng viên đã học, theo chi bộ"
    assert "10/11 (91%)" in attendance.spoken()
    total = book.reports.wave(wave.id).total
    assert f"{total.essays_written} bài" in essays.spoken()
    assert f"/{total.tasks} (" in tasks.spoken()


def test_a_cell_sees_its_sessions(opened):
    book, wave = opened(1)
    attendance = book.charts.of(wave.id)[0]
    assert attendance.title == "Đảng viên đã học, theo buổi học"
    assert "Ngày 6/11/2026; 13/13 (100%)" in attendance.spoken()


def test_waves_are_compared_once_there_are_two(cell):
    first = a_wave_in(cell)
    assert cell.charts.of(first.id) == []


def test_drawing_can_be_stopped(opened):
    book, wave = opened(0)

    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        book.charts.of(wave.id, stop)
