import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qtapp.domain.errors import DiskFull
from qtapp.domain.units import Unit, UnitKind
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.side_panel import Beside, FormPanel
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, said
from tests.gui.toasts import the_toast
from tests.gui.typing import press, type_text
from tests.make import an_id

UNIT = Unit(id=an_id(1), unit=an_id(1), name="Chi bộ thôn Hạ", kind=UnitKind.CELL)


def a_panel(book):
    def form():
        made = Form(Unit)
        made.rows("name", "level")
        return made

    return FormPanel(book, form, lambda unit, values: replace(unit, **values))


@pytest.fixture
def panel(qtbot, cell):
    made = a_panel(cell)
    qtbot.addWidget(made)
    made.open_on(UNIT, "Sửa chi bộ", "Một câu")
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_the_panel_says_what_is_open(panel):
    assert (panel.title.text(), panel.sentence.text()) == ("Sửa chi bộ", "Một câu")
    assert panel.form.field("name").edit.text() == "Chi bộ thôn Hạ"
    assert nameless(panel) == []


def test_a_record_of_the_book_needs_no_button(panel, qtbot):
    with qtbot.waitSignal(panel.saved) as caught:
        type_text(panel.form.field("level").edit, "chi bộ thôn")
    assert caught.args[0].level == "chi bộ thôn"
    assert panel.record == caught.args[0]
    assert "Lưu" not in offered(panel)
    assert "Đã lưu. Gõ đến đâu, sổ lưu đến đấy." in said(panel)


def test_a_new_record_is_made_by_its_button(panel, qtbot):
    panel.begin(UNIT, "Thêm chi bộ")
    assert panel.is_new
    panel.saved.connect(lambda _record: pytest.fail("saved"))
    type_text(panel.form.field("level").edit, "chi bộ thôn")
    assert panel.may_leave()
    assert "Chưa ghi vào sổ; gõ dở thì chữ được giữ cho lần sau." in said(panel)
    with qtbot.waitSignal(panel.added) as caught:
        click(panel, "Lưu")
    assert caught.args[0].level == "chi bộ thôn"
    assert not panel.is_new


def test_ctrl_s_saves_at_once(panel, qtbot):
    edit = panel.form.field("level").edit
    edit.setFocus()
    type_text(edit, "x")
    saved = []
    panel.saved.connect(saved.append)
    qtbot.keyClick(edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(saved) == 1


def test_what_is_another_units_is_only_read(panel):
    panel.open_on(UNIT, "Chi bộ", own=False)
    assert not panel.form.field("level").isEnabled()
    assert "Đã lưu" not in said(panel)


def test_escape_closes(panel, qtbot):
    with qtbot.waitSignal(panel.left):
        press(panel, Qt.Key.Key_Escape)
    assert not panel.is_open()


def test_closing_keeps_what_is_typed_without_a_question(panel):
    saved = []
    panel.saved.connect(saved.append)
    type_text(panel.form.field("level").edit, "x")
    assert panel.leave()
    assert [each.level for each in saved] == ["x"]


def test_what_cannot_be_saved_waits_in_the_book(panel):
    panel.form.field("level").set_value("x" * 600)
    assert panel.leave()
    panel.open_on(UNIT, "Sửa chi bộ")
    assert panel.form.field("level").edit.text() == "x" * 600
    assert "Dài quá" in panel.form.field("level").below.text()


def test_a_new_record_that_is_left_is_said_to_wait_and_wiped_out_on_demand(panel):
    panel.begin(UNIT, "Thêm chi bộ")
    assert "Xóa chữ đã gõ" not in offered(panel)
    type_text(panel.form.field("level").edit, "x")
    assert panel.leave()
    assert "mở ra viết tiếp lúc nào cũng được" in the_toast(panel).accessibleName()
    panel.begin(UNIT, "Thêm chi bộ")
    assert panel.form.field("level").edit.text() == "x"
    click(panel, "Xóa chữ đã gõ")
    assert panel.form.field("level").edit.text() == ""
    the_toast(panel).button.click()
    assert panel.form.field("level").edit.text() == "x"


def test_a_record_that_is_gone_leaves_what_was_typed_as_a_draft(panel, cell):
    panel.saved.connect(lambda _record: pytest.fail("saved"))
    type_text(panel.form.field("level").edit, "x")
    panel.gone()
    assert not panel.is_open()
    assert panel.may_leave()
    assert cell.drafts.of(f"units/{UNIT.id}") == {"level": "x"}


def test_what_the_book_cannot_take_stays_or_is_dropped_by_the_user(panel, monkeypatch):
    def refuse(_unit, _values):
        raise DiskFull("/usb")

    panel._keeper._save = refuse
    type_text(panel.form.field("level").edit, "x")
    for answer in (False, True):
        monkeypatch.setattr(ask, "lose", lambda *_, answer=answer: answer)
        assert panel.leave() is answer
        assert bool(panel.form.field("level").edit.text()) is not answer
        assert answer or "hết chỗ trống" in panel._keeper.state.text()


def test_an_empty_panel_adds_nothing(qtbot, cell):
    made = FormPanel(cell, lambda: Form(Unit), lambda unit, _values: unit)
    qtbot.addWidget(made)
    assert not made.add()


def test_list_and_panel_share_the_room_or_the_panel_stands_alone(qtbot, cell):
    words, panel = QLabel("danh sách"), a_panel(cell)
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
