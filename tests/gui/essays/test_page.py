from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qtapp.domain.essays import EssayState
from qtapp.gui.essays.page import EssaysPage
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.gui.toasts import the_toast
from tests.gui.typing import compose, press, type_text
from tests.make import TODAY, a_wave_in


@pytest.fixture
def wave(cell):
    return a_wave_in(cell, essay_due=date(2026, 11, 19))


@pytest.fixture
def page(cell, wave, cell_jobs, qtbot):
    made = EssaysPage(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(1130, 730)
    made.show()
    return made


def states(cell, wave):
    return [row.essay.state for row in cell.essays.sheet(wave.id)]


def figures(page):
    page.list.model.rowCount()
    labels = page.figures.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisibleTo(page.figures)]


def cells(page, row):
    model = page.list.model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_without_a_wave_the_page_leads_to_the_waves(cell, cell_jobs, qtbot):
    page = EssaysPage(cell, cell_jobs)
    qtbot.addWidget(page)
    page.show()
    assert page.no_waves.isVisible()
    assert not page.beside.isVisible()


def test_everybody_who_must_write_is_listed_with_duty_and_day(page, cell, wave):
    first = cell.essays.sheet(wave.id)[0].member.full_name
    assert page.list.model.rowCount() == 8
    assert cells(page, 0) == [first, "bắt buộc", "chưa nộp", "quá hạn 19/11/2026", "", ""]


def test_it_is_said_that_essays_never_leave_the_book(page):
    texts = " ".join(label.text() for label in page.page.findChildren(QLabel))
    assert "không bao giờ gửi đi" in texts


def test_one_key_receives_and_goes_on(page, cell, wave):
    type_text(page.list.table, "nn")
    assert states(cell, wave)[:3] == [
        EssayState.SUBMITTED,
        EssayState.SUBMITTED,
        EssayState.MISSING,
    ]
    assert cell.essays.sheet(wave.id)[0].essay.submitted_on == TODAY


@pytest.mark.parametrize("letter", ["d", "đ", "Đ"])
def test_an_essay_passes_whatever_the_keyboard_makes_of_the_letter(page, cell, wave, letter):
    type_text(page.list.table, "n")
    press(page.list.table, Qt.Key.Key_Home)
    compose(page.list.table, "", letter)
    assert states(cell, wave)[0] is EssayState.PASSED


def test_every_verb_has_its_key(page, cell, wave):
    type_text(page.list.table, "nnnn")
    press(page.list.table, Qt.Key.Key_Home)
    type_text(page.list.table, "đktc")
    assert states(cell, wave)[:4] == [
        EssayState.PASSED,
        EssayState.FAILED,
        EssayState.RETURNED,
        EssayState.MISSING,
    ]


def test_nothing_is_judged_that_has_not_come_in(page, cell, wave):
    type_text(page.list.table, "đ")
    assert states(cell, wave)[0] is EssayState.MISSING
    assert "chưa nộp bài: bấm N" in the_toast(page).accessibleName()


def test_a_key_can_be_undone(page, cell, wave):
    type_text(page.list.table, "n")
    the_toast(page).button.click()
    assert states(cell, wave)[0] is EssayState.MISSING
    assert cell.essays.sheet(wave.id)[0].essay.submitted_on is None


def test_the_figures_on_top_follow(page, qtbot):
    type_text(page.list.table, "nn")
    press(page.list.table, Qt.Key.Key_Home)
    type_text(page.list.table, "đ")
    qtbot.waitUntil(lambda: bool(figures(page)))
    assert figures(page) == [
        "8",
        "phải nộp",
        "2",
        "đã nộp (25%)",
        "1",
        "đạt (13%)",
        "6",
        "quá hạn",
    ]


def test_assigning_keeps_everybodys_duty_for_the_report(page, cell, wave):
    page.assign_button.click()
    assert "8 người phải viết" in the_toast(page).accessibleName()
    assert cell.reports.wave(wave.id).total.essays_due == 8


def test_enter_opens_the_essay_and_the_panel_follows_the_selection(page, cell, wave):
    names = [row.member.full_name for row in cell.essays.sheet(wave.id)]
    press(page.list.table, Qt.Key.Key_Return)
    assert page.panel.title.text() == names[0]
    type_text(page.panel.text.edit, "Bài của tôi")
    press(page.list.table, Qt.Key.Key_Down)
    assert page.panel.title.text() == names[1]
    first = cell.essays.sheet(wave.id)[0].essay
    assert cell.essays.text(first).text == "Bài của tôi"


def test_a_key_first_keeps_what_was_typed_in_the_panel(page, cell, wave):
    press(page.list.table, Qt.Key.Key_Return)
    page.panel.remark.edit.setText("Liên hệ tốt")
    type_text(page.list.table, "n")
    essay = cell.essays.sheet(wave.id)[0].essay
    assert (essay.state, essay.remark) == (EssayState.SUBMITTED, "Liên hệ tốt")


def test_another_wave_shows_its_own_essays(page, cell, wave):
    type_text(page.list.table, "n")
    other = a_wave_in(cell, "Đợt sau")
    page.reload()
    page.show_record(other.id)
    assert cells(page, 0)[2] == "chưa nộp"
    page.show_record(wave.id)
    assert cells(page, 0)[2] == "đã nộp"


def test_every_key_tells_that_something_changed(page, qtbot):
    with qtbot.waitSignal(page.changed):
        type_text(page.list.table, "n")


def test_a_screen_reader_can_name_everything(page):
    press(page.list.table, Qt.Key.Key_Return)
    assert nameless(page) == []


def test_no_two_things_in_sight_answer_to_one_letter(page):
    press(page.list.table, Qt.Key.Key_Return)
    type_text(page.list.table, "n")
    assert clashes(page) == []
