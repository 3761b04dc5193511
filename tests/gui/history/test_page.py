import pytest
from msgspec.structs import replace

from qtapp.gui.history.page import HistoryPage
from qtapp.gui.kit import ask
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.gui.screens import click, rows, said


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


def test_several_are_taken_back_after_a_word(page, cell, monkeypatch):
    asked = []
    monkeypatch.setattr(ask, "proceed", lambda *words: asked.append(words[1]) or True)
    page.list.table.selectRow(2)
    click(page, "Hoàn tác đến dòng đang chọn")
    assert asked == ["Hoàn tác 3 việc gần nhất?"]
    assert not {"Hoàng Văn Mẫu", "Hoàng Văn Thử"} & set(names(cell))


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
