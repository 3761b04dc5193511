"""From the first start to the printed sheet in the real process: `python -m tests.journeys`, on Debian.

Once with the keyboard alone, once with the mouse alone (letters are typed), on a screen of its own.
"""

import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from tests.journeys import tasks
from tests.journeys.hands import KeyboardPerson, MousePerson, Person
from tests.journeys.outside import Outside
from tests.make import a_name

PEOPLE = 12


def main() -> int:
    """Make the journey with each hand; return the exit code."""
    for kind in (KeyboardPerson, MousePerson):
        with tempfile.TemporaryDirectory() as name:
            started = time.monotonic()
            _make(kind, Path(name))
            sys.stdout.write(f"{kind.__name__}: {time.monotonic() - started:.0f} s\n")
    return 0


def _make(kind: type[Person], folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["STT", "Họ và tên", "Năm sinh", "Chức vụ"])
    for place in range(PEOPLE):
        book.active.append([place + 1, a_name(place), 1960 + place, ""])
    book.save(folder / "danh sach.xlsx")
    world = Outside([sys.executable, "-m", "qtapp", "--data-dir", str(folder / "data")], folder)
    try:
        person = kind(world)
        tasks.founds_a_book(person, "Chi bộ thôn Đông", folder)
        tasks.imports_the_first_list(person, folder / "danh sach.xlsx", PEOPLE)
        tasks.prints_a_sheet(person, folder / "ky ten.pdf")
    finally:
        world.close()
    for made in ("mã khôi phục.pdf", "ky ten.pdf"):
        if not (folder / made).read_bytes().startswith(b"%PDF"):
            raise AssertionError(made)


if __name__ == "__main__":
    sys.exit(main())
