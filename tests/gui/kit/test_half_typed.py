import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout

from qtapp.domain.errors import DiskFull
from qtapp.gui.kit import ask
from qtapp.gui.kit.fields import LineField, NumberField
from qtapp.gui.kit.half_typed import HalfTyped
from tests.gui.typing import press, type_text


@pytest.fixture
def opened(qtbot, cell):
    def open_dialog():
        dialog = QDialog()
        dialog.host, dialog.port = LineField("host", "Máy chủ"), NumberField("port", "Cổng")
        column = QVBoxLayout(dialog)
        column.addWidget(dialog.host)
        column.addWidget(dialog.port)
        dialog.port.set_value(25)
        fields = {each.name: each for each in (dialog.host, dialog.port)}
        dialog.half_typed = HalfTyped(dialog, cell, "mail/account", fields)
        qtbot.addWidget(dialog)
        dialog.open()
        return dialog

    return open_dialog


def test_what_was_typed_waits_for_the_next_time(opened, cell):
    dialog = opened()
    type_text(dialog.host.edit, "thu.xa")
    press(dialog, Qt.Key.Key_Escape)
    assert cell.drafts.of("mail/account") == {"host": "thu.xa"}
    again = opened()
    assert (again.host.value(), again.port.value()) == ("thu.xa", 25)


def test_it_is_kept_while_it_is_typed(opened, cell, qtbot):
    dialog = opened()
    type_text(dialog.host.edit, "thu.xa")
    qtbot.waitUntil(lambda: cell.drafts.of("mail/account") == {"host": "thu.xa"})


def test_it_is_gone_once_the_dialog_has_done_its_work_or_nothing_is_typed_any_more(opened, cell):
    dialog = opened()
    type_text(dialog.host.edit, "thu.xa")
    dialog.accept()
    assert cell.drafts.of("mail/account") == {}
    dialog = opened()
    type_text(dialog.host.edit, "thu.xa")
    dialog.reject()
    dialog = opened()
    dialog.host.edit.clear()
    dialog.reject()
    assert cell.drafts.of("mail/account") == {}


def test_a_book_that_cannot_take_it_is_told(opened, cell, monkeypatch):
    told = []
    monkeypatch.setattr(ask, "tell", lambda _owner, error: told.append(error))

    def full(*_):
        raise DiskFull("sổ.scb")

    monkeypatch.setattr(cell.drafts, "keep", full)
    dialog = opened()
    type_text(dialog.host.edit, "thu.xa")
    dialog.reject()
    assert [type(each) for each in told] == [DiskFull]
