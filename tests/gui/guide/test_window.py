import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument

from qtapp.gui.guide.pages import ORDER
from qtapp.gui.guide.window import GuideWindow
from tests.gui.accessible import nameless
from tests.gui.typing import press, type_text

IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def guide(qtbot):
    window = GuideWindow()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def listed(window):
    return [window.list.item(row).text() for row in range(window.list.count())]


def test_it_opens_on_the_page_of_a_screen(guide):
    guide.show_page("members")
    assert guide.browser.toPlainText().startswith("Đảng viên")
    assert guide.list.currentItem().text() == "Đảng viên"
    assert len(listed(guide)) == len(ORDER)


def test_what_is_searched_without_diacritics_is_listed_and_shown(guide):
    type_text(guide.filter, "mat to ma khoi phuc")
    assert listed(guide)[0] == "Mật khẩu, mã khôi phục, sao lưu › Mất tờ mã khôi phục"
    assert guide.browser.toPlainText().startswith("Mật khẩu, mã khôi phục, sao lưu")
    press(guide.filter, Qt.Key.Key_Escape)
    assert len(listed(guide)) == len(ORDER)


def test_words_that_are_nowhere_are_told_so(guide):
    type_text(guide.filter, "xyzzy")
    assert listed(guide) == []
    assert guide.nothing.isVisible()


def test_a_link_leads_to_its_page(guide):
    guide.show_page("start")
    guide.browser.anchorClicked.emit(QUrl("keys.md"))
    assert guide.browser.toPlainText().startswith("Mật khẩu")


def test_a_link_that_leads_out_does_nothing(guide):
    guide.show_page("start")
    guide.browser.anchorClicked.emit(QUrl("https://example.invalid/keys.md"))
    assert guide.browser.toPlainText().startswith("Bắt đầu")


def test_pictures_come_from_the_guide_alone_and_fit_the_page(guide):
    guide.show_page("home")
    picture = guide.browser.loadResource(IMAGE, QUrl("pictures/home.png"))
    assert 0 < picture.width() <= guide.browser.viewport().width()
    for elsewhere in ("../../../README.md", "file:///etc/hostname"):
        assert guide.browser.loadResource(IMAGE, QUrl(elsewhere)) is None


def test_everything_has_a_name(guide):
    assert nameless(guide) == []
