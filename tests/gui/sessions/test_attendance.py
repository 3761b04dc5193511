import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.members import MemberStatus
from qtapp.gui.kit import ask
from qtapp.gui.sessions.attendance import AttendancePanel
from tests.gui.accessible import nameless
from tests.gui.toasts import the_toast
from tests.gui.typing import compose, press, type_text
from tests.make import NAMES, a_session_in

PRESENT = AttendanceStatus.PRESENT


@pytest.fixture
def panel(cell, session, qtbot):
    made = AttendancePanel(cell)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_session(session)
    made.show()
    return made


def kept(cell, session):
    """Return what the book holds: name to status, of recorded rows only."""
    rows = cell.attendance.sheet(session.id)
    return {row.member.full_name: row.status for row in rows if row.recorded}


def shown(panel, column):
    model = panel.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_everybody_begins_with_the_usual_status_and_nothing_is_recorded(panel, cell, session):
    assert shown(panel, 1) == [row.member.full_name for row in cell.attendance.sheet(session.id)]
    assert set(shown(panel, 3)) == {"Có mặt"}
    assert set(shown(panel, 4)) == {"chưa"}
    assert kept(cell, session) == {}


def test_one_key_marks_a_member_and_goes_on_to_the_next(panel, cell, session):
    type_text(panel.table, "vkc")
    names = shown(panel, 1)
    assert kept(cell, session) == {
        names[0]: AttendanceStatus.EXCUSED,
        names[1]: AttendanceStatus.UNEXCUSED,
        names[2]: PRESENT,
    }
    assert panel.table.selected().row.member.full_name == names[3]


@pytest.mark.parametrize(
    ("letter", "status"),
    [
        ("C", "present"),
        ("T", "online"),
        ("M", "late"),
        ("S", "left_early"),
        ("V", "excused"),
        ("K", "unexcused"),
        ("B", "made_up"),
        ("X", "exempt"),
        ("N", "away"),
    ],
)
def test_every_status_has_its_key_and_its_button(panel, cell, session, letter, status):
    press(panel.table, Qt.Key.Key_Home)
    type_text(panel.table, letter)
    assert list(kept(cell, session).values()) == [AttendanceStatus(status)]
    buttons = [each.text() for each in panel.findChildren(QPushButton)]
    assert sum(text.startswith(f"{letter}   ") for text in buttons) == 1


def test_letters_of_an_input_method_mark_too(panel, cell, session):
    compose(panel.table, "", "VK")
    assert len(kept(cell, session)) == 2


def test_the_mouse_marks_with_the_buttons_and_the_keyboard_stays_in_the_table(
    panel, cell, session, qtbot
):
    panel.activateWindow()
    panel.enter()
    qtbot.waitUntil(panel.table.hasFocus)
    (late,) = [b for b in panel.findChildren(QPushButton) if b.text() == "M   Đến muộn"]
    qtbot.mouseClick(late, Qt.MouseButton.LeftButton)
    assert list(kept(cell, session).values()) == [AttendanceStatus.LATE]
    assert panel.table.hasFocus()


def test_no_more_than_one_key_for_each_member_who_is_not_simply_present(panel, cell, session):
    type_text(panel.table, "vc")
    panel.finish_button.click()
    found = list(kept(cell, session).values())
    assert len(found) == len(NAMES)
    assert found.count(PRESENT) == len(NAMES) - 1
    assert cell.sessions.get(session.id).held


def test_the_figures_follow_every_key_by_the_counting_rules(panel, cell, session):
    type_text(panel.table, "c")
    assert panel.figure.text() == "8/8"
    panel.take_back()
    type_text(panel.table, "vkbn")
    assert panel.figure.text() == "4/7"
    assert panel.figure_words.text() == "dự kiến có mặt, 57,1%"
    assert panel.others.text() == (
        "học bù 1 · vắng có lý do 1 · vắng không lý do 1 · không tính 1 · chưa ghi 4"
    )
    panel.finish_button.click()
    count = cell.attendance.count(session.id)
    assert panel.figure.text() == f"{count.at_session}/{count.total}"
    assert panel.figure_words.text().startswith("có mặt, đạt ")


def test_members_exempt_or_away_are_not_expected(panel, cell, session):
    member = cell.members.all()[0]
    cell.members.save(cell.members.new("Tạ Đình Miễn", status=MemberStatus.EXEMPT))
    panel.reload()
    assert panel.figure_words.text() == "dự kiến 8 đồng chí"
    assert "Được miễn" in shown(panel, 3)
    assert member.full_name in shown(panel, 1)


