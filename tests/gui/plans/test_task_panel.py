from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from qtapp.domain.plans import TaskState
from qtapp.gui.plans.task_panel import TaskPanel, missing_text
from tests.gui.typing import press, type_text


@pytest.fixture
def panel(cell, qtbot):
    made = TaskPanel(cell)
    qtbot.addWidget(made)
    made.resize(430, 700)
    return made


def clears(panel):
    QApplication.processEvents()
    labels = panel.clears.findChildren(QLabel)
    return [label.text() for label in labels if label.text()[:1] in "✓✗" and label.isVisible()]


def test_what_is_missing_is_said_in_words(add_task):
    task = add_task(owner="Trần Văn Đạt")
    assert missing_text(task) == (
        "Còn thiếu: rõ thời gian, rõ trách nhiệm, rõ sản phẩm, rõ thẩm quyền."
    )


def test_the_six_clears_follow_every_letter(panel, add_task):
    panel.open_task(add_task())
    assert clears(panel) == [
        "✗ rõ người",
        "✓ rõ việc",
        "✗ rõ thời gian",
        "✗ rõ trách nhiệm",
        "✗ rõ sản phẩm",
        "✗ rõ thẩm quyền",
    ]
    for name, typed in (
        ("owner", "Trần Văn Đạt"),
        ("deadline", "31/12/2026"),
        ("responsibility", "Chủ trì"),
        ("product", "2 km đường"),
        ("authority", "Chi bộ"),
    ):
        type_text(panel.form.field(name).edit, typed)
    assert all(text.startswith("✓") for text in clears(panel))
    without = "Đã đủ 6 rõ; chưa có thước đo nên báo cáo chưa tính."
    assert panel.clears.sentence.text() == without
    type_text(panel.form.field("measure").edit, "2 km")
    assert panel.clears.sentence.text() == "Đã đủ 6 rõ."


def test_a_task_that_only_urges_is_said_to_be_vague(panel, add_task):
    panel.open_task(add_task("Tăng cường công tác tuyên truyền"))
    assert panel.clears.vague.isVisible()
    type_text(panel.form.field("measure").edit, "12 buổi")
    assert not panel.clears.vague.isVisible()


def test_half_a_date_counts_as_none(panel, add_task):
    panel.open_task(add_task())
    type_text(panel.form.field("deadline").edit, "31/13")
    assert "✗ rõ thời gian" in clears(panel)


def test_saving_keeps_the_task_on_one_line(panel, cell, plan, add_task):
    panel.open_task(add_task())
    panel.form.field("content").edit.setPlainText("Sửa 3 km\n đường")
    assert panel.may_leave()
    assert cell.plans.tasks(plan)[0].content == "Sửa 3 km đường"


def test_progress_is_noted_as_of_today_and_sets_the_state(panel, cell, plan, add_task, qtbot):
    panel.open_task(add_task(deadline=date(2026, 12, 31)))
    panel.percent.set_value(40)
    type_text(panel.note.edit, "Đã đổ 800 m")
    with qtbot.waitSignal(panel.progressed):
        press(panel.note.edit, Qt.Key.Key_Return)
    (task,) = cell.plans.tasks(plan)
    assert task.state is TaskState.IN_PROGRESS
    assert [(line.percent, line.note) for line in cell.plans.progress(task)] == [
        (40, "Đã đổ 800 m")
    ]
    texts = [label.text() for label in panel.progress.findChildren(QLabel)]
    assert "20/11/2026: 40 % – Đã đổ 800 m" in texts
    assert panel.percent.value() == 40


def test_noting_progress_first_keeps_what_was_typed(panel, cell, plan, add_task):
    panel.open_task(add_task())
    type_text(panel.form.field("owner").edit, "Lê Minh Ánh")
    panel.percent.set_value(100)
    panel.note_progress()
    (task,) = cell.plans.tasks(plan)
    assert (task.owner, task.state) == ("Lê Minh Ánh", TaskState.DONE)


def test_a_new_task_has_no_progress_yet(panel, cell, plan):
    panel.open_task(cell.plans.new_task(plan, ""), new=True)
    assert panel.title.text() == "Nhiệm vụ mới"
    assert not panel.progress.isVisible()


def test_progress_that_is_typed_and_not_noted_waits_with_its_task(panel, cell, plan, add_task):
    one, other = add_task("Việc một"), add_task("Việc hai")
    panel.open_task(one)
    type_text(panel.note.edit, "Đã đổ 800 m")
    panel.percent.set_value(40)
    assert panel.may_leave()
    panel.open_task(other)
    assert (panel.note.value(), panel.percent.value()) == ("", 0)
    panel.open_task(one)
    assert (panel.note.value(), panel.percent.value()) == ("Đã đổ 800 m", 40)
    assert cell.plans.progress(one) == []
    panel.note_progress()
    assert [(line.percent, line.note) for line in cell.plans.progress(one)] == [(40, "Đã đổ 800 m")]
    panel.open_task(one)
    assert panel.note.value() == ""
