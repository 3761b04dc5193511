import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from qtapp.gui.kit.flow import Flow


class Box(QWidget):
    def sizeHint(self) -> QSize:  # noqa: N802 - Qt calls it so
        return QSize(100, 30)


def boxes(qtbot: QtBot, *, right: bool = False) -> tuple[QWidget, Flow, list[Box]]:
    host = QWidget()
    qtbot.addWidget(host)
    flow = Flow(host, right=right)
    flow.setSpacing(10)
    made = [Box() for _ in range(3)]
    for box in made:
        flow.addWidget(box)
    return host, flow, made


def test_a_wide_row_is_one_line(qtbot: QtBot) -> None:
    host, flow, made = boxes(qtbot)
    host.resize(400, 100)
    host.show()
    assert [box.pos() for box in made] == [QPoint(0, 0), QPoint(110, 0), QPoint(220, 0)]
    assert flow.sizeHint() == QSize(320, 30)


@pytest.mark.parametrize(
    ("width", "height"), [(400, 30), (320, 30), (319, 70), (210, 70), (100, 110)]
)
def test_a_narrow_row_breaks(qtbot: QtBot, width: int, height: int) -> None:
    host, flow, _made = boxes(qtbot)  # noqa: RUF059 - a window nobody holds is gone
    assert flow.heightForWidth(width) == height


def test_a_row_may_lean_to_the_right(qtbot: QtBot) -> None:
    host, _, made = boxes(qtbot, right=True)
    host.resize(400, 100)
    host.show()
    assert made[-1].geometry().right() == 399


def test_hidden_items_take_no_room(qtbot: QtBot) -> None:
    host, flow, made = boxes(qtbot)
    host.show()
    made[1].hide()
    assert flow.sizeHint() == QSize(210, 30)


def test_items_can_be_taken_out(qtbot: QtBot) -> None:
    host, flow, _made = boxes(qtbot)  # noqa: RUF059 - a window nobody holds is gone
    while flow.takeAt(0) is not None:
        pass
    assert (flow.count(), flow.itemAt(0), flow.sizeHint()) == (0, None, QSize(0, 0))
