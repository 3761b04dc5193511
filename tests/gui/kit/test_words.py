import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from qtapp.gui.kit import words


@pytest.mark.parametrize("make", [words.title, words.heading, words.lead, words.muted, words.label])
def test_a_name_is_never_taken_for_markup(qtbot: QtBot, make: type[QLabel]) -> None:
    made = make("<b>Lý</b>")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_a_title_is_larger_than_a_heading(qtbot: QtBot) -> None:
    sizes = []
    for make in (words.title, words.heading, words.label):
        made = make("Đảng viên")
        qtbot.addWidget(made)
        made.show()
        sizes.append(made.fontInfo().pointSizeF())
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


def test_a_picture_is_as_high_as_the_letters_say(qtbot: QtBot) -> None:
    small, large = words.picture("home", 1), words.picture("home", 2)
    qtbot.addWidget(small)
    qtbot.addWidget(large)
    assert large.height() == pytest.approx(2 * small.height(), abs=1)


def test_a_changed_role_changes_the_look(qtbot: QtBot) -> None:
    made = words.label("x")
    qtbot.addWidget(made)
    made.show()
    before = made.fontInfo().pointSizeF()
    made.setProperty("role", "title")
    words.restyle(made)
    assert made.fontInfo().pointSizeF() > before
