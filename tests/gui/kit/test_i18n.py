from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from qtapp.gui.kit.i18n import tr

Button = QDialogButtonBox.StandardButton


@pytest.mark.parametrize(
    ("button", "word"),
    [
        (Button.Ok, "Đồng ý"),
        (Button.Save, "Lưu"),
        (Button.Cancel, "Hủy"),
        (Button.Close, "Đóng"),
        (Button.Yes, "&Có"),
        (Button.No, "&Không"),
        (Button.Discard, "Bỏ"),
        (Button.Apply, "Áp dụng"),
        (Button.Reset, "Đặt lại"),
        (Button.Help, "Trợ giúp"),
        (Button.Open, "Mở"),
    ],
)
def test_standard_buttons_are_vietnamese(qtbot: QtBot, button: Button, word: str) -> None:
    box = QDialogButtonBox(button)
    qtbot.addWidget(box)
    assert box.button(button).text() == word


def test_context_menus_are_vietnamese(qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    menu = edit.createStandardContextMenu()
    qtbot.addWidget(menu)
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["&Hoàn tác", "&Làm lại", "Cắ&t", "&Chép", "&Dán", "Xóa", "Chọn tất cả"]


@pytest.mark.parametrize(
    ("context", "english"),
    [("QFileDialog", "Directories"), ("QAbstractFileIconProvider", "Folder")],
)
def test_choosers_of_files_say_nothing_in_english(context: str, english: str) -> None:
    assert QCoreApplication.translate(context, english) == "Thư mục"


def test_numbers_of_things_need_no_catalogue() -> None:
    assert tr("%n bài", "", 3) == "3 bài"


def test_words_qt_has_no_translation_for_stay() -> None:
    assert QCoreApplication.translate("QNowhere", "Frobnicate") == "Frobnicate"


def test_dates_and_numbers_are_vietnamese() -> None:
    day = date(2026, 8, 22)
    assert QLocale().toString(day, "dddd") == "Thứ Bảy"
    assert QLocale().toString(1500) == "1.500"
