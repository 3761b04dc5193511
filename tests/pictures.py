"""The pictures of the guide and the README, taken of the sample books in the real window.

Take them anew after a change of a screen: `python -m tests.pictures`. With a folder, `python -m tests.pictures
FOLDER` takes every screen there instead, to be looked at one by one: light, dark, black on white and with letters
twice as large, of a book with nothing in it, of the sample books and of one whose words are as long as they get.
"""

import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from qtapp.demo import PASSPHRASE, build_demo
from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.papers import PaperKind
from qtapp.gui.kit import i18n, theme
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.main_window import MainWindow
from qtapp.gui.workspace import MAKERS, Workspace
from qtapp.paths import paths_in
from qtapp.services.book import Book, open_book
from qtapp.settings import Settings, Theme
from tests.make import PASSPHRASE as EMPTY_PASSPHRASE, a_cell_book, an_environment

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "guide" / "pictures"
SAMPLE = Path(__file__).resolve().parents[1] / "resources" / "sample"
SCREENS = (
    "home",
    "members",
    "documents",
    "waves",
    "sessions",
    "essays",
    "plans",
    "papers",
    "reports",
    "exchange",
    "settings",
)
LOOKS = {
    "light": (100, Theme.LIGHT),
    "dark": (100, Theme.DARK),
    "contrast": (100, Theme.CONTRAST),
    "large": (200, Theme.LIGHT),
}
_WIDTH = 1024
_UNIT = "Chi bộ Trung tâm Dịch vụ tổng hợp và Hợp tác xã nông nghiệp thôn Nà Lạnh – Khuổi Mới"
_RESOLUTION = (
    "Nghị quyết của Hội nghị lần thứ mười ba Ban Chấp hành Đảng bộ tỉnh Mẫu về tiếp tục đổi mới, sắp xếp tổ chức "
    "bộ máy của hệ thống chính trị tinh gọn, hoạt động hiệu lực, hiệu quả, gần dân, sát dân"
)
_HALL = "Nhà văn hóa liên thôn Nà Lạnh – Khuổi Mới, hội trường tầng hai, cạnh Trạm Y tế xã"
_PERSON = "Nguyễn Đặng Hoàng Thị Phương Quỳnh Anh Thư"
_WORK = "Nâng cấp 4,5 km đường nội thôn, vận động 128 hộ hiến đất, góp ngày công, giữ vệ sinh hai bên đường; "
LONGEST = {
    "units": {"name": _UNIT},
    "members": {"full_name": _PERSON, "party_role": "Phó bí thư chi bộ, trưởng ban công tác"},
    "documents": {"name": _RESOLUTION, "issuer": "Ban Thường vụ Tỉnh ủy Mẫu"},
    "waves": {"name": f"Đợt học tập, quán triệt {_RESOLUTION}", "basis": _RESOLUTION},
    "sessions": {"name": f"Buổi học tập trung {_RESOLUTION}", "venue": _HALL, "chair": _PERSON},
    "agenda_items": {"name": _RESOLUTION, "presenter": _PERSON},
    "tasks": {"content": _WORK * 3, "owner": _PERSON, "product": _WORK, "measure": _WORK},
    "action_plans": {"name": f"Kế hoạch hành động thực hiện {_RESOLUTION}"},
}
"""Per table, the words that take the place of what the sample says: as long as offices really write."""


