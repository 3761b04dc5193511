import pytest
from PySide6.QtCore import Qt

from qtapp.gui.sessions.projector import Projector
from qtapp.gui.sessions.view import SessionView
from tests.gui.accessible import nameless
from tests.gui.typing import press, type_text


@pytest.fixture
def view(cell, cell_jobs, session, qtbot):
    made = SessionView(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(1130, 730)
    made.show()
    made.open(session.id)
    return made


@pytest.fixture
def projector(view):
    view.show_large()
    return view.findChild(Projector)


def test_the_hall_sees_the_count_and_the_name_that_is_called(projector, view, cell):
    first = view.attendance.table.selected().row.member
    assert projector.isFullScreen()
    assert projector.called.text() == f"1. {first.full_name}"
    assert projector.count.text() == view.attendance.figure.text()
    assert projector.after.text().count("\n") == 2


def test_a_key_marks_and_calls_the_next(projector, view):
    type_text(projector, "v")
    assert projector.called.text().startswith("2. ")
    assert "vắng có lý do 1" in projector.words.text()
    press(projector, Qt.Key.Key_Up)
    assert projector.status.text() == "Vắng có lý do"
    assert view.attendance.table.selected().place == 1


def test_a_mark_is_taken_back(projector, view):
    type_text(projector, "k")
    press(projector, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not view.attendance.table.selected().row.recorded
    assert "vắng" not in projector.words.text()


def test_escape_leads_back_and_the_window_takes_it_along(projector, view, qtbot):
    with qtbot.waitSignal(projector.destroyed):
        press(projector, Qt.Key.Key_Escape)
    view.show_large()
    with qtbot.waitSignal(view.findChild(Projector).destroyed):
        view.close()


def test_everything_has_a_name(projector):
    assert nameless(projector) == []
