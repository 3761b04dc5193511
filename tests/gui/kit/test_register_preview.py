import pytest
from PySide6.QtWidgets import QWidget

from qtapp.domain.reasons import LineProblem, Reason
from qtapp.gui.kit.register_preview import FATES, RegisterPreview
from qtapp.services.importing import ImportAction
from qtapp.services.register_import import PlannedRow, RegisterPlan
from tests.gui.accessible import nameless
from tests.gui.screens import offered, rows, said

A = ImportAction


@pytest.fixture
def shown(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 600)

    def show(*planned, table="attendance", unused=()):
        plan = RegisterPlan(
            table=table, file="a.xlsx", sheet="S", header_row=3, unused=unused, rows=planned
        )
        preview = RegisterPreview(plan, window)
        preview.show()
        qtbot.waitUntil(preview.isVisible)
        return preview

    return show


def a_problem(line):
    return LineProblem(line=line, field="status", reason=Reason.NOT_IN_LIST, value="lạ")


def test_every_row_is_shown_with_its_fate(shown):
    preview = shown(
        PlannedRow(line=4, action=A.ADD, name="Lý A", said="có mặt"),
        PlannedRow(line=5, action=A.SKIP, name="Lý B"),
        PlannedRow(line=6, action=A.PROBLEM, name="Lý C", problems=(a_problem(6),)),
        unused=("Ghi nhớ",),
    )
    assert [row[:4] for row in rows(preview.list.table)] == [
        ["4", "Lý A", "có mặt", "thêm mới"],
        ["5", "Lý B", "", "bỏ qua"],
        ["6", "Lý C", "", "có lỗi, không nhập"],
    ]
    assert "“lạ” không có trong danh sách" in rows(preview.list.table)[2][4]
    assert "Không nhập các cột: Ghi nhớ." in said(preview)
    assert "thêm mới: 1; bỏ qua: 1; có lỗi, không nhập: 1" in said(preview)
    assert "Ghi 1 dòng vào sổ" in offered(preview)
    assert nameless(preview) == []


def test_without_anything_to_write_there_is_only_a_way_back(shown):
    preview = shown()
    assert offered(preview) == ["Thôi"]
    assert "Tệp không có dòng nào." in said(preview)


def test_tasks_are_named_as_such(shown):
    preview = shown(PlannedRow(line=2, action=A.SAME, name="Làm đường"), table="tasks")
    assert preview.list.model.headerData(
        1, preview.list.table.horizontalHeader().orientation()
    ) == ("Nhiệm vụ")


def test_every_fate_has_its_colour():
    assert set(FATES) == set(A)
