from datetime import date

import pytest
from hypothesis import given, strategies as st
from PySide6.QtCore import QDate, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QCalendarWidget
from pytestqt.qtbot import QtBot

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.gui.kit.date_fields import (
    DateField,
    MomentField,
    PartialDateField,
    beside,
    parse_time,
    tidy_date,
)
from qtapp.gui.kit.fields import Field
from tests.gui.accessible import nameless
from tests.gui.typing import press, type_text


@pytest.mark.parametrize(
    "typed",
    [
        "13/03/2026",
        "13/3/2026",
        "13-3-2026",
        "13.3.2026",
        "13032026",
        "13/3/26",
        "130326",
        "13326",
        "1332026",
    ],
)
def test_a_date_is_understood_however_it_is_typed(qtbot: QtBot, typed: str) -> None:
    field = DateField("dated")
    qtbot.addWidget(field)
    type_text(field.edit, typed)
    press(field.edit, Qt.Key.Key_Return)
    assert field.value() == date(2026, 3, 13)
    assert field.edit.text() == "13/03/2026"


@pytest.mark.parametrize("typed", ["31/02/2026", "hôm qua", "13/3", "2026"])
def test_what_is_no_date_is_said_at_once(qtbot: QtBot, typed: str) -> None:
    field = DateField("dated")
    qtbot.addWidget(field)
    field.show()
    type_text(field.edit, typed)
    press(field.edit, Qt.Key.Key_Return)
    assert field.below.isVisible()
    with pytest.raises(Invalid) as caught:
        field.checked_value()
    assert (caught.value.field, caught.value.reason) == ("dated", Reason.NOT_A_DATE)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5/12", date(2026, 12, 5)),
        ("5-3", date(2027, 3, 5)),
        ("20.11", date(2026, 11, 20)),
        ("29/2", None),
    ],
)
def test_a_day_without_its_year_is_the_closest_one(
    qtbot: QtBot, typed: str, day: date | None
) -> None:
    field = DateField("ends_on")
    field.line.near = date(2026, 11, 22)
    qtbot.addWidget(field)
    type_text(field.edit, typed)
    press(field.edit, Qt.Key.Key_Return)
    if day is None:
        with pytest.raises(Invalid):
            field.value()
    else:
        assert field.value() == day
        assert field.edit.text() == f"{day:%d/%m/%Y}"


def test_a_birth_asks_for_its_year(qtbot: QtBot) -> None:
    field = PartialDateField("birth")
    qtbot.addWidget(field)
    type_text(field.edit, "5/12")
    with pytest.raises(Invalid):
        field.value()


def test_a_date_may_be_left_empty(qtbot: QtBot) -> None:
    field, needed = DateField("dated"), DateField("noted_on", required=True)
    qtbot.addWidget(field)
    qtbot.addWidget(needed)
    assert field.value() is None
    with pytest.raises(Invalid):
        needed.value()


@given(st.dates())
def test_every_date_survives_being_shown(day: date) -> None:
    assert tidy_date(f"{day:%d/%m}/{day.year:04d}") == f"{day:%d/%m}/{day.year:04d}"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1960", "1960"),
        ("5/1960", "1960-05"),
        ("19/5/1960", "1960-05-19"),
        ("19051960", "1960-05-19"),
        ("", ""),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_known(qtbot: QtBot, typed: str, value: str) -> None:
    field = PartialDateField("birth")
    qtbot.addWidget(field)
    type_text(field.edit, typed)
    press(field.edit, Qt.Key.Key_Return)
    assert field.value() == value


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("birth", "19/5/60", "1960-05-19"),
        ("birth", "190526", "1926-05-19"),
        ("joined_on", "3/2/26", "2026-02-03"),
        ("joined_on", "3/2/68", "1968-02-03"),
    ],
)
def test_a_year_of_two_digits_is_the_likely_one(
    qtbot: QtBot, name: str, typed: str, value: str
) -> None:
    field = PartialDateField(name)
    qtbot.addWidget(field)
    field.edit.setText(typed)
    assert field.value() == value


