"""Every click with 5,000 members and ten years of sessions: the slowest are named, against 100 ms.

A screen is opened for the first time once the one before stands and has read ahead, as people do.
"""

import gc
import statistics
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from qtapp.__main__ import make_haste
from qtapp.domain.attendance import Attendance, AttendanceStatus
from qtapp.domain.ids import derived_id
from qtapp.domain.papers import PaperKind
from qtapp.gui.kit import i18n, theme
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.table_view import TableView
from qtapp.gui.workspace import MAKERS, Workspace
from qtapp.services.book import Book
from qtapp.settings import Settings, Theme
from tests.bench.conftest import Table, both_seconds
from tests.make import a_cell_book, a_name, a_session_in, a_wave_in

MEMBERS, YEARS, SESSIONS_A_YEAR, MARKED = 5_000, 10, 12, 60
CLICK_MS, FRAME_MS = 100, 1000 / 60
ROUNDS = 3
READ_MS = 400
"""How long somebody looks at a screen before the next click, at the least."""
SCREENS = (*MAKERS, "settings")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """Return a cell with its members, a wave a year, and a roll of some for every month."""
    make_haste()
    gc.enable()
    book = a_cell_book(tmp_path_factory.mktemp("lớn"))
    store = book._store
    store.members.put_all(book.members.new(f"{a_name(each)} {each}") for each in range(MEMBERS))
    people = store.members.own()[:MARKED]
    for year in range(YEARS):
        wave = a_wave_in(book, f"Đợt học tập {2017 + year}")
        for month in range(1, SESSIONS_A_YEAR + 1):
            day = f"{2017 + year}-{month:02}-05T07:30"
            held = a_session_in(book, wave, f"Buổi tháng {month}", starts_at=day, held=True)
            store.attendance.put_all(
                Attendance(
                    id=derived_id(held.id, each.id),
                    unit=each.unit,
                    session=held.id,
                    member=each.id,
                    status=AttendanceStatus.PRESENT,
                )
                for each in people
            )
    yield book
    book.close()


@pytest.fixture
def workspace(qapp: QApplication, qtbot: QtBot, large: Book) -> Iterator[Workspace]:
    i18n.install(qapp)
    theme.apply(qapp, 100, Theme.LIGHT)
    jobs = Jobs(large.elsewhere, ThreadPoolExecutor(max_workers=1))
    made = Workspace(large, jobs, lambda: Settings(seen_hints=SCREENS))
    qtbot.addWidget(made)
    made.resize(1366, 735)
    made.show()
    yield made
    jobs.close()


def answered(act: Callable[[], object]) -> float:
    """Return the milliseconds of computing until what was done is on the screen."""

    def work() -> None:
        act()
        QApplication.processEvents()

    return both_seconds(work)[1] * 1000


def the_table(workspace: Workspace) -> TableView | None:  # type: ignore[type-arg]
    place = workspace.place
    found = [] if place is None else [t for t in place.findChildren(TableView) if t.isVisible()]
    return max(found, key=lambda each: each.model().rowCount(), default=None)


def clicks_on(workspace: Workspace, name: str) -> Iterator[tuple[str, float]]:
    """Yield what is clicked on a screen and how long each takes: coming again, the next row, sorting, a letter."""

    def median(act: Callable[[], object]) -> float:
        return statistics.median(answered(act) for _ in range(ROUNDS))

    def away_and_back() -> float:
        workspace.go("settings" if name != "settings" else "home")
        QApplication.processEvents()
        return answered(lambda: workspace.go(name))

    yield f"{name}, first opened", answered(lambda: workspace.go(name))
    QTest.qWait(READ_MS)
    yield f"{name}, opened again", statistics.median(away_and_back() for _ in range(ROUNDS))
    table = the_table(workspace)
    if table is None or table.model().rowCount() == 0:
        return
    yield f"{name}, next row", median(lambda: QTest.keyClick(table, Qt.Key.Key_Down))
    head = table.horizontalHeader()
    if table.isSortingEnabled():
        at = QPoint(head.sectionViewportPosition(0) + 5, head.height() // 2)
        click = Qt.MouseButton.LeftButton
        yield f"{name}, sort", median(lambda: QTest.mouseClick(head.viewport(), click, pos=at))
    assert workspace.place is not None
    filters = [
        each
        for each in workspace.place.findChildren(QLineEdit)
        if each.isVisible() and each.placeholderText().startswith("Tìm")
    ]
    if filters:
        yield f"{name}, a letter of the filter", median(lambda: QTest.keyClick(filters[0], "a"))


def test_every_click(workspace: Workspace, large: Book, table: Table) -> None:
    found = [each for name in SCREENS if name != "units" for each in clicks_on(workspace, name)]
    session = large.sessions.all()[-1].id
    found.append(("a session, opened", answered(lambda: workspace.go("sessions", session))))
    slowest = sorted(found, key=lambda each: -each[1])
    for words, taken in slowest[:8]:
        table.note(words, f"CPU {taken:.0f} ms", "", f"<= {CLICK_MS} ms")
    late = [words for words, taken in found if taken > CLICK_MS]
    table.note(f"of {len(found)} clicks, slower", str(len(late)), "", "0")


def test_every_save_while_typing(workspace: Workspace, large: Book, table: Table) -> None:
    """Measure what a pause in typing costs in the papers that say most of the book, and a mark in a roll."""
    session = large.sessions.all()[-1]
    workspace.go("sessions", session.id)
    QTest.qWait(READ_MS)
    roll = workspace.place.view.attendance.table  # type: ignore[union-attr]
    marks = [answered(lambda: QTest.keyClick(roll, "v")) for _ in range(ROUNDS)]
    table.note(
        "a mark in a roll of 5,000",
        f"CPU {statistics.median(marks):.0f} ms",
        "",
        f"<= {CLICK_MS} ms",
    )
    for kind, about, field in (
        (PaperKind.MINUTES, session.id, "discussion"),
        (PaperKind.RESOLUTION, session.id, "review"),
        (PaperKind.BOARD, session.wave, "article1"),
        (PaperKind.SUMMONS, session.wave, "opening"),
    ):
        workspace.go("papers", f"{kind.value}/{about}")
        QApplication.processEvents()
        page = workspace.place.compose  # type: ignore[union-attr]

        def save() -> float:
            page.field(field).edit.insertPlainText("a")  # noqa: B023 - called in this round
            return answered(page._keeper.now)  # noqa: B023 - the pause itself need not be waited for

        saves = [save() for _ in range(ROUNDS)]
        words = f"{kind.value}, kept while typing"
        table.note(words, f"CPU {statistics.median(saves):.0f} ms", "", f"<= {CLICK_MS} ms")


def test_scrolling_5000_rows(workspace: Workspace, table: Table) -> None:
    workspace.go("members")
    QApplication.processEvents()
    members = the_table(workspace)
    assert members is not None
    assert members.model().rowCount() == MEMBERS
    bar = members.verticalScrollBar()

    def frame() -> float:
        bar.setValue(bar.value() + 40)
        return both_seconds(members.viewport().repaint)[1] * 1000

    frames = sorted(frame() for _ in range(120))
    table.note(
        "a frame of 5,000 rows scrolled, median / 95th of 100",
        f"CPU {statistics.median(frames):.1f} ms",
        f"{frames[len(frames) * 95 // 100]:.1f} ms",
        f"<= {FRAME_MS:.1f} ms",
    )
