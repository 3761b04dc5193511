from datetime import date

import pytest
from PySide6.QtCore import Qt

from qtapp.domain.attendance import AttendanceStatus
from qtapp.gui.sessions.reason import ReasonPanel
from qtapp.services.attendance import SheetRow
from tests.gui.accessible import nameless
from tests.gui.typing import press, type_text
from tests.make import a_member


@pytest.fixture
def panel(qtbot):
    made = ReasonPanel()
    qtbot.addWidget(made)
    return made


def a_row(status=AttendanceStatus.EXCUSED, **values):
    return SheetRow(member=a_member("Trần Văn Đạt"), status=status, **values)


def test_it_says_whose_reason_is_asked_and_shows_the_one_that_is_known(panel):
    panel.open_on(a_row(reason="Ốm"))
    assert panel.who.text() == "Trần Văn Đạt – vắng có lý do"
    assert panel.line.edit.text() == "Ốm"
    assert not panel.day.isVisible()


def test_enter_hands_the_reason_over(panel, qtbot):
    row = a_row()
    panel.open_on(row)
    type_text(panel.line.edit, "Đi công tác")
    with qtbot.waitSignal(panel.given) as told:
        press(panel.line.edit, Qt.Key.Key_Return)
    assert told.args == [row, AttendanceStatus.EXCUSED, "Đi công tác", None]
    assert not panel.isVisible()


def test_a_day_that_is_none_is_said_beside_the_field_and_nothing_handed_over(panel, qtbot):
    panel.open_on(a_row(AttendanceStatus.MADE_UP))
    type_text(panel.day.edit, "31/2/2026")
    with qtbot.assertNotEmitted(panel.given):
        press(panel.day.edit, Qt.Key.Key_Return)
    assert panel.isVisible()
    assert "chưa đúng ngày tháng" in panel.day.below.text()


def test_a_make_up_study_has_its_day(panel, qtbot):
    row = a_row(AttendanceStatus.MADE_UP)
    panel.open_on(row)
    type_text(panel.day.edit, "25/11/2026")
    with qtbot.waitSignal(panel.given) as told:
        press(panel.day.edit, Qt.Key.Key_Return)
    assert told.args == [row, AttendanceStatus.MADE_UP, "", date(2026, 11, 25)]


def test_a_reason_of_one_absent_without_any_is_offered_to_excuse(panel, qtbot):
    row = a_row(AttendanceStatus.UNEXCUSED)
    panel.open_on(row)
    assert not panel.excuse_button.isVisible()
    type_text(panel.line.edit, "Ốm")
    assert panel.excuse_button.isVisible()
    with qtbot.waitSignal(panel.given) as told:
        panel.excuse_button.click()
    assert told.args == [row, AttendanceStatus.EXCUSED, "Ốm", None]
    panel.open_on(a_row(AttendanceStatus.LATE, reason="Xe hỏng"))
    assert not panel.excuse_button.isVisible()


def test_escape_closes_without_a_word(panel, qtbot):
    panel.open_on(a_row())
    with qtbot.assertNotEmitted(panel.given), qtbot.waitSignal(panel.left):
        press(panel.line.edit, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_screen_reader_can_name_everything(panel):
    panel.open_on(a_row(AttendanceStatus.MADE_UP))
    assert nameless(panel) == []
