import unicodedata

import pytest

from qtapp.gui.papers.rows_field import RowsField
from tests.gui.accessible import nameless


@pytest.fixture
def field(qtbot):
    made = RowsField("lines", "Các khoản chi", ["Nội dung", "Số lượng"], [3, 1])
    qtbot.addWidget(made)
    made.set_value((("Nước", "14"), ("Tài liệu", "")))
    made.show()
    return made


def test_rows_come_back_composed_and_empty_ones_are_dropped(field):
    field.add_row()
    field._edits[1][1].setText(unicodedata.normalize("NFD", " mười  bộ "))
    assert field.value() == (("Nước", "14"), ("Tài liệu", "mười bộ"))


def test_every_cell_says_its_column_and_row(field):
    assert nameless(field) == []
    assert field._edits[1][0].accessibleName() == "Nội dung, dòng 2"


def test_typing_is_a_change(field, qtbot):
    with qtbot.waitSignal(field.changed):
        field._edits[0][0].setText("Nước uống")


def test_other_rows_take_the_place_of_the_old(field):
    field.set_value((("A", "1"),))
    assert field.value() == (("A", "1"),)


def test_rows_are_typed_again_as_they_stood(field):
    field.add_row()
    standing = field.typed()
    assert standing == [["Nước", "14"], ["Tài liệu", ""], ["", ""]]
    field.retype([["A", "1"]])
    assert field.typed() == [["A", "1"]]
