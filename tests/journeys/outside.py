"""The app as a process of its own on a screen of its own: Xvfb and AT-SPI, for Linux. `dev.py test` installs them."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from tests.journeys.hands import PATIENCE, Thing
from tests.journeys.screen import Screen
from tests.journeys.tree import Tree

_APART = 0.5
"""Seconds between two clicks at one place that are not to be a double click."""


class Outside:
    """Starts a command on a screen of its own; what runs is ended with it."""

    def __init__(self, words: Sequence[str], folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[Any]] = []
        self._clicked = ((0, 0), 0.0)
        with ExitStack() as begun:
            self._screen = begun.enter_context(closing(Screen("1366x768x24")))
            begun.callback(self._end)
            self._world = {**_surroundings(folder), "DISPLAY": self._screen.name}
            self._world["DBUS_SESSION_BUS_ADDRESS"] = session = self._start_bus()
            self._tree = begun.enter_context(closing(Tree(session)))
            self._app = self._start(words)
            self._begun = begun.pop_all()

    def leave(self) -> None:
        """Close the window as people do, and wait until the app has ended as it should."""
        self._screen.close_window()
        assert self._app.wait(PATIENCE) == 0

    def close(self) -> None:
        """End everything that was started."""
        self._begun.close()

    def things(self) -> list[Thing]:
        """Return what the front window shows."""
        self._attend()
        return self._tree.things()

    def focus(self) -> Thing | None:
        """Return what has the keyboard; what hands it on says the same of itself, and so does its canvas."""
        self._attend()
        held = reversed(self._tree.focused())
        return next((each for each in held if each.role != "other"), None)

    def key(self, keys: str) -> None:
        """Press keys together."""
        self._press([[self._screen.code_of(each) for each in keys.split("+")]])

    def letters(self, text: str) -> None:
        """Type letter by letter."""
        self._press(self._screen.strokes_of(text))

    def click(self, at: tuple[int, int], times: int = 1) -> None:
        """Press the left button at a place of the screen."""
        if at == self._clicked[0]:
            time.sleep(max(0, self._clicked[1] + _APART - time.monotonic()))
        self._screen.point(at)
        for _ in range(times):
            self._screen.press_button(1)
        self._clicked = (at, time.monotonic())
        self._settle()

    def wheel(self, at: tuple[int, int], down: int) -> None:
        """Turn the wheel over a place of the screen."""
        self._screen.point(at)
        for _ in range(abs(down)):
            self._screen.press_button(5 if down > 0 else 4)
        self._settle()

    def _press(self, strokes: Sequence[Sequence[int]]) -> None:
        self._attend()
        for codes in strokes:
            for code in codes:
                self._screen.turn_key(code, down=True)
            for code in reversed(codes):
                self._screen.turn_key(code, down=False)
        self._settle()

    def _attend(self) -> None:
        """Have the keyboard where a person looks: at the window on top."""
        if self._screen.attend():
            self._settle()

    def _settle(self) -> None:
        """Wait until the app has done what was pressed."""
        self._screen.answered()
        self._tree.answered()

    def _start_bus(self) -> str:
        """Start a desktop's bus and return its address."""
        words = ["dbus-daemon", "--session", "--nofork", "--nosyslog", "--print-address=1"]
        bus = self._start(words, stdout=subprocess.PIPE)
        assert bus.stdout is not None
        with bus.stdout as told:
            return told.readline().decode().strip()

    def _start(self, words: Sequence[str], **more: Any) -> subprocess.Popen[Any]:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **more}
        made = subprocess.Popen(  # noqa: S603 - fixed words
            words, env=self._world, cwd=self._folder, start_new_session=True, **quiet
        )
        self._running.append(made)
        return made

    def _end(self) -> None:
        for each in reversed(self._running):
            if each.poll() is None:
                os.killpg(each.pid, signal.SIGTERM)
                each.wait(10)


def _surroundings(folder: Path) -> dict[str, str]:
    """Return a desktop as programs find it, with a program that shows finished files and does nothing."""
    runtime, programs = folder / "runtime", folder / "programs"
    runtime.mkdir(mode=0o700)
    programs.mkdir()
    show = programs / "xdg-open"
    show.write_text("#!/bin/sh\n", encoding="ascii")
    show.chmod(0o755)
    return {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONUTF8": "1",
    }
