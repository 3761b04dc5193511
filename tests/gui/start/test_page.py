from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from PySide6.QtCore import Qt

from qtapp.domain.units import UnitKind
from qtapp.gui.kit import ask, outside
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.start.create import free_book_path
from qtapp.gui.start.page import StartPage
from qtapp.services.book import open_book
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, said, shared_keys
from tests.gui.typing import press, type_text
from tests.make import PASSPHRASE, a_cell_book, a_committee_book, an_environment

ENTER = Qt.Key.Key_Return


@pytest.fixture
def world():
    return an_environment()


@pytest.fixture
def start(qtbot, tmp_path, world):
    jobs = Jobs(nullcontext, ThreadPoolExecutor(max_workers=1))
    page = StartPage(world, tmp_path / "books", jobs)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.begin()
    yield page
    jobs.close()


@pytest.fixture
def opened_books(start):
    found = []
    start.opened.connect(found.append)
    return found


def shown(start):
    return start._stack.currentWidget()


def fill_unit(start, name="Chi bộ thôn Suối Mẫu"):
    click(start, "Lập sổ mới")
    type_text(start.unit.name.edit, name)
    type_text(start.unit.upper.edit, "Đảng bộ xã Suối Mẫu")
    type_text(start.unit.place.edit, "Suối Mẫu")
    press(start.unit.name.edit, ENTER)


def fill_passphrase(page, words=PASSPHRASE):
    type_text(page.passphrase.first.edit, words)
    type_text(page.passphrase.second.edit, words)
    page.passphrase.second.setFocus()
    press(page.passphrase.second.edit, ENTER)


def test_the_first_page_offers_three_ways_and_a_fourth(start):
    assert "Chào đồng chí" in said(start)
    for words in ("Lập sổ mới", "Vào bằng thư mời", "Xem thử với dữ liệu mẫu"):
        assert words.replace("&", "") in said(start).replace("&", "")
    assert "Mở sổ đã có" in offered(start)
    assert nameless(shown(start)) == []
    assert shared_keys(shown(start)) == []
    assert start.first_run.found.hasFocus()


def test_a_book_is_made_by_keyboard_alone(start, qtbot, opened_books, world, monkeypatch, tmp_path):
    press(start.first_run.found, ENTER)
    type_text(start.unit.name.edit, "Chi bộ thôn Suối Mẫu")
    assert start.unit.own.edit.text() == "CHI BỘ THÔN SUỐI MẪU"
    type_text(start.unit.upper.edit, "Đảng bộ xã Suối Mẫu")
    assert "ĐẢNG BỘ XÃ SUỐI MẪU" in start.unit.preview.accessibleDescription()
    assert nameless(shown(start)) == []
    assert shared_keys(shown(start)) == []
    press(start.unit.name.edit, ENTER)
    assert "Chi bộ thôn Suối Mẫu.scb" in said(start)
    assert nameless(shown(start)) == []
    assert shared_keys(shown(start)) == []
    fill_passphrase(start.key)
    qtbot.waitUntil(lambda: shown(start) is start.recovery)
    code = start.recovery.sheet.code.text().replace("\n", "")
    assert nameless(shown(start)) == []
    assert shared_keys(shown(start)) == []
    assert not start.recovery.go.isEnabled()
    start.recovery.sheet.kept.setFocus()
    press(start.recovery.sheet.kept, Qt.Key.Key_Space)
    press(start.recovery.sheet.kept, ENTER)
    assert shown(start) is start.first_list
    assert nameless(shown(start)) == []
    assert shared_keys(shown(start)) == []
    start.first_list.go.setFocus()
    press(start.first_list.go, ENTER)
    assert len(opened_books) == 1
    path = tmp_path / "books" / "Chi bộ thôn Suối Mẫu.scb"
    assert opened_books[0].path == path
    for secret in ({"passphrase": PASSPHRASE}, {"recovery": code}):
        book = open_book(path, world, **secret)
        assert book.units.profile().upper_line == "ĐẢNG BỘ XÃ SUỐI MẪU"
        book.close()


def test_a_name_is_asked_for(start):
    click(start, "Lập sổ mới")
    click(start, "Tiếp tục")
    assert shown(start) is start.unit
    assert "chưa điền" in said(start).lower()


def test_the_cursor_goes_to_the_field_that_is_wrong(start):
    fill_unit(start, name="")
    assert start.unit.name.edit.hasFocus()
    type_text(start.unit.name.edit, "Chi bộ thôn Suối Mẫu")
    type_text(start.unit.place.edit, "x" * 600)
    press(start.unit.name.edit, ENTER)
    assert start.unit.place.edit.hasFocus()
    assert "Dài quá" in said(start)


