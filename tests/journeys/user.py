"""Somebody before the window, and the files they choose."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qtapp.gui.kit import ask, outside
from tests.gui.screens import click, offered, said
from tests.gui.typing import press, type_text
from tests.make import PASSPHRASE

ENTER, CONTROL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


class Files:
    """Answers every question for a file or folder with what the test has laid ready."""

    def __init__(self, monkeypatch):
        self.next = None
        for name in ("open_file", "save_file", "choose_folder"):
            monkeypatch.setattr(ask, name, lambda *_, **__: self.next)
        monkeypatch.setattr(ask, "open_files", lambda *_, **__: [self.next])
        monkeypatch.setattr(ask, "tell", lambda _parent, error: pytest.fail(repr(error)))
        monkeypatch.setattr(outside, "show", lambda _path: None)


class User:
    """One person before one window: keys to go from screen to screen, words to act there."""

    def __init__(self, window, qtbot):
        self.window, self.qtbot = window, qtbot

    @property
    def screen(self):
        return self.window.workspace.place

    @property
    def book(self):
        return self.window.workspace.book

    def go(self, key, name):
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window.windowHandle(), key, CONTROL)
        assert self.window.workspace.name == name
        return self.screen

    def clicks(self, words, on=None):
        """Press a button as soon as it is there."""
        screen = on or self.window
        wanted = words.replace("…", "")
        self.qtbot.waitUntil(lambda: wanted in offered(screen), timeout=10_000)
        click(screen, words)

    def sees(self, words):
        self.qtbot.waitUntil(lambda: words in said(self.window), timeout=30_000)

    def waits_for_the_job(self):
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=30_000)
        self.window.activateWindow()  # as window managers do when a dialog has gone

    def types_a_passphrase(self, page):
        for field in (page.passphrase.first, page.passphrase.second):
            field.setFocus()
            type_text(field.edit, PASSPHRASE)
        press(page.passphrase.second.edit, ENTER)

    def puts_the_recovery_code_away(self, files, paper):
        self.sees("Cất giữ mã khôi phục")
        files.next = paper
        self.clicks("In tờ mã khôi phục (PDF)")
        assert paper.read_bytes().startswith(b"%PDF")
        self.clicks("Tôi đã cất giữ mã khôi phục")
        self.clicks("Tiếp tục")
        self.clicks("Vào sổ, nhập danh sách sau")
        assert self.window.workspace.name == "home"
