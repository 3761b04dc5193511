from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit

from qtapp.gui.kit.help_key import HelpKey


def test_f1_in_a_dialog_says_over_which_one(qtbot):
    keys = HelpKey(None)
    wanted = []
    keys.wanted.connect(wanted.append)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    QLineEdit(dialog).setFocus()
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_F1)
    assert wanted == [dialog]
