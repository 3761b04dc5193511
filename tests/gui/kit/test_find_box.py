import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qtapp.gui.kit.find_box import FindBox
from qtapp.gui.members.page import MembersPage
from tests.gui.accessible import nameless
from tests.gui.screens import rows, said
from tests.make import a_cell_book, a_wave_in


@pytest.fixture
def box(opened, tmp_path, qtbot):
    book = a_cell_book(tmp_path, members=5)
    a_wave_in(book)
    page = opened(MembersPage, book)
    made = FindBox(book, page.jobs, page)
    went = []
    made.chosen.connect(lambda *where: went.append(where))
    made.went = went
    made.open()
    qtbot.waitUntil(lambda: made.isVisible() and book.search.is_ready())
    return made


def test_typing_shows_what_holds_the_words(box, qtbot):
    QTest.keyClicks(box.line, "nghi quyet")
    qtbot.waitUntil(lambda: box.model.rowCount() == 1)
    assert rows(box.table)[0][:2] == ["Văn bản", "Nghị quyết 18-NQ/TW"]
    assert "1 kết quả. Enter để mở." in said(box)
    assert nameless(box) == []


def test_enter_goes_to_the_best_result(box):
    box.line.setText("anh")
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    member = next(each for each in box._book.members.all() if each.full_name == "Lê Minh Ánh")
    assert box.went == [("members", member.id)]


def test_the_arrow_goes_down_into_the_results(box):
    box.line.setText("a")
    box.search()
    QTest.keyClick(box.line, Qt.Key.Key_Down)
    assert box.table.hasFocus()
    QTest.keyClick(box.table, Qt.Key.Key_Return)
    assert len(box.went) == 1


def test_nothing_found_is_said(box):
    box.line.setText("zzz")
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert "Không thấy gì." in said(box)
    assert box.went == []


def test_escape_empties_the_line_and_what_was_found(box, qtbot):
    box.line.setText("a")
    box.search()
    assert box.model.rowCount()
    QTest.keyClick(box.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: box.model.rowCount() == 0)
    assert box.isVisible()
