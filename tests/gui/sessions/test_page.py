import pytest
from PySide6.QtCore import Qt

from qtapp.gui.sessions.page import SessionsPage
from tests.gui.accessible import nameless
from tests.gui.filling import fill
from tests.gui.mnemonics import clashes
from tests.gui.screens import click
from tests.gui.toasts import the_toast
from tests.gui.typing import press, type_text
from tests.make import a_session_in


@pytest.fixture
def page(cell, cell_jobs, qtbot):
    made = SessionsPage(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(1130, 730)
    made.show()
    return made


def rows(page):
    model = page.list.model
    columns = range(model.columnCount())
    return [
        [model.index(row, column).data() for column in columns] for row in range(model.rowCount())
    ]


def test_without_a_wave_the_page_leads_to_the_waves(page, qtbot):
    assert page.no_waves.isVisible()
    assert not page.add_button.isVisible()
    with qtbot.waitSignal(page.wanted) as told:
        page.add()
    assert told.args == ["waves", ""]


def test_the_list_says_when_where_and_how_far(page, cell, wave, session):
    a_session_in(cell, wave, "Buổi 2", starts_at="2026-11-20T14:00")
    a_session_in(cell, wave, "Buổi 3", starts_at="2026-12-01T07:30")
    a_session_in(cell, wave, "Buổi 4", starts_at="")
    held = a_session_in(cell, wave, "Buổi 0", starts_at="2026-11-10T07:30")
    cell.attendance.finish(held.id)
    page.reload()
    assert [(row[1], row[4], row[5]) for row in rows(page)] == [
        ("Buổi 4", "", "Chưa xếp giờ"),
        ("Buổi 3", "", "Sắp tới"),
        ("Buổi 2", "", "Hôm nay"),
        ("Buổi 1", "", "Chưa điểm danh"),
        ("Buổi 0", "8/8", "Đã tổ chức"),
    ]
    assert rows(page)[3][:4] == [
        "18/11/2026 07:30",
        "Buổi 1",
        "Đợt học tập quý IV",
        "Nhà văn hóa",
    ]


def test_enter_opens_a_session_and_escape_comes_back(page, session):
    page.reload()
    press(page.list.table, Qt.Key.Key_Return)
    assert page.view.isVisible()
    assert page.view.session_id == session.id
    press(page.view, Qt.Key.Key_Escape)
    assert page.list_page.isVisible()


def test_a_whole_roll_call_by_keyboard(page, cell, session):
    page.show_record(session.id)
    type_text(page.view.attendance.table, "ccv")
    page.view.attendance.finish_button.click()
    press(page.view, Qt.Key.Key_Escape)
    assert rows(page)[0][4:] == ["7/8", "Đã tổ chức"]


def test_a_session_is_added_and_opened(page, cell, wave, qtbot):
    page.reload()

    def act(dialog):
        dialog.form.field("name").set_value("Học Nghị quyết 18")
        type_text(dialog.form.field("starts_at").edit, "25/11/2026")
        type_text(dialog.form.field("starts_at").time, "7h30")
        dialog.accept()

    fill(act)
    with qtbot.waitSignal(page.changed):
        page.add_button.click()
    (made,) = cell.sessions.of(wave.id)
    assert (made.name, made.starts_at) == ("Học Nghị quyết 18", "2026-11-25T07:30")
    assert page.view.isVisible()
    assert page.view.accessibleName() == "Học Nghị quyết 18"


def test_thinking_better_of_it_adds_nothing(page, cell, wave):
    page.reload()
    fill(lambda dialog: dialog.done(0))
    page.add_button.click()
    assert cell.sessions.of(wave.id) == []


def test_a_session_that_is_being_added_is_offered_again(page, cell, wave):
    page.reload()
    fill(lambda dialog: (dialog.form.field("venue").set_value("Nhà văn hóa"), dialog.reject()))
    page.add_button.click()
    assert cell.sessions.of(wave.id) == []
    assert page.unfinished.text.text() == "Còn một phần viết dở chưa vào sổ: Nhà văn hóa"
    fill(lambda dialog: dialog.accept())
    click(page, "Viết tiếp")
    assert [each.venue for each in cell.sessions.of(wave.id)] == ["Nhà văn hóa"]
    assert page.unfinished.isHidden()


def test_a_session_is_removed_from_its_page_and_comes_back_by_undo(page, cell, session):
    page.show_record(session.id)
    page.view.info.remove_button.click()
    assert page.list_page.isVisible()
    assert rows(page) == []
    the_toast(page).button.click()
    assert [row[1] for row in rows(page)] == ["Buổi 1"]


def test_a_session_removed_elsewhere_closes_its_page(page, cell, session):
    page.show_record(session.id)
    cell.sessions.remove(session.id)
    page.reload()
    assert page.list_page.isVisible()


def test_leaving_the_screen_keeps_what_was_typed(page, cell, session):
    page.show_record(session.id)
    page.view.info.form.field("venue").set_value("Trường tiểu học")
    assert page.may_leave()
    assert cell.sessions.get(session.id).venue == "Trường tiểu học"


def test_going_to_the_list_keeps_what_was_typed(page, cell, session):
    page.show_record(session.id)
    page.view.info.form.field("venue").set_value("Trường tiểu học")
    page.show_record("")
    assert page.list_page.isVisible()
    assert cell.sessions.get(session.id).venue == "Trường tiểu học"
    page.show_record(session.id)
    page.view.info.form.field("name").set_value("")
    page.show_record("")
    assert page.list_page.isVisible()
    page.show_record(session.id)
    assert page.view.info.form.field("name").edit.text() == ""
    assert cell.sessions.get(session.id).name == "Buổi 1"


def test_keys_work_while_the_window_reads_the_page_anew_after_each(page, cell, session):
    page.changed.connect(page.reload)
    page.show_record(session.id)
    type_text(page.view.attendance.table, "vvcm")
    marks = [row.status.value for row in cell.attendance.sheet(session.id) if row.recorded]
    assert marks == ["excused", "excused", "present", "late"]
    press(page.view.attendance.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.view.attendance.table.currentIndex().row() == 3


def test_a_screen_reader_can_name_everything(page, session):
    page.show_record(session.id)
    assert nameless(page) == []


def test_no_two_things_in_sight_answer_to_one_letter(page, cell, wave, session, qtbot):
    page.reload()
    assert clashes(page) == []
    page.show_record(session.id)
    for place in range(page.view.tabs.count()):
        page.view.tabs.setCurrentIndex(place)
        assert clashes(page) == []
    page.view.tabs.setCurrentWidget(page.view.agenda)
    page.view.agenda.propose()
    assert clashes(page) == []
    page.view.tabs.setCurrentWidget(page.view.signin)
    page.view.signin.show_sheet()
    qtbot.waitUntil(lambda: page.view.signin.paper.preview is not None)
    assert clashes(page) == []
