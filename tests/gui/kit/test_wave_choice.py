import pytest
from PySide6.QtCore import Qt

from qtapp.gui.kit.wave_choice import WaveChoice
from tests.gui.accessible import nameless
from tests.gui.typing import press
from tests.make import a_wave_in


@pytest.fixture
def choice(cell, qtbot):
    made = WaveChoice(cell)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_book_without_waves_offers_none(choice):
    choice.reload()
    assert choice.wave_id() == ""


def test_the_newest_wave_is_chosen_first(choice, cell):
    a_wave_in(cell, "Đợt I")
    newer = a_wave_in(cell, "Đợt II")
    choice.reload()
    assert choice.wave_id() == newer.id
    assert choice.combo.currentText() == "Đợt II"


def test_the_choice_outlives_reading_anew(choice, cell):
    older = a_wave_in(cell, "Đợt I")
    choice.reload()
    a_wave_in(cell, "Đợt II")
    choice.reload()
    assert choice.wave_id() == older.id


def test_choosing_by_keyboard_tells_the_wave(choice, cell, qtbot):
    older = a_wave_in(cell, "Đợt I")
    a_wave_in(cell, "Đợt II")
    choice.reload()
    with qtbot.waitSignal(choice.picked) as told:
        press(choice.combo, Qt.Key.Key_Down)
    assert told.args == [older.id]


def test_a_wave_that_is_gone_gives_way_to_the_newest(choice, cell):
    wave = a_wave_in(cell, "Đợt I")
    choice.reload()
    choice.choose("f" * 32)
    assert choice.wave_id() == wave.id


def test_a_screen_reader_can_name_the_choice(choice):
    assert nameless(choice) == []
