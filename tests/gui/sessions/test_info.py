import pytest
from PySide6.QtCore import Qt

from qtapp.domain.sessions import SessionKind
from qtapp.gui.sessions.info import InfoPanel, new_session_form
from tests.gui.accessible import nameless
from tests.gui.typing import type_text


@pytest.fixture
def panel(cell, session, qtbot):
    made = InfoPanel(cell)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show_session(session)
    made.show()
    made.activateWindow()
    return made


def test_what_is_typed_is_kept_by_control_s(panel, cell, session, qtbot):
    edit = panel.form.field("chair").edit
    edit.setFocus()
    type_text(edit, "Nguyễn Thị Hoa")
    with qtbot.waitSignal(panel.saved):
        qtbot.keyClick(edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert cell.sessions.get(session.id).chair == "Nguyễn Thị Hoa"
    assert panel.keeper.state.text().startswith("Đã lưu.")


def test_a_name_that_is_missing_is_said_beside_its_field(panel, cell, session):
    panel.form.field("name").set_value(" ")
    type_text(panel.form.field("venue").edit, ", cơ sở 2")
    assert panel.keeper.settle()
    assert panel.form.field("name").below.text() == "Chưa điền."
    kept = cell.sessions.get(session.id)
    assert (kept.name, kept.venue) == ("Buổi 1", session.venue + ", cơ sở 2")
    assert "vẫn được giữ" in panel.keeper.state.text()


def test_typed_words_outlive_reading_the_same_session_anew(panel, session):
    panel.form.field("venue").set_value("Trường tiểu học")
    panel.show_session(session)
    assert panel.form.field("venue").value() == "Trường tiểu học"


def test_saving_leaves_alone_what_the_roll_call_wrote_meanwhile(panel, cell, session):
    panel.form.field("venue").set_value("Trường tiểu học")
    cell.attendance.finish(session.id)
    assert panel.keeper.settle()
    assert cell.sessions.get(session.id).held


def test_head_counts_are_asked_for_public_sessions_only(panel):
    invited = panel.form.field("public_invited")
    assert not invited.isVisible()
    panel.form.field("kind").set_value(SessionKind.PUBLIC)
    assert invited.isVisible()


def test_a_new_session_asks_for_little(cell, wave, qtbot):
    form = new_session_form(cell)
    qtbot.addWidget(form)
    form.load(cell.sessions.new(wave.id, "Buổi 2"))
    assert form.values()["name"] == "Buổi 2"
    assert form.values()["wave"] == wave.id


def test_a_screen_reader_can_name_everything(panel):
    assert nameless(panel) == []


def test_a_public_session_is_said_to_be_held_here_and_reaches_the_report(panel, cell, session):
    panel.form.field("kind").set_value(SessionKind.PUBLIC)
    panel.form.field("public_invited").set_value(60)
    panel.form.field("public_attended").set_value(55)
    assert panel.form.field("held").isVisible()
    panel.form.field("held").set_value(True)
    assert panel.keeper.settle()
    total = cell.reports.wave(session.wave).total
    assert (total.public_sessions, total.public_invited, total.public_attended) == (1, 60, 55)
