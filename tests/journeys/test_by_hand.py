"""Whole tasks in the real window, once without a mouse and once without a keyboard but for letters.

Each in this process, where nobody sees the window, and in a process of its own on a screen of its own.
"""

from contextlib import closing
from datetime import timedelta

import openpyxl
import pytest

from qtapp.domain.attendance import AttendanceStatus
from qtapp.gui.kit import outside
from qtapp.services.book import open_book
from qtapp.services.inbox import InboxState
from tests.conftest import ROOT
from tests.journeys import tasks
from tests.journeys.desks import DeskInside, DeskOutside
from tests.journeys.hands import KeyboardPerson, MousePerson
from tests.make import PASSPHRASE, a_cell_book, a_name, a_session_in, a_wave_in, an_environment
from tests.services.pairs import a_pair

CELL = "Chi bộ thôn Đông"
PICTURE = (ROOT / "docs/guide/pictures/start.png").read_bytes()


@pytest.fixture(params=[KeyboardPerson, MousePerson], ids=["keyboard", "mouse"])
def hands(request):
    return request.param


@pytest.fixture
def inside(hands, tmp_path, window_in, qtbot, monkeypatch):
    # The only thing left out: showing a finished file in another program.
    monkeypatch.setattr(outside, "show", lambda _path: None)
    return DeskInside(hands, tmp_path, window_in, qtbot)


@pytest.fixture(
    params=["inside", pytest.param("outside", marks=pytest.mark.linux)],
)
def desk(request, hands, tmp_path):
    if request.param == "outside":
        return DeskOutside(hands, tmp_path)
    return request.getfixturevalue("inside")


@pytest.fixture
def book(tmp_path):
    return a_cell_book(tmp_path, CELL, members=6)


def closed(book):
    book.close()
    return book.path


def opened(path):
    return closing(open_book(path, an_environment(), passphrase=PASSPHRASE))


def a_list(path, count):
    book = openpyxl.Workbook()
    book.active.append(["STT", "Họ và tên", "Năm sinh", "Chức vụ"])
    for place in range(count):
        book.active.append([place + 1, a_name(place), 1960 + place, ""])
    book.save(path)
    return path


def test_first_start_to_the_printed_sheet(desk, tmp_path):
    listed, printed = a_list(tmp_path / "danh sách.xlsx", 12), tmp_path / "ký tên.pdf"

    def task(person):
        tasks.founds_a_book(person, CELL, tmp_path)
        tasks.imports_the_first_list(person, listed, 12)
        tasks.prints_a_sheet(person, printed, desk.today)

    desk.does(task)
    assert (tmp_path / "mã khôi phục.pdf").read_bytes().startswith(b"%PDF")
    assert printed.read_bytes().startswith(b"%PDF")
    (made,) = tmp_path.rglob("*.scb")
    with opened(made) as held:
        assert held.is_recovery_kept()
        assert len(held.members.all()) == 12
        (session,) = held.sessions.all()
        assert session.starts_at == f"{desk.today.isoformat()}T07:30"


def test_attendance(desk, book):
    session = a_session_in(book, a_wave_in(book), starts_at=f"{desk.today.isoformat()}T07:30")

    def task(person):
        tasks.unlocks(person)
        tasks.calls_the_roll(person)

    desk.does(task, closed(book))
    with opened(book.path) as held:
        marks = [line.status for line in held.attendance.sheet(session.id)]
        assert marks == [
            AttendanceStatus.PRESENT,
            AttendanceStatus.EXCUSED,
            *4 * [AttendanceStatus.PRESENT],
        ]
        assert held.sessions.get(session.id).held


def test_essay_with_photo(desk, book, tmp_path):
    wave = a_wave_in(book)
    photo = tmp_path / "bài viết tay.png"
    photo.write_bytes(PICTURE)
    name = book.members.all()[2].full_name

    def task(person):
        tasks.unlocks(person)
        tasks.takes_in_an_essay(person, name, photo)

    desk.does(task, closed(book))
    with opened(book.path) as held:
        (row,) = [row for row in held.essays.sheet(wave.id) if row.essay.state.is_written]
        assert row.member.full_name == name
        (attached,) = held.essays.text(row.essay).attachments
        assert held.documents.content(attached) == PICTURE


def test_action_plan(desk, book):
    wave = a_wave_in(book)
    deadline = desk.today + timedelta(days=40)

    def task(person):
        tasks.unlocks(person)
        tasks.plans_a_task(person, a_name(0), deadline)

    desk.does(task, closed(book))
    with opened(book.path) as held:
        (made,) = held.plans.tasks(held.plans.of(wave.id))
        assert (made.owner, made.deadline) == (a_name(0), deadline)
        assert made.content == "Lắp 3 điểm wifi công cộng"


def test_bundle_to_a_folder(desk, tmp_path):
    pair = a_pair(tmp_path)
    stick = tmp_path / "USB"
    stick.mkdir()

    def task(person):
        tasks.unlocks(person)
        tasks.sends_up(person, stick)

    desk.does(task, closed(pair.cell))
    (end,) = pair.commune.exchange.receive(stick)
    pair.commune.close()
    assert end.state is InboxState.MERGED


def test_import(desk, book, tmp_path):
    listed = a_list(tmp_path / "danh sách.xlsx", 12)

    def task(person):
        tasks.unlocks(person)
        tasks.imports_members(person, listed)

    desk.does(task, closed(book))
    with opened(book.path) as held:
        people = held.members.all()
        assert len(people) == 12
        assert all(person.birth for person in people)


def test_recovery_code(desk, book):
    code = book.renew_recovery_code()
    desk.does(lambda person: tasks.opens_by_the_code(person, code), closed(book))
    with opened(book.path) as held:
        assert len(held.members.all()) == 6


def test_second_laptop(desk, book, tmp_path):
    stick = tmp_path / "USB"
    stick.mkdir()

    def invites(person):
        tasks.unlocks(person)
        return tasks.invites_a_laptop(person, stick)

    code = desk.does(invites, closed(book))
    (letter,) = stick.glob("*.cbmoi")
    desk.does(lambda person: tasks.joins(person, letter, code, tmp_path), computer="máy hai")
    (made,) = (tmp_path / "máy hai").rglob("*.scb")
    with opened(made) as held:
        assert held.info().name == CELL
        assert len(held.members.all()) == 6
