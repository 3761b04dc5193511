from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from qtapp.domain.members import Member
from qtapp.gui.kit.form_dialog import FormDialog
from qtapp.gui.kit.forms import Form
from qtapp.services.book import Book
from tests.gui.accessible import nameless
from tests.gui.typing import press, type_text

Opened = Callable[[], FormDialog]


@pytest.fixture
def opened(qtbot: QtBot, cell: Book) -> Opened:
    def open_dialog() -> FormDialog:
        form = Form(Member)
        form.rows("full_name", "phone")

        def keep(member: Member, values: dict[str, Any]) -> Member:
            return cell.members.save(replace(member, **values))

        made = FormDialog(None, cell, "Thêm đồng chí", form, keep, action="&Thêm")
        made.begin(cell.members.new("Lý Thị Mẫu"))
        qtbot.addWidget(made)
        made.open()
        return made

    return open_dialog


def names(cell: Book) -> set[str]:
    return {each.full_name for each in cell.members.all()}


def test_enter_makes_the_record_and_closes(opened: Opened, cell: Book) -> None:
    dialog = opened()
    assert nameless(dialog) == []
    press(dialog, Qt.Key.Key_Return)
    assert "Lý Thị Mẫu" in names(cell)
    assert not dialog.isVisible()


def test_a_dialog_with_problems_stays_open(opened: Opened, cell: Book) -> None:
    dialog = opened()
    dialog.form.field("full_name").set_value("")
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog.form.field("full_name").below.text() == "Chưa điền."
    assert len(names(cell)) == 8


def test_escape_asks_nothing_and_what_was_typed_is_there_the_next_time(
    opened: Opened, cell: Book
) -> None:
    dialog = opened()
    type_text(dialog.form.field("phone").focusProxy(), "0912")
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert "Lý Thị Mẫu" not in names(cell)
    again = opened()
    assert again.form.field("phone").value() == "0912"
    again.save_button.click()
    assert opened().form.field("phone").value() == ""


def test_every_line_of_the_form_is_in_sight_when_it_opens(qtbot: QtBot, cell: Book) -> None:
    form = Form(Member)
    form.row("full_name")
    form.row("phone")
    long = "Chưa chốt ngày giờ thì để trống, ghi sau; những gì đã gõ được giữ cho lần sau. " * 3
    dialog = FormDialog(
        None, cell, "Thêm đồng chí", form, lambda member, _: member, action="&Thêm", sentence=long
    )
    qtbot.addWidget(dialog)
    dialog.begin(cell.members.new("Lý Thị Mẫu"))
    dialog.open()
    (scroll,) = dialog.findChildren(QScrollArea)
    assert not scroll.verticalScrollBar().isVisible()
    assert dialog.form.height() <= scroll.viewport().height()
