import unicodedata
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from qtapp.domain.errors import Invalid
from qtapp.domain.members import Gender
from qtapp.domain.reasons import Reason
from qtapp.gui.kit.choice_fields import CheckField, ChoiceField
from qtapp.gui.kit.fields import (
    DecimalField,
    Field,
    LineField,
    LinesField,
    NumberField,
    SecretField,
    TextField,
)
from tests.gui.accessible import nameless
from tests.gui.typing import compose, type_text

MAKERS = {
    "line": (lambda: LineField("venue"), "Nhà văn hóa"),
    "secret": (lambda: SecretField("passphrase"), "mật khẩu dài"),
    "text": (lambda: TextField("goals"), "Mục tiêu\nhai dòng"),
    "lines": (lambda: LinesField("essay_questions"), ("Câu một?", "Câu hai?")),
    "number": (lambda: NumberField("capacity"), 120),
    "decimal": (lambda: DecimalField("score"), 8.5),
    "no decimal": (lambda: DecimalField("score"), None),
    "choice": (lambda: ChoiceField("gender", Gender), Gender.FEMALE),
    "check": (lambda: CheckField("held"), True),
}


@pytest.mark.parametrize(("make", "value"), MAKERS.values(), ids=MAKERS)
def test_a_field_gives_back_what_it_shows(qtbot: QtBot, make: Any, value: Any) -> None:
    field: Field = make()
    qtbot.addWidget(field)
    field.set_value(value)
    assert field.checked_value() == value


@pytest.mark.parametrize(("make", "value"), MAKERS.values(), ids=MAKERS)
def test_what_stands_in_a_field_is_typed_again_as_it_was(
    qtbot: QtBot, make: Any, value: Any
) -> None:
    field, again = make(), make()
    qtbot.addWidget(field)
    qtbot.addWidget(again)
    field.set_value(value)
    standing = msgspec.json.decode(msgspec.json.encode(field.typed()))
    again.retype(standing)
    assert again.typed() == field.typed()
    assert again.value() == field.value()


def test_letters_that_are_no_value_yet_are_typed_again_too(qtbot: QtBot) -> None:
    field = DecimalField("score")
    qtbot.addWidget(field)
    field.retype("tám rư")
    assert field.typed() == "tám rư"
    with pytest.raises(Invalid):
        field.value()


def test_a_number_that_is_half_typed_is_left_alone(qtbot: QtBot) -> None:
    field = NumberField("minutes", lowest=30, highest=600)
    qtbot.addWidget(field)
    field.set_value(90)
    field.spin.selectAll()
    type_text(field.spin, "1")
    assert field.value() == 90
    assert field.spin.text() == "1"
    type_text(field.spin, "20")
    assert field.value() == 120


@pytest.mark.parametrize(("make", "_value"), MAKERS.values(), ids=MAKERS)
def test_a_screen_reader_can_name_every_field(qtbot: QtBot, make: Any, _value: Any) -> None:
    field: Field = make()
    qtbot.addWidget(field)
    assert nameless(field) == []
    assert field.caption.buddy() is not None


def test_the_label_is_the_vietnamese_name(qtbot: QtBot) -> None:
    field = LineField("full_name")
    qtbot.addWidget(field)
    assert field.caption.text() == "Họ và tên"


def test_typed_vietnamese_comes_out_composed(qtbot: QtBot) -> None:
    field = LineField("full_name")
    qtbot.addWidget(field)
    type_text(field.edit, unicodedata.normalize("NFD", "  Nguyễn   Thị Ường "))
    assert field.value() == "Nguyễn Thị Ường"


def test_an_input_method_can_compose(qtbot: QtBot) -> None:
    field = LineField("full_name")
    qtbot.addWidget(field)
    field.show()
    compose(field.edit, "Nguyê")
    compose(field.edit, "", "Nguyễn")
    assert field.value() == "Nguyễn"


def test_a_problem_shows_under_the_field_until_it_is_touched(qtbot: QtBot) -> None:
    field = LineField("full_name", required=True, hint="Như trong thẻ đảng viên.")
    qtbot.addWidget(field)
    field.show()
    with pytest.raises(Invalid) as caught:
        field.checked_value()
    assert (caught.value.field, caught.value.reason) == ("full_name", Reason.EMPTY)
    assert field.below.text() == "Chưa điền."
    assert field.edit.accessibleDescription() == "Chưa điền."
    type_text(field.edit, "Ấ")
    assert field.below.text() == "Như trong thẻ đảng viên."


def test_a_line_too_long_is_refused(qtbot: QtBot) -> None:
    field = LineField("id_tail", longest=4)
    qtbot.addWidget(field)
    field.set_value("12345")
    with pytest.raises(Invalid) as caught:
        field.checked_value()
    assert caught.value.reason is Reason.TOO_LONG


@pytest.mark.parametrize(
    ("typed", "reason"), [("tám", Reason.NOT_A_NUMBER), ("10,5", Reason.OUT_OF_RANGE)]
)
def test_a_wrong_mark_is_refused(qtbot: QtBot, typed: str, reason: Reason) -> None:
    field = DecimalField("score")
    qtbot.addWidget(field)
    field.edit.setText(typed)
    with pytest.raises(Invalid) as caught:
        field.value()
    assert caught.value.reason is reason


@pytest.mark.parametrize(("mark", "shown"), [(8.0, "8"), (8.25, "8,25"), (10.0, "10"), (0.0, "0")])
def test_a_mark_is_shown_with_a_comma(qtbot: QtBot, mark: float, shown: str) -> None:
    field = DecimalField("score")
    qtbot.addWidget(field)
    field.set_value(mark)
    assert field.edit.text() == shown


def test_a_short_passphrase_is_refused(qtbot: QtBot) -> None:
    field = SecretField("passphrase", shortest=8)
    qtbot.addWidget(field)
    field.set_value("ngắn")
    with pytest.raises(Invalid) as caught:
        field.value()
    assert caught.value.reason is Reason.TOO_SHORT


def test_a_passphrase_is_hidden_until_asked_for(qtbot: QtBot) -> None:
    field = SecretField("passphrase")
    qtbot.addWidget(field)
    field.set_value("bí mật")
    assert field.edit.displayText() != "bí mật"
    field.show_letters(shown=True)
    assert field.edit.displayText() == "bí mật"


def test_suggestions_are_offered_not_forced(qtbot: QtBot) -> None:
    field = LineField("chair", suggestions=["Nông Văn Dương"])
    qtbot.addWidget(field)
    field.set_value("Người khác")
    assert field.value() == "Người khác"
    completer = field.edit.completer()
    completer.setCompletionPrefix("dương")
    assert completer.currentCompletion() == "Nông Văn Dương"
