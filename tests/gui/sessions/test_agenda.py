import pytest
from PySide6.QtCore import Qt

from qtapp.domain.sessions import AgendaKind, discussion_share
from qtapp.gui.sessions.agenda import AgendaPanel, proposal
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.gui.screens import click
from tests.gui.toasts import the_toast
from tests.gui.typing import press, type_text


@pytest.fixture
def panel(cell, session, qtbot):
    made = AgendaPanel(cell)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show_session(session)
    made.show()
    return made


def shown(panel, column):
    return [panel.model.index(row, column).data() for row in range(panel.model.rowCount())]


def names(cell, session):
    return [item.name for item in cell.sessions.agenda(session.id)]


def test_a_proposal_fills_the_time_with_enough_discussion(cell, session):
    items = proposal(cell, session)
    assert sum(item.minutes for item in items) == session.minutes
    assert discussion_share(items) >= 0.25
    assert [item.kind for item in items] == [
        AgendaKind.OTHER,
        AgendaKind.PRESENTATION,
        AgendaKind.DISCUSSION,
        AgendaKind.QUESTIONS,
    ]


def test_an_empty_agenda_offers_a_proposal_and_shows_its_clock(panel, cell, session):
    panel.propose()
    assert len(names(cell, session)) == 4
    assert shown(panel, 1)[:2] == ["07:30 – 07:40", "07:40 – 08:50"]
    assert panel.total.text() == "Đã xếp 120 trong 120 phút"
    assert panel.share.text() == "thảo luận, hỏi đáp 33 %"


def test_an_item_is_added_by_keyboard_below_the_selected_one(panel, cell, session):
    panel.propose()
    first = names(cell, session)[0]
    press(panel.table, Qt.Key.Key_Insert)
    type_text(panel.panel.form.field("name").edit, "Báo cáo tình hình")
    click(panel, "Lưu")
    assert names(cell, session)[:2] == [first, "Báo cáo tình hình"]
    assert panel.table.selected().item.name == "Báo cáo tình hình"


def test_an_item_without_words_is_refused_beside_its_field(panel, cell, session):
    panel.add()
    click(panel, "Lưu")
    assert panel.panel.form.field("name").below.text() == "Chưa điền."
    assert names(cell, session) == []


def test_enter_changes_an_item(panel, cell, session):
    panel.propose()
    press(panel.table, Qt.Key.Key_Return)
    panel.panel.form.field("minutes").set_value(25)
    assert panel.may_leave()
    assert cell.sessions.agenda(session.id)[0].minutes == 25
    assert panel.total.text() == "Đã xếp 135 trong 120 phút"
    assert panel.total.property("tone") == "bad"


def test_delete_takes_an_item_out_and_undo_brings_it_back(panel, cell, session):
    panel.propose()
    before = names(cell, session)
    press(panel.table, Qt.Key.Key_Delete)
    assert names(cell, session) == before[1:]
    the_toast(panel).button.click()
    assert names(cell, session) == before


def test_alt_and_arrows_move_an_item(panel, cell, session):
    panel.propose()
    one, two, *rest = names(cell, session)
    press(panel.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(cell, session) == [two, one, *rest]
    assert panel.table.selected().item.name == one
    press(panel.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(panel.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(cell, session) == [one, two, *rest]


def test_little_discussion_is_said(panel, cell, session):
    item = cell.sessions.new_item(session.id, "Truyền đạt", minutes=100)
    cell.sessions.save_agenda(session.id, [item])
    panel.show_session(session)
    assert panel.share.text() == "thảo luận, hỏi đáp 0 %, nên có ít nhất 20 %"


def test_a_screen_reader_can_name_everything(panel):
    panel.propose()
    press(panel.table, Qt.Key.Key_Return)
    assert nameless(panel) == []


def test_no_two_things_in_sight_answer_to_one_letter(panel, qtbot):
    panel.propose()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.add()
    type_text(panel.panel.form.field("name").edit, "Báo cáo")
    assert clashes(panel) == []


def test_what_is_typed_of_an_item_waits_for_its_session(panel, cell, session):
    panel.propose()
    panel.add()
    type_text(panel.panel.form.field("name").edit, "Báo cáo")
    assert panel.panel.leave()
    panel.add()
    assert panel.panel.form.field("name").value() == "Báo cáo"
    click(panel, "Lưu")
    assert "Báo cáo" in names(cell, session)
    the_toast(panel).button.click()
    assert "Báo cáo" not in names(cell, session)


def test_an_item_that_is_no_more_closes_its_panel(panel, cell, session):
    panel.propose()
    press(panel.table, Qt.Key.Key_Return)
    panel.remove(panel.table.selected().item)
    assert not panel.panel.is_open()
