from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import Qt

from qtapp.gui.kit import ask, outside
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.settings.keys import CodeDialog, PassphraseDialog
from qtapp.gui.settings.mail_dialog import MailDialog
from qtapp.gui.settings.page import SettingsPage
from qtapp.services.book import accept_invitation, open_book
from qtapp.settings import Settings, Theme
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, said, shared_keys
from tests.gui.typing import press, type_text
from tests.make import PASSPHRASE, a_cell_book, a_committee_book, an_environment


@pytest.fixture
def world():
    return an_environment()


@pytest.fixture
def settings_on(qtbot):
    made = []

    def open_page(book, settings=None):
        jobs = Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1))
        page = SettingsPage(book, jobs, lambda: settings or Settings())
        made.append((jobs, book))
        qtbot.addWidget(page)
        page.resize(1136, 720)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    yield open_page
    for jobs, book in made:
        jobs.close()
        book.close()


@pytest.fixture
def page(settings_on, tmp_path, world):
    return settings_on(a_cell_book(tmp_path, environment=world))


def test_who_comes_to_set_up_the_mailbox_is_asked_for_it_at_once(page, qtbot):
    page.resize(1136, 400)
    page.show_record("mail")
    (dialog,) = page.mail.findChildren(MailDialog)
    qtbot.waitUntil(lambda: not page.mail.set_up_button.visibleRegion().isEmpty())
    dialog.reject()


def test_who_comes_for_the_head_of_papers_types_where_it_lacks_something(page, qtbot):
    form = page.letterhead.form
    form.field("upper_line").set_value("ĐẢNG BỘ XÃ SUỐI MẪU")
    page.resize(1136, 400)
    page.show_record("letterhead")
    assert form.field("place").edit.hasFocus()
    qtbot.waitUntil(lambda: not form.field("place").visibleRegion().isEmpty())


def retype(field, text):
    field.edit.clear()
    type_text(field.edit, text)


def test_the_head_of_papers_is_seen_while_it_is_typed_and_kept(page, qtbot):
    form = page.letterhead.form
    retype(form.field("upper_line"), "ĐẢNG BỘ XÃ SUỐI MẪU")
    retype(form.field("place"), "Suối Mẫu")
    retype(form.field("signer_name"), "Nguyễn Thị Hoa")
    assert "ĐẢNG BỘ XÃ SUỐI MẪU" in page.letterhead.preview.accessibleDescription()
    with qtbot.waitSignal(page.changed):
        assert page.may_leave()
    kept = page.book.units.profile()
    assert (kept.upper_line, kept.place, kept.signer_name) == (
        "ĐẢNG BỘ XÃ SUỐI MẪU",
        "Suối Mẫu",
        "Nguyễn Thị Hoa",
    )


def test_every_field_has_a_name_and_every_key_one_owner(page):
    assert nameless(page) == []
    assert shared_keys(page) == []


def test_the_unit_is_renamed_by_itself_where_nobody_stands_above(page, qtbot):
    retype(page.letterhead.name, "Chi bộ thôn Đoài")
    qtbot.waitUntil(lambda: page.book.units.own().name == "Chi bộ thôn Đoài")


def test_a_name_given_from_above_cannot_be_changed(settings_on, tmp_path, world):
    above = a_committee_book(tmp_path, cells=("Chi bộ thôn Đông",))
    letter = tmp_path / "mời.cbmoi"
    code = above.exchange.invite(above.units.cells()[0].id, letter)
    above.close()
    book, _ = accept_invitation(letter, code, tmp_path / "dưới.scb", PASSPHRASE, world)
    page = settings_on(book)
    assert page.letterhead.name.edit.isReadOnly()
    assert "chỉ cấp trên sửa được" in said(page)


def test_an_empty_name_is_told_beside_its_field(page):
    page.letterhead.name.edit.clear()
    assert page.may_leave()
    assert page.letterhead.name.below.text() != ""
    assert page.book.units.own().name == "Chi bộ thôn Suối Mẫu"


def test_typed_words_are_kept_without_a_question(page):
    retype(page.letterhead.form.field("place"), "Nà Lạnh")
    page.reload()
    assert page.letterhead.form.field("place").value() == "Nà Lạnh"
    assert page.may_leave()
    assert page.book.units.profile().place == "Nà Lạnh"
    page.book.history.undo()
    page.reload()
    assert page.letterhead.form.field("place").value() == ""


def test_letters_and_ground_and_lock_take_effect_at_once(page, qtbot):
    with qtbot.waitSignal(page.settings_changed) as chosen:
        press(page.looks.letters.combo, Qt.Key.Key_Down)
    assert chosen.args[0].letter_percent == 125
    with qtbot.waitSignal(page.settings_changed) as chosen:
        page.looks.theme.set_value(Theme.DARK)
    assert chosen.args[0].theme is Theme.DARK
    with qtbot.waitSignal(page.settings_changed) as chosen:
        page.looks.lock.set_value(0)
    assert chosen.args[0].auto_lock_minutes == 0


def test_a_choice_that_is_not_offered_is_left_as_it_is(settings_on, tmp_path, world, qtbot):
    page = settings_on(a_cell_book(tmp_path, environment=world), Settings(letter_percent=110))
    with qtbot.waitSignal(page.settings_changed) as chosen:
        page.looks.theme.set_value(Theme.LIGHT)
    assert chosen.args[0].letter_percent == 110


