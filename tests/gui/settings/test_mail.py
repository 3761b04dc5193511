from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import Qt

from qtapp.gui.kit import ask
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.settings.mail import MailCard
from qtapp.gui.settings.mail_dialog import MailDialog
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, said, shared_keys
from tests.gui.typing import press, type_text
from tests.mail_server import ALICE, PASSWORD
from tests.make import DictVault, a_cell_book, an_environment


@pytest.fixture
def vault():
    return DictVault()


@pytest.fixture
def card(tmp_path, qtbot, vault):
    book = a_cell_book(tmp_path, environment=an_environment(vault=vault))
    jobs = Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1))
    made = MailCard(book, jobs)
    made.told = []
    made.said.connect(lambda *words: made.told.append(words))
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    made.book = book
    yield made
    jobs.close()
    book.close()


@pytest.fixture
def dialog(card):
    click(card, "Cài hộp thư")
    (made,) = card.findChildren(MailDialog)
    return made


def fill_in(dialog, lab, password=PASSWORD):
    type_text(dialog.address.edit, ALICE)
    type_text(dialog.password.edit, password)
    dialog.more.set_value(True)
    dialog.smtp.show_server(lab.server("smtps"))
    dialog.imap.show_server(lab.server("imaps"))


def test_without_a_mailbox_the_card_says_that_sticks_still_work(card):
    assert "vẫn gửi được qua USB" in said(card)
    assert offered(card) == ["Cài hộp thư"]


def test_a_mailbox_is_tried_and_kept(card, dialog, lab, qtbot, vault):
    fill_in(dialog, lab)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    click(dialog, "Thử và lưu")
    qtbot.waitUntil(lambda: bool(card.told))
    assert card.told == [("good", "Đã thử và lưu hộp thư: gửi được, nhận được.")]
    assert f"Hộp thư của sổ này: {ALICE}" in said(card)
    assert card.book.mail.account().smtp == lab.server("smtps")
    assert list(vault.secrets.values()) == [PASSWORD]


def test_a_mailbox_that_does_not_work_stays_in_the_dialog_with_the_reason(card, dialog, lab, qtbot):
    fill_in(dialog, lab, "sai")
    click(dialog, "Thử và lưu")
    qtbot.waitUntil(lambda: "mật khẩu hộp thư chưa đúng" in said(dialog))
    assert dialog.isVisible()
    assert card.book.mail.account() is None
    assert shared_keys(dialog) == []
    click(dialog, "Lưu, thử sau")
    assert card.told[0][1].startswith("Đã lưu hộp thư, chưa thử.")
    assert card.book.mail.account().address == ALICE


def test_servers_follow_from_the_address_until_they_are_changed(dialog):
    type_text(dialog.address.edit, "chibo@gmail.com")
    press(dialog.address.edit, Qt.Key.Key_Tab)
    assert dialog.smtp.host.value() == "smtp.gmail.com"
    assert "Mật khẩu ứng dụng" in dialog.address.below.text()
    dialog.address.edit.setFocus()
    dialog.address.edit.clear()
    type_text(dialog.address.edit, "chibo@xa.mau.gov.vn")
    press(dialog.address.edit, Qt.Key.Key_Tab)
    assert dialog.imap.host.value() == "mail.xa.mau.gov.vn"
    dialog.more.set_value(True)
    dialog.imap.host.set_value("imap.mau.vn")
    dialog.suggest()
    assert dialog.account().imap.host == "imap.mau.vn"


def test_what_is_typed_wrongly_is_told_beside_its_field(dialog):
    click(dialog, "Thử và lưu")
    assert dialog.address.below.text() == "Chưa điền."
    type_text(dialog.address.edit, "không phải")
    click(dialog, "Thử và lưu")
    assert "không phải địa chỉ thư điện tử" in dialog.address.below.text()
    dialog.address.edit.clear()
    type_text(dialog.address.edit, "chibo@mau.vn")
    click(dialog, "Thử và lưu")
    assert dialog.password.below.text() == "Chưa điền."
    dialog.more.set_value(True)
    dialog.smtp.host.set_value("máy chủ")
    click(dialog, "Thử và lưu")
    assert dialog.smtp.host.below.text() != ""
    dialog.reject()


def test_the_password_is_shown_only_if_wanted(dialog):
    type_text(dialog.password.edit, "bí mật")
    assert dialog.password.edit.displayText() != "bí mật"
    dialog.letters.set_value(True)
    assert dialog.password.edit.displayText() == "bí mật"


def test_a_mailbox_of_its_own_servers_is_shown_with_them(card, lab):
    card.book.mail.set_up(lab.account(), PASSWORD)
    card.reload()
    click(card, "Cài hộp thư")
    (dialog,) = card.findChildren(MailDialog)
    assert dialog.servers.isVisible()
    assert dialog.account().imap == lab.server("imaps")


def test_a_kept_mailbox_is_tried_and_forgotten(card, lab, qtbot, monkeypatch, vault):
    card.book.mail.set_up(lab.account(), PASSWORD)
    card.reload()
    click(card, "Thử vào hộp thư")
    qtbot.waitUntil(lambda: bool(card.told))
    assert card.told == [("good", "Hộp thư dùng được: gửi được, nhận được.")]
    monkeypatch.setattr(ask, "confirm", lambda *_: False)
    click(card, "Thôi dùng hộp thư")
    assert card.book.mail.account() is not None
    monkeypatch.setattr(ask, "confirm", lambda *_: True)
    click(card, "Thôi dùng hộp thư")
    assert card.book.mail.account() is None
    assert vault.secrets == {}


def test_without_a_keyring_the_user_is_told(card, dialog, lab, qtbot, vault):
    vault.locked = True
    fill_in(dialog, lab)
    click(dialog, "Thử và lưu")
    qtbot.waitUntil(lambda: bool(card.told))
    assert "mỗi lần gửi, nhận phần mềm sẽ hỏi mật khẩu" in card.told[0][1]


def test_what_was_typed_is_there_the_next_time_without_the_password(card, dialog, qtbot):
    type_text(dialog.address.edit, "chibo@xa.vn")
    type_text(dialog.password.edit, "suối mẫu 2026")
    dialog.more.set_value(True)
    dialog.imap.port.set_value(1993)
    press(dialog, Qt.Key.Key_Escape)
    kept = str(card.book.drafts.of("mail/account"))
    assert "chibo@xa.vn" in kept
    assert "suối" not in kept
    again = MailDialog(card, card.book, card._jobs)
    qtbot.addWidget(again)
    assert (again.address.value(), again.imap.port.value()) == ("chibo@xa.vn", 1993)
    assert not again.servers.isHidden()
    assert again.password.edit.text() == ""


def test_what_was_typed_is_kept_while_it_is_typed_and_gone_once_it_is_saved(
    card, dialog, qtbot, monkeypatch
):
    type_text(dialog.address.edit, "chibo@xa.vn")
    qtbot.waitUntil(lambda: "address" in card.book.drafts.of("mail/account"))
    dialog.more.set_value(True)
    for row in (dialog.smtp, dialog.imap):
        row.host.set_value("thu.xa.vn")
    type_text(dialog.password.edit, "suối mẫu")
    dialog.save_untried()
    assert card.book.drafts.of("mail/account") == {}
    assert card.book.mail.account().address == "chibo@xa.vn"
