import pytest
from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.table import Column
from tests.gui.accessible import nameless
from tests.gui.typing import press, type_text


class Person(Struct, frozen=True):
    id: int
    name: str


PEOPLE = [Person(1, "Nông Văn Dương"), Person(2, "Lý Thị Ánh")]


@pytest.fixture
def panel(qtbot: QtBot) -> ListPanel[Person]:
    made = ListPanel(
        "Danh sách đảng viên",
        [Column[Person](title="Họ và tên", text=lambda p: p.name)],
        lambda p: p.id,
        empty=Empty("members", "Chưa có đảng viên", "Hãy thêm người đầu tiên."),
    )
    qtbot.addWidget(made)
    made.show()
    return made


def words(panel: ListPanel[Person]) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_an_empty_list_teaches_how_to_begin(panel: ListPanel[Person]) -> None:
    assert "Hãy thêm người đầu tiên." in words(panel)
    assert not panel.filter.isVisible()


def test_a_filled_list_shows_how_many_there_are(panel: ListPanel[Person]) -> None:
    panel.show_rows(PEOPLE)
    assert panel.count.text() == "2 dòng"
    assert panel.table.isVisible()


def test_a_search_narrows_the_list_and_says_so(panel: ListPanel[Person]) -> None:
    panel.show_rows(PEOPLE)
    type_text(panel.filter, "duong")
    assert panel.count.text() == "1 trong 2 dòng; ẩn các dòng không có “duong”"


def test_what_a_choice_leaves_out_is_said_too(panel: ListPanel[Person]) -> None:
    panel.show_rows(PEOPLE)
    panel.say_left_out("ẩn 3 người đã chuyển đi")
    assert panel.count.text() == "2 dòng; ẩn 3 người đã chuyển đi"
    panel.say_left_out("")
    assert panel.count.text() == "2 dòng"


def test_a_search_without_result_says_what_to_do(panel: ListPanel[Person]) -> None:
    panel.show_rows(PEOPLE)
    type_text(panel.filter, "xyz")
    assert "Không có kết quả nào" in words(panel)
    press(panel.filter, Qt.Key.Key_Escape)
    assert panel.table.isVisible()


def test_enter_in_the_search_box_goes_to_the_first_result(panel: ListPanel[Person]) -> None:
    panel.show_rows(PEOPLE)
    type_text(panel.filter, "anh")
    press(panel.filter, Qt.Key.Key_Return)
    assert panel.selected() == PEOPLE[1]


def test_a_screen_reader_can_name_everything(panel: ListPanel[Person]) -> None:
    panel.show_rows(PEOPLE)
    assert nameless(panel) == []
