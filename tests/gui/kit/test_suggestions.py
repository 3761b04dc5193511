import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from qtapp.gui.kit.fields import LineField


@pytest.fixture
def host(qtbot):
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(LineField("chair", suggestions=["Nông Văn Dương", "Lường Thị Ánh"]))
    column.addStretch(1)
    column.addWidget(QPushButton("Tiếp"))
    qtbot.addWidget(made)
    made.resize(400, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def offered(host, qtbot):
    """The list that hangs under the line once somebody types."""
    line = host.findChild(LineField)
    line.edit.setFocus()
    QTest.keyClick(line.edit, "n")
    found = line.edit.completer().popup()
    qtbot.waitUntil(found.isVisible)
    return found


def click_on(host, widget):
    at = widget.mapTo(host, widget.rect().center())
    QTest.mouseClick(
        host.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
    )
    QApplication.processEvents()


def test_the_click_that_closes_the_list_does_what_it_was_made_for(host, offered, qtbot):
    button = host.findChild(QPushButton)
    with qtbot.waitSignal(button.clicked, timeout=1000):
        click_on(host, button)
    assert not offered.isVisible()
    assert not button.isDown()
    with qtbot.waitSignal(button.clicked, timeout=1000):
        click_on(host, button)


def test_a_name_is_taken_from_the_list_by_a_click(host, offered):
    row = offered.visualRect(offered.model().index(0, 0))
    QTest.mouseClick(
        offered.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, row.center()
    )
    assert host.findChild(LineField).value() == "Nông Văn Dương"
    assert not offered.isVisible()
