import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from qtapp.gui.kit.idle import Idle

MOMENT = 150 / 60_000


@pytest.fixture
def field(qtbot):
    made = QLineEdit()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_it_tells_that_nobody_is_there(qtbot):
    idle = Idle()
    with qtbot.waitSignal(idle.came, timeout=2000):
        idle.start(MOMENT)


def test_zero_minutes_means_never(qtbot):
    idle = Idle()
    with qtbot.assertNotEmitted(idle.came, wait=250):
        idle.start(MOMENT)
        idle.start(0)


def test_keys_keep_it_waiting(qtbot, field):
    idle = Idle()
    keys = QTimer()
    keys.timeout.connect(lambda: QTest.keyClick(field.windowHandle(), Qt.Key.Key_A))
    keys.start(30)
    idle.start(2 * MOMENT)
    with qtbot.assertNotEmitted(idle.came, wait=600):
        pass
    keys.stop()
    with qtbot.waitSignal(idle.came, timeout=2000):
        pass
    assert len(field.text()) > 5
