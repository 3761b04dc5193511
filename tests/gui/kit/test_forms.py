from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qtapp.domain.errors import AppError, DiskFull, Invalid
from qtapp.domain.members import Gender, Member
from qtapp.domain.reasons import Reason
from qtapp.domain.waves import Wave
from qtapp.gui.kit import ask
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.forms import Form, choices
from tests.gui.accessible import nameless
from tests.gui.typing import type_text

MEMBER = Member(
    id="0" * 32, unit="1" * 32, full_name="Lý Thị Ánh", gender=Gender.FEMALE, birth="1971"
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[AppError]:
    heard: list[AppError] = []
    monkeypatch.setattr(ask, "tell", lambda _parent, error: heard.append(error))
    return heard


@pytest.fixture
def form(qtbot: QtBot) -> Form[Member]:
    made = Form(Member)
    qtbot.addWidget(made)
    made.section("Thông tin chung")
    made.rows("full_name", ("gender", "birth"), LineField("phone"))
    made.load(MEMBER)
    made.show()
    return made


def test_a_loaded_record_has_no_changes(form: Form[Member]) -> None:
    assert form.typed() == {}
    assert not form.is_changed()


def test_only_what_differs_is_saved(form: Form[Member]) -> None:
    type_text(form.field("full_name").focusProxy(), "h")
    form.field("birth").set_value("1971-05-19")
    assert form.is_changed()
    saved: list[dict[str, Any]] = []
    assert form.keep(keep_in(saved), finished=False)
    assert saved == [{"full_name": "Lý Thị Ánhh", "birth": "1971-05-19"}]
    assert not form.is_changed()
    assert form.keep(keep_in(saved), finished=False)
    assert len(saved) == 1


def keep_in(saved: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Member]:
    def keep(values: dict[str, Any]) -> Member:
        saved.append(values)
        return replace(MEMBER, **values)

    return keep


def test_what_is_not_acceptable_stays_and_the_rest_is_saved(form: Form[Member]) -> None:
    form.field("birth").edit.setText("hôm qua")  # type: ignore[attr-defined]
    form.field("phone").set_value("0912")
    saved: list[dict[str, Any]] = []
    assert not form.keep(keep_in(saved), finished=False)
    assert saved == [{"phone": "0912"}]
    assert form.field("birth").below.property("role") == "problem"
    assert form.typed() == {"birth": ["hôm qua"]}


def test_nobody_is_interrupted_while_typing(form: Form[Member], qtbot: QtBot) -> None:
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    birth = form.field("birth")
    birth.setFocus()
    birth.edit.setText("3/")  # type: ignore[attr-defined]
    assert not form.keep(keep_in([]), finished=False)
    assert birth.below.property("role") != "problem"
    assert not form.keep(keep_in([]), finished=True)
    assert birth.below.property("role") == "problem"


def test_what_is_refused_together_is_saved_apart(form: Form[Member]) -> None:
    form.field("full_name").set_value("Lý Thị Mẫu")
    form.field("phone").set_value("0912")
    saved: list[dict[str, Any]] = []

    def keep(values: dict[str, Any]) -> Member:
        if "phone" in values:
            raise Invalid("phone", Reason.DUPLICATE, "0912")
        return keep_in(saved)(values)

    assert not form.keep(keep, finished=False)
    assert saved == [{"full_name": "Lý Thị Mẫu"}]
    assert form.field("phone").below.text() == "“0912” đã có rồi."
    assert form.typed() == {"phone": "0912"}


def test_reading_anew_leaves_alone_what_is_typed(form: Form[Member]) -> None:
    form.field("phone").set_value("0912")
    form.refresh(replace(MEMBER, full_name="Lý Thị Mẫu", phone="0999"))
    assert form.field("full_name").value() == "Lý Thị Mẫu"
    assert form.field("phone").value() == "0912"


def test_saving_does_not_touch_the_letters_that_are_typed(form: Form[Member]) -> None:
    line = form.field("full_name")
    line.edit.setText("Lý  Thị ")  # type: ignore[attr-defined]
    assert form.keep(keep_in([]), finished=False)
    form.refresh(replace(MEMBER, full_name="Lý Thị"))
    assert line.edit.text() == "Lý  Thị "  # type: ignore[attr-defined]


def test_a_draft_is_typed_again_with_what_is_wrong_in_it(form: Form[Member]) -> None:
    form.field("gender").set_value(Gender.MALE)
    form.field("birth").edit.setText("3/")  # type: ignore[attr-defined]
    typed = msgspec.json.decode(msgspec.json.encode(form.typed()))
    form.load(MEMBER)
    form.retype({**typed, "no_more": "x"})
    assert form.field("gender").value() is Gender.MALE
    assert form.field("birth").below.property("role") == "problem"


def test_a_deadline_needs_no_year_where_the_day_is_known(qtbot: QtBot) -> None:
    made = Form(Wave, date(2026, 11, 22))
    qtbot.addWidget(made)
    made.rows("name", "ends_on")
    made.field("ends_on").edit.setText("5/12")  # type: ignore[attr-defined]
    assert made.field("ends_on").value() == date(2026, 12, 5)


def test_all_problems_show_and_the_first_is_raised(form: Form[Member]) -> None:
    form.field("full_name").set_value("")
    form.field("birth").edit.setText("hôm qua")  # type: ignore[attr-defined]
    with pytest.raises(Invalid) as caught:
        form.values()
    assert caught.value.field == "full_name"
    assert form.field("full_name").below.text() == "Chưa điền."
    assert form.field("birth").below.isVisible()


def test_a_problem_found_later_shows_beside_its_field(
    form: Form[Member], told: list[AppError]
) -> None:
    def refuse(_values: dict[str, Any]) -> None:
        raise Invalid("phone", Reason.DUPLICATE, "0912")

    assert not form.submit(refuse)
    assert form.field("phone").below.text() == "“0912” đã có rồi."
    assert told == []


@pytest.mark.parametrize("error", [Invalid("unit", Reason.EMPTY), DiskFull("/usb")])
def test_a_failure_without_a_field_is_told(
    form: Form[Member], told: list[AppError], error: AppError
) -> None:
    def refuse(_values: dict[str, Any]) -> None:
        raise error

    assert not form.submit(refuse)
    assert told == [error]


def test_saved_values_are_no_longer_changes(form: Form[Member]) -> None:
    form.field("phone").set_value("0912")
    saved: list[dict[str, Any]] = []
    assert form.submit(saved.append)
    assert saved[0]["phone"] == "0912"
    assert not form.is_changed()


def test_fields_stand_one_under_the_other_where_it_is_tight(form: Form[Member]) -> None:
    def tops() -> set[int]:
        return {
            form.field(name).mapTo(form, form.rect().topLeft()).y() for name in ("gender", "birth")
        }

    form.resize(900, 500)
    assert len(tops()) == 1
    form.resize(280, 900)
    QApplication.processEvents()
    assert len(tops()) == 2


def test_a_screen_reader_can_name_every_field_of_a_form(form: Form[Member]) -> None:
    assert nameless(form) == []


def test_records_become_choices() -> None:
    assert choices([MEMBER], lambda m: m.full_name, "Chưa chọn") == [
        (None, "Chưa chọn"),
        ("0" * 32, "Lý Thị Ánh"),
    ]
