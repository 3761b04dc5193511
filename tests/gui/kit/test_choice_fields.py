import pytest
from pytestqt.qtbot import QtBot

from qtapp.domain.errors import Invalid
from qtapp.domain.members import Gender
from qtapp.gui.kit.choice_fields import ChoiceField


def test_choices_are_words_of_the_code_list(qtbot: QtBot) -> None:
    field = ChoiceField("gender", Gender)
    qtbot.addWidget(field)
    assert [field.combo.itemText(i) for i in range(3)] == ["Chưa rõ", "Nam", "Nữ"]


def test_new_options_keep_the_choice(qtbot: QtBot) -> None:
    field = ChoiceField("document", [("a", "NQ 57"), ("b", "NQ 59")])
    qtbot.addWidget(field)
    field.set_value("b")
    field.set_options([("b", "NQ 59"), ("c", "NQ 66")])
    assert field.value() == "b"


def test_a_choice_that_is_not_offered_is_no_choice(qtbot: QtBot) -> None:
    field = ChoiceField("document", [("a", "NQ 57")])
    qtbot.addWidget(field)
    field.set_value("z")
    with pytest.raises(Invalid):
        field.value()


def test_no_choice_is_written_down_as_nothing(qtbot: QtBot) -> None:
    field = ChoiceField("document", [("a", "NQ 57")])
    qtbot.addWidget(field)
    field.retype(None)
    assert field.typed() is None
