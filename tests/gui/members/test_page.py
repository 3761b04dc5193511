import pytest
from PySide6.QtCore import Qt

from qtapp.domain.members import MemberKind, MemberStatus
from qtapp.gui.kit import ask
from qtapp.gui.kit.toast import Toast
from qtapp.gui.members.page import MembersPage
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, rows, said, shared_keys
from tests.gui.typing import press, type_text
from tests.make import a_cell_book


def add(book, name, **values):
    return book.members.save(book.members.new(name, **values))


def names(page):
    return [row[1] for row in rows(page.list.table)]


@pytest.fixture
def book(tmp_path):
    made = a_cell_book(tmp_path)
    add(made, "Nguyễn Thị Hoa", birth="1975-03-02", party_role="Bí thư")
    add(made, "Trần Văn Đạt", kind=MemberKind.PROBATIONARY)
    add(made, "Lê Minh Ánh", status=MemberStatus.EXEMPT, birth="1944")
    add(made, "Bùi Xuân Yên", status=MemberStatus.MOVED)
    return made


def test_an_empty_register_teaches_how_to_begin(opened, tmp_path):
    page = opened(MembersPage, a_cell_book(tmp_path))
    assert "Chưa có đảng viên nào trong sổ" in said(page)
    assert "Nhập danh sách từ Excel" in offered(page)
    assert nameless(page) == []
    assert shared_keys(page) == []


def test_the_register_is_in_the_order_of_given_names(opened, book):
    page = opened(MembersPage, book)
    assert names(page) == ["Lê Minh Ánh", "Trần Văn Đạt", "Nguyễn Thị Hoa"]
    assert rows(page.list.table)[0] == [
        "1",
        "Lê Minh Ánh",
        "1944",
        "chính thức",
        "miễn công tác, sinh hoạt",
        "",
        "",
    ]
    assert "3 đảng viên: 2 chính thức, 1 dự bị · 1 được miễn" in said(page)
    assert nameless(page) == []
    assert shared_keys(page) == []


def test_search_needs_no_diacritics(opened, book):
    page = opened(MembersPage, book)
    type_text(page.list.filter, "dat")
    assert names(page) == ["Trần Văn Đạt"]


def test_those_who_left_show_when_asked_for(opened, book):
    page = opened(MembersPage, book)
    page.shown.setCurrentIndex(1)
    assert "Bùi Xuân Yên" in names(page)


def test_a_member_is_added_by_keyboard(opened, book, qtbot):
    page = opened(MembersPage, book)
    click(page, "Thêm đồng chí")
    type_text(page.panel.form.field("full_name").edit, "Đặng  Thùy Dương")
    with qtbot.waitSignal(page.changed):
        click(page, "Lưu")
    assert "Đặng Thùy Dương" in names(page)
    assert "Đã lưu đồng chí Đặng Thùy Dương." in said(page)


def test_a_member_without_a_name_is_not_kept(opened, book):
    page = opened(MembersPage, book)
    click(page, "Thêm đồng chí")
    click(page, "Lưu")
    assert page.panel.form.field("full_name").below.text() == "Chưa điền."
    assert len(book.members.all()) == 3


def test_several_members_are_added_one_after_the_other(opened, book):
    page = opened(MembersPage, book)
    click(page, "Thêm đồng chí")
    for name in ("Võ Thị Ẩn", "Hoàng Y Niê"):
        type_text(page.panel.form.field("full_name").edit, name)
        click(page, "Lưu, thêm tiếp")
    assert {"Võ Thị Ẩn", "Hoàng Y Niê"} <= set(names(page))
    assert page.panel.form.field("full_name").edit.text() == ""


