from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qtapp.gui.kit.fields import NumberField


def test_the_wheel_does_not_change_a_number_in_passing(qtbot: QtBot) -> None:
    field = NumberField("capacity")
    qtbot.addWidget(field)
    field.show()
    field.set_value(50)
    field.spin.clearFocus()
    wheel = QWheelEvent(
        QPointF(5, 5),
        field.spin.mapToGlobal(QPointF(5, 5)),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.spin, wheel)
    assert field.value() == 50
