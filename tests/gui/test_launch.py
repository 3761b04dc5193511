import subprocess
import sys
from pathlib import Path

# In a process of its own, as `selftest` does it: windows that other tests leave behind are dressed anew, too.
PAINT = """
import sys
from pathlib import Path
from qtapp.__main__ import make_haste
make_haste()
from qtapp.gui import launch
from qtapp.paths import paths_in
from tests.make import a_cell_book, an_environment

book, place, launch._FEWEST_COLOURS = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
book.mkdir()
print(launch.paint(a_cell_book(book, members=3), an_environment(), paths_in(place)))
from PySide6 import QtCore
print([name for name in ("Qt", "QTimer") if vars(QtCore).get(name)])
"""


def painted(book: Path, place: Path, fewest: int = 20) -> subprocess.CompletedProcess[str]:
    """Draw the window on a new book in `book`, its settings in `place`."""
    return subprocess.run(  # noqa: S603 - fixed words
        [sys.executable, "-c", PAINT, str(book), str(place), str(fewest)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    )


def test_the_window_is_drawn_before_qt_is_named(tmp_path: Path) -> None:
    # Its thousand members are a tenth of a start (ADR 0006). The first start of all may have to fill a small
    # screen, which is a member of `Qt`; those after it find the window's place.
    painted(tmp_path / "first", tmp_path)
    size, named = painted(tmp_path / "second", tmp_path).stdout.splitlines()
    width, _, height = size.partition(" × ")
    assert int(width) >= 640
    assert int(height) >= 480
    assert named == "['QTimer']"


def test_an_empty_drawing_is_a_fault(tmp_path: Path) -> None:
    done = painted(tmp_path / "book", tmp_path, fewest=1_000_000)
    assert done.returncode == 1
    assert "ValueError" in done.stderr
