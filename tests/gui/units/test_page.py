from datetime import date

import pytest
from PySide6.QtCore import Qt

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import tally
from qtapp.gui.kit import ask
from qtapp.gui.kit.toast import Toast
from qtapp.gui.units.details import tally_words
from qtapp.gui.units.page import UnitsPage
from tests.gui.accessible import nameless
from tests.gui.screens import click, rows, said, shared_keys
from tests.gui.typing import press
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
    page.details.new_name.edit.setText("Chi bộ thôn Hạ Lưu")
    with qtbot.waitSignal(page.changed):
        click(page, "Lưu tên")
    assert "Chi bộ thôn Hạ Lưu" in names(page)


def test_a_closed_unit_comes_back(opened, book, monkeypatch):
    monkeypatch.setattr(ask, "confirm", lambda *_: True)
    page = opened(UnitsPage, book)
    select(page, "Chi bộ thôn Hạ")
    click(page, "Giải thể…")
    assert names(page) == ["Chi bộ thôn Thượng"]
    page.findChild(Toast).take_back()
    assert names(page) == ["Chi bộ thôn Thượng", "Chi bộ thôn Hạ"]


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
