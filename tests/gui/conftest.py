"""What every test of the window stands on: the app dressed and in Vietnamese, and real books."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from qtapp.gui.kit import i18n, theme
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.place import Place
from qtapp.services.book import Book
from qtapp.settings import Theme
from tests.make import a_cell_book, a_committee_book


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    i18n.install(qapp)
    theme.apply(qapp, 100, Theme.LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def _dressed(dressed: QApplication) -> None:
    pass


@pytest.fixture(autouse=True)
def _no_dialog_stays(dressed: QApplication) -> Iterator[None]:
    """Close a dialog nobody answers, and fail: the test would wait for it for ever."""
    left: list[str] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            left.append(f"{type(dialog).__name__} {dialog.windowTitle()}")
            dialog.done(QDialog.DialogCode.Rejected)

    watch = QTimer()
    watch.setInterval(15_000)
    watch.timeout.connect(close)
    watch.start()
    yield
    watch.stop()
    assert left == []


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[..., Place]]:
    """Open a screen over a book, as large as beside the navigation on a 1366×768 screen."""
    made: list[tuple[Jobs[Book], Book]] = []

    def open_screen(screen: type[Place], book: Book) -> Place:
        jobs = Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1))
        made.append((jobs, book))
        page = screen(book, jobs)
        qtbot.addWidget(page)
        page.resize(1136, 720)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    yield open_screen
    for jobs, book in made:
        jobs.close()
        book.close()


@pytest.fixture
def cell(tmp_path: Path) -> Iterator[Book]:
    book = a_cell_book(tmp_path, members=8)
    yield book
    book.close()


@pytest.fixture
def committee(tmp_path: Path) -> Iterator[Book]:
    book = a_committee_book(tmp_path, cells=("Chi bộ thôn Đông", "Chi bộ thôn Đoài"))
    yield book
    book.close()


@pytest.fixture
def cell_jobs(cell: Book, qtbot: QtBot) -> Iterator[Jobs[Book]]:
    made = Jobs(cell.elsewhere, ThreadPoolExecutor(max_workers=1))
    yield made
    made.close()


@pytest.fixture
def committee_jobs(committee: Book, qtbot: QtBot) -> Iterator[Jobs[Book]]:
    made = Jobs(committee.elsewhere, ThreadPoolExecutor(max_workers=1))
    yield made
    made.close()