def test_an_invitation_is_asked_for_from_the_first_field_on(start):
    click(start, "Vào bằng thư mời")
    start.join_page.passphrase.second.setFocus()
    click(start, "Vào sổ")
    assert start.join_page.file.edit.hasFocus()
    type_text(start.join_page.file.edit, "thư.cbmoi")
    click(start, "Vào sổ")
    assert start.join_page.code.edit.hasFocus()


def test_a_committee_is_made_as_one(start, qtbot, opened_books):
    click(start, "Lập sổ mới")
    click(start, "Cấp ủy cơ sở (đảng ủy xã, phường, cơ quan)")
    type_text(start.unit.name.edit, "Đảng ủy xã Suối Mẫu")
    click(start, "Tiếp tục")
    fill_passphrase(start.key)
    qtbot.waitUntil(lambda: shown(start) is start.recovery)
    click(start, "Tôi đã cất giữ mã khôi phục")
    click(start, "Tiếp tục")
    click(start, "Vào sổ, nhập danh sách sau")
    with opened_books[0].elsewhere() as book:
        assert book.units.own().kind is UnitKind.COMMITTEE
        assert book.units.profile().authority == "T/M ĐẢNG ỦY"


@pytest.fixture
def asked_for_names(start, qtbot):
    def reach(kind="Chi bộ"):
        click(start, "Lập sổ mới")
        click(start, kind)
        type_text(start.unit.name.edit, "Suối Mẫu")
        click(start, "Tiếp tục")
        fill_passphrase(start.key)
        qtbot.waitUntil(lambda: shown(start) is start.recovery)
        click(start, "Tôi đã cất giữ mã khôi phục")
        click(start, "Tiếp tục")
        return start.first_list

    return reach


def test_members_typed_or_pasted_with_their_numbers_are_in_the_new_book(
    start, asked_for_names, opened_books
):
    step = asked_for_names()
    step.names.edit.insertPlainText("1. Mã Thị Sen\n2)\tLò Văn Pản\n\nVàng A Tính")
    click(start, "Ghi 3 đồng chí và vào sổ")
    with opened_books[0].elsewhere() as book:
        names = [member.full_name for member in book.members.all()]
    assert names == ["Lò Văn Pản", "Mã Thị Sen", "Vàng A Tính"]


def test_a_committee_types_its_cells(start, asked_for_names, opened_books):
    step = asked_for_names("Cấp ủy cơ sở (đảng ủy xã, phường, cơ quan)")
    assert not step.excel.isVisible()
    assert nameless(step) == []
    assert shared_keys(step) == []
    step.names.edit.insertPlainText("Chi bộ thôn Đông\nChi bộ thôn Đoài")
    click(start, "Ghi 2 chi bộ và vào sổ")
    with opened_books[0].elsewhere() as book:
        assert [cell.name for cell in book.units.cells()] == [
            "Chi bộ thôn Đông",
            "Chi bộ thôn Đoài",
        ]


def test_a_name_that_is_no_name_keeps_all_of_them_out(start, asked_for_names, opened_books):
    step = asked_for_names()
    step.names.edit.insertPlainText("Mã Thị Sen\n" + "x" * 600)
    click(start, "Ghi 2 đồng chí và vào sổ")
    assert opened_books == []
    assert "dài quá" in step.names.below.text().lower()
    step.names.set_value(["Mã Thị Sen"])
    click(start, "Ghi 1 đồng chí và vào sổ")
    with opened_books[0].elsewhere() as book:
        assert len(book.members.all()) == 1


def test_from_the_list_in_excel_the_way_leads_to_its_import(start, asked_for_names, opened_books):
    led = []
    start.led_to.connect(lambda *there: led.append(there))
    asked_for_names()
    click(start, "Lấy từ tệp Excel")
    assert len(opened_books) == 1
    assert led == [("members", "import")]


def test_a_window_closed_before_the_code_was_put_away_leaves_a_book_that_says_so(
    start, qtbot, opened_books, world
):
    made = []
    start.books_made.connect(made.extend)
    fill_unit(start)
    fill_passphrase(start.key)
    qtbot.waitUntil(lambda: shown(start) is start.recovery)
    (path,) = made
    book = open_book(path, world, passphrase=PASSPHRASE)
    assert not book.is_recovery_kept()
    click(start, "Tôi đã cất giữ mã khôi phục")
    click(start, "Tiếp tục")
    assert book.is_recovery_kept()
    book.close()


def test_what_was_typed_is_there_on_the_way_back(start, monkeypatch, tmp_path):
    other = tmp_path / "chỗ khác.scb"
    monkeypatch.setattr(ask, "save_file", lambda *_: other)
    fill_unit(start)
    click(start, "Đổi chỗ")
    type_text(start.key.passphrase.first.edit, PASSPHRASE)
    click(start, "Quay lại")
    assert start.unit.upper.edit.text() == "Đảng bộ xã Suối Mẫu"
    click(start, "Tiếp tục")
    assert start.key.passphrase.first.edit.text() == PASSPHRASE
    assert str(other) in said(start)


