from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from qtapp.domain.members import masked_card
from qtapp.gui.members.card_field import CardField


def test_a_card_number_shows_its_last_digits_only(qtbot: QtBot) -> None:
    field = CardField()
    qtbot.addWidget(field)
    field.set_value("098568288019")
    assert field.edit.text() == "••••••••8019"
    assert field.value() == "098568288019"


def test_the_whole_number_shows_when_asked_for(qtbot: QtBot) -> None:
    field = CardField()
    qtbot.addWidget(field)
    field.set_value("098568288019")
    field.findChild(QPushButton).click()
    assert field.edit.text() == "098568288019"
    field.edit.setText("098568288020")
    field.findChild(QPushButton).click()
    assert field.edit.text() == "••••••••8020"
    assert field.value() == "098568288020"


def test_an_empty_number_can_be_typed_at_once(qtbot: QtBot) -> None:
    field = CardField()
    qtbot.addWidget(field)
    assert not field.edit.isReadOnly()
    field.edit.setText(" 0985 ")
    assert field.value() == "0985"


def test_a_number_that_was_typed_comes_back_open(qtbot: QtBot) -> None:
    field = CardField()
    qtbot.addWidget(field)
    field.set_value("098568288019")
    assert field.typed() == "098568288019"
    field.retype("0985")
    assert (field.edit.text(), field.edit.isReadOnly(), field.value()) == ("0985", False, "0985")


def test_a_short_number_is_not_covered_beyond_its_length() -> None:
    assert masked_card("12") == "12"
    assert masked_card("") == ""
