from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from qtapp.domain.sticks import Stick
from qtapp.gui.guide.pages import hint_of, page_for
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.workspace import Workspace
from qtapp.services.book import open_book
from qtapp.settings import Settings
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, said
from tests.make import PASSPHRASE, a_cell_book, an_environment
from tests.services.pairs import a_pair


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return Stick(path=folder, name="KINGSTON")


@pytest.fixture
def workspace_on(qtbot, stick):
    made = []

    def make(book):
        book.close()
        world = an_environment(sticks=lambda: [stick])
        again = open_book(book.path, world, passphrase=PASSPHRASE)
        jobs = Jobs(again.elsewhere, ThreadPoolExecutor(max_workers=1))
        made.append((jobs, again))
        workspace = Workspace(again, jobs, Settings)
        qtbot.addWidget(workspace)
        workspace.resize(1366, 730)
        workspace.show()
        workspace.go("members")
        return workspace

    yield make
    for jobs, book in made:
        jobs.close()
        book.close()


def test_a_stick_is_noticed_on_any_screen_and_served_in_one_click(
    workspace_on, stick, tmp_path, qtbot
):
    pair = a_pair(tmp_path)
    pair.cell.carrying.visit(stick.path)
    workspace = workspace_on(pair.commune)
    qtbot.waitUntil(lambda: "USB KINGSTON đang cắm" in said(workspace))
    assert nameless(workspace) == []
    click(workspace, "Nhận và ghi USB")
    assert workspace.name == "exchange"
    qtbot.waitUntil(lambda: "Có thể rút USB" in said(workspace), timeout=10_000)
    assert "Nhận và ghi USB" not in offered(workspace)
    assert len(list(stick.path.iterdir())) == 2
    pair.cell.close()


def test_a_screen_is_explained_on_the_first_visit_alone(workspace_on, tmp_path, qtbot):
    workspace = workspace_on(a_cell_book(tmp_path))
    kept = []
    workspace.settings_changed.connect(kept.append)
    words = hint_of(page_for("members"))
    qtbot.waitUntil(lambda: words in said(workspace))
    assert nameless(workspace) == []
    workspace.go("documents")
    assert words not in said(workspace)
    assert [settings.seen_hints for settings in kept] == [("members",)]
    workspace._settings = lambda: Settings(seen_hints=("members", "documents"))
    workspace.go("members")
    assert workspace.hint.isHidden()


def test_a_book_with_nobody_to_exchange_with_says_nothing_of_sticks(workspace_on, tmp_path, qtbot):
    workspace = workspace_on(a_cell_book(tmp_path))
    qtbot.waitUntil(workspace.sticks._timer.isActive)
    workspace.sticks.look()
    assert "KINGSTON" not in said(workspace)


def test_files_dropped_on_any_screen_are_taken_in(workspace_on, tmp_path, qtbot):
    pair = a_pair(tmp_path)
    draft = pair.cell.carrying.by_hand(tmp_path / "tay")[0].drafts[0]
    workspace = workspace_on(pair.commune)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(draft))])
    left, nothing = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, nothing)
    workspace.dragEnterEvent(enter)
    assert enter.isAccepted()
    workspace.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, nothing))
    assert workspace.name == "exchange"
    qtbot.waitUntil(lambda: "Đã nhập gói của Chi bộ bản Lướt" in said(workspace), timeout=10_000)
    pair.cell.close()
