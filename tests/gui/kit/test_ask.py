from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,  # noqa: TID251 - the subject of these tests
    QLabel,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qtapp.domain.errors import DiskFull
from qtapp.gui.kit import ask
from tests.gui.accessible import nameless


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def when_asked(act: Callable[[QDialog], None]) -> None:
    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        act(dialog)

    QTimer.singleShot(0, answer)


def press_button(word: str) -> Callable[[QDialog], None]:
    def act(dialog: QDialog) -> None:
        buttons = dialog.findChildren(QPushButton)
        next(each for each in buttons if each.text().replace("&", "") == word).click()

    return act


def test_a_failure_is_told_in_two_sentences(window: QWidget) -> None:
    said: list[str] = []

    def read(dialog: QDialog) -> None:
        said.extend(label.text() for label in dialog.findChildren(QLabel) if label.text())
        assert nameless(dialog) == []
        press_button("Đã hiểu")(dialog)

    when_asked(read)
    ask.tell(window, DiskFull("/usb"))
    assert said == [
        "Ổ đĩa đã hết chỗ trống nên chưa lưu được.",
        "Hãy xóa bớt tệp không cần dùng rồi thử lại.",
    ]


def test_a_message_is_closed_by_its_button(window: QWidget) -> None:
    closed: list[bool] = []
    when_asked(lambda dialog: (press_button("Đã hiểu")(dialog), closed.append(True))[0])
    ask.inform(window, "Đã tạo mã khôi phục.")
    assert closed == [True]


@pytest.mark.parametrize(("word", "answer"), [("Xóa hẳn", True), ("Thôi", False)])
def test_a_question_is_answered_by_its_verb(window: QWidget, word: str, answer: bool) -> None:
    when_asked(press_button(word))
    assert ask.confirm(window, "Xóa hẳn?", "Không lấy lại được.", "Xóa hẳn") is answer


def test_enter_does_not_destroy(window: QWidget) -> None:
    def enter(dialog: QDialog) -> None:
        buttons = dialog.findChildren(QPushButton)
        next(each for each in buttons if each.isDefault()).click()

    when_asked(enter)
    assert not ask.confirm(window, "Xóa hẳn?", "Không lấy lại được.", "Xóa hẳn")


@pytest.mark.parametrize(("word", "goes"), [("Đi tiếp, bỏ chữ vừa gõ", True), ("Ở lại", False)])
def test_words_the_book_cannot_take_are_dropped_or_stayed_with(
    window: QWidget, word: str, goes: bool
) -> None:
    when_asked(press_button(word))
    assert ask.lose(window, DiskFull("/usb")) is goes


def test_enter_stays_with_words_the_book_cannot_take(window: QWidget) -> None:
    def enter(dialog: QDialog) -> None:
        buttons = dialog.findChildren(QPushButton)
        next(each for each in buttons if each.isDefault()).click()

    when_asked(enter)
    assert not ask.lose(window, DiskFull("/usb"))


def test_files_are_chosen_by_kinds_with_names(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[str] = []

    def choose(_parent: QWidget, _title: str, _folder: str, kinds: str) -> tuple[str, str]:
        seen.append(kinds)
        return str(tmp_path / "ds.xlsx"), kinds

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    assert ask.open_file(window, "Chọn", [ask.EXCEL], tmp_path) == tmp_path / "ds.xlsx"
    assert seen == ["Danh sách Excel (*.xlsx *.xls *.xlsm *.xlsb *.ods *.csv);;Mọi tệp (*)"]


def test_no_choice_is_none(window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    assert ask.open_file(window, "Chọn") is None
    assert ask.open_files(window, "Chọn") == []
    assert ask.save_file(window, "Lưu", "a.pdf") is None
    assert ask.choose_folder(window, "Chọn") is None


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("bản in", "bản in.pdf"),
        ("a.b.pdf", "a.b.pdf"),
        ("A.PDF", "A.PDF"),
        ("Danh sách ký tên 30.11", "Danh sách ký tên 30.11.pdf"),
        ("sổ.scb", "sổ.scb.pdf"),
        ("a.txt", "a.txt.pdf"),
    ],
)
def test_a_saved_file_gets_its_ending(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, path: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), ""))
    assert ask.save_file(window, "Lưu", "Danh sách.pdf", [ask.PDF]) == tmp_path / path


def test_nothing_but_the_kinds_that_are_written_is_offered(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[str] = []

    def choose(_parent: QWidget, _title: str, _begin: str, kinds: str) -> tuple[str, str]:
        seen.append(kinds)
        return str(tmp_path / "Tờ trình 1.2"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    ask.save_file(window, "Lưu", "a.pdf", [ask.PDF])
    assert ask.save_file(window, "Lưu", "a.docx") == tmp_path / "Tờ trình 1.2.docx"
    assert seen == ["Bản in PDF (*.pdf)", "Tệp (*.docx)"]


@pytest.mark.parametrize(("word", "saves"), [("Ghi đè", True), ("Thôi", False)])
def test_a_file_that_has_the_longer_name_is_asked_about(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, word: str, saves: bool
) -> None:
    (tmp_path / "bản in.pdf").write_bytes(b"")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "bản in"), ""))
    when_asked(press_button(word))
    found = ask.save_file(window, "Lưu", "Danh sách.pdf", [ask.PDF])
    assert found == (tmp_path / "bản in.pdf" if saves else None)


def test_several_files_and_a_folder_are_paths(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "a")], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    assert ask.open_files(window, "Chọn") == [tmp_path / "a"]
    assert ask.choose_folder(window, "Chọn") == tmp_path


def test_choosers_open_among_the_documents_then_where_the_last_choice_was(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QApplication
) -> None:
    opened: list[str] = []

    def choose(_parent: QWidget, _title: str, begin: str, *_: str) -> tuple[str, str]:
        opened.append(begin)
        return str(tmp_path / "ds.xlsx"), ""

    qapp.setProperty("folderUsedLast", None)
    documents = tmp_path / "Tài liệu"
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(documents))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    ask.open_file(window, "Chọn")
    ask.open_file(window, "Chọn")
    ask.save_file(window, "Lưu", "a.pdf")
    ask.save_file(window, "Lưu", documents / "sổ.scb")
    assert opened == [
        str(documents),
        str(tmp_path),
        str(tmp_path / "a.pdf"),
        str(documents / "sổ.scb"),
    ]
