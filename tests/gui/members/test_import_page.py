from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from qtapp.domain.errors import TableUnreadable
from qtapp.domain.members import MemberStatus
from qtapp.gui.kit import ask
from qtapp.gui.members.page import MembersPage
from qtapp.gui.members.preview_rows import most_similar
from qtapp.services.importing import IfKnown
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, rows, said
from tests.make import a_cell_book, a_committee_book

SAMPLE = Path(__file__).parents[3] / "resources" / "sample" / "danh-sach-dang-vien-mau.xlsx"
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Số thẻ Đảng", "Ngày vào Đảng"]


def a_list(folder, *lines, head=HEAD, name="danh sách.xlsx"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet.append(head)
    for line in lines:
        sheet.append(line)
    book.save(folder / name)
    book.close()
    return folder / name


def actions(page):
    return [row[5] for row in rows(page.importing.list.table)]


@pytest.fixture
def read(opened, qtbot, monkeypatch):
    def open_on(book, path):
        page = opened(MembersPage, book)
        monkeypatch.setattr(ask, "open_file", lambda *_: path)
        click(page, "Nhập từ Excel…")
        qtbot.waitUntil(page.importing.isVisible)
        # What was just put into the layout appears with the next events.
        QApplication.processEvents()
        return page

    return open_on


@pytest.fixture
def problems(monkeypatch):
    told = []
    monkeypatch.setattr(ask, "tell", lambda _parent, error: told.append(error))
    return told


def test_nothing_is_written_before_the_user_agrees(read, tmp_path):
    book = a_cell_book(tmp_path)
    page = read(book, a_list(tmp_path, [1, "Vi Thị Sen", "1975", "Bí thư", "", ""]))
    assert actions(page) == ["thêm mới"]
    assert "Chưa ghi gì vào sổ." in said(page)
    assert book.members.all() == []
    assert nameless(page) == []


def test_the_members_are_in_the_book_once_the_user_agrees(read, tmp_path, qtbot):
    book = a_cell_book(tmp_path)
    lines = [[1, "Vi Thị Sen", "1975", "", "", ""], [2, "Triệu Thị Đào", "02/03/1980", "", "", ""]]
    page = read(book, a_list(tmp_path, *lines))
    with qtbot.waitSignal(page.changed):
        click(page, "Nhập 2 đồng chí")
    assert [each.full_name for each in book.members.all()] == ["Triệu Thị Đào", "Vi Thị Sen"]
    qtbot.waitUntil(lambda: "Đã nhập 2 đồng chí mới." in said(page))
    assert [row[1] for row in rows(page.list.table)] == ["Triệu Thị Đào", "Vi Thị Sen"]


def test_columns_that_must_not_be_stored_are_said(read, tmp_path):
    page = read(a_cell_book(tmp_path, "Chi bộ thôn Nà Lạnh"), SAMPLE)
    assert "Dân tộc, tôn giáo, nơi đăng ký khai sinh" in said(page)
    assert "không nhập, theo quy định bảo vệ dữ liệu cá nhân." in said(page)


def test_of_several_cells_the_most_similar_is_proposed(read, tmp_path):
    page = read(a_cell_book(tmp_path, "Chi bộ Nà Lạnh"), SAMPLE)
    assert page.importing.cell.value() == "Chi bộ thôn Nà Lạnh"
    assert "Tệp có nhiều chi bộ." in said(page)
    mine = len(rows(page.importing.list.table))
    page.importing.cell.set_value("")
    assert len(rows(page.importing.list.table)) > mine


def test_a_file_without_the_own_cell_waits_for_a_choice(read, tmp_path):
    page = read(a_cell_book(tmp_path, "Chi bộ thôn Suối Mẫu"), SAMPLE).importing
    assert page.cell.combo.currentIndex() == -1
    assert page.window().focusWidget() is page.cell.combo
    assert not page.go.isEnabled()
    assert "không chi bộ nào mang tên của sổ này" in said(page)
    page.cell.set_value("Chi bộ thôn Nà Lạnh")
    assert page.go.isEnabled()
    assert "không chi bộ nào" not in said(page)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("CHI BO NA LANH", "Chi bộ thôn Nà Lạnh"),
        ("Chi bộ tổ dân phố 1", "Chi bộ TDP 1"),
        ("Chi bộ tổ dân phố Trung tâm 3", None),
        ("Chi bộ thôn Nà Lang", None),
        ("Chi bộ trường học", None),
    ],
)
def test_only_a_name_that_means_the_own_cell_is_proposed(wanted, found):
    names = ["Chi bộ thôn Nà Lạnh", "Chi bộ TDP 1", "Chi bộ TDP Trung tâm 2"]
    assert most_similar(names, wanted) == found


