from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qtapp.domain.errors import AppError, DiskFull, Invalid, Reason
from qtapp.domain.members import Gender, Member
from qtapp.domain.waves import Wave
from qtapp.gui.kit import ask
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.forms import Form, FormDialog, choices
from tests.gui.accessible import nameless
from tests.gui.typing import press, type_text

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
    assert form.changes() == {}
    assert not form.is_changed()


def test_only_what_differs_is_a_change(form: Form[Member]) -> None:
    type_text(form.field("full_name").focusProxy(), "h")
    form.field("birth").set_value("1971-05-19")
    assert form.changes() == {"full_name": "Lý Thị Ánhh", "birth": "1971-05-19"}
    assert form.is_changed()


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


@pytest.fixture
def dialog(qtbot: QtBot, form: Form[Member]) -> Iterator[tuple[FormDialog, list[dict[str, Any]]]]:
    saved: list[dict[str, Any]] = []
    made = FormDialog(None, "Sửa đảng viên", form, saved.append, sentence="Sửa xong bấm Lưu.")
    qtbot.addWidget(made)
    made.open()
    yield made, saved
    made.done(0)


def test_enter_saves_and_closes(dialog: tuple[FormDialog, list[dict[str, Any]]]) -> None:
    window, saved = dialog
    press(window, Qt.Key.Key_Return)
    assert saved[0]["full_name"] == "Lý Thị Ánh"
    assert not window.isVisible()


def test_a_dialog_with_problems_stays_open(dialog: tuple[FormDialog, list[dict[str, Any]]]) -> None:
    window, saved = dialog
    window.form.field("full_name").set_value("")
    window.save_button.click()
    assert window.isVisible()
    assert saved == []
    window.form.load(MEMBER)


def test_escape_closes_what_was_not_touched(
    dialog: tuple[FormDialog, list[dict[str, Any]]],
) -> None:
    window, _ = dialog
    press(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


@pytest.mark.parametrize("answer", ask.Unsaved)
def test_escape_asks_before_typed_words_are_lost(
    dialog: tuple[FormDialog, list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    answer: ask.Unsaved,
) -> None:
    window, saved = dialog
    monkeypatch.setattr(ask, "unsaved", lambda *_: answer)
    window.form.field("phone").set_value("0912")
    press(window, Qt.Key.Key_Escape)
    assert window.isVisible() is (answer is ask.Unsaved.STAY)
    assert bool(saved) is (answer is ask.Unsaved.SAVE)
    window.form.load(MEMBER)


def test_records_become_choices() -> None:
    assert choices([MEMBER], lambda m: m.full_name, "Chưa chọn") == [
        (None, "Chưa chọn"),
        ("0" * 32, "Lý Thị Ánh"),
    ]
