import os
from datetime import timedelta

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qtapp.domain.attendance import AttendanceStatus
from qtapp.gui.kit.register_preview import RegisterPreview
from tests.gui.filling import fill
from tests.gui.screens import rows, said
from tests.gui.typing import type_text
from tests.journeys.counted import Hands
from tests.journeys.effort import (
    ATTENDANCE,
    DOCUMENT,
    ESSAYS,
    IMPORT,
    LAPTOPS,
    PLAN,
    REPORT,
    SIGNIN,
    Tally,
    document,
    strokes,
    tally_of,
)
from tests.journeys.user import Files
from tests.make import PASSPHRASE, TODAY, a_cell_book, a_name, a_session_in, a_wave_in
from tests.services.pairs import a_pair

MEMBERS, TASKS = 30, 8


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


def make_a_plan(hands, files, folder):
    """A plan of tasks that were written down in Excel, with its number and day, printed."""
    files.next = folder / "nhiệm vụ.xlsx"
    list_tasks(files.next)
    plans = hands.go(Qt.Key.Key_7, "plans")
    hands.alt("Lập kế hoạch", plans)
    for name, text in (("number", "05-KH/CB"), ("dated", f"{TODAY:%d/%m/%Y}")):
        edit = plans.head_panel.form.field(name).edit
        hands.tabs_to(edit)
        hands.types(edit, text)
    hands.alt("Lưu", plans.head_panel)
    hands.qtbot.waitUntil(plans.excel.isVisible)

    def agrees():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RegisterPreview):
            answers.stop()
            hands.alt(f"Ghi {TASKS} dòng vào sổ", dialog)

    answers = QTimer()
    answers.timeout.connect(agrees)
    answers.start(10)
    hands.tally.think()
    hands.tally.press(3)  # Alt and the letter of the list of verbs, the letter of the verb
    plans.excel.come.trigger()
    hands.chooses_a_file()
    hands.qtbot.waitUntil(lambda: len(rows(plans.list.table)) == TASKS)
    hands.waits_for_the_job()
    hands.alt("In kế hoạch", plans)
    papers = hands.screen
    hands.enter("Xem trước và in")
    hands.qtbot.waitUntil(lambda: papers.paper.preview is not None, timeout=30_000)
    hands.waits_for_the_job()
    prints(hands, files, papers.paper.preview, folder)


def list_tasks(path):
    book = openpyxl.Workbook()
    book.active.append(
        ["TT", "Nhiệm vụ", "Người chịu trách nhiệm", "Thời hạn", "Trách nhiệm", "Sản phẩm",
         "Thước đo", "Thẩm quyền"]
    )  # fmt: skip
    for place in range(TASKS):
        book.active.append(
            [place + 1, f"Lắp điểm wifi công cộng số {place + 1}", a_name(place), "31/12/2026",
             "Khảo sát, lắp đặt, bàn giao", "1 điểm wifi", "1/1 điểm hoạt động", "Chi ủy"]
        )  # fmt: skip
    book.save(path)


def invite_a_laptop(hands, files, stick):
    """Write the letter and the code for the second laptop; the code goes onto paper."""
    exchange = hands.go(Qt.Key.Key_9, "exchange")
    files.next = stick

    def agrees():
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            answers.stop()
            hands.tally.think()
            hands.tally.press()  # Enter: the verb has the keyboard
            assert dialog.focusWidget().text().replace("&", "") == "Chọn USB…"
            dialog.accept()

    answers = QTimer()
    answers.timeout.connect(agrees)
    answers.start(10)
    hands.clicks("Thêm máy thứ hai…", exchange)
    hands.chooses_a_file()
    hands.sees("Mã chỉ hiện một lần")
    (code,) = [line for line in said(hands.window).split("\n") if line.replace(" ", "").isdigit()
               and len(line) == 9]  # fmt: skip
    hands.tally.press(len(code))
    hands.clicks("Đã ghi mã")
    return code