def test_a_committee_is_proposed_every_cell(read, tmp_path):
    page = read(a_committee_book(tmp_path), SAMPLE)
    assert page.importing.cell.value() == ""


def test_a_wrong_row_is_explained_with_its_line_and_left_out(read, tmp_path, qtbot):
    book = a_cell_book(tmp_path)
    lines = [
        [1, "Vi Thị Sen", "1975", "", "", ""],
        [2, "Triệu Đào", "31/02/1980", "Bí thư", "", ""],
    ]
    page = read(book, a_list(tmp_path, *lines))
    wrong = rows(page.importing.list.table)[1]
    assert wrong[0] == "3"
    assert wrong[1] == "Triệu Đào"
    assert wrong[5] == "có lỗi, không nhập"
    assert "Ngày sinh: “31/02/1980” chưa đúng ngày tháng" in wrong[6]
    click(page, "Nhập 1 đồng chí")
    qtbot.waitUntil(lambda: "Chưa nhập 1 dòng có lỗi (dòng 3)." in said(page))


def test_rows_of_one_fate_can_be_looked_at_alone(read, tmp_path):
    lines = [
        [1, "Vi Thị Sen", "1975", "", "", ""],
        [2, "Triệu Đào", "31/02/1980", "Bí thư", "", ""],
    ]
    page = read(a_cell_book(tmp_path), a_list(tmp_path, *lines))
    click(page, "Có lỗi, không nhập: 1")
    assert actions(page) == ["có lỗi, không nhập"]
    click(page, "Tất cả 2")
    assert len(actions(page)) == 2


def test_members_already_there_are_updated_or_left_as_they_are(read, tmp_path):
    book = a_cell_book(tmp_path)
    book.members.save(book.members.new("Vi Thị Sen", birth="1975"))
    book.members.save(book.members.new("Triệu Thị Đào"))
    lines = [[1, "Vi Thị Sen", "1975", "Bí thư", "", ""], [2, "Triệu Thị Đào", "", "", "", "", ""]]
    page = read(book, a_list(tmp_path, *lines))
    assert actions(page) == ["cập nhật", "đã có, không đổi"]
    assert rows(page.importing.list.table)[0][6] == "Sẽ đổi: chức vụ trong đảng"
    page.importing.known.set_value(IfKnown.SKIP)
    assert actions(page) == ["bỏ qua", "đã có, không đổi"]
    assert "Không có ai để nhập" not in offered(page)


def test_a_column_is_given_its_meaning_by_hand(read, tmp_path, qtbot):
    lines = [[1, "Vi Thị Sen", "1975", "Bí thư chi bộ", "", ""]]
    head = ["STT", "Họ và tên", "Ngày sinh", "Vai", "Số thẻ Đảng", "Ngày vào Đảng"]
    book = a_cell_book(tmp_path)
    page = read(book, a_list(tmp_path, *lines, head=head))
    click(page, "Sửa cách hiểu các cột…")
    assert nameless(page) == []
    page.importing.mapping.choices[3].set_value("party_role")
    click(page, "Đọc lại theo các cột này")
    qtbot.waitUntil(lambda: page.importing.plan.rows[0].member.party_role == "Bí thư chi bộ")


def test_one_meaning_is_not_given_to_two_columns(read, tmp_path):
    lines = [[1, "Vi Thị Sen", "1975", "Bí thư chi bộ", "", ""]]
    page = read(a_cell_book(tmp_path), a_list(tmp_path, *lines))
    click(page, "Sửa cách hiểu các cột…")
    page.importing.mapping.choices[3].set_value("full_name")
    click(page, "Đọc lại theo các cột này")
    assert "Họ và tên” đã có rồi." in said(page)


