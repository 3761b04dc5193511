import os
from datetime import timedelta

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from qtapp.domain.attendance import AttendanceStatus
from tests.gui.filling import fill
from tests.gui.screens import rows, said
from tests.gui.typing import press, type_text
from tests.journeys.effort import (
    ATTENDANCE,
    DOCUMENT,
    ESSAYS,
    IMPORT,
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

    def alt(self, words, on):
        """Press the letter that a button offers with Alt."""
        self.tally.think()
        self.tally.press(2)
        (found,) = [
            each
            for each in on.findChildren(QAbstractButton)
            if each.isVisible() and each.text().replace("&", "") == words and "&" in each.text()
        ]
        found.click()

    def enter(self, words):
        """Press Enter on the button that has the keyboard."""
        focus = self.window.focusWidget()
        assert isinstance(focus, QAbstractButton)
        assert focus.text().replace("&", "") == words
        self.tally.think()
        self.presses(focus, Qt.Key.Key_Return)

    def tabs_to(self, widget):
        """Press Tab until the keyboard is there."""
        window = widget.window()
        self.qtbot.waitUntil(window.isActiveWindow)
        for _ in range(20):
            if window.focusWidget() is widget:
                return
            self.tally.press()
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        pytest.fail(f"Tab does not come to {widget.accessibleName()}")

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
    add_to_the_list(hands, files, folder)
    sessions = hands.go(Qt.Key.Key_5, "sessions")

    def answer(dialog):
        starts_at = dialog.form.field("starts_at")
        hands.tabs_to(starts_at.edit)
        hands.types(starts_at.edit, f"{TODAY:%d/%m/%Y}")
        assert starts_at.value() == f"{TODAY.isoformat()}T07:30"
        hands.tally.think()
        hands.tally.press()  # Enter
        dialog.accept()

    fill(answer)
    hands.alt("Thêm buổi học", sessions)
    view = sessions.view
    hands.tally.think()
    hands.tally.press(2)  # Alt and the letter of the part
    hands.waits_for_the_job()
    hands.qtbot.waitUntil(hands.window.isActiveWindow)
    QTest.keyClick(hands.window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    hands.qtbot.waitUntil(lambda: view.signin.paper.preview is not None, timeout=30_000)
    hands.waits_for_the_job()
    prints(hands, files, view.signin.paper.preview, folder)


def add_to_the_list(hands, files, folder):
    files.next = folder / "danh sách.xlsx"
    a_list(files.next)
    members = hands.go(Qt.Key.Key_2, "members")
    hands.alt("Nhập từ Excel…", members)
    hands.chooses_a_file()
    hands.qtbot.waitUntil(members.importing.isVisible)
    hands.waits_for_the_job()
    hands.enter(f"Nhập {MEMBERS} đồng chí")
    hands.qtbot.waitUntil(lambda: len(hands.book.members.all()) == MEMBERS)
    hands.waits_for_the_job()
    assert all(member.birth for member in hands.book.members.all())


def prints(hands, files, preview, folder):
    """Press Enter on the button that has the keyboard, and Enter in the dialog; a file stands for the printer."""
    printed = folder / "bản in.pdf"
    printed.unlink(missing_ok=True)

    def answer():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QPrintDialog):
            return
        answers.stop()
        hands.tally.press()
        dialog.printer().setOutputFileName(str(printed))
        dialog.done(QPrintDialog.DialogCode.Accepted)

    answers = QTimer()
    answers.timeout.connect(answer)
    answers.start(10)
    assert hands.window.focusWidget() is preview.print_button
    hands.enter("In")
    assert printed.read_bytes().startswith(b"%PDF")


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
    hands.waits_for_the_job()
    prints(hands, files, papers.paper.preview, folder)


def report_upwards(hands, files, folder, stick):
    exchange = hands.go(Qt.Key.Key_9, "exchange")
    files.next = stick
    hands.clicks("Nhận cả USB, thư mục", exchange)
    hands.chooses_a_file()
    hands.sees("Đã nhập gói của")
    reports = hands.go(Qt.Key.Key_8, "reports")
    hands.clicks("Xem trước và in", reports)
    hands.qtbot.waitUntil(lambda: "Trang 1" in said(hands.window), timeout=30_000)
    hands.qtbot.waitUntil(lambda: hands.screen.paper.preview is not None)
    hands.waits_for_the_job()
    prints(hands, files, hands.screen.paper.preview, folder)


def test_tasks_cost_a_fraction_of_excel_and_word(hands_on, files, tmp_path):
    counted = []
    empty = a_cell_book(tmp_path)
    before = TODAY - timedelta(days=30)
    a_session_in(empty, a_wave_in(empty), starts_at=f"{before.isoformat()}T07:30")
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

    (tmp_path / "bốn").mkdir()
    hands = hands_on(a_cell_book(tmp_path / "bốn", "Chi bộ thôn Đoài", members=12))
    add_to_the_list(hands, files, tmp_path)
    counted.append((IMPORT, hands.tally))

    told = document(counted)
    if "WRITE_EFFORT" in os.environ:
        DOCUMENT.write_text(told, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == told
    shares = [here.seconds / tally_of(task.by_hand).seconds for task, here in counted]
    assert max(shares) <= 1 / 3


@pytest.mark.parametrize(("text", "keys"), [("an", 2), ("ấ", 3), ("Đ", 3), ("ườ", 5), ("20/11", 5)])
def test_vietnamese_is_counted_as_typed(text, keys):
    assert strokes(text) == keys
