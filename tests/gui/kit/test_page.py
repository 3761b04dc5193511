import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from qtapp.gui.kit.page import Page, mark
from qtapp.gui.kit.words import label
from tests.gui.accessible import nameless
from tests.gui.typing import press


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page("Đảng viên", "37 đảng viên.")
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    return made


def words(page: QWidget) -> list[str]:
    QApplication.processEvents()  # what is added to a visible page shows with the next event
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible() and each.text()]


def test_a_page_says_what_it_is(page: Page) -> None:
    assert words(page) == ["Đảng viên", "37 đảng viên."]
    assert page.accessibleName() == "Đảng viên"


def test_a_page_can_be_renamed(page: Page) -> None:
    page.set_title("Lý Thị Ánh")
    assert words(page) == ["Lý Thị Ánh"]


def test_actions_stand_at_the_right_of_the_title_in_the_order_given(page: Page) -> None:
    second = page.secondary("In danh sách", lambda: None, "print")
    first = page.primary("&Thêm", lambda: None, "add")
    QApplication.processEvents()
    places = [each.mapTo(page, each.rect().topLeft()) for each in (second, first)]
    assert places[0].x() < places[1].x()
    assert places[0].x() > page.width() / 2
    assert places[0].y() == places[1].y()


def test_actions_go_below_the_title_where_it_is_narrow(page: Page) -> None:
    made = page.primary("Thêm đảng viên mới", lambda: None, "add")
    page.resize(380, 600)
    QApplication.processEvents()
    assert made.mapTo(page, made.rect().topLeft()).x() < 100


def test_the_way_back_is_above_the_title(page: Page, qtbot: QtBot) -> None:
    gone: list[bool] = []
    back = page.back("Đợt học tập", lambda: gone.append(True))
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert gone == [True]
    QApplication.processEvents()
    title = next(each for each in page.findChildren(QLabel) if each.text() == "Đảng viên")
    assert back.mapTo(page, back.rect().bottomLeft()).y() < title.mapTo(page, title.pos()).y() + 40


def test_banners_come_and_go(page: Page) -> None:
    page.banner("warn", "Đã quá hạn.", "Xem", lambda: None)
    assert "Đã quá hạn." in words(page)
    page.clear_banners()
    assert "Đã quá hạn." not in words(page)


def test_content_follows_in_order(page: Page) -> None:
    page.section("Thông tin", "Chỉ trong chi bộ.")
    page.card("Liên hệ").body.addWidget(label("0912"))
    page.add(label("cuối"))
    assert words(page)[2:] == ["Thông tin", "Chỉ trong chi bộ.", "Liên hệ", "0912", "cuối"]


def test_a_page_that_is_too_long_scrolls_by_key(page: Page, qtbot: QtBot) -> None:
    for n in range(60):
        page.add(label(f"dòng {n}"))
    bar = page.findChildren(QScrollArea)[0].verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    press(page, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    press(page, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_a_screen_reader_can_name_everything(page: Page) -> None:
    page.primary("Thêm", lambda: None)
    page.banner("good", "Đã lưu.", "Hoàn tác", lambda: None)
    assert nameless(page) == []
    assert len(page.findChildren(QPushButton)) == 2


def test_a_mark_is_taken_off_again(page: Page) -> None:
    made = label("x")
    page.add(made)
    mark(made, "bad")
    coloured = made.palette().windowText().color().name()
    mark(made, None)
    assert coloured != made.palette().windowText().color().name()
