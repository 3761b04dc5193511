from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qtapp.domain.sessions import SessionKind
from qtapp.gui.sessions.view import SessionView, moment_text
from tests.gui.accessible import nameless
from tests.gui.typing import press
from tests.make import a_session_in


@pytest.fixture
def view(cell, cell_jobs, qtbot):
    made = SessionView(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(1130, 730)
    made.show()
    return made


def parts(view):
    tabs = view.tabs
    visible = [i for i in range(tabs.count()) if tabs.isTabVisible(i)]
    return [tabs.tabText(i).replace("&", "") for i in visible]


def test_from_its_day_on_a_session_opens_on_the_roll_call(view, session):
    view.open(session.id)
    assert view.tabs.currentWidget() is view.attendance
    assert view.accessibleName() == "Buổi 1"
    words = [label.text() for label in view.findChildren(QLabel)]
    assert "18/11/2026 07:30 · Nhà văn hóa · Đợt học tập quý IV" in words


def test_before_its_day_a_session_opens_on_its_agenda(view, cell, wave):
    later = a_session_in(cell, wave, "Buổi 2", starts_at="2026-12-18T07:30")
    view.open(later.id)
    assert view.tabs.currentWidget() is view.agenda


def test_a_public_session_takes_no_roll(view, cell, session):
    cell.sessions.save(replace(session, kind=SessionKind.PUBLIC))
    view.open(session.id)
    assert view.tabs.currentWidget() is view.info
    assert parts(view) == ["Chương trình", "Thông tin", "Cần lưu ý"]


def test_the_number_of_cautions_stands_on_their_tab(view, cell, session):
    view.open(session.id)
    assert "Cần lưu ý" in parts(view)
    cell.sessions.save(replace(session, capacity=3, minutes=60))
    view.reload()
    assert "Cần lưu ý (2)" in parts(view)


def test_leaving_keeps_what_was_typed(view, cell, session, qtbot):
    view.open(session.id)
    view.info.form.field("venue").set_value("Trường tiểu học")
    with qtbot.waitSignal(view.left):
        press(view, Qt.Key.Key_Escape)
    assert cell.sessions.get(session.id).venue == "Trường tiểu học"


def test_what_is_not_acceptable_keeps_the_user_there(view, session, qtbot):
    view.open(session.id)
    view.info.form.field("name").set_value("")
    with qtbot.assertNotEmitted(view.left):
        press(view, Qt.Key.Key_Escape)
    assert view.tabs.currentWidget() is view.info


def test_a_new_name_is_shown_at_once(view, session, qtbot):
    view.open(session.id)
    view.info.form.field("name").set_value("Buổi sáng")
    with qtbot.waitSignal(view.changed):
        view.info.save()
    assert view.accessibleName() == "Buổi sáng"


def test_a_session_without_a_time_says_none():
    assert moment_text("") == ""


def test_a_screen_reader_can_name_everything(view, session):
    view.open(session.id)
    assert nameless(view) == []
