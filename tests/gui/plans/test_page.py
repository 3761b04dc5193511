from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qtapp.gui.plans.page import PlansPage
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.gui.screens import click
from tests.gui.toasts import the_toast
from tests.gui.typing import press, type_text
from tests.make import a_wave_in


@pytest.fixture
def page(cell, cell_jobs, qtbot):
    made = PlansPage(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(1130, 730)
    made.show()
    made.activateWindow()
    return made


def rows(page):
    model = page.list.model
    columns = range(model.columnCount())
    return [
        [model.index(row, column).data() for column in columns] for row in range(model.rowCount())
    ]


def test_without_a_wave_the_page_leads_to_the_waves(page):
    assert page.no_waves.isVisible()
    assert not page.beside.isVisible()


def test_a_wave_without_a_plan_offers_to_make_one(page, cell, wave, qtbot):
    page.reload()
    assert page.no_plan.isVisible()
    assert not page.add_button.isVisible()

    page.edit_plan()
    form = page.head_panel.form
    assert form.field("name").value() == "Kế hoạch hành động thực hiện Nghị quyết 18-NQ/TW"
    type_text(form.field("number").edit, "05-KH/CB")
    type_text(form.field("dated").edit, "19/11/2026")
    form.field("goals").set_value("100 % đảng viên viết thu hoạch")
    assert page.no_plan.isVisible()
    with qtbot.waitSignal(page.changed):
        click(page.head_panel, "Lưu")
    assert not page.head_panel.isVisible()
    plan = cell.plans.of(wave.id)
    assert (plan.number, plan.dated) == ("05-KH/CB", date(2026, 11, 19))
    assert not page.no_plan.isVisible()
    assert page.focusWidget().text() == "Thêm nhiệm vụ đầu tiê&n"
    assert page.facts.text() == ("Số 05-KH/CB · ngày 19/11/2026 · 100 % đảng viên viết thu hoạch")


def test_tasks_are_listed_with_clears_progress_and_state(page, cell, add_task):
    add_task("Tăng cường tuyên truyền")
    done = add_task(
        "Sửa 2 km đường",
        owner="Trần Văn Đạt",
        deadline=date(2026, 12, 31),
        responsibility="Chủ trì",
        product="Đường",
        authority="Chi bộ",
    )
    cell.plans.note_progress(done, date(2026, 11, 20), 40)
    page.reload()
    assert rows(page) == [
        ["1", "Tăng cường tuyên truyền", "", "–", "thiếu 5", "0 %", "chưa triển khai"],
        [
            "2",
            "Sửa 2 km đường",
            "Trần Văn Đạt",
            "31/12/2026",
            "đủ 6 rõ",
            "40 %",
            "đang thực hiện",
        ],
    ]


def test_the_figures_count_clear_done_and_late_tasks(page, add_task, qtbot):
    add_task("Lập tổ công nghệ", deadline=date(2026, 11, 1))
    page.reload()

    def figures():
        labels = page.figures.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible()]

    qtbot.waitUntil(lambda: bool(figures()))
    assert figures() == [
        "1", "nhiệm vụ", "0", "đủ 6 rõ", "0", "đã hoàn thành", "1", "quá hạn",
    ]  # fmt: skip


def test_a_task_is_added_by_keyboard(page, cell, plan, qtbot):
    page.reload()
    page.add_button.click()
    type_text(page.panel.form.field("content").edit, "Trồng 500 cây")
    with qtbot.waitSignal(page.changed):
        click(page.panel, "Lưu")
    assert [task.content for task in cell.plans.tasks(plan)] == ["Trồng 500 cây"]
    assert rows(page)[0][1] == "Trồng 500 cây"
    assert page.panel.title.text() == "Nhiệm vụ 1"


def test_enter_opens_a_task_and_escape_closes_it(page, add_task):
    add_task()
    page.reload()
    press(page.list.table, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    press(page.panel, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()


def test_a_removed_task_comes_back_by_undo(page, cell, plan, add_task):
    add_task()
    page.reload()
    press(page.list.table, Qt.Key.Key_Return)
    press(page.list.table, Qt.Key.Key_Delete)
    assert cell.plans.tasks(plan) == []
    assert not page.panel.isVisible()
    the_toast(page).button.click()
    assert [task.content for task in cell.plans.tasks(plan)] == ["Sửa 2 km đường"]


def test_the_open_task_can_be_removed_from_its_panel(page, cell, plan, add_task):
    add_task()
    page.reload()
    press(page.list.table, Qt.Key.Key_Return)
    page.remove_button.click()
    assert cell.plans.tasks(plan) == []


def test_the_panel_follows_the_selection_and_keeps_what_was_typed(page, cell, plan, add_task):
    add_task("Việc một")
    add_task("Việc hai")
    page.reload()
    press(page.list.table, Qt.Key.Key_Return)
    press(page.list.table, Qt.Key.Key_Down)
    assert page.panel.title.text() == "Nhiệm vụ 2"
    type_text(page.panel.form.field("owner").edit, "Lê Minh Ánh")
    press(page.list.table, Qt.Key.Key_Up)
    assert page.panel.title.text() == "Nhiệm vụ 1"
    assert [task.owner for task in cell.plans.tasks(plan)] == ["", "Lê Minh Ánh"]


def test_a_task_that_is_being_written_waits_while_the_list_is_looked_at(page, cell, plan, add_task):
    add_task("Việc một")
    add_task("Việc hai")
    page.reload()
    page.add_button.click()
    type_text(page.panel.form.field("owner").edit, "Lê Minh Ánh")
    press(page.list.table, Qt.Key.Key_Down)
    assert page.panel.title.text() == "Nhiệm vụ mới"
    press(page.list.table, Qt.Key.Key_Return)
    assert page.panel.title.text() == "Nhiệm vụ 2"
    press(page.panel, Qt.Key.Key_Escape)
    assert clashes(page) == []
    click(page, "Viết tiếp")
    assert page.panel.form.field("owner").value() == "Lê Minh Ánh"
    assert len(cell.plans.tasks(plan)) == 2


def test_leaving_keeps_what_was_typed_without_a_question(page, cell, plan, add_task):
    add_task()
    page.reload()
    press(page.list.table, Qt.Key.Key_Return)
    type_text(page.panel.form.field("owner").edit, "Lê Minh Ánh")
    assert page.may_leave()
    assert [task.owner for task in cell.plans.tasks(plan)] == ["Lê Minh Ánh"]


def test_the_head_of_the_plan_is_changed_as_it_is_typed(page, cell, plan):
    page.reload()
    page.edit_plan()
    type_text(page.head_panel.form.field("number").edit, "05-KH/CB")
    assert page.may_leave()
    assert cell.plans.of(plan.wave).number == "05-KH/CB"
    assert page.facts.text() == "Số 05-KH/CB"
    assert nameless(page) == []
    assert clashes(page) == []


def test_another_wave_shows_its_own_plan(page, cell, plan):
    other = a_wave_in(cell, "Đợt sau")
    page.reload()
    page.show_record(other.id)
    assert page.no_plan.isVisible()
    page.show_record(plan.wave)
    assert page.name.text() == "Kế hoạch quý IV"


def test_a_screen_reader_can_name_everything(page, add_task):
    add_task()
    page.reload()
    press(page.list.table, Qt.Key.Key_Return)
    assert nameless(page) == []


def test_no_two_things_in_sight_answer_to_one_letter(page, add_task):
    add_task()
    page.reload()
    press(page.list.table, Qt.Key.Key_Return)
    assert clashes(page) == []
