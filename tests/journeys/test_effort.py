import os

import openpyxl
import pytest
from PySide6.QtCore import Qt

from qtapp.domain.attendance import AttendanceStatus
from tests.gui.filling import fill
from tests.gui.screens import rows, said
from tests.gui.typing import press, type_text
from tests.journeys.effort import (
    ATTENDANCE,
    DOCUMENT,
    ESSAYS,
    REPORT,
    SIGNIN,
    Tally,
    document,
    strokes,
    tally_of,
)
from tests.journeys.user import Files, User
from tests.make import TODAY, a_cell_book, a_name, a_session_in, a_wave_in
from tests.services.pairs import a_pair

MEMBERS = 30


class Hands(User):
    """A user whose keys and clicks are counted."""

    def __init__(self, window, qtbot):
        super().__init__(window, qtbot)
        self.tally = Tally()

    def go(self, key, name):
        self.tally.think()
        self.tally.press(2)
        return super().go(key, name)

    def clicks(self, words, on=None):
        self.tally.think()
        self.tally.click()
        super().clicks(words, on)

    def chooses_a_file(self):
        """Find it in the dialog of the system: its folder, then itself, twice."""
        self.tally.think()
        self.tally.click()
        self.tally.click(2)

    def types(self, widget, text):
        self.tally.think()
        self.tally.press(strokes(text))
        type_text(widget, text)

    def presses(self, widget, key):
        self.tally.press()
        press(widget, key)


@pytest.fixture
def files(monkeypatch):
    return Files(monkeypatch)


@pytest.fixture
def hands_on(window_in, qtbot, tmp_path):
    def start(book):
        window = window_in(tmp_path / book.path.stem, "Máy thử")
        book.close()
        window.show_unlocked(book)
        window.activateWindow()
        return Hands(window, qtbot)

    return start


def a_list(path):
    book = openpyxl.Workbook()
    book.active.append(["STT", "Họ và tên", "Năm sinh", "Chức vụ"])
    for place in range(MEMBERS):
        book.active.append([place + 1, a_name(place), 1960 + place, ""])
    book.save(path)


def make_a_sheet(hands, files, folder):
    files.next = folder / "danh sách.xlsx"
    a_list(files.next)
    members = hands.go(Qt.Key.Key_2, "members")
    hands.clicks("Nhập từ Excel…", members)
    hands.chooses_a_file()
    hands.qtbot.waitUntil(members.importing.isVisible)
    hands.clicks(f"Nhập {MEMBERS} đồng chí", members)
    hands.qtbot.waitUntil(lambda: len(hands.book.members.all()) == MEMBERS)
    hands.waits_for_the_job()
    sessions = hands.go(Qt.Key.Key_5, "sessions")

    def answer(dialog):
        hands.types(dialog.form.field("name").edit, "Buổi 1")
        hands.tally.press()  # Tab, and once more before the time
        hands.types(dialog.form.field("starts_at").edit, f"{TODAY:%d/%m/%Y}")
        hands.tally.press()
        hands.types(dialog.form.field("starts_at").time, "7h30")
        hands.tally.press()  # Enter
        dialog.accept()

    fill(answer)
    hands.clicks("Thêm buổi học", sessions)
    view = sessions.view
    hands.tally.think()
    hands.tally.press(2)  # Alt and the letter of the part
    view.tabs.setCurrentWidget(view.signin)
    hands.clicks("Xem trước bản in", sessions)
    hands.qtbot.waitUntil(lambda: view.signin.paper.preview is not None, timeout=30_000)
    prints(hands, files, view.signin, folder)


def prints(hands, files, on, folder):
    """Press the button of the paper; a file stands for the printer."""
    files.next = folder / "bản in.pdf"
    hands.clicks("Lưu thành tệp…", on)
    hands.qtbot.waitUntil(files.next.exists)
    assert files.next.read_bytes().startswith(b"%PDF")


def call_the_roll(hands):
    sessions = hands.go(Qt.Key.Key_5, "sessions")
    hands.presses(sessions.list.table, Qt.Key.Key_Return)
    table = sessions.view.attendance.table
    for place in range(MEMBERS):
        hands.tally.press()
        type_text(table, "v" if place in {3, 11, 20} else "c")
    hands.clicks("Hoàn thành điểm danh", sessions)
    (held,) = hands.book.sessions.all()
    lines = hands.book.attendance.sheet(held.id)
    assert sum(line.status is AttendanceStatus.EXCUSED for line in lines) == 3
    assert held.held


def list_the_essays(hands, files, folder):
    essays = hands.go(Qt.Key.Key_6, "essays")
    table = essays.list.table
    hands.presses(table, Qt.Key.Key_Home)
    for _ in range(27):
        hands.tally.press()
        type_text(table, "n")
    written = sum(1 for row in rows(table) if "20/11/2026" in row)
    assert written == 27
    hands.clicks("In danh sách", essays)
    papers = hands.screen
    hands.clicks("Xem trước và in", papers)
    hands.qtbot.waitUntil(lambda: papers.paper.preview is not None, timeout=30_000)
    prints(hands, files, papers, folder)


def report_upwards(hands, files, folder, stick):
    exchange = hands.go(Qt.Key.Key_9, "exchange")
    files.next = stick
    hands.clicks("Nhận cả USB, thư mục", exchange)
    hands.chooses_a_file()
    hands.sees("Đã nhập gói của")
    reports = hands.go(Qt.Key.Key_8, "reports")
    hands.clicks("Xem trước và in", reports)
    hands.qtbot.waitUntil(lambda: "Trang 1" in said(hands.window), timeout=30_000)
    prints(hands, files, hands.screen, folder)


def test_tasks_cost_a_fraction_of_excel_and_word(hands_on, files, tmp_path):
    counted = []
    empty = a_cell_book(tmp_path)
    a_wave_in(empty)
    hands = hands_on(empty)
    make_a_sheet(hands, files, tmp_path)
    counted.append((SIGNIN, hands.tally))

    (tmp_path / "hai").mkdir()
    full = a_cell_book(tmp_path / "hai", "Chi bộ thôn Đông", members=MEMBERS)
    a_session_in(full, a_wave_in(full), starts_at=f"{TODAY.isoformat()}T07:30")
    hands = hands_on(full)
    call_the_roll(hands)
    counted.append((ATTENDANCE, hands.tally))
    hands.tally = Tally()
    list_the_essays(hands, files, tmp_path)
    counted.append((ESSAYS, hands.tally))

    (tmp_path / "ba").mkdir()
    (tmp_path / "USB").mkdir()
    pair = a_pair(tmp_path / "ba")
    a_wave_in(pair.commune)
    pair.cell.exchange.make_up(tmp_path / "USB")
    pair.cell.close()
    hands = hands_on(pair.commune)
    report_upwards(hands, files, tmp_path, tmp_path / "USB")
    counted.append((REPORT, hands.tally))

    told = document(counted)
    if "WRITE_EFFORT" in os.environ:
        DOCUMENT.write_text(told, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == told
    shares = [here.seconds / tally_of(task.by_hand).seconds for task, here in counted]
    assert max(shares) < 0.5


@pytest.mark.parametrize(("text", "keys"), [("an", 2), ("ấ", 3), ("Đ", 3), ("ườ", 5), ("20/11", 5)])
def test_vietnamese_is_counted_as_typed(text, keys):
    assert strokes(text) == keys