def test_a_file_with_strange_headings_is_read_by_pointing_at_its_columns(read, tmp_path, qtbot):
    lines = [["Vi Thị Sen", "1975", "x"], ["Triệu Thị Đào", "1980", "y"]]
    page = read(a_cell_book(tmp_path), a_list(tmp_path, *lines, head=["Alpha", "Beta", "Gamma"]))
    assert "Sổ chưa nhận ra cột nào." in said(page)
    page.importing.mapping.choices[0].set_value("full_name")
    page.importing.mapping.choices[1].set_value("birth")
    click(page, "Đọc lại theo các cột này")
    qtbot.waitUntil(lambda: actions(page) == ["thêm mới", "thêm mới"])


def test_a_file_that_is_no_list_is_said_plainly(opened, tmp_path, qtbot, monkeypatch, problems):
    path = tmp_path / "hỏng.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    page = opened(MembersPage, a_cell_book(tmp_path))
    monkeypatch.setattr(ask, "open_file", lambda *_: path)
    click(page, "Nhập từ Excel…")
    qtbot.waitUntil(lambda: bool(problems))
    assert isinstance(problems[0], TableUnreadable)
    assert not page.importing.isVisible()


def test_thinking_better_of_it_changes_nothing(opened, tmp_path, monkeypatch):
    page = opened(MembersPage, a_cell_book(tmp_path))
    monkeypatch.setattr(ask, "open_file", lambda *_: None)
    click(page, "Nhập từ Excel…")
    assert not page.importing.isVisible()


def test_five_thousand_rows_are_imported(read, tmp_path, qtbot):
    book = a_cell_book(tmp_path)
    lines = [[n, f"Nguyễn Văn A{n}", "1975", "", f"{n:012d}", ""] for n in range(1, 5001)]
    page = read(book, a_list(tmp_path, *lines))
    with qtbot.waitSignal(page.changed, timeout=20_000):
        click(page, "Nhập 5000 đồng chí")
    assert page.list.model.rowCount() == 5000
    assert all(each.status is MemberStatus.ACTIVE for each in book.members.all())


def test_an_import_is_taken_back_with_one_click(read, tmp_path, qtbot):
    book = a_cell_book(tmp_path)
    kept = book.members.save(book.members.new("Vi Thị Sen", birth="1975"))
    lines = [[1, "Vi Thị Sen", "1975", "Bí thư"], [2, "Triệu Đào", "1980", ""]]
    page = read(book, a_list(tmp_path, *lines))
    click(page, "Nhập 2 đồng chí")
    qtbot.waitUntil(lambda: "Hoàn tác lần nhập này" in offered(page))
    assert len(book.members.all()) == 2
    click(page, "Hoàn tác lần nhập này")
    assert book.members.all() == [kept]
    undone = "Đã bỏ 1 người mới nhập, trả lại 1 người như trước."
    qtbot.waitUntil(lambda: undone in said(page))
    click(page, "Đã rõ")
    assert undone not in said(page)


def test_columns_that_are_not_kept_are_named(read, tmp_path):
    path = a_list(tmp_path, [1, "Vi Thị Sen", "1975", "10/10"], head=[*HEAD[:3], "Học vấn"])
    page = read(a_cell_book(tmp_path), path)
    assert "Không nhập các cột: Học vấn." in said(page)


def test_how_columns_are_understood_is_kept_for_the_next_file(read, tmp_path, qtbot):
    book = a_cell_book(tmp_path)
    head = ["STT", "Họ và tên", "Sinh", "Chức vụ"]
    path = a_list(tmp_path, [1, "Vi Thị Sen", "1975", "Bí thư"], head=head)
    page = read(book, path).importing
    page.show_mapping()
    page.mapping.choices[2].set_value("birth")
    page.mapping.apply()
    qtbot.waitUntil(lambda: page.plan.rows[0].member.birth == "1975")
    page.mapping.profile.set_value(" ")
    page.mapping.keep()
    qtbot.waitUntil(lambda: "Chưa điền." in said(page))
    page.mapping.profile.set_value("Danh sách xã")
    page.mapping.keep()
    page.read(path)
    qtbot.waitUntil(lambda: "Đọc các cột theo mẫu “Danh sách xã” đã lưu." in said(page))
    assert page.plan.rows[0].member.birth == "1975"
    click(page, "Không dùng mẫu này")
    qtbot.waitUntil(lambda: page.plan.rows[0].member.birth == "")
