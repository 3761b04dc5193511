import subprocess
import sys
from pathlib import Path

import pytest

from qtapp.gui import launch
from qtapp.paths import paths_in
from tests.make import a_cell_book, an_environment


@pytest.fixture
def book(tmp_path):
    made = a_cell_book(tmp_path, members=3)
    yield made
    made.close()


def test_the_window_is_drawn_where_nobody_sees_it(qapp, tmp_path, book):
    width, _, height = launch.paint(book, an_environment(), paths_in(tmp_path)).partition(" × ")
    assert int(width) >= 640
    assert int(height) >= 480


def test_an_empty_drawing_is_a_fault(qapp, tmp_path, book, monkeypatch):
    monkeypatch.setattr(launch, "_FEWEST_COLOURS", 1_000_000)
    with pytest.raises(ValueError, match=r"\d+"):
        launch.paint(book, an_environment(), paths_in(tmp_path))


START = """
import sys
from pathlib import Path
from qtapp.__main__ import make_haste
make_haste()
from qtapp.gui import launch
from qtapp.paths import paths_in
from tests.make import a_cell_book, an_environment

book, place = map(Path, sys.argv[1:])
book.mkdir()
launch.paint(a_cell_book(book, members=3), an_environment(), paths_in(place))
from PySide6 import QtCore
print([name for name in ("Qt", "QTimer") if vars(QtCore).get(name)])
"""


def test_the_first_screen_stands_before_qt_is_named(tmp_path: Path) -> None:
    # Its thousand members are a tenth of a start (ADR 0006). The first start of all may have to fill a small
    # screen, which is a member of `Qt`; those after it find the window's place.
    said = [
        subprocess.run(  # noqa: S603 - fixed words
            [sys.executable, "-c", START, str(tmp_path / name), str(tmp_path)],
            capture_output=True,
            check=True,
            encoding="utf-8",
            cwd=Path(__file__).parents[2],
        ).stdout.strip()
        for name in ("first", "second")
    ]
    assert said[1] == "['QTimer']"