def test_enter_opens_a_member_and_ctrl_s_keeps_the_change(opened, book, qtbot):
    page = opened(MembersPage, book)
    page.list.table.selectRow(2)
    press(page.list.table, Qt.Key.Key_Return)
    assert page.panel.title.text() == "Nguyễn Thị Hoa"
    role = page.panel.form.field("party_role").edit
    role.clear()
    type_text(role, "Phó bí thư")
    with qtbot.waitSignal(page.kept):
        qtbot.keyClick(role, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert [m.party_role for m in book.members.all()][2] == "Phó bí thư"


def test_leaving_keeps_what_was_typed_without_a_question(opened, book):
    page = opened(MembersPage, book)
    page.list.table.selectRow(0)
    press(page.list.table, Qt.Key.Key_Return)
    type_text(page.panel.form.field("party_role").edit, "Bí thư")
    page.panel.form.field("joined_on").edit.setText("hôm nào")
    assert page.may_leave()
    assert book.members.all()[0].party_role == "Bí thư"
    page.panel.leave()
    assert rows(page.list.table)[0][5] == "Bí thư"
    again = opened(MembersPage, book)
    again.list.table.selectRow(0)
    press(again.list.table, Qt.Key.Key_Return)
    assert again.panel.form.field("joined_on").edit.text() == "hôm nào"
    assert again.panel.form.field("joined_on").below.property("role") == "problem"


def test_a_member_who_is_being_added_is_offered_again(opened, book):
    page = opened(MembersPage, book)
    click(page, "Thêm đồng chí")
    type_text(page.panel.form.field("full_name").edit, "Lò Thị Dở")
    assert page.may_leave()
    again = opened(MembersPage, book)
    assert "viết dở chưa vào sổ: Lò Thị Dở" in said(again)
    assert nameless(again) == []
    assert shared_keys(again) == []
    click(again, "Viết tiếp")
    assert "Viết tiếp" not in offered(again)
    click(again, "Lưu")
    assert "Lò Thị Dở" in names(again)
    assert book.drafts.of("members/new") == {}


def test_a_change_that_is_taken_back_shows_in_the_open_panel(opened, book):
    page = opened(MembersPage, book)
    page.list.table.selectRow(0)
    press(page.list.table, Qt.Key.Key_Return)
    type_text(page.panel.form.field("party_role").edit, "Bí thư")
    type_text(page.panel.form.field("phone").edit, "0912")
    assert page.may_leave()
    book.history.undo()
    page.reload()
    assert page.panel.form.field("party_role").value() == ""


def test_a_member_who_is_no_more_closes_the_panel_and_is_not_brought_back(opened, book):
    page = opened(MembersPage, book)
    page.list.table.selectRow(0)
    press(page.list.table, Qt.Key.Key_Return)
    type_text(page.panel.form.field("party_role").edit, "Bí thư")
    gone = page.panel.record
    book.members.remove(gone.id)
    page.reload()
    assert not page.panel.is_open()
    assert page.may_leave()
    assert gone.id not in {each.id for each in book.members.all(former=True)}


def test_a_removed_member_comes_back(opened, book):
    page = opened(MembersPage, book)
    page.list.table.selectRow(1)
    press(page.list.table, Qt.Key.Key_Delete)
    assert names(page) == ["Lê Minh Ánh", "Nguyễn Thị Hoa"]
    assert "Đã xóa Trần Văn Đạt khỏi sổ." in said(page)
    page.findChild(Toast).take_back()
    assert "Trần Văn Đạt" in names(page)


def test_the_list_is_exported_where_the_user_wants_it(opened, book, tmp_path, monkeypatch, qtbot):
    page = opened(MembersPage, book)
    target = tmp_path / "ra.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_: target)
    for whole in (True, False):
        monkeypatch.setattr(ask, "confirm", lambda *_, whole=whole: whole)
        target.unlink(missing_ok=True)
        click(page, "Xuất Excel…")
        qtbot.waitUntil(lambda: "Đã xuất ra ra.xlsx." in said(page) and target.exists())
        columns = book.importing.read(target).columns
        assert any(column.heading == "Điện thoại" for column in columns) is whole


def test_a_member_is_opened_from_elsewhere(opened, book):
    page = opened(MembersPage, book)
    gone = book.members.all(former=True)[-1]
    page.show_record(gone.id)
    assert page.panel.title.text() == gone.full_name


def test_nothing_is_exported_from_an_empty_register(opened, tmp_path, monkeypatch):
    page = opened(MembersPage, a_cell_book(tmp_path))
    monkeypatch.setattr(ask, "save_file", lambda *_: pytest.fail("asked for a file"))
    click(page, "Xuất Excel…")
    assert "Chưa có ai trong danh sách để xuất." in said(page)


def test_the_panel_closes_on_escape(opened, book):
    page = opened(MembersPage, book)
    page.list.table.selectRow(0)
    press(page.list.table, Qt.Key.Key_Return)
    press(page.panel, Qt.Key.Key_Escape)
    assert not page.panel.is_open()


def test_the_list_says_whom_it_leaves_out(opened, book):
    page = opened(MembersPage, book)
    assert page.list.count.text() == ("3 dòng; ẩn 1 người đã chuyển đi, ra khỏi Đảng hoặc từ trần")
    page.shown.setCurrentIndex(1)
    assert page.list.count.text() == "4 dòng"