def join(hands, files, letter, code):
    """Make the second laptop's book, with a passphrase of its own and its code put away."""
    start = hands.window.start
    hands.clicks("Vào bằng thư mời", start)
    files.next = letter
    hands.clicks("Chọn tệp", start)
    hands.chooses_a_file()
    page = start.join_page
    hands.tabs_to(page.code.edit)
    hands.types(page.code.edit, code)
    for field in (page.passphrase.first, page.passphrase.second):
        hands.tabs_to(field.edit)
        hands.types(field.edit, PASSPHRASE)
    hands.presses(page.passphrase.second.edit, Qt.Key.Key_Return)
    hands.sees("Cất giữ mã khôi phục")
    files.next = letter.with_name("mã.pdf")
    hands.clicks("In tờ mã khôi phục (PDF)")
    hands.tally.think()
    hands.tally.press()  # Enter on the name that is offered
    hands.clicks("Tôi đã cất giữ mã khôi phục")
    hands.clicks("Tiếp tục")
    hands.qtbot.waitUntil(lambda: hands.window.workspace is not None)
    hands.waits_for_the_job()


def take_essays_in(hands, first):
    """Mark half of the essays, from the row `first` on."""
    table = hands.go(Qt.Key.Key_6, "essays").list.table
    hands.qtbot.waitUntil(lambda: len(rows(table)) == MEMBERS)
    if first:
        hands.tally.think()
        hands.tally.click()
        table.selectRow(first)
        table.setFocus()
    else:
        hands.presses(table, Qt.Key.Key_Home)
    for _ in range(MEMBERS // 2):
        hands.tally.press()
        type_text(table, "n")


def share_the_essays(one, other, files, stick):
    take_essays_in(one, 0)
    take_essays_in(other, MEMBERS // 2)
    files.next = stick
    exchange = other.go(Qt.Key.Key_9, "exchange")
    other.clicks("Ghi gói cho máy khác…", exchange)
    other.chooses_a_file()
    other.sees("Có thể rút USB.")
    exchange = one.go(Qt.Key.Key_9, "exchange")
    one.clicks("Nhận cả USB, thư mục", exchange)
    one.chooses_a_file()
    one.sees("Đã nhập gói của")
    (wave,) = one.book.waves.all()
    sheet = one.book.essays.sheet(wave.id)
    assert sum(row.essay.state.is_written for row in sheet) == MEMBERS


def plan(hands_on, files, folder):
    """Return what a plan costs."""
    folder.mkdir()
    book = a_cell_book(folder, "Chi bộ thôn Nam", members=12)
    a_wave_in(book)
    hands = hands_on(book)
    make_a_plan(hands, files, folder)
    return hands.tally


def laptops(hands_on, at_second, files, folder):
    """Return what it costs to make the book of the second laptop, and to bring both together later."""
    stick = folder / "USB"
    stick.mkdir(parents=True)
    book = a_cell_book(folder, "Chi bộ thôn Bắc", members=MEMBERS)
    a_wave_in(book)
    first = hands_on(book)
    code = invite_a_laptop(first, files, stick)
    (letter,) = stick.glob("*.cbmoi")
    second = at_second()
    joined = second.tally = first.tally
    join(second, files, letter, code)
    shared = first.tally = second.tally = Tally()
    share_the_essays(first, second, files, stick)
    return joined, shared


def test_tasks_cost_a_fraction_of_excel_and_word(hands_on, window_in, qtbot, files, tmp_path):
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

    counted.append((PLAN, plan(hands_on, files, tmp_path / "năm")))

    def second():
        return Hands(window_in(tmp_path / "máy hai", "Máy hai"), qtbot)

    joined, shared = laptops(hands_on, second, files, tmp_path / "sáu")
    counted.append((LAPTOPS, shared))

    told = document(counted, joined)
    if "WRITE_EFFORT" in os.environ:
        DOCUMENT.write_text(told, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == told
    shares = [here.seconds / tally_of(task.by_hand).seconds for task, here in counted]
    assert max(shares) <= 1 / 3


@pytest.mark.parametrize(("text", "keys"), [("an", 2), ("ấ", 3), ("Đ", 3), ("ườ", 5), ("20/11", 5)])
def test_vietnamese_is_counted_as_typed(text, keys):
    assert strokes(text) == keys