def test_the_passphrase_is_changed(page, world, qtbot):
    click(page, "Đổi mật khẩu")
    (dialog,) = page.findChildren(PassphraseDialog)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    type_text(dialog.present.edit, "đoán mò thôi nhé")
    type_text(dialog.passphrase.first.edit, "mật khẩu khác hẳn")
    type_text(dialog.passphrase.second.edit, "mật khẩu khác nữa")
    press(dialog.passphrase.second.edit, Qt.Key.Key_Return)
    assert "Hai lần gõ chưa giống nhau." in said(dialog)
    retype(dialog.passphrase.second, "mật khẩu khác hẳn")
    press(dialog.passphrase.second.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Mật khẩu chưa đúng." in said(dialog))
    retype(dialog.present, PASSPHRASE)
    press(dialog.passphrase.second.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Đã đổi mật khẩu." in said(page))
    open_book(page.book.path, world, passphrase="mật khẩu khác hẳn").close()


def test_a_new_recovery_code_voids_the_old_one(page, world, qtbot, monkeypatch):
    monkeypatch.setattr(ask, "confirm", lambda *_: False)
    click(page, "Làm mã khôi phục mới")
    assert page.findChildren(CodeDialog) == []
    monkeypatch.setattr(ask, "confirm", lambda *_: True)
    click(page, "Làm mã khôi phục mới")
    qtbot.waitUntil(lambda: bool(page.findChildren(CodeDialog)))
    (dialog,) = page.findChildren(CodeDialog)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    code = dialog.sheet.code.text().replace("\n", "")
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "Đóng" not in offered(dialog)
    click(dialog, "Tôi đã cất giữ mã khôi phục")
    click(dialog, "Đóng")
    open_book(page.book.path, world, recovery=code).close()
    qtbot.waitUntil(lambda: "Mã khôi phục mới đã có hiệu lực." in said(page))


def test_this_computer_remembers_and_forgets(page, world, qtbot):
    assert "Mỗi lần mở sổ phải gõ mật khẩu." in said(page)
    click(page, "Nhớ mật khẩu trên máy này")
    assert "Máy này đang nhớ mật khẩu" in said(page)
    open_book(page.book.path, world).close()
    click(page, "Quên mật khẩu trên máy này")
    assert not page.book.is_remembered()
    qtbot.waitUntil(lambda: "không còn nhớ mật khẩu" in said(page))


def test_a_computer_without_a_password_store_says_so(page, world, qtbot):
    world.vault.locked = True
    click(page, "Nhớ mật khẩu trên máy này")
    qtbot.waitUntil(lambda: "không có kho mật khẩu" in said(page))


def test_the_book_is_read_through(page, qtbot):
    click(page, "Kiểm tra sổ")
    qtbot.waitUntil(lambda: "sổ nguyên vẹn" in said(page))


def test_the_book_is_backed_up_into_the_chosen_folder(page, world, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(ask, "choose_folder", lambda *_: None)
    click(page, "Sao lưu sổ")
    usb = tmp_path / "usb"
    assert not usb.exists()
    monkeypatch.setattr(ask, "choose_folder", lambda *_: usb)
    click(page, "Sao lưu sổ")
    qtbot.waitUntil(lambda: "Đã sao lưu sổ" in said(page))
    (backup,) = usb.glob("*.scb")
    assert backup.name in said(page)
    open_book(backup, world, passphrase=PASSPHRASE).close()


def test_where_the_book_lies_is_said_and_shown(page, monkeypatch):
    shown = []
    monkeypatch.setattr(outside, "show", shown.append)
    assert str(page.book.path) in said(page)
    assert "chỉ dùng mạng để gửi, nhận gói" in said(page)
    click(page, "Mở thư mục của sổ")
    assert shown == [page.book.path.parent]


def test_the_support_file_is_written_and_shown(page, monkeypatch, tmp_path, qtbot):
    path = tmp_path / "hỗ trợ.txt"
    shown = []
    monkeypatch.setattr(ask, "save_file", lambda *_: path)
    monkeypatch.setattr(outside, "show", shown.append)
    click(page, "Tạo tệp hỗ trợ")
    qtbot.waitUntil(lambda: "Đã ghi hỗ trợ.txt" in said(page))
    assert shown == [path]
    assert "members:" in path.read_text(encoding="utf-8")


def test_a_support_file_that_cannot_be_written_is_told(page, monkeypatch, tmp_path):
    (tmp_path / "tệp").write_bytes(b"")
    told = []
    monkeypatch.setattr(ask, "save_file", lambda *_: tmp_path / "tệp" / "a.txt")
    monkeypatch.setattr(ask, "tell", lambda _parent, error: told.append(type(error).__name__))
    click(page, "Tạo tệp hỗ trợ")
    assert told == ["FolderReadOnly"]


def test_ctrl_s_keeps_name_and_lines_each_where_they_are_typed(page, qtbot):
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    for field, kept in (
        (page.letterhead.name, lambda: page.book.units.own().name),
        (page.letterhead.form.field("place"), lambda: page.book.units.profile().place),
    ):
        field.edit.setFocus()
        retype(field, "Nà Lạnh")
        qtbot.keyClick(field.edit, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        assert kept() == "Nà Lạnh"
