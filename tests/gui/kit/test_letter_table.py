import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from qtapp.gui.kit.letter_table import LetterTable
from qtapp.gui.kit.table import Column, TableModel
from tests.gui.typing import compose, press, type_text


class Marks:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, row: str) -> None:
        self.seen.append(row)


@pytest.fixture
def marks() -> Marks:
    return Marks()


@pytest.fixture
def table(qtbot: QtBot, marks: Marks) -> LetterTable[str]:
    model = TableModel[str]([Column(title="Tên", text=str)], str)
    made = LetterTable[str](model, "Danh sách")
    qtbot.addWidget(made)
    made.on_letter("Đ", marks)
    made.show_rows(["Hoa", "Đạt"])
    made.selectRow(0)
    made.show()
    return made


@pytest.mark.parametrize("letter", ["d", "D", "đ", "Đ"])
def test_a_letter_is_understood_whatever_the_keyboard_makes_of_it(table, marks, letter):
    type_text(table, letter)
    assert marks.seen == ["Hoa"]


def test_finished_text_of_an_input_method_counts_letter_by_letter(table, marks):
    compose(table, "", "đD")
    assert marks.seen == ["Hoa", "Hoa"]


def test_unfinished_text_of_an_input_method_does_nothing(table, marks):
    compose(table, "đ")
    assert marks.seen == []


def test_a_letter_held_down_counts_once(table, marks):
    for repeated in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier, "d", repeated
        )
        QCoreApplication.sendEvent(table, event)
    assert marks.seen == ["Hoa"]


def test_other_letters_neither_act_nor_search_the_list(table, marks):
    type_text(table, "x")
    assert marks.seen == []
    assert table.selected() == "Hoa"


def test_a_letter_with_control_is_no_letter(table, marks):
    press(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert marks.seen == []


def test_arrow_keys_still_move(table):
    press(table, Qt.Key.Key_Down)
    assert table.selected() == "Đạt"


def test_the_input_method_is_asked_for_plain_keys(table, qtbot):
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    assert not table.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
