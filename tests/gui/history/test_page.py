import pytest
from msgspec.structs import replace

from qtapp.gui.history.page import HistoryPage
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.gui.screens import click, rows, said
from tests.gui.toasts import the_toast


@pytest.fixture
def page(cell, opened):
    member = cell.members.save(cell.members.new("Hoàng Văn Thử"))
    cell.members.save(replace(member, full_name="Hoàng Văn Mẫu"))
    cell.members.remove(member.id)
    return opened(HistoryPage, cell)


def names(cell):
    return [each.full_name for each in cell.members.all(former=True)]


def test_what_was_done_is_listed_newest_first(page):
    told = [row[1] for row in rows(page.list.table)]
    assert told[:3] == [
        "Xóa đảng viên: Hoàng Văn Mẫu",
        "Sửa đảng viên: Hoàng Văn Mẫu",
        "Thêm đảng viên: Hoàng Văn Mẫu",
    ]


def test_the_newest_is_taken_back_at_once(page, cell):
    page.list.table.selectRow(0)
    click(page, "Hoàn tác đến dòng đang chọn")
    assert "Hoàng Văn Mẫu" in names(cell)
    assert rows(page.list.table)[0][2] == "đã hoàn tác"


def test_several_are_taken_back_at_once_and_come_again(page, cell):
    before = names(cell)
    page.list.table.selectRow(2)
    click(page, "Hoàn tác đến dòng đang chọn")
    assert not {"Hoàng Văn Mẫu", "Hoàng Văn Thử"} & set(names(cell))
    assert "Đã hoàn tác 3 việc" in said(page)
    the_toast(page).button.click()
    assert names(cell) == before
    assert not any(each.undone for each in cell.history.all())


def test_what_was_taken_back_is_not_taken_back_again(page):
    page.list.table.selectRow(0)
    click(page, "Hoàn tác đến dòng đang chọn")
    page.list.table.selectRow(0)
    assert not page.back_button.isEnabled()


def test_an_empty_history_says_what_belongs_here(cell, opened):
    cell._store.write("DELETE FROM edits")
    assert "Chưa có việc nào" in said(opened(HistoryPage, cell))


def test_everything_has_a_name_and_a_letter_of_its_own(page):
    assert nameless(page) == []
    assert clashes(page) == []
