from datetime import date

from qtapp.gui.plans.rows import TaskRow, figures_of
from tests.make import TODAY


def test_a_task_is_late_once_its_day_has_passed(add_task):
    task = add_task(deadline=date(2026, 11, 19))
    row = TaskRow(place=1, task=task, percent=0, today=TODAY)
    assert row.late
    assert [each.figure for each in figures_of([row])] == ["1", "0", "0", "1"]