@pytest.mark.parametrize("typed", ["991326", "321", "15007", "051960"])
def test_digits_that_are_no_day_are_left_as_typed(typed: str) -> None:
    assert tidy_date(typed) == typed


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (QRect(100, 100, 200, 30), QPoint(100, 130)),
        (QRect(100, 700, 200, 30), QPoint(100, 400)),
        (QRect(1300, 100, 60, 30), QPoint(966, 130)),
        (QRect(-50, 100, 200, 30), QPoint(0, 130)),
    ],
)
def test_the_calendar_opens_where_the_screen_has_room(line: QRect, place: QPoint) -> None:
    assert beside(line, QSize(400, 300), QRect(0, 0, 1366, 768)) == place


@pytest.mark.parametrize(
    "typed", ["7:30", "07:30", "7h30", "7 giờ 30", "7 giờ 30 phút", "7.30", "7g30", "0730", "730"]
)
def test_a_time_is_understood_however_it_is_typed(typed: str) -> None:
    assert parse_time(typed) == "07:30"


@pytest.mark.parametrize(("typed", "value"), [("14", "14:00"), ("14h", "14:00"), (" ", "")])
def test_a_full_hour_needs_no_minutes(typed: str, value: str) -> None:
    assert parse_time(typed) == value


@pytest.mark.parametrize("typed", ["25:00", "7:75", "sáng"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_time(typed)


def test_a_wrong_time_is_told_at_the_time_and_leaves_the_day_in_peace(qtbot: QtBot) -> None:
    field = MomentField("starts_at", "Thời gian bắt đầu")
    qtbot.addWidget(field)
    field.edit.setText("15/12/2026")
    field.time.setText("25:99")
    with pytest.raises(Invalid):
        field.checked_value()
    assert field.below.text() == "“25:99” chưa đúng giờ, hãy gõ như 7:30."
    assert (field.edit.property("wrong"), field.time.property("wrong")) == (False, True)
    field.edit.setText("32/12/2026")
    field.time.setText("7:30")
    with pytest.raises(Invalid):
        field.checked_value()
    assert (field.edit.property("wrong"), field.time.property("wrong")) == (True, False)
    field.edit.setText("15/12/2026")
    assert field.checked_value() == "2026-12-15T07:30"
    assert (field.edit.property("wrong"), field.time.property("wrong")) == (False, False)


def test_a_moment_is_day_and_time(qtbot: QtBot) -> None:
    field = MomentField("starts_at")
    qtbot.addWidget(field)
    field.set_value("2026-03-13T14:00")
    assert (field.edit.text(), field.time.text()) == ("13/03/2026", "14:00")
    field.time.setText("15h30")
    assert field.value() == "2026-03-13T15:30"
    field.time.editingFinished.emit()
    assert field.time.text() == "15:30"


def test_half_a_moment_is_refused_and_none_is_fine(qtbot: QtBot) -> None:
    field = MomentField("starts_at")
    qtbot.addWidget(field)
    assert field.value() == ""
    field.edit.setText("13/03/2026")
    with pytest.raises(Invalid) as caught:
        field.value()
    assert caught.value.reason is Reason.EMPTY


def test_the_calendar_opens_by_key_and_gives_its_day(qtbot: QtBot) -> None:
    field = DateField("dated")
    qtbot.addWidget(field)
    field.show()
    field.set_value(date(2026, 3, 13))
    press(field.edit, Qt.Key.Key_Down)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    calendar = popup.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 3, 13)
    calendar.activated.emit(QDate(2026, 3, 20))
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert field.value() == date(2026, 3, 20)


@pytest.mark.parametrize("kind", [DateField, PartialDateField, MomentField])
def test_a_screen_reader_can_name_every_date_field(qtbot: QtBot, kind: type[DateField]) -> None:
    field = kind("starts_at")
    qtbot.addWidget(field)
    assert nameless(field) == []


@pytest.mark.parametrize(
    ("field", "standing"),
    [
        (DateField, ["3/"]),
        (PartialDateField, ["19"]),
        (MomentField, ["3/", "7"]),
    ],
)
def test_what_is_half_typed_is_typed_again(
    qtbot: QtBot, field: type[Field], standing: list[str]
) -> None:
    made = field("dated")  # type: ignore[call-arg]
    qtbot.addWidget(made)
    made.retype(standing)
    assert made.typed() == standing


def test_a_proposed_time_is_none_without_a_day(qtbot):
    field = MomentField("starts_at")
    qtbot.addWidget(field)
    field.set_value("")
    field.propose("07:30")
    assert field.value() == ""
    field.edit.setText("25/11/2026")
    assert field.value() == "2026-11-25T07:30"
