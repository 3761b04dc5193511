import pytest
from PySide6.QtCore import Qt

from qtapp.domain.documents import Secrecy
from qtapp.domain.errors import SecretRefused
from qtapp.gui.documents.files import size_words
from qtapp.gui.documents.page import DocumentsPage
from qtapp.gui.kit import ask
from qtapp.gui.kit.toast import Toast
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, rows, said, shared_keys
from tests.gui.toasts import the_toast
from tests.gui.typing import press, type_text
from tests.make import a_cell_book, a_document_in, a_wave_in


@pytest.fixture
def book(tmp_path):
    made = a_cell_book(tmp_path)
    a_document_in(made, "18-NQ/TW", "Nghị quyết về đất đai")
    a_document_in(made, "05-CT/TW", "Chỉ thị về phòng, chống lãng phí")
    return made


def numbers(page):
    return [row[0] for row in rows(page.list.table)]


def test_an_empty_library_teaches_how_to_begin(opened, tmp_path):
    page = opened(DocumentsPage, a_cell_book(tmp_path))
    assert "Thư viện chưa có văn bản nào" in said(page)
    click(page, "Thêm văn bản đầu tiên")
    assert page.panel.is_open()
    assert nameless(page) == []
    assert shared_keys(page) == []


def test_a_document_is_found_without_diacritics(opened, book):
    page = opened(DocumentsPage, book)
    type_text(page.list.filter, "lang phi")
    assert numbers(page) == ["05-CT/TW"]


def test_a_document_is_added(opened, book, qtbot):
    page = opened(DocumentsPage, book)
    click(page, "Thêm văn bản")
    type_text(page.panel.form.field("number").edit, "57-NQ/TW")
    type_text(page.panel.form.field("name").edit, "Về đột phá phát triển khoa học")
    with qtbot.waitSignal(page.changed):
        click(page, "Lưu")
    assert "57-NQ/TW" in numbers(page)


def test_only_grades_that_are_no_state_secret_are_offered(opened, book):
    page = opened(DocumentsPage, book)
    combo = page.panel.form.field("secrecy").combo
    assert [combo.itemText(at) for at in range(combo.count())] == [
        each.label[:1].upper() + each.label[1:] for each in Secrecy
    ]
    assert "Không nhập văn bản có độ mật vào sổ này." in said(page)


def test_a_secret_document_is_refused_and_explained(opened, book, monkeypatch):
    told = []
    monkeypatch.setattr(ask, "tell", lambda _parent, error: told.append(error))
    page = opened(DocumentsPage, book)
    click(page, "Thêm văn bản")
    type_text(page.panel.form.field("number").edit, "1-BC/TW")
    type_text(page.panel.form.field("name").edit, "Báo cáo TỐI MẬT")
    click(page, "Lưu")
    assert isinstance(told[0], SecretRefused)
    assert len(book.documents.all()) == 2


def test_a_file_goes_into_the_book_and_out_again_after_a_warning(
    opened, book, tmp_path, qtbot, monkeypatch
):
    source, target = tmp_path / "nghị quyết.pdf", tmp_path / "ra.pdf"
    source.write_bytes(b"%PDF-1.7 words")
    warned = []
    monkeypatch.setattr(ask, "open_file", lambda *_: source)
    monkeypatch.setattr(ask, "save_file", lambda *_: target)
    monkeypatch.setattr(ask, "confirm", lambda *words: bool(warned.append(words[2]) or True))
    page = opened(DocumentsPage, book)
    page.list.table.selectRow(0)
    press(page.list.table, Qt.Key.Key_Return)
    click(page, "Thêm tệp…")
    qtbot.waitUntil(lambda: "Lưu ra" in offered(page))
    assert "nghị quyết.pdf (1 KB)" in said(page)
    click(page, "Lưu ra…")
    assert target.read_bytes() == b"%PDF-1.7 words"
    assert "không còn được mã hóa" in warned[0]


def test_nothing_leaves_the_book_without_a_yes(opened, book, tmp_path, monkeypatch):
    source = tmp_path / "a.txt"
    source.write_bytes(b"words")
    first = book.documents.all()[0]
    book.documents.attach(first, source)
    monkeypatch.setattr(ask, "confirm", lambda *_: False)
    monkeypatch.setattr(ask, "save_file", lambda *_: pytest.fail("asked for a file"))
    page = opened(DocumentsPage, book)
    page.show_record(first.id)
    page.files.save_out(book.documents.get(first.id).attachments[0])


def test_a_removed_document_comes_back(opened, book):
    page = opened(DocumentsPage, book)
    page.list.table.selectRow(0)
    gone = numbers(page)[0]
    press(page.list.table, Qt.Key.Key_Delete)
    assert gone not in numbers(page)
    page.findChild(Toast).take_back()
    assert gone in numbers(page)


def test_a_document_that_is_studied_stays(opened, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(ask, "inform", lambda *words: told.append(words[1]))
    book = a_cell_book(tmp_path)
    a_wave_in(book)
    page = opened(DocumentsPage, book)
    page.list.table.selectRow(0)
    press(page.list.table, Qt.Key.Key_Delete)
    assert told == ["Văn bản này đang được học trong một đợt nên không xóa được."]
    assert len(book.documents.all()) == 1


def test_what_is_begun_is_offered_where_it_was_begun(opened, book):
    page = opened(DocumentsPage, book)
    click(page, "Thêm văn bản")
    type_text(page.panel.form.field("number").edit, "57")
    press(page.panel, Qt.Key.Key_Escape)
    assert "viết dở chưa vào sổ: 57" in said(page)
    assert shared_keys(page) == []
    click(page, "Viết tiếp")
    assert page.panel.form.field("number").value() == "57"
    click(page, "Xóa chữ đã gõ")
    assert book.drafts.of("documents/new") == {}
    the_toast(page).take_back()
    assert page.panel.form.field("number").value() == "57"


def test_what_names_a_secret_document_is_not_even_a_draft(opened, book, monkeypatch):
    page = opened(DocumentsPage, book)
    click(page, "Thêm văn bản")
    type_text(page.panel.form.field("name").edit, "Báo cáo TỐI MẬT")
    asked = []
    monkeypatch.setattr(ask, "lose", lambda _on, error: bool(asked.append(error) or True))
    assert page.may_leave()
    assert isinstance(asked[0], SecretRefused)
    assert book.drafts.of("documents/new") == {}
    assert page.panel.form.field("name").edit.toPlainText() == ""


@pytest.mark.parametrize(("size", "words"), [(1, "1 KB"), (3400, "3 KB"), (1_240_000, "1,2 MB")])
def test_sizes_are_said_in_round_words(size, words):
    assert size_words(size) == words