@pytest.fixture
def ahead(panel, cell, wave):
    made = a_session_in(cell, wave, "Buổi 9", starts_at="2026-12-18T07:30")
    panel.show_session(made)
    return made


def test_nobody_is_present_before_the_day_and_the_first_mark(panel, ahead):
    assert panel.figure.text() == "Chưa điểm danh"
    assert panel.figure_words.text() == "dự kiến 8 đồng chí"
    assert panel.others.text() == "học ngày 18/12/2026"
    type_text(panel.table, "v")
    assert panel.figure.text() == "7/8"


def test_nobody_is_present_on_the_day_before_the_first_mark(panel, session):
    assert session.starts_at.startswith("2026-11-18")
    assert panel.figure.text() == "Chưa điểm danh"
    assert panel.figure_words.text() == "dự kiến 8 đồng chí"
    type_text(panel.table, "c")
    assert panel.figure_words.text() == "dự kiến có mặt, 100,0%"


def test_a_session_without_a_day_says_so(panel, cell, wave):
    panel.show_session(a_session_in(cell, wave, "Buổi 9", starts_at=""))
    assert panel.others.text() == "chưa định ngày học"


def test_finishing_before_the_day_asks_first(panel, cell, ahead, monkeypatch):
    asked, answers = [], [False, True]

    def confirm(_parent, question, consequence, _action):
        asked.append((question, consequence))
        return answers.pop(0)

    monkeypatch.setattr(ask, "confirm", confirm)
    type_text(panel.table, "v")
    panel.finish_button.click()
    assert not cell.sessions.get(ahead.id).held
    assert "Buổi học ngày 18/12/2026. 7 đồng chí chưa điểm danh" in asked[0][1]
    panel.finish_button.click()
    assert cell.sessions.get(ahead.id).held


def test_letters_mark_wherever_the_keyboard_is_but_in_a_line_of_text(panel, cell, session, qtbot):
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.finish_button.setFocus()
    type_text(panel.finish_button, "v")
    assert list(kept(cell, session).values()) == [AttendanceStatus.EXCUSED]
    assert panel.table.hasFocus()
    type_text(panel.search, "k")
    assert list(kept(cell, session).values()) == [AttendanceStatus.EXCUSED]


def test_a_reason_typed_for_one_absent_without_any_can_excuse(panel, cell, session):
    type_text(panel.table, "k")
    press(panel.table, Qt.Key.Key_Up)
    press(panel.table, Qt.Key.Key_Return)
    type_text(panel.reason.line.edit, "Ốm")
    panel.reason.excuse_button.click()
    row = cell.attendance.sheet(session.id)[0]
    assert (row.status, row.reason) == (AttendanceStatus.EXCUSED, "Ốm")
    panel.take_back()
    assert cell.attendance.sheet(session.id)[0].status is AttendanceStatus.UNEXCUSED


def test_with_large_letters_six_rows_stay_in_sight(cell, session, qtbot, large):
    panel = AttendancePanel(cell)
    qtbot.addWidget(panel)
    panel.resize(1130, 495)
    panel.show_session(session)
    panel.show()
    assert panel.table.viewport().height() // panel.table.rowHeight(0) >= 6
    assert not panel.table.horizontalScrollBar().isVisible()
    assert panel.minimumSizeHint().width() <= panel.width() == 1130
    press(panel.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.reason.height() >= panel.reason.sizeHint().height())


def test_marking_does_not_move_the_keys(panel):
    before = [each.geometry() for each in panel.findChildren(QPushButton)]
    type_text(panel.table, "vkbnctmsx")
    assert [each.geometry() for each in panel.findChildren(QPushButton)] == before


