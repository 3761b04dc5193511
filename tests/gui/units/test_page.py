from datetime import date

import pytest
from PySide6.QtCore import Qt

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import tally
from qtapp.gui.kit import ask
from qtapp.gui.kit.code_dialog import CodeDialog
from qtapp.gui.kit.toast import Toast
from qtapp.gui.units.details import tally_words
from qtapp.gui.units.moving import ArrivingDialog
from qtapp.gui.units.page import UnitsPage
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, rows, said, shared_keys
from tests.gui.typing import press, type_text
from tests.make import a_cell_book, a_committee_book, a_member, a_session, a_wave_in


@pytest.fixture
def book(tmp_path):
    return a_committee_book(tmp_path, cells=("Chi bộ thôn Thượng", "Chi bộ thôn Hạ"))


def names(page):
    return [row[0].strip() for row in rows(page.list.table)]


def select(page, name):
    page.list.table.selectRow(names(page).index(name))
    press(page.list.table, Qt.Key.Key_Return)


def test_an_empty_committee_is_taught_how_to_begin(opened, tmp_path):
    page = opened(UnitsPage, a_committee_book(tmp_path))
    assert "Chưa có chi bộ trực thuộc nào" in said(page)
    assert nameless(page) == []
    assert shared_keys(page) == []


def test_many_units_are_added_at_once(opened, book, qtbot):
    page = opened(UnitsPage, book)
    click(page, "Thêm chi bộ")
    page.adding.names.edit.setPlainText("Chi bộ Trường\n\n  Chi bộ Trạm Y tế  \n")
    with qtbot.waitSignal(page.changed):
        click(page, "Thêm vào danh sách")
    assert names(page)[2:] == ["Chi bộ Trường", "Chi bộ Trạm Y tế"]


def test_a_name_that_is_there_already_is_not_added_again(opened, book):
    page = opened(UnitsPage, book)
    click(page, "Thêm chi bộ")
    page.adding.names.edit.setPlainText("Chi bộ mới\nchi bộ thôn hạ")
    click(page, "Thêm vào danh sách")
    assert "đã có rồi" in page.adding.names.below.text()
    assert len(names(page)) == 2


def test_a_unit_is_renamed(opened, book, qtbot):
    page = opened(UnitsPage, book)
    select(page, "Chi bộ thôn Hạ")
    with qtbot.waitSignal(page.changed):
        page.details.new_name.edit.setText("Chi bộ thôn Hạ Lưu")
    assert "Chi bộ thôn Hạ Lưu" in names(page)


def test_enter_keeps_the_name_of_a_unit(opened, book, qtbot):
    page = opened(UnitsPage, book)
    select(page, "Chi bộ thôn Hạ")
    page.details.new_name.edit.setText("Chi bộ thôn Hạ Lưu")
    with qtbot.waitSignal(page.changed):
        press(page.details.new_name.edit, Qt.Key.Key_Return)
    assert "Chi bộ thôn Hạ Lưu" in names(page)


def test_a_closed_unit_comes_back(opened, book):
    page = opened(UnitsPage, book)
    select(page, "Chi bộ thôn Hạ")
    click(page, "Giải thể")
    assert names(page) == ["Chi bộ thôn Thượng"]
    page.findChild(Toast).take_back()
    assert names(page) == ["Chi bộ thôn Thượng", "Chi bộ thôn Hạ"]


def moved_away(opened, book, tmp_path, qtbot, monkeypatch):
    """Let a unit leave the committee of `book`; return its id, the letter and the code."""
    path = tmp_path / "giới thiệu.cbgt"
    monkeypatch.setattr(ask, "proceed", lambda *_: True)
    monkeypatch.setattr(ask, "save_file", lambda *_: path)
    unit = next(each for each in book.units.cells() if each.name == "Chi bộ thôn Hạ")
    page = opened(UnitsPage, book)
    select(page, "Chi bộ thôn Hạ")
    assert shared_keys(page) == []
    click(page, "Chuyển đi")
    qtbot.waitUntil(lambda: bool(page.findChildren(CodeDialog)))
    (dialog,) = page.findChildren(CodeDialog)
    assert names(page) == ["Chi bộ thôn Thượng"]
    code = dialog._code
    click(dialog, "Đã ghi mã")
    return unit.id, path, code


def test_a_unit_moves_from_one_committee_to_another(opened, book, tmp_path, qtbot, monkeypatch):
    unit, path, code = moved_away(opened, book, tmp_path, qtbot, monkeypatch)
    there = a_committee_book(tmp_path, "Đảng ủy xã Thác Mơ", cells=("Chi bộ cũ",))
    page = opened(UnitsPage, there)
    click(page, "Nhận đơn vị chuyển đến")
    (dialog,) = page.findChildren(ArrivingDialog)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    monkeypatch.setattr(ask, "open_file", lambda *_: path)
    click(dialog, "Chọn tệp")
    type_text(dialog.code.edit, "0000 0000" if code != "0000 0000" else "1111 1111")
    click(dialog, "Nhận vào danh sách")
    qtbot.waitUntil(lambda: "Mã của giấy giới thiệu chưa đúng." in said(dialog))
    dialog.code.edit.clear()
    type_text(dialog.code.edit, code)
    with qtbot.waitSignal(page.changed):
        click(dialog, "Nhận vào danh sách")
    assert names(page) == ["Chi bộ cũ", "Chi bộ thôn Hạ"]
    assert unit in {each.id for each in there.units.cells()}


