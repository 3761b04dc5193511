import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qtapp.gui.kit.undoing import is_redo, undo_beyond
from tests.gui.typing import type_text

CTRL = Qt.KeyboardModifier.ControlModifier


class Book(QWidget):
    """What stands around a text and takes back what the text does not."""

    def __init__(self):
        super().__init__()
        self.turned = []

    def keyPressEvent(self, event):  # noqa: N802 - Qt's name
        if event.key() in {Qt.Key.Key_Z, Qt.Key.Key_Y}:
            self.turned.append("redo" if is_redo(event) else "undo")


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_a_text_turns_what_was_typed_in_it_first(qtbot, kind):
    book = Book()
    qtbot.addWidget(book)
    edit = kind()
    QVBoxLayout(book).addWidget(edit)
    undo_beyond(edit)
    book.show()
    text = edit.text if kind is QLineEdit else edit.toPlainText
    type_text(edit, "x")
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert (text(), book.turned) == ("", [])
    qtbot.keyClick(edit, Qt.Key.Key_Z, CTRL)
    assert book.turned == ["undo"]
    redo = (Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(edit, *redo)
    assert (text(), book.turned) == ("x", ["undo"])
    qtbot.keyClick(edit, *redo)
    qtbot.keyClick(edit, Qt.Key.Key_Y, CTRL)
    assert book.turned == ["undo", "redo", "redo"]