def test_a_short_passphrase_is_told_beside_its_field(start):
    fill_unit(start)
    fill_passphrase(start.key, "ngắn")
    assert shown(start) is start.key
    assert start.key.passphrase.first.below.text() != ""


def test_a_place_that_is_taken_is_told_and_nothing_is_lost(start, qtbot, monkeypatch, tmp_path):
    taken = tmp_path / "có rồi.scb"
    taken.write_text("của người khác", encoding="utf-8")
    monkeypatch.setattr(ask, "save_file", lambda *_: taken)
    fill_unit(start)
    click(start, "Đổi chỗ")
    fill_passphrase(start.key)
    qtbot.waitUntil(lambda: "Đã có một tệp" in said(start))
    assert taken.read_text(encoding="utf-8") == "của người khác"


def test_a_computer_that_cannot_remember_says_so(start, qtbot, world, monkeypatch, opened_books):
    world.vault.locked = True
    informed = []
    monkeypatch.setattr(ask, "inform", lambda _parent, text, _detail="": informed.append(text))
    fill_unit(start)
    fill_passphrase(start.key)
    qtbot.waitUntil(lambda: shown(start) is start.recovery)
    click(start, "Nhớ trên máy này: lần sau mở sổ không cần gõ mật khẩu")
    click(start, "Tôi đã cất giữ mã khôi phục")
    click(start, "Tiếp tục")
    click(start, "Vào sổ, nhập danh sách sau")
    assert informed == ["Máy này không nhớ được mật khẩu."]
    assert len(opened_books) == 1


def test_a_computer_that_can_remembers(start, qtbot, world, opened_books):
    fill_unit(start)
    fill_passphrase(start.key)
    qtbot.waitUntil(lambda: shown(start) is start.recovery)
    click(start, "Nhớ trên máy này: lần sau mở sổ không cần gõ mật khẩu")
    click(start, "Tôi đã cất giữ mã khôi phục")
    click(start, "Tiếp tục")
    click(start, "Vào sổ, nhập danh sách sau")
    open_book(opened_books[0].path, world).close()


def test_the_recovery_sheet_is_printed(start, qtbot, monkeypatch, tmp_path):
    paper = tmp_path / "mã.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_: paper)
    monkeypatch.setattr(outside, "show", lambda _path: None)
    fill_unit(start)
    fill_passphrase(start.key)
    qtbot.waitUntil(lambda: shown(start) is start.recovery)
    click(start, "In tờ mã khôi phục (PDF)")
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.fixture
def invited(tmp_path):
    committee = a_committee_book(tmp_path, cells=("Chi bộ thôn Đông",))
    letter = tmp_path / "thư mời.cbmoi"
    code = committee.exchange.invite(committee.units.cells()[0].id, letter)
    committee.close()
    return letter, code


def test_an_invitation_leads_to_a_book_of_that_name(start, qtbot, invited, opened_books):
    letter, code = invited
    start.join(letter)
    assert nameless(shown(start)) == []
    assert shared_keys(shown(start)) == []
    assert "bước 1 trong 3" in said(shown(start))
    type_text(start.join_page.code.edit, code)
    type_text(start.join_page.place.edit, "Suối Mẫu")
    fill_passphrase(start.join_page)
    qtbot.waitUntil(lambda: shown(start) is start.recovery)
    assert "Vào bằng thư mời · bước 2 trong 3" in said(shown(start))
    click(start, "Tôi đã cất giữ mã khôi phục")
    click(start, "Tiếp tục")
    click(start, "Vào sổ, nhập danh sách sau")
    with opened_books[0].elsewhere() as book:
        assert book.units.own().name == "Chi bộ thôn Đông"
        assert book.exchange.superior().name == "Đảng ủy xã Suối Mẫu"
        head = book.units.profile()
        assert (head.upper_line, head.place) == ("ĐẢNG BỘ XÃ SUỐI MẪU", "Suối Mẫu")
        assert head.own_line == "CHI BỘ THÔN ĐÔNG"


def test_a_wrong_code_is_told_beside_it(start, qtbot, invited):
    letter, code = invited
    start.join(letter)
    type_text(start.join_page.code.edit, "0000 0000" if code != "0000 0000" else "1111 1111")
    fill_passphrase(start.join_page)
    below = start.join_page.code.below
    qtbot.waitUntil(lambda: "Mã của thư mời chưa đúng" in below.text())


