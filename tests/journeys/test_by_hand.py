"""Whole tasks in the real window, once without a mouse and once without a keyboard but for letters."""

from datetime import date

import openpyxl
import pytest

from qtapp.domain.attendance import AttendanceStatus
from qtapp.gui.kit import outside
from qtapp.services.inbox import InboxState
from tests.conftest import ROOT
from tests.journeys import tasks
from tests.journeys.hands import KeyboardPerson, MousePerson
from tests.journeys.inside import Inside, lead
from tests.make import TODAY, a_cell_book, a_name, a_session_in, a_wave_in
from tests.services.pairs import a_pair

CELL = "Chi bộ thôn Đông"
PICTURE = (ROOT / "docs/guide/pictures/start.png").read_bytes()


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
    listed, printed = a_list(tmp_path / "danh sách.xlsx", 12), tmp_path / "ký tên.pdf"

    def journey():
        tasks.founds_a_book(person, CELL, tmp_path)
        tasks.imports_the_first_list(person, listed, 12)
        tasks.prints_a_sheet(person, printed)

    lead(journey, qtbot)
    assert (tmp_path / "mã khôi phục.pdf").read_bytes().startswith(b"%PDF")
    assert printed.read_bytes().startswith(b"%PDF")
    held = window.workspace.book
    assert held.is_recovery_kept()
    assert len(held.members.all()) == 12
    (session,) = held.sessions.all()
    assert session.starts_at == "2026-11-20T07:30"


def test_attendance(window_on, person_at, qtbot, book):
    session = a_session_in(book, a_wave_in(book), starts_at=f"{TODAY.isoformat()}T07:30")
    window = window_on(book)
    person = person_at(window)
    lead(lambda: tasks.calls_the_roll(person), qtbot)
    held = window.workspace.book
    marks = [line.status for line in held.attendance.sheet(session.id)]
    assert marks == [
        AttendanceStatus.PRESENT,
        AttendanceStatus.EXCUSED,
        *4 * [AttendanceStatus.PRESENT],
    ]
    assert held.sessions.get(session.id).held


def test_essay_with_photo(window_on, person_at, qtbot, book, tmp_path):
    wave = a_wave_in(book)
    window = window_on(book)
    person = person_at(window)
    photo = tmp_path / "bài viết tay.png"
    photo.write_bytes(PICTURE)
    name = window.workspace.book.members.all()[2].full_name
    lead(lambda: tasks.takes_in_an_essay(person, name, photo), qtbot)
    held = window.workspace.book
    (row,) = [row for row in held.essays.sheet(wave.id) if row.essay.state.is_written]
    assert row.member.full_name == name
    (attached,) = held.essays.text(row.essay).attachments
    assert held.documents.content(attached) == PICTURE


def test_action_plan(window_on, person_at, qtbot, book):
    wave = a_wave_in(book)
    window = window_on(book)
    person = person_at(window)
    lead(lambda: tasks.plans_a_task(person, a_name(0)), qtbot)
    held = window.workspace.book
    (task,) = held.plans.tasks(held.plans.of(wave.id))
    assert (task.owner, task.deadline) == (a_name(0), date(2026, 12, 31))
    assert task.content == "Lắp 3 điểm wifi công cộng"


def test_bundle_to_a_folder(window_on, person_at, qtbot, tmp_path):
    pair = a_pair(tmp_path)
    stick = tmp_path / "USB"
    stick.mkdir()
    window = window_on(pair.cell)
    person = person_at(window)
    lead(lambda: tasks.sends_up(person, stick), qtbot)
    (end,) = pair.commune.exchange.receive(stick)
    pair.commune.close()
    assert end.state is InboxState.MERGED


def test_import(window_on, person_at, qtbot, book, tmp_path):
    window = window_on(book)
    person = person_at(window)
    listed = a_list(tmp_path / "danh sách.xlsx", 12)
    lead(lambda: tasks.imports_members(person, listed), qtbot)
    people = window.workspace.book.members.all()
    assert len(people) == 12
    assert all(person.birth for person in people)


def test_recovery_code(window_in, person_at, qtbot, book, tmp_path):
    code = book.renew_recovery_code()
    book.close()
    window = window_in(tmp_path / "máy", "Máy thử")
    window.open_book(book.path)
    person = person_at(window)
    lead(lambda: tasks.opens_by_the_code(person, code), qtbot)
    assert len(window.workspace.book.members.all()) == 6


def test_second_laptop(window_on, window_in, person_at, qtbot, book, tmp_path):
    stick = tmp_path / "USB"
    stick.mkdir()
    window = window_on(book)
    first = person_at(window)
    told = []
    lead(lambda: told.append(tasks.invites_a_laptop(first, stick)), qtbot)
    window.close()
    (letter,) = stick.glob("*.cbmoi")
    other = window_in(tmp_path / "máy hai", "Máy hai")
    second = person_at(other)
    lead(lambda: tasks.joins(second, letter, told[0], tmp_path), qtbot)
    assert other.windowTitle() == f"{CELL} · Sổ Chi Bộ"
    assert len(other.workspace.book.members.all()) == 6
