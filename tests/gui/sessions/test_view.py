import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qtapp.domain.sessions import SessionKind
from qtapp.gui.kit.days import moment_text
from qtapp.gui.sessions.view import SessionView
from tests.gui.accessible import nameless
from tests.gui.typing import press, type_text
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


def test_what_is_not_acceptable_waits_where_it_was_typed(view, session, qtbot):
    view.open(session.id)
    when = view.info.form.field("starts_at")
    when.edit.setText("32/13")
    with qtbot.waitSignal(view.left):
        press(view, Qt.Key.Key_Escape)
    when.edit.setText("")
    view.info.keeper.open(session, f"sessions/{session.id}")
    assert when.edit.text() == "32/13"
    assert when.below.property("role") == "problem"


def test_a_new_name_is_shown_at_once(view, session, qtbot):
    view.open(session.id)
    view.info.form.field("name").set_value("Buổi sáng")
    with qtbot.waitSignal(view.kept):
        view.info.keeper.now()
    assert view.accessibleName() == "Buổi sáng"


def test_opening_a_part_by_its_letter_or_the_mouse_puts_the_keyboard_into_it(
    view, cell, session, qtbot
):
    cell.sessions.save_agenda(session.id, [cell.sessions.new_item(session.id, "Học", minutes=30)])
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.open(session.id)
    bar = view.tabs.tabBar()
    for letter, begins in (
        (Qt.Key.Key_N, lambda: view.info.form.field("name").edit),
        (Qt.Key.Key_R, lambda: view.agenda.table),
        (Qt.Key.Key_K, lambda: view.signin.paper.preview.print_button),
        (Qt.Key.Key_D, lambda: view.attendance.table),
    ):
        qtbot.keyClick(view.windowHandle(), letter, Qt.KeyboardModifier.AltModifier)
        if letter is Qt.Key.Key_K:
            qtbot.waitUntil(lambda: view.signin.paper.preview is not None)
        assert view.focusWidget() is begins()
        view.activateWindow()
    assert view.attendance.table.selected() is not None
    view.back_button.setFocus()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    assert view.attendance.table.hasFocus()


@pytest.mark.parametrize("size", [(1110, 640), (900, 560)])
def test_every_part_fits_into_a_small_window_with_its_buttons(view, cell, session, size):
    cell.sessions.save_agenda(session.id, [cell.sessions.new_item(session.id, "Học", minutes=30)])
    view.resize(*size)
    view.open(session.id)
    for part, verb in (
        (view.attendance, view.attendance.finish_button),
        (view.info, view.info.keeper.state),
        (view.info, view.info.remove_button),
    ):
        view.tabs.setCurrentWidget(part)
        corner = verb.mapTo(view, verb.rect().bottomRight())
        assert view.rect().contains(corner)
    assert view.minimumSizeHint().width() <= size[0]


def test_letters_on_the_names_of_the_parts_mark_too(view, cell, session):
    view.open(session.id)
    type_text(view.tabs.tabBar(), "v")
    assert sum(row.recorded for row in cell.attendance.sheet(session.id)) == 1


def test_a_session_without_a_time_says_none():
    assert moment_text("") == ""


def test_a_screen_reader_can_name_everything(view, session):
    view.open(session.id)
    assert nameless(view) == []


def test_where_the_letters_are_large_the_head_makes_do_with_signs(view, session, qtbot):
    view.open(session.id)
    assert view.minutes_button.text() == "Biên bản"
    view.resize(view.minimumSizeHint().width(), 730)
    qtbot.waitUntil(lambda: not view.minutes_button.text())
    assert view.facts.isHidden()
    assert nameless(view) == []


def test_leaving_keeps_a_reason_that_is_typed(view, cell, session):
    view.open(session.id)
    row = cell.attendance.sheet(session.id)[0]
    view.attendance._open_reason(row)
    type_text(view.attendance.reason.line.edit, "Ốm")
    assert view.may_leave()
    assert cell.attendance.sheet(session.id)[0].reason == "Ốm"


def test_what_follows_from_what_was_typed_shows_in_the_other_parts(view, cell, session):
    cell.sessions.save_agenda(session.id, [cell.sessions.new_item(session.id, "Học", minutes=30)])
    view.open(session.id)
    view.tabs.setCurrentWidget(view.info)
    view.info.form.field("minutes").set_value(60)
    view.info.keeper.now()
    view.tabs.setCurrentWidget(view.agenda)
    assert view.agenda.total.text() == "Đã xếp 30 trong 60 phút"
