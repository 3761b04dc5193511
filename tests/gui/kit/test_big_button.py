from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qtapp.gui.kit.big_button import BigButton
from tests.gui.accessible import nameless
from tests.gui.typing import press


def made(qtbot, **more):
    done = []
    button = BigButton("&Lập sổ mới", "Mất ba phút.", lambda: done.append(1), **more)
    qtbot.addWidget(button)
    button.show()
    return button, done


def test_its_words_and_sentence_are_its_name(qtbot):
    button, _ = made(qtbot)
    assert button.accessibleName() == "Lập sổ mới. Mất ba phút."
    assert nameless(button) == []


def test_a_click_on_its_words_is_a_click_on_it(qtbot):
    button, done = made(qtbot, sign="add")
    words = button.findChildren(QLabel)
    for each in words:
        qtbot.mouseClick(each, Qt.MouseButton.LeftButton)
    assert len(words) == 4
    assert done == [1] * 4


def test_space_presses_it(qtbot):
    button, done = made(qtbot)
    press(button, Qt.Key.Key_Space)
    assert done == [1]


def test_a_narrow_one_is_higher(qtbot):
    button, _ = made(qtbot)
    assert button.hasHeightForWidth()
    assert button.heightForWidth(120) > button.heightForWidth(900)
