import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from qtapp.gui.kit import idle as idle_module
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


def test_a_computer_that_slept_is_locked_at_the_first_key(qtbot, field, monkeypatch):
    now = [1_000.0]
    monkeypatch.setattr(idle_module, "time", lambda: now[0])
    idle = Idle()
    idle.start(15)
    now[0] += 14 * 60
    with qtbot.assertNotEmitted(idle.came):
        QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
    now[0] += 8 * 3600
    with qtbot.waitSignal(idle.came):
        QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