def test_a_file_that_is_no_invitation_is_told(start, qtbot, tmp_path):
    other = tmp_path / "danh sách.txt"
    other.write_text("không phải", encoding="utf-8")
    start.join(other)
    type_text(start.join_page.code.edit, "1234 5678")
    fill_passphrase(start.join_page)
    qtbot.waitUntil(lambda: "không phải" in said(shown(start)))


@pytest.fixture
def locked(tmp_path):
    book = a_cell_book(tmp_path)
    code = book.renew_recovery_code()
    book.close()
    return book.path, code


def test_the_passphrase_opens(start, qtbot, locked, opened_books):
    start.unlock(locked[0])
    assert "Chi bộ thôn Suối Mẫu" in said(start)
    assert nameless(shown(start)) == []
    assert shared_keys(shown(start)) == []
    type_text(start.unlock_page.passphrase.edit, PASSPHRASE)
    press(start.unlock_page.passphrase.edit, ENTER)
    qtbot.waitUntil(lambda: len(opened_books) == 1)


def test_a_wrong_passphrase_is_told_beside_the_field(start, qtbot, locked, opened_books):
    start.unlock(locked[0])
    type_text(start.unlock_page.passphrase.edit, "nhầm rồi nhé")
    press(start.unlock_page.passphrase.edit, ENTER)
    qtbot.waitUntil(lambda: "Mật khẩu chưa đúng" in start.unlock_page.passphrase.below.text())
    assert start.unlock_page.passphrase.edit.hasFocus()
    assert start.unlock_page.open.isEnabled()
    assert opened_books == []


def test_a_mistyped_group_of_the_recovery_code_is_named(start, qtbot, locked):
    path, code = locked
    groups = code.split("-")
    groups[2] = groups[2][::-1] if groups[2] != groups[2][::-1] else "AAAAA"
    start.unlock(path)
    click(start, "Quên mật khẩu? Dùng mã khôi phục")
    type_text(start.unlock_page.recovery.edit, "-".join(groups))
    press(start.unlock_page.recovery.edit, ENTER)
    qtbot.waitUntil(lambda: "sai ở nhóm thứ 3" in start.unlock_page.recovery.below.text())


def test_the_recovery_code_leads_to_a_new_passphrase(start, qtbot, locked, opened_books, world):
    path, code = locked
    start.unlock(path)
    click(start, "Quên mật khẩu? Dùng mã khôi phục")
    type_text(start.unlock_page.recovery.edit, code.lower())
    press(start.unlock_page.recovery.edit, ENTER)
    qtbot.waitUntil(lambda: shown(start) is start.renew)
    assert nameless(shown(start)) == []
    fill_passphrase(start.renew, "mật khẩu khác hẳn")
    qtbot.waitUntil(lambda: len(opened_books) == 1)
    open_book(path, world, passphrase="mật khẩu khác hẳn").close()


def test_a_missing_book_is_told_and_others_are_offered(start, tmp_path, locked, qtbot):
    from qtapp.domain.errors import StoreMissing  # noqa: PLC0415 - this test's subject

    start.set_recent([str(locked[0]), str(tmp_path / "đã xóa.scb")])
    start.unlock(tmp_path / "đã xóa.scb", StoreMissing(str(tmp_path / "đã xóa.scb")))
    qtbot.waitUntil(lambda: "Không thấy tệp sổ" in said(start))
    click(start, "Chọn sổ khác")
    qtbot.waitUntil(lambda: "Chi bộ thôn Suối Mẫu" in said(start))
    assert "đã xóa" not in said(shown(start))
    with qtbot.waitSignal(start.book_wanted) as wanted:
        click(start, "Chi bộ thôn Suối Mẫu")
    assert wanted.args == [locked[0]]


def test_sample_data_is_built_and_its_first_cell_opened(start, qtbot, opened_books, tmp_path):
    made = []
    start.books_made.connect(made.extend)
    click(start, "Xem thử với dữ liệu mẫu")
    qtbot.waitUntil(lambda: len(opened_books) == 1, timeout=60_000)
    assert len(made) == 4
    with opened_books[0].elsewhere() as book:
        assert book.units.own().kind is UnitKind.CELL
        assert book.members.all()
    start.unlock(opened_books[0].path)
    assert "Mật khẩu của sổ mẫu là" in said(start)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Chi bộ 1/2: thôn Đông", "Chi bộ 1 2 thôn Đông"),
        ("...", "So chi bo"),
        ("A" * 300, "A" * 80),
    ],
)
def test_a_book_is_named_as_every_system_allows(tmp_path, name, stem):
    assert free_book_path(tmp_path, name) == tmp_path / f"{stem}.scb"


def test_a_taken_name_gets_a_number(tmp_path):
    (tmp_path / "X.scb").touch()
    assert free_book_path(tmp_path, "X").name == "X 2.scb"
