"""Whole tasks in the real window, once without a mouse and once without a keyboard but for letters."""

import openpyxl
import pytest

from qtapp.gui.kit import outside
from tests.journeys import tasks
from tests.journeys.hands import KeyboardPerson, MousePerson
from tests.journeys.inside import Inside, lead
from tests.make import TODAY, a_cell_book, a_name, a_session_in, a_wave_in
from tests.services.pairs import a_pair

CELL = "Chi bộ thôn Đông"


@pytest.fixture(params=[KeyboardPerson, MousePerson], ids=["keyboard", "mouse"])
def person_at(request, monkeypatch):
    # The only thing left out: showing a finished file in another program.
    monkeypatch.setattr(outside, "show", lambda _path: None)
    return lambda window: request.param(Inside(window))


@pytest.fixture
def window_on(window_in, tmp_path):
    """Show an open book in a window."""

    def show(book):
        window = window_in(tmp_path / "máy", "Máy thử")
        book.close()
        window.show_unlocked(book)
        return window

    return show


@pytest.fixture
def book(tmp_path):
    return a_cell_book(tmp_path, CELL, members=6)


def a_list(path, count):
    book = openpyxl.Workbook()
    book.active.append(["STT", "Họ và tên", "Năm sinh", "Chức vụ"])
    for place in range(count):
        book.active.append([place + 1, a_name(place), 1960 + place, ""])
    book.save(path)
    return path


def test_first_start_to_the_printed_sheet(window_in, person_at, qtbot, tmp_path):
    window = window_in(tmp_path / "máy", "Máy thử")
    person = person_at(window)
    listed = a_list(tmp_path / "danh sách.xlsx", 12)

    def journey():
        tasks.founds_a_book(person, CELL, tmp_path)
        tasks.imports_the_first_list(person, listed, 12)
        tasks.prints_a_sheet(person, tmp_path / "ký tên.pdf")

    lead(journey, qtbot)


def test_attendance(window_on, person_at, qtbot, book):
    a_session_in(book, a_wave_in(book), starts_at=f"{TODAY.isoformat()}T07:30")
    window = window_on(book)
    person = person_at(window)
    lead(lambda: tasks.calls_the_roll(person), qtbot)


def test_essay_with_photo(window_on, person_at, qtbot, book, tmp_path):
    a_wave_in(book)
    name = book.members.all()[0].full_name
    window = window_on(book)
    person = person_at(window)
    photo = tmp_path / "bài viết tay.jpg"
    photo.write_bytes(b"1")
    lead(lambda: tasks.takes_in_an_essay(person, name, photo), qtbot)


def test_action_plan(window_on, person_at, qtbot, book):
    a_wave_in(book)
    window = window_on(book)
    person = person_at(window)
    lead(lambda: tasks.plans_a_task(person, a_name(0)), qtbot)


def test_bundle_to_a_folder(window_on, person_at, qtbot, tmp_path):
    pair = a_pair(tmp_path)
    stick = tmp_path / "USB"
    stick.mkdir()
    window = window_on(pair.cell)
    person = person_at(window)
    lead(lambda: tasks.sends_up(person, stick), qtbot)
    pair.commune.close()


def test_import(window_on, person_at, qtbot, book, tmp_path):
    window = window_on(book)
    person = person_at(window)
    listed = a_list(tmp_path / "danh sách.xlsx", 12)
    lead(lambda: tasks.imports_members(person, listed), qtbot)


def test_recovery_code(window_in, person_at, qtbot, book, tmp_path):
    code = book.renew_recovery_code()
    book.close()
    window = window_in(tmp_path / "máy", "Máy thử")
    window.open_book(book.path)
    person = person_at(window)
    lead(lambda: tasks.opens_by_the_code(person, code), qtbot)


def test_second_laptop(window_on, window_in, person_at, qtbot, book, tmp_path):
    stick = tmp_path / "USB"
    stick.mkdir()
    window = window_on(book)
    first = person_at(window)
    told = []
    lead(lambda: told.append(tasks.invites_a_laptop(first, stick)), qtbot)
    window.close()
    (letter,) = stick.glob("*.cbmoi")
    second = person_at(window_in(tmp_path / "máy hai", "Máy hai"))
    lead(lambda: tasks.joins(second, letter, told[0], tmp_path), qtbot)
