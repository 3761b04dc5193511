"""A desk with a computer where somebody does a task with the app: in this process, or in one of its own."""

import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

from qtapp.app import environment
from tests.journeys.hands import Person
from tests.journeys.inside import Inside, lead
from tests.make import TODAY

T = TypeVar("T")


class Desk(Protocol):
    """Where somebody sits."""

    today: date

    def does(self, task: Callable[[Person], T], file: Path | None = None, computer: str = "") -> T:
        """Start the app of a computer, with a file or none, do `task` with it, and close it again."""
        ...


class DeskInside:
    """The window of this process, which nobody sees."""

    today = TODAY

    def __init__(self, hands: type[Person], folder: Path, window_in: Any, qtbot: Any) -> None:
        self._hands, self._folder = hands, folder
        self._window_in, self._qtbot = window_in, qtbot

    def does(
        self, task: Callable[[Person], T], file: Path | None = None, computer: str = "máy"
    ) -> T:
        """Let somebody do the task in a thread of their own."""
        window = self._window_in(self._folder / computer, computer, file)
        person = self._hands(Inside(window))
        told: list[T] = []
        lead(lambda: told.append(task(person)), self._qtbot)
        window.close()
        return told[0]


class DeskOutside:
    """A process and a screen for each start of the app."""

    def __init__(self, hands: type[Person], folder: Path) -> None:
        self._hands, self._folder = hands, folder
        self.today = environment().now().astimezone().date()

    def does(
        self, task: Callable[[Person], T], file: Path | None = None, computer: str = "máy"
    ) -> T:
        """Do the task before the real window."""
        from tests.journeys.outside import Outside  # noqa: PLC0415 - speaks to what Linux alone has

        place = self._folder / computer
        place.mkdir()
        words = [sys.executable, "-m", "qtapp", "--data-dir", str(place)]
        words += [str(file)] if file is not None else []
        with closing(Outside(words, place)) as world:
            told = task(self._hands(world))
            world.leave()
        log = (place / "logs" / "sochibo.log").read_text(encoding="utf-8")
        assert " ERROR " not in log, log
        return told
