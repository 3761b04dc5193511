import pytest
from PySide6.QtCore import Qt

from qtapp.gui.kit.sidebar import Entry, Sidebar
from tests.gui.accessible import nameless
from tests.gui.screens import click
from tests.gui.typing import press


@pytest.fixture
def bar(qtbot):
    made = Sidebar(
        [
            Entry(name="home", sign="home", words="Việc cần làm", key="Ctrl+1"),
            Entry(name="members", sign="members", words="Đảng viên", key="Ctrl+2"),
        ]
    )
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_a_click_chooses_a_screen(bar, qtbot):
    with qtbot.waitSignal(bar.chosen) as chosen:
        click(bar, "Đảng viên")
    assert chosen.args == ["members"]


def test_the_search_is_asked_for(bar, qtbot):
    with qtbot.waitSignal(bar.search_wanted):
        click(bar, "Tìm trong sổ")


def test_a_key_chooses_a_screen(bar, qtbot):
    with qtbot.waitSignal(bar.key_pressed) as chosen:
        qtbot.keyClick(bar, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert chosen.args == ["members"]


def test_the_arrows_go_up_and_down_the_list(bar):
    bar.button("home").setFocus()
    press(bar, Qt.Key.Key_Down)
    assert bar.button("members").hasFocus()
    press(bar, Qt.Key.Key_Down)
    assert bar.searching.hasFocus()
    press(bar, Qt.Key.Key_Down)
    assert bar.guide.hasFocus()
    press(bar, Qt.Key.Key_Down)
    assert bar.lock.hasFocus()
    press(bar, Qt.Key.Key_Down)
    assert bar.button("home").hasFocus()


def test_its_rows_draw_closer_in_a_low_window(bar, qtbot):
    bar.resize(bar.width(), 900)
    roomy = bar.button("home").sizeHint().height()
    bar.resize(bar.width(), 120)
    qtbot.waitUntil(lambda: bar.button("home").sizeHint().height() < roomy)
    bar.resize(bar.width(), 900)
    qtbot.waitUntil(lambda: bar.button("home").sizeHint().height() == roomy)


def test_the_open_screen_is_marked_and_all_have_names(bar):
    bar.mark("members")
    assert bar.button("members").isChecked()
    assert not bar.button("home").isChecked()
    assert nameless(bar) == []


def test_signs_stand_alone_where_the_words_would_take_too_much(bar, qtbot):
    words = bar.width()
    assert bar.fit_into(4 * words)
    assert bar.width() == words
    assert not bar.fit_into(4 * words - 1)
    assert bar.width() < words / 2
    for name, called in (("home", "Việc cần làm"), ("members", "Đảng viên")):
        assert called in bar.button(name).toolTip()
    assert nameless(bar) == []
    assert bar.fit_into(4 * words)
    assert bar.width() == words
