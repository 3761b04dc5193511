"""A person before the window whose keys and clicks are counted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from tests.gui.typing import press, type_text
from tests.journeys.effort import Tally, strokes
from tests.journeys.user import User


class Hands(User):
    """A user whose keys and clicks are counted."""

    def __init__(self, window, qtbot):
        super().__init__(window, qtbot)
        self.tally = Tally()

    def go(self, key, name):
        self.tally.think()
        self.tally.press(2)
        return super().go(key, name)

    def clicks(self, words, on=None):
        self.tally.think()
        self.tally.click()
        super().clicks(words, on)

    def chooses_a_file(self):
        """Find it in the dialog of the system: its folder, then itself, twice."""
        self.tally.think()
        self.tally.click()
        self.tally.click(2)

    def types(self, widget, text):
        self.tally.think()
        self.tally.press(strokes(text))
        type_text(widget, text)

    def alt(self, words, on):
        """Press the letter that a button offers with Alt."""
        self.tally.think()
        self.tally.press(2)
        (found,) = [
            each
            for each in on.findChildren(QAbstractButton)
            if each.isVisible() and each.text().replace("&", "") == words and "&" in each.text()
        ]
        found.click()

    def enter(self, words):
        """Press Enter on the button that has the keyboard."""
        focus = self.window.focusWidget()
        assert isinstance(focus, QAbstractButton)
        assert focus.text().replace("&", "") == words
        self.tally.think()
        self.presses(focus, Qt.Key.Key_Return)

    def tabs_to(self, widget):
        """Press Tab until the keyboard is there."""
        window = widget.window()
        self.qtbot.waitUntil(window.isActiveWindow)
        for _ in range(20):
            if window.focusWidget() is widget:
                return
            self.tally.press()
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        pytest.fail(f"Tab does not come to {widget.accessibleName()}")

    def presses(self, widget, key):
        self.tally.press()
        press(widget, key)
