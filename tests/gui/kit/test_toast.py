from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from qtapp.gui.kit import toast
from qtapp.gui.kit.toast import Toast


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_a_toast_says_what_was_done_at_the_foot_of_the_window(window: QWidget) -> None:
    said = toast.say(window, "Đã lưu.")
    assert [label.text() for label in said.findChildren(QLabel)] == ["Đã lưu."]
    assert said.isVisible()
    assert said.geometry().bottom() > 0.8 * window.height()


def test_words_have_the_same_room_on_both_sides(window: QWidget) -> None:
    said = toast.say(window, "Đã lưu.")
    (words,) = said.findChildren(QLabel)
    assert words.x() == said.width() - words.geometry().right() - 1


def test_undo_is_offered_once(window: QWidget, qtbot: QtBot) -> None:
    undone: list[bool] = []
    said = toast.say(window, "Đã xóa.", lambda: undone.append(True))
    qtbot.mouseClick(said.button, Qt.MouseButton.LeftButton)
    said.take_back()
    assert undone == [True]
    assert not said.isVisible()


def test_a_new_toast_takes_the_place_of_the_old(window: QWidget) -> None:
    old = toast.say(window, "Một.")
    new = toast.say(window, "Hai.")
    assert [each.isVisible() for each in (old, new)] == [False, True]


def test_a_toast_stays_at_the_foot_when_the_window_grows(window: QWidget) -> None:
    said = toast.say(window, "Đã lưu.")
    window.resize(1200, 900)
    QApplication.processEvents()
    assert said.geometry().bottom() > 0.8 * 900


def test_a_toast_leaves_unless_its_button_has_the_focus(window: QWidget, qtbot: QtBot) -> None:
    said = toast.say(window, "Đã xóa.", lambda: None)
    window.activateWindow()
    said.button.setFocus()
    qtbot.waitUntil(said.button.hasFocus)
    said._timer.timeout.emit()
    assert said.isVisible()
    said.button.clearFocus()
    said._timer.timeout.emit()
    assert not said.isVisible()


def test_a_screen_reader_is_given_the_words(window: QWidget) -> None:
    assert toast.say(window, "Đã lưu.").accessibleName() == "Đã lưu."
    assert len(window.findChildren(Toast)) >= 1


@pytest.fixture
def page(window: QWidget) -> QWidget:
    """Make a page above a line that is kept free."""
    column = QVBoxLayout(window)
    made = QPushButton("Lưu")
    column.addWidget(made, 1)
    column.addWidget(toast.Foot())
    QApplication.processEvents()
    return made


@pytest.mark.parametrize("undo", [None, lambda: None])
def test_a_toast_covers_nothing_and_moves_nothing_where_a_line_is_kept_free(
    page: QWidget, undo: Callable[[], None] | None
) -> None:
    before = page.geometry()
    said = toast.say(page, "Đã xóa đồng chí Nguyễn Văn Mẫu khỏi sổ.", undo)
    QApplication.processEvents()
    top = said.mapTo(page.window(), said.rect().topLeft()).y()
    assert said.isVisible()
    assert top > page.geometry().bottom()
    assert page.geometry() == before


def test_long_words_get_a_second_line(page: QWidget) -> None:
    words = "Đã xuất ra Danh sách đảng viên.xlsx. " + "Tệp này không được mã hóa. " * 5
    said = toast.say(page, words)
    QApplication.processEvents()
    assert said.isVisible()
    assert said.width() <= page.window().width()
    assert said.height() > 2 * said.fontMetrics().height()
