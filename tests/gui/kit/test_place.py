from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollBar

from qtapp.gui.kit import theme
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.workspace import Workspace
from qtapp.settings import Settings, Theme
from tests.gui.typing import press
from tests.make import a_cell_book, a_session_in, a_wave_in

ALWAYS = 60
"""More Tabs than any screen has places for."""


@pytest.fixture
def large(dressed):
    theme.apply(dressed, 200, Theme.LIGHT)
    yield
    theme.apply(dressed, 100, Theme.LIGHT)


@pytest.fixture
def workspace(tmp_path, qtbot):
    book = a_cell_book(tmp_path, members=8)
    wave = a_wave_in(book)
    a_session_in(book, wave, "Buổi 1", venue="Nhà văn hóa", minutes=120)
    book.plans.save(replace(book.plans.of(wave.id), name="Kế hoạch"))
    jobs = Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1))
    made = Workspace(book, jobs, Settings)
    qtbot.addWidget(made)
    made.resize(1366, 735)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    jobs.close()
    book.close()


def named(widget):
    words = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
    return words.replace("&", "").replace("…", "")


def walked(workspace, key=Qt.Key.Key_Tab):
    """Return what the key goes through in the screen, from where it enters to where it leaves."""
    place, seen = workspace.place, []
    for _ in range(ALWAYS):
        if not place.isAncestorOf(QApplication.focusWidget()):
            break
        press(QApplication.focusWidget(), key)
    for _ in range(ALWAYS):
        if place.isAncestorOf(QApplication.focusWidget()):
            break
        press(QApplication.focusWidget(), key)
    while place.isAncestorOf(QApplication.focusWidget()) and len(seen) < ALWAYS:
        seen.append(QApplication.focusWidget())
        press(QApplication.focusWidget(), key)
    return seen


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sessions", ["Thêm buổi học", "Tìm buổi học", "Danh sách buổi học"]),
        (
            "essays",
            [
                "Giao bài cho mọi người",
                "In danh sách",
                "Excel",
                "Đợt học tập",
                "Tìm tên",
                "Danh sách bài thu hoạch",
            ],
        ),
        (
            "plans",
            [
                "In kế hoạch",
                "Sửa kế hoạch",
                "Excel",
                "Thêm nhiệm vụ",
                "Đợt học tập",
                "Thêm nhiệm vụ đầu tiên",
            ],
        ),
        (
            "reports",
            [
                "Phụ lục Excel",
                "Lưu số liệu (JSON)",
                "Lưu PDF",
                "Xem trước và in",
                "Đợt học tập",
                "Các phần của báo cáo",
                "Số liệu của chi bộ",
            ],
        ),
        (
            "members",
            [
                "Xuất Excel",
                "Nhập từ Excel",
                "Thêm đồng chí",
                "Tìm theo tên, chức vụ (không cần dấu)",
                "Hiện những ai",
                "Danh sách đảng viên",
            ],
        ),
    ],
)
def test_tab_goes_through_a_screen_as_it_is_read(workspace, name, expected):
    workspace.go(name)
    workspace.focus_place()
    assert [named(each) for each in walked(workspace)] == expected
    backwards = [named(each) for each in walked(workspace, Qt.Key.Key_Backtab)]
    assert backwards == expected[::-1]


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        ("attendance", "Tìm tên (Ctrl+F)", "Bảng điểm danh"),
        ("agenda", "Xếp chương trình gợi ý", "Tự thêm nội dung"),
        ("info", "Tên buổi học", "Xóa buổi học"),
        ("signin", "Cột ký tên", "Điền ở Thiết lập"),
    ],
)
def test_tab_reaches_every_part_of_a_session(workspace, part, first, last):
    (session,) = workspace.book.sessions.all()
    workspace.go("sessions", session.id)
    view = workspace.place.view
    view.tabs.setCurrentWidget(getattr(view, part))
    names = [named(each) for each in walked(workspace)]
    head = ["Tất cả buổi học", "Chiếu to", "Biên bản", "Excel", "Các phần của buổi học"]
    assert names[:6] == [*head, first]
    assert names[-1] == last
    assert len(set(names)) == len(names)


def test_what_comes_later_has_its_place_in_the_order(workspace, qtbot):
    (session,) = workspace.book.sessions.all()
    workspace.go("sessions", session.id)
    view = workspace.place.view
    view.tabs.setCurrentWidget(view.signin)
    view.signin.show_button.click()
    qtbot.waitUntil(lambda: view.signin.paper.preview is not None)
    workspace.activateWindow()
    qtbot.waitUntil(workspace.isActiveWindow)
    names = [named(each) for each in walked(workspace)]
    assert names[names.index("Điền ở Thiết lập") + 1] == "In"


def test_a_screen_begins_at_its_list_and_goes_on_where_the_keyboard_was(workspace):
    workspace.go("essays")
    essays = workspace.place
    assert QApplication.focusWidget() is essays.list.table
    essays.list.filter.setFocus()
    workspace.go("sessions")
    assert QApplication.focusWidget() is workspace.place.list.table
    workspace.go("essays")
    assert QApplication.focusWidget() is essays.list.filter


def test_coming_back_to_a_session_is_coming_back_to_its_roll_call(workspace, qtbot):
    (session,) = workspace.book.sessions.all()
    workspace.go("sessions", session.id)
    view = workspace.place.view
    view.attendance.search.setFocus()
    workspace.go("home")
    qtbot.keyClick(workspace.windowHandle(), Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert view.attendance.table.hasFocus()


@pytest.mark.parametrize("name", ["sessions", "essays", "plans", "reports", "session"])
def test_with_large_letters_no_screen_scrolls_sideways(large, workspace, qtbot, name):
    (session,) = workspace.book.sessions.all()
    workspace.go("sessions" if name == "session" else name, session.id if name == "session" else "")
    qtbot.wait(20)
    bars = workspace.place.findChildren(QScrollBar)
    sideways = [bar for bar in bars if bar.orientation() is Qt.Orientation.Horizontal]
    assert not any(bar.isVisible() for bar in sideways)
