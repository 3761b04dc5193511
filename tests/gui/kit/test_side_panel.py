import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qtapp.domain.units import Unit, UnitKind
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.side_panel import Beside, FormPanel
from tests.gui.accessible import nameless
from tests.gui.screens import click
from tests.gui.typing import press, type_text
from tests.make import an_id

UNIT = Unit(id=an_id(1), unit=an_id(1), name="Chi bộ thôn Hạ", kind=UnitKind.CELL)


def a_panel():
    form = Form(Unit)
    form.rows("name", "level")
    return FormPanel(form, lambda unit, values: replace(unit, **values))


@pytest.fixture
def panel(qtbot):
    made = a_panel()
    qtbot.addWidget(made)
    made.open_on(UNIT, "Sửa chi bộ", "Một câu")
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_panel_says_what_is_open(panel):
    assert (panel.title.text(), panel.sentence.text()) == ("Sửa chi bộ", "Một câu")
    assert panel.form.field("name").edit.text() == "Chi bộ thôn Hạ"
    assert nameless(panel) == []


def test_the_button_saves_and_tells(panel, qtbot):
    type_text(panel.form.field("level").edit, "chi bộ thôn")
    with qtbot.waitSignal(panel.saved) as caught:
        click(panel, "Lưu")
    assert caught.args[0].level == "chi bộ thôn"
    assert panel.record == caught.args[0]
    assert not panel.is_changed()


def test_ctrl_s_saves(panel, qtbot):
    edit = panel.form.field("level").edit
    type_text(edit, "x")
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_ctrl_s_saves_nothing_that_may_not_be_changed(panel, qtbot):
    panel.save_button.setEnabled(False)
    panel.saved.connect(lambda _record: pytest.fail("saved"))
    qtbot.keyClick(panel.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_escape_closes(panel, qtbot):
    with qtbot.waitSignal(panel.left):
        press(panel, Qt.Key.Key_Escape)
    assert not panel.is_open()


@pytest.mark.parametrize("answer", ask.Unsaved)
def test_unsaved_words_are_asked_about(panel, monkeypatch, answer):
    saved = []
    panel.saved.connect(saved.append)
    monkeypatch.setattr(ask, "unsaved", lambda *_: answer)
    type_text(panel.form.field("level").edit, "x")
    assert panel.leave() is (answer is not ask.Unsaved.STAY)
    assert panel.is_open() is (answer is ask.Unsaved.STAY)
    assert bool(saved) is (answer is ask.Unsaved.SAVE)


def test_what_cannot_be_saved_keeps_the_panel_open(panel, monkeypatch):
    monkeypatch.setattr(ask, "unsaved", lambda *_: ask.Unsaved.SAVE)
    panel.form.field("level").set_value("x" * 600)
    assert not panel.leave()
    assert "Dài quá" in panel.form.field("level").below.text()


def test_an_empty_panel_saves_nothing(qtbot):
    made = FormPanel(Form(Unit), lambda unit, _values: unit)
    qtbot.addWidget(made)
    assert not made.save()


def test_list_and_panel_share_the_room_or_the_panel_stands_alone(qtbot):
    words, panel = QLabel("danh sách"), a_panel()
    both = Beside(words, panel)
    qtbot.addWidget(both)
    both.resize(theme.em(80), theme.em(30))
    both.show()
    panel.open_on(UNIT, "Sửa chi bộ")
    assert words.isVisible()
    both.resize(theme.em(30), theme.em(30))
    qtbot.waitUntil(words.isHidden)
    assert panel.leave()
    assert words.isVisible()
