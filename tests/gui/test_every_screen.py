from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qtapp.demo import PASSPHRASE, build_demo
from qtapp.gui.guide.window import GuideWindow
from qtapp.gui.kit import theme
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.workspace import MAKERS, Workspace
from qtapp.services.book import open_book
from qtapp.settings import Settings, Theme
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.make import a_cell_book, an_environment

SCREENS = [*MAKERS, "settings"]
COMMITTEE_ONLY = {"units"}
MAY_BE_BARE = {"history", "reports"}
"""Screens without a place for the keyboard while there is nothing to show."""
MOST_TABS = 60
SMALL_LAPTOP = 1366


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return build_demo(tmp_path_factory.mktemp("mẫu") / "xã", an_environment).books


@pytest.fixture
def workspace_on(qtbot):
    made = []

    def make(book):
        jobs = Jobs(book.elsewhere, ThreadPoolExecutor(max_workers=1))
        made.append((jobs, book))
        workspace = Workspace(book, jobs, lambda: Settings(seen_hints=tuple(SCREENS)))
        qtbot.addWidget(workspace)
        workspace.resize(1366, 735)
        workspace.show()
        workspace.activateWindow()
        qtbot.waitUntil(workspace.isActiveWindow)
        return workspace

    yield make
    for jobs, book in made:
        jobs.close()
        book.close()


@pytest.fixture(params=["empty cell", "cell", "committee"])
def workspace(request, workspace_on, tmp_path, sample):
    if request.param == "empty cell":
        return workspace_on(a_cell_book(tmp_path))
    path = sample[1 if request.param == "cell" else 0]
    return workspace_on(open_book(path, an_environment(), passphrase=PASSPHRASE))


def walked(place):
    """Return what Tab goes through in a screen, once round."""
    seen = []
    for _ in range(MOST_TABS):
        focus = QApplication.focusWidget()
        if focus is None or focus in seen or not place.isAncestorOf(focus):
            break
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return seen


def turned_back(place, seen):
    """Return the pairs where Tab goes up the page without going to its right."""

    def box(widget):
        return QRect(widget.mapTo(place, QPoint(0, 0)), widget.size())

    boxes = [(each, box(each)) for each in seen]
    return [
        (first.accessibleName(), then.accessibleName())
        for (first, a), (then, b) in pairwise(boxes)
        if b.bottom() <= a.top() and b.left() <= a.left()
    ]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_named_lettered_and_walked_as_it_is_read(workspace, name):
    if name in COMMITTEE_ONLY and not workspace.book.units.is_committee():
        assert not workspace.go(name)
        return
    assert workspace.go(name)
    workspace.focus_place()
    assert nameless(workspace) == []
    assert clashes(workspace) == []
    seen = walked(workspace.place)
    assert seen or name in MAY_BE_BARE
    assert turned_back(workspace.place, seen) == []


def test_with_letters_twice_as_large_every_screen_fits_a_small_laptop(
    dressed, workspace_on, sample
):
    theme.apply(dressed, 200, Theme.LIGHT)
    try:
        workspace = workspace_on(open_book(sample[1], an_environment(), passphrase=PASSPHRASE))
        for name in SCREENS:
            workspace.go(name)
            assert workspace.minimumSizeHint().width() <= SMALL_LAPTOP, name
    finally:
        theme.apply(dressed, 100, Theme.LIGHT)


def test_the_guide_is_named_and_lettered(qtbot):
    guide = GuideWindow()
    qtbot.addWidget(guide)
    guide.show_page("papers")
    guide.show()
    assert nameless(guide) == []
    assert clashes(guide) == []
