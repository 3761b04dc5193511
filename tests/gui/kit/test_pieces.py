import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qtapp.gui.kit.pieces import (
    Banner,
    Card,
    Empty,
    Step,
    Steps,
    StepState,
    Tile,
    Tiles,
    beside_words,
    button,
    make_primary,
    pair,
    section,
    step_word,
)


def words(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.text()]


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_a_button_does_its_act_without_arguments(qtbot: QtBot) -> None:
    done: list[bool] = []
    made = button("&Lưu", lambda: done.append(True), "save", "primary")
    shown(qtbot, made)
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert done == [True]
    assert not made.icon().isNull()


def test_there_is_room_between_a_sign_and_its_words() -> None:
    assert beside_words().width() > beside_words().height()


def test_a_primary_button_is_filled(qtbot: QtBot) -> None:
    plain, filled = QPushButton("Lưu"), QPushButton("Lưu")
    for made in (plain, filled):
        shown(qtbot, made)
    make_primary(filled)
    colours = [made.grab().toImage().pixelColor(12, 6).name() for made in (plain, filled)]
    assert colours == ["#ffffff", "#b3261e"]


@pytest.mark.parametrize("tone", ["note", "good", "warn", "bad"])
def test_a_banner_says_it_by_sign_and_words(qtbot: QtBot, tone: str) -> None:
    undone: list[bool] = []
    made = Banner(tone, "Đã nhập 37 đảng viên.", "Hoàn tác", lambda: undone.append(True))  # type: ignore[arg-type]
    shown(qtbot, made)
    assert words(made) == ["Đã nhập 37 đảng viên."]
    assert any(not each.pixmap().isNull() for each in made.findChildren(QLabel))
    qtbot.mouseClick(made.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert undone == [True]


def test_a_long_banner_shows_all_its_words(qtbot: QtBot) -> None:
    made = Banner("warn", "Báo cáo đợt học tập Nghị quyết đã quá hạn. " * 4, "Làm", lambda: None)
    shown(qtbot, made)
    made.resize(300, made.heightForWidth(300))
    QApplication.processEvents()
    assert made.text.height() >= made.text.heightForWidth(made.text.width())


def test_an_empty_state_teaches_and_begins(qtbot: QtBot) -> None:
    begun: list[bool] = []
    made = Empty(
        "document",
        "Chưa có văn bản",
        "Thêm nghị quyết.",
        "Thêm văn bản",
        lambda: begun.append(True),
    )
    shown(qtbot, made)
    assert words(made) == ["Chưa có văn bản", "Thêm nghị quyết."]
    qtbot.mouseClick(made.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert begun == [True]


def test_a_card_and_a_section_carry_their_heading(qtbot: QtBot) -> None:
    assert words(shown(qtbot, Card("Đợt học", "Từ 01/03"))) == ["Đợt học", "Từ 01/03"]
    assert words(shown(qtbot, section("Đợt học"))) == ["Đợt học"]


@pytest.mark.parametrize("state", StepState)
def test_a_step_says_its_state_in_words_too(qtbot: QtBot, state: StepState) -> None:
    made = shown(qtbot, Steps([Step(title="Điểm danh", state=state)]))
    assert words(made) == ["Điểm danh", step_word(state)]
    names = [each.accessibleName() for each in made.findChildren(QLabel)]
    assert f"Điểm danh: {step_word(state)}" in names


def test_steps_are_replaced(qtbot: QtBot) -> None:
    made = Steps([Step(title="Một", state=StepState.DONE)])
    shown(qtbot, made)
    done: list[bool] = []
    made.show_steps(
        [Step(title="Hai", state=StepState.NEXT, action="Làm", act=lambda: done.append(True))]
    )
    QApplication.processEvents()
    visible = [
        each.text() for each in made.findChildren(QLabel) if each.isVisible() and each.text()
    ]
    assert visible[0] == "Hai"
    qtbot.mouseClick(made.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert done == [True]


def test_tiles_break_into_lines_where_it_is_narrow(qtbot: QtBot) -> None:
    made = Tiles([Tile(f"{n}", "đảng viên đã học", "92%", "good") for n in range(3)])
    shown(qtbot, made)
    made.resize(1200, 400)
    QApplication.processEvents()
    assert len({tile.y() for tile in made.findChildren(Tile)}) == 1
    made.resize(300, 800)
    QApplication.processEvents()
    assert len({tile.y() for tile in made.findChildren(Tile)}) == 3


def test_a_fact_that_is_not_known_is_a_dash(qtbot: QtBot) -> None:
    assert words(shown(qtbot, pair("Chủ trì", ""))) == ["Chủ trì", "–"]