def main() -> None:
    """Take every picture anew, or all looks of every screen into the folder that is named."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication(sys.argv[:1])
    i18n.install(app)
    if sys.argv[1:]:
        _take_all(app, Path(sys.argv[1]))
        return
    theme.apply(app, 100, Theme.LIGHT)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = build_demo(folder / "mau", an_environment)
        _take_start(folder)
        for path, screens in ((made.books[1], SCREENS), (made.books[0], ("units",))):
            book = open_book(path, an_environment(), passphrase=PASSPHRASE)
            _take_screens(book, screens)
            book.close()


def _take_all(app: QApplication, into: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        made = build_demo(Path(name) / "mau", an_environment)
        empty = a_cell_book(Path(name))
        empty.close()
        lengthened = build_demo(Path(name) / "dai", an_environment)
        for path in lengthened.books[:2]:
            _lengthen(path)
        for looks, (percent, colours) in LOOKS.items():
            theme.apply(app, percent, colours)
            for state, path, words in (
                ("empty", empty.path, EMPTY_PASSPHRASE),
                ("cell", made.books[1], PASSPHRASE),
                ("committee", made.books[0], PASSPHRASE),
                ("longest cell", lengthened.books[1], PASSPHRASE),
                ("longest committee", lengthened.books[0], PASSPHRASE),
            ):
                folder = into / looks / state
                folder.mkdir(parents=True, exist_ok=True)
                book = open_book(path, an_environment(), passphrase=words)
                _take_every(book, folder)
                book.close()


def _lengthen(path: Path) -> None:
    """Give the book at `path` the words of LONGEST."""
    book = open_book(path, an_environment(), passphrase=PASSPHRASE)
    store = book._store
    for record in BY_TABLE.values():
        words = LONGEST.get(record.table, {})
        if words:
            table: Any = store.table(record)
            table.put_all([replace(each, **words) for each in table.own()])
    book.close()


def _take_every(book: Book, folder: Path) -> None:
    """Take every screen of a book as it opens, then what opens in it."""
    jobs = Jobs[Book](book.elsewhere, ThreadPoolExecutor(max_workers=1))
    workspace = Workspace(book, jobs, lambda: Settings(seen_hints=(*MAKERS, "settings")))
    _shown(workspace)
    for name in (*MAKERS, "settings"):
        if workspace.go(name):
            _keep(workspace, name, folder)
    for wave in book.waves.all()[:1]:
        sessions = [session.id for session in book.sessions.of(wave.id)][:1]
        papers = [f"{PaperKind.REPORT.value}/{wave.id}"]
        papers += [f"{PaperKind.MINUTES.value}/{each}" for each in sessions]
        opened = [("waves", wave.id), *(("sessions", each) for each in sessions)]
        opened += [("papers", each) for each in papers]
        for name, record in opened:
            workspace.go(name, record)
            part = record.partition("/")[0] if "/" in record else "opened"
            _keep(workspace, f"{name} {part}", folder)
    workspace.deleteLater()
    QTest.qWait(0)
    jobs.close()


def _take_start(folder: Path) -> None:
    window = MainWindow(an_environment(), paths_in(folder / "app"), Settings())
    window.open_at_start()
    _shown(window)
    _keep(window, "start")
    window.close()


def _take_screens(book: Book, names: tuple[str, ...]) -> None:
    jobs = Jobs[Book](book.elsewhere, ThreadPoolExecutor(max_workers=1))
    workspace = Workspace(book, jobs, lambda: Settings(seen_hints=(*MAKERS, "settings")))
    _shown(workspace)
    wave = book.waves.all()[0].id
    opened = {"waves": wave, "sessions": next((s.id for s in book.sessions.of(wave)), "")}
    for name in names:
        workspace.go(name)
        if name in opened:
            workspace.go(name, opened[name])
        _keep(workspace, name)
        if name == "members" and workspace.place is not None:
            _take_import(workspace)
    workspace.close()
    jobs.close()


def _take_import(workspace: Workspace) -> None:
    page = workspace.place
    page.importing.read(next(SAMPLE.glob("*.xlsx")))  # type: ignore[union-attr]
    page._stack.setCurrentWidget(page.importing)  # type: ignore[union-attr]
    QTest.qWait(1500)
    _keep(workspace, "import")


def _shown(window: QWidget) -> None:
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 768)
    window.show()


def _keep(window: QWidget, name: str, folder: Path = FOLDER) -> None:
    QTest.qWait(300)
    image = (
        window.grab().toImage().scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation)
    )
    image.save(str(folder / f"{name}.png"))


if __name__ == "__main__":
    main()