def test_a_committee_does_not_take_itself_over(opened, book, tmp_path, qtbot):
    path = tmp_path / "mình.cbgt"
    code = book.exchange.introduce(book.units.own().id, path)
    page = opened(UnitsPage, book)
    page.take_over()
    (dialog,) = page.findChildren(ArrivingDialog)
    dialog.file.set_value(str(path))
    type_text(dialog.code.edit, code)
    click(dialog, "Nhận vào danh sách")
    qtbot.waitUntil(lambda: "Giấy này là của chính đơn vị mình" in said(dialog))
    click(dialog, "Thôi")


def test_leaving_keeps_a_name_that_is_typed(opened, book):
    page = opened(UnitsPage, book)
    select(page, "Chi bộ thôn Hạ")
    page.details.new_name.edit.setText("Chi bộ thôn Hạ Lưu")
    assert page.may_leave()
    assert "Chi bộ thôn Hạ Lưu" in {unit.name for unit in book.units.cells()}


def test_a_new_name_is_taken_back_as_everything_else(opened, book):
    page = opened(UnitsPage, book)
    select(page, "Chi bộ thôn Hạ")
    page.details.new_name.edit.setText("Chi bộ thôn Hạ Lưu")
    assert page.may_leave()
    book.history.undo()
    page.reload()
    assert "Chi bộ thôn Hạ" in names(page)


def test_units_that_are_typed_wait_until_they_are_added(opened, book):
    page = opened(UnitsPage, book)
    click(page, "Thêm chi bộ")
    page.adding.names.edit.setPlainText("Chi bộ Trường\nChi bộ Trạm")
    assert page.may_leave()
    assert len(book.units.cells()) == 2
    assert page.adding.leave()
    assert "viết dở chưa vào sổ: Chi bộ Trường Chi bộ Trạm" in said(page)
    click(page, "Viết tiếp")
    click(page, "Thêm vào danh sách")
    assert len(book.units.cells()) == 4
    assert "Viết tiếp" not in offered(page)
    assert book.history.undo().done.count == 2
    assert len(book.units.cells()) == 2


def test_the_invitation_is_made_where_bundles_are(opened, book, qtbot):
    page = opened(UnitsPage, book)
    select(page, "Chi bộ thôn Hạ")
    unit = next(each for each in book.units.cells() if each.name == "Chi bộ thôn Hạ")
    with qtbot.waitSignal(page.wanted) as caught:
        click(page, "Thư mời…")
    assert caught.args == ["exchange", unit.id]


def test_cells_that_have_not_reported_in_time_are_marked(opened, book, qtbot):
    a_wave_in(book, report_due=date(2026, 11, 1))
    page = opened(UnitsPage, book)
    qtbot.waitUntil(lambda: rows(page.list.table)[0][4] == "quá hạn, chưa gửi")
    assert rows(page.list.table)[0][2] == "chưa mời"
    assert nameless(page) == []
    assert shared_keys(page) == []


def test_a_unit_is_looked_at_closely(opened, book, qtbot):
    wave = a_wave_in(book)
    page = opened(UnitsPage, book)
    page.show_record(wave.id)
    qtbot.waitUntil(lambda: rows(page.list.table)[0][4] == "chưa gửi")
    select(page, "Chi bộ thôn Hạ")
    qtbot.waitUntil(lambda: "Chưa có buổi học nào trong dữ liệu đã nhận." in said(page.details))
    qtbot.waitUntil(lambda: "Bài thu hoạch đã nộp" in said(page.details))
    assert shared_keys(page) == []


def test_a_cell_is_told_that_it_has_no_units(opened, tmp_path):
    page = opened(UnitsPage, a_cell_book(tmp_path))
    assert "Sổ này là của một chi bộ" in said(page)


def test_the_attendance_of_a_session_is_said_in_words():
    people = [a_member() for _ in range(3)]
    marks = dict(
        zip(
            [each.id for each in people],
            [AttendanceStatus.PRESENT, AttendanceStatus.MADE_UP, AttendanceStatus.UNEXCUSED],
            strict=True,
        )
    )
    count = tally(people, marks)
    assert tally_words(a_session(held=True), count) == "dự 1/3, học bù 1, vắng không lý do 1"
    assert tally_words(a_session(), count) == "chưa điểm danh xong"
