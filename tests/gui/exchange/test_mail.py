from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from qtapp.domain import mail_errors as e
from qtapp.gui.exchange.mail import MailCard, standing
from qtapp.gui.exchange.mail_dialogs import AddressesDialog, LettersDialog, PasswordDialog
from qtapp.gui.exchange.page import ExchangePage
from qtapp.gui.kit import ask
from qtapp.gui.kit.jobs import Jobs
from qtapp.services.mail_status import MailStatus
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, said, shared_keys
from tests.gui.typing import press, type_text
from tests.mail_server import BOB, PASSWORD

WHEN = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
STATUS = MailStatus(
    address="a@mau.vn", waiting=0, held=0, last_sent=None, last_fetched=None, problem=None
)


@pytest.fixture
def card_of(qtbot):
    made = []

    def open_card(book):
        jobs = Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1))
        made.append(jobs)
        card = MailCard(book, jobs)
        card.told, card.got = [], []
        card.said.connect(lambda *words: card.told.append(words))
        card.fetched.connect(card.got.append)
        qtbot.addWidget(card)
        card.resize(900, 300)
        card.show()
        return card

    yield open_card
    for jobs in made:
        jobs.close()


def test_a_bundle_goes_up_and_an_answer_comes_down(post, card_of, qtbot):
    below, above = card_of(post.cell), card_of(post.commune)
    assert nameless(below) == []
    assert shared_keys(below) == []
    click(below, "Gửi thư")
    qtbot.waitUntil(lambda: bool(below.told))
    assert below.told == [("good", "Đã gửi 1 thư.")]
    post.lab.settle()
    click(above, "Lấy thư về")
    qtbot.waitUntil(lambda: bool(above.got))
    assert [each.state.value for each in above.got[0]] == ["merged"]
    click(above, "Gửi thư")
    qtbot.waitUntil(lambda: bool(above.told))
    assert above.told == [("good", "Đã gửi 1 thư.")]
    above.reload()
    assert "Gửi gần nhất lúc" in said(above)


def test_an_empty_mailbox_is_told(post, card_of, qtbot):
    card = card_of(post.cell)
    click(card, "Lấy thư về")
    qtbot.waitUntil(lambda: bool(card.told))
    assert card.told == [("note", "Đã xem hộp thư: không có gói nào mới.")]
    assert card.got == []


def test_an_address_that_is_missing_is_asked_for_and_then_used(post, card_of, qtbot):
    superior = post.cell.exchange.superior()
    post.cell.mail.set_address(superior.id, "")
    card = card_of(post.cell)
    click(card, "Gửi thư")
    qtbot.waitUntil(lambda: bool(card.findChildren(AddressesDialog)))
    (dialog,) = card.findChildren(AddressesDialog)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    (field,) = dialog.fields.values()
    assert field.label == superior.name
    type_text(field.edit, "không phải")
    click(dialog, "Lưu địa chỉ")
    assert "không phải địa chỉ" in field.below.text()
    dialog.reject()
    click(card, "Gửi thư")
    qtbot.waitUntil(lambda: len(card.findChildren(AddressesDialog)) == 2)
    dialog = next(each for each in card.findChildren(AddressesDialog) if each is not dialog)
    (field,) = dialog.fields.values()
    assert field.edit.text() == "không phải"
    field.edit.clear()
    type_text(field.edit, BOB)
    press(field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(card.told))
    assert card.told == [("good", "Đã gửi 1 thư.")]
    assert post.cell.mail.receivers() == [(superior, BOB)]


def test_a_password_that_is_not_kept_is_asked_for(post, card_of, qtbot):
    post.cell._environment.vault.secrets.clear()
    card = card_of(post.cell)
    click(card, "Lấy thư về")
    qtbot.waitUntil(lambda: bool(card.findChildren(PasswordDialog)))
    (dialog,) = card.findChildren(PasswordDialog)
    assert nameless(dialog) == []
    click(dialog, "Dùng mật khẩu này")
    assert dialog.isVisible()
    type_text(dialog.password.edit, PASSWORD)
    press(dialog.password.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(card.told))
    assert list(post.cell._environment.vault.secrets.values()) == [PASSWORD]


def test_a_refused_letter_is_listed_sent_again_and_dropped(post, card_of, qtbot, monkeypatch):
    superior = post.cell.exchange.superior()
    post.cell.mail.set_address(superior.id, "gone@lab.test")
    card = card_of(post.cell)
    click(card, "Gửi thư")
    qtbot.waitUntil(lambda: bool(card.told))
    assert card.told[0][0] == "warn"
    assert "gone@lab.test" in card.told[0][1]
    card.reload()
    assert "Có 1 thư cần xem lại." in said(card)
    click(card, "Danh sách thư")
    (dialog,) = card.findChildren(LettersDialog)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    click(dialog, "Gửi lại ngay")
    qtbot.waitUntil(lambda: len(card.told) == 2)
    click(card, "Danh sách thư")
    dialog = card.findChildren(LettersDialog)[-1]
    dialog.list.table.selectRow(0)
    monkeypatch.setattr(ask, "confirm", lambda *_: True)
    click(dialog, "Bỏ thư này")
    assert post.cell.mail.letters() == []
    dialog.accept()


def test_a_failure_to_fetch_is_told_and_stays_in_sight(post, card_of, qtbot, monkeypatch):
    post.cell.mail.set_up(post.cell.mail.account(), "sai")
    told = []
    monkeypatch.setattr(ask, "tell", lambda _parent, error: told.append(type(error)))
    card = card_of(post.cell)
    click(card, "Lấy thư về")
    qtbot.waitUntil(lambda: bool(told))
    assert told == [e.MailWrongPassword]
    assert "Lần gần nhất: Tên đăng nhập hoặc mật khẩu hộp thư chưa đúng." in said(card)


def test_without_a_mailbox_the_way_to_the_settings_is_offered(opened, cell, qtbot):
    page = opened(ExchangePage, cell)
    assert "Chưa cài hộp thư." in said(page)
    assert shared_keys(page) == []
    with qtbot.waitSignal(page.wanted) as wanted:
        click(page, "Cài hộp thư")
    assert wanted.args == ["settings", "mail"]
    assert not {"Gửi thư", "Lấy thư về"} & set(offered(page))


@pytest.mark.parametrize(
    ("change", "words", "tone"),
    [
        ({"address": ""}, "Chưa cài hộp thư.", "note"),
        ({}, "Hộp thư a@mau.vn đã sẵn sàng.", "note"),
        ({"waiting": 2}, "Có 2 thư chờ gửi", "warn"),
        ({"held": 1}, "Có 1 thư cần xem lại.", "bad"),
        ({"last_sent": WHEN}, "Gửi gần nhất lúc", "note"),
        ({"last_fetched": WHEN}, "Xem hộp thư gần nhất lúc", "note"),
        ({"problem": e.MailNoNetwork()}, "Lần gần nhất: Máy chưa có mạng", "warn"),
    ],
    ids=["none", "ready", "waiting", "held", "sent", "fetched", "problem"],
)
def test_where_mail_stands_is_said_in_a_sentence(change, words, tone):
    said_now, tone_now = standing(replace(STATUS, **change))
    assert words in said_now
    assert tone_now == tone