def test_control_z_takes_back_key_by_key(panel, cell, session):
    type_text(panel.table, "vk")
    press(panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    names = shown(panel, 1)
    assert kept(cell, session) == {names[0]: AttendanceStatus.EXCUSED}
    assert panel.table.selected().row.member.full_name == names[1]
    press(panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert kept(cell, session) == {}


def test_taking_back_brings_the_status_before_with_its_reason(panel, cell, session):
    member = panel.table.selected().row.member
    cell.attendance.mark(session.id, member.id, AttendanceStatus.EXCUSED, "Ốm")
    panel.reload()
    press(panel.table, Qt.Key.Key_Home)
    type_text(panel.table, "c")
    assert kept(cell, session) == {member.full_name: PRESENT}
    press(panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    row = cell.attendance.sheet(session.id)[0]
    assert (row.status, row.reason) == (AttendanceStatus.EXCUSED, "Ốm")


def test_finishing_can_be_undone_whole(panel, cell, session):
    type_text(panel.table, "v")
    panel.finish_button.click()
    assert panel.finished.isVisible()
    assert not panel.finish_button.isVisible()
    the_toast(panel).button.click()
    assert list(kept(cell, session).values()) == [AttendanceStatus.EXCUSED]
    assert not cell.sessions.get(session.id).held
    assert panel.finish_button.isVisible()


def test_a_member_who_joins_later_opens_the_roll_again(panel, cell, session):
    panel.finish_button.click()
    cell.members.save(cell.members.new("Tạ Đình Mới"))
    panel.reload()
    assert panel.finish_button.isVisible()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dat", "Trần Văn Đạt"),
        ("Đạt", "Trần Văn Đạt"),
        ("y nie", "Hoàng Y Niê"),
        ("nguyen", "Nguyễn Thị Hoa"),
        ("an", "Võ Thị Ngọc Ẩn"),
    ],
)
def test_a_few_letters_without_diacritics_jump_to_a_name(panel, qtbot, typed, found):
    panel.activateWindow()
    press(panel.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    type_text(panel.search, typed)
    assert panel.table.selected().row.member.full_name == found
    assert panel.not_found.text() == ""


def test_control_f_goes_to_the_search_and_enter_back_to_the_table(panel, qtbot):
    panel.activateWindow()
    panel.enter()
    qtbot.waitUntil(panel.table.hasFocus)
    qtbot.keyClick(panel.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.search.hasFocus()
    type_text(panel.search, "bảo")
    press(panel.search, Qt.Key.Key_Return)
    assert panel.table.hasFocus()
    assert panel.table.selected().row.member.full_name == "Phạm Quốc Bảo"


def test_a_name_nobody_has_is_said_and_the_place_kept(panel):
    before = panel.table.selected()
    type_text(panel.search, "zzz")
    assert panel.not_found.text() == "Không có tên này"
    assert panel.table.selected() == before


def test_enter_asks_for_the_reason_and_enter_keeps_it(panel, cell, session):
    type_text(panel.table, "v")
    press(panel.table, Qt.Key.Key_Up)
    press(panel.table, Qt.Key.Key_Return)
    assert panel.reason.isVisible()
    type_text(panel.reason.line.edit, "Trực trạm y tế")
    press(panel.reason.line.edit, Qt.Key.Key_Return)
    row = cell.attendance.sheet(session.id)[0]
    assert (row.status, row.reason) == (AttendanceStatus.EXCUSED, "Trực trạm y tế")
    assert not panel.reason.isVisible()
    assert shown(panel, 5)[0] == "Trực trạm y tế"


def test_a_mark_of_another_status_drops_the_reason(panel, cell, session):
    member = panel.table.selected().row.member
    cell.attendance.mark(session.id, member.id, AttendanceStatus.EXCUSED, "Ốm")
    panel.reload()
    type_text(panel.table, "k")
    assert cell.attendance.sheet(session.id)[0].reason == ""


def test_the_day_of_a_make_up_study_is_asked_and_shown(panel, cell, session):
    type_text(panel.table, "b")
    press(panel.table, Qt.Key.Key_Up)
    press(panel.table, Qt.Key.Key_Return)
    type_text(panel.reason.day.edit, "25/11/2026")
    press(panel.reason.day.edit, Qt.Key.Key_Return)
    assert shown(panel, 5)[0] == "học bù ngày 25/11/2026"


def test_a_cell_without_members_is_shown_the_way_to_them(session, cell, panel, qtbot):
    for member in cell.members.all():
        cell.members.remove(member.id)
    panel.reload()
    (way,) = [b for b in panel.findChildren(QPushButton) if b.text() == "Mở danh sách đảng viên"]
    assert way.isVisible()
    with qtbot.waitSignal(panel.wanted) as told:
        way.click()
    assert told.args == ["members", ""]


def test_every_key_tells_that_something_changed(panel, qtbot):
    with qtbot.waitSignal(panel.changed):
        type_text(panel.table, "v")


def test_a_screen_reader_can_name_everything(panel):
    assert nameless(panel) == []
