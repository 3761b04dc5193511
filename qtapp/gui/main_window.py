"""The window: which book is open, what is shown of it, when it locks, how it closes."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QByteArray, QLockFile, QSettings, QSize, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from qtapp.domain.errors import AppError, DiskFull, FolderReadOnly, StoreBusy
from qtapp.gui.kit import theme
from qtapp.gui.kit.entrance import Entrance
from qtapp.gui.kit.help_key import HelpKey
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import icon
from qtapp.gui.kit.idle import Idle
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.workspace import Workspace
from qtapp.paths import Paths
from qtapp.services.book import Book, open_book
from qtapp.services.environment import Environment
from qtapp.settings import Settings, save_settings, with_book

if TYPE_CHECKING:
    from qtapp.gui.guide.window import GuideWindow

_log = logging.getLogger(__name__)

_FIRST = QSize(1280, 760)
"""The window on its first start, inside its frame."""
_TITLE_BAR = 40
"""As high as title bars get, in device-independent pixels: unknown before the window is shown."""
_PATIENCE = 500
"""Milliseconds until a file is tried again that came while a dialog or a job was in the way."""

NewExecutor = Callable[[], Executor]


def one_thread() -> Executor:
    """Return what runs one job at a time."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")


class MainWindow(QMainWindow):
    """The only window: before a book is open the start page, then its screens."""

    def __init__(
        self,
        environment: Environment,
        paths: Paths,
        settings: Settings,
        *,
        new_executor: NewExecutor = one_thread,
    ) -> None:
        super().__init__()
        self.setObjectName("Main")
        self._environment = environment
        self._paths = paths
        self._new_executor = new_executor
        self.settings = settings
        self.workspace: Workspace | None = None
        self._jobs: Jobs[Book] | None = None
        self._open = ExitStack()
        self._offered: Path | None = None
        self._screen = "home"
        self._locked: set[Path] = set()
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._start_jobs = Jobs[None](nullcontext, new_executor())
        self.start: Entrance | None = None
        self.setWindowTitle(tr("Sổ Chi Bộ"))
        self.setWindowIcon(icon("app"))
        self.idle = Idle(self)
        self.idle.came.connect(self._lock_unless_busy)
        self._guide: GuideWindow | None = None
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_guide)
        HelpKey(self).wanted.connect(self.show_guide)
        self._restore_place()

    def open_at_start(self, file: Path | None = None) -> None:
        """Open `file`, or the book used last, or show the first page.

        A bundle or an invitation is offered once the last book is open.
        """
        book = Path(self.settings.last_book) if self.settings.last_book else None
        if file is not None and file.suffix.lower() == ".scb":
            book = file
        elif file is not None:
            self._offered = file
        if book is not None and (book.is_file() or book == file):
            self.open_book(book)
        elif file is not None and file.suffix.lower() == ".cbmoi":
            self._offered = None
            self._show_start().join(file)
        else:
            self._show_start().begin()

    def open_book(self, path: Path) -> None:
        """Open the book at `path`: at once if this computer remembers it, else ask.

        A book that was locked wants its passphrase, whatever the computer remembers.
        """
        if path.resolve() in self._locked:
            self._show_start().unlock(path)
            return
        try:
            book = open_book(path, self._environment)
        except AppError as error:
            self._show_start().unlock(path, error)
            return
        self._show_open(book, book.close)

    def show_unlocked(self, unlocked: Book) -> None:
        """Show a book that a job has unlocked, on a connection of this thread."""
        self._locked.discard(unlocked.path.resolve())
        if (
            self.workspace is not None
            and self.workspace.book.path.resolve() == unlocked.path.resolve()
        ):
            self._lift_veil(self.workspace)
            return
        stack = ExitStack()
        try:
            book = stack.enter_context(unlocked.elsewhere())
        except AppError as error:
            self._show_start().unlock(unlocked.path, error)
            return
        self._show_open(book, stack.close)

    def _show_open(self, book: Book, close: Callable[[], None]) -> None:
        self._close_book()  # one that waits behind the veil
        try:
            held = hold(book.path)
        except StoreBusy as error:
            close()
            self._show_start().unlock(book.path, error)
            return
        self._jobs = Jobs[Book](book.elsewhere, self._new_executor())
        for each in (held.unlock, close, self._jobs.close):
            self._open.callback(each)
        self._note_books([book.path])
        self._show_workspace(book, self._jobs)
        self.idle.start(self.settings.auto_lock_minutes)
        self._offer()

    def answer(self, file: Path | None) -> None:
        """Come to the front for a second start, and open its `file` once nothing is in the way."""
        self.setWindowState(self.windowState() & ~QtCore.Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if file is not None:
            self._take(file)

    def _take(self, file: Path) -> None:
        jobs = self._start_jobs if self._jobs is None else self._jobs
        if QApplication.activeModalWidget() is not None or jobs.is_busy():
            QTimer.singleShot(_PATIENCE, self, lambda: self._take(file))
            return
        workspace = self.workspace
        if workspace is None:
            self.open_at_start(file)
        elif file.suffix.lower() != ".scb":
            self._offered = file
            self._offer()
        elif file.resolve() != workspace.book.path.resolve() and workspace.may_leave():
            self._close_book()
            self.open_book(file)

    def _offer(self) -> None:
        """Show what is offered to the open book, unless that is behind the veil."""
        workspace = self.workspace
        if self._offered is None or workspace is None:
            return
        if self._stack.currentWidget() is workspace:
            workspace.go("exchange", str(self._offered))
            self._offered = None

    def lock(self) -> bool:
        """Close the book and ask for its passphrase; False if a screen wants to stay."""
        workspace = self.workspace
        if workspace is None:
            return True
        if not workspace.may_leave():
            return False
        self._screen = workspace.name
        self._close_book()
        self._ask_again(workspace.book.path)
        return True

    def _ask_again(self, path: Path) -> None:
        self._locked.add(path.resolve())
        self._show_start().unlock(path)

    def show_guide(self, dialog: QDialog | None = None) -> None:
        """Show the page of the guide about this screen, in a window of its own; over a `dialog` its child."""
        from qtapp.gui.guide.window import GuideWindow, guide_over  # noqa: PLC0415 - not for the start

        guide = guide_over(dialog) if dialog else self._guide or GuideWindow()
        if dialog is None:
            self._guide = guide
        guide.open_on("start" if self.workspace is None else self.workspace.name)

    def use_settings(self, settings: Settings) -> None:
        """Wear and keep other settings."""
        looks = (settings.letter_percent, settings.theme)
        worn = (self.settings.letter_percent, self.settings.theme)
        self.settings = settings
        self._keep_settings()
        self.idle.start(settings.auto_lock_minutes if self.workspace is not None else 0)
        if looks != worn:
            theme.apply(theme.application(), settings.letter_percent, settings.theme)
            QTimer.singleShot(0, self, self._build_anew)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is unsaved, stop the job, close the book."""
        if self.workspace is not None and not self.workspace.may_leave():
            event.ignore()
            return
        self.idle.stop()
        self._close_book()
        self._start_jobs.close()
        self._keep_place()
        if self._guide is not None:
            self._guide.close()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the focus with Enter too."""
        focus = self.focusWidget()
        if event.key() in {QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter} and isinstance(
            focus, QAbstractButton
        ):
            focus.click()
        else:
            super().keyPressEvent(event)

    def _show_workspace(self, book: Book, jobs: Jobs[Book]) -> None:
        self.workspace = workspace = Workspace(book, jobs, lambda: self.settings)
        workspace.lock_wanted.connect(self.lock)
        workspace.guide_wanted.connect(self.show_guide)
        workspace.renamed.connect(self._name_window)
        workspace.settings_changed.connect(self.use_settings)
        self._name_window(book.units.own().name)
        self._stack.addWidget(workspace)
        workspace.go(self._screen)
        self._stack.setCurrentWidget(workspace)
        workspace.focus_place()
        self._drop_start()

    def _build_anew(self) -> None:
        """Make every widget again: their sizes follow the letters when they are made."""
        old, jobs = self.workspace, self._jobs
        if old is not None and jobs is not None and old.may_leave():
            self._screen = old.name
            self._show_workspace(old.book, jobs)
            self._drop(old)

    def _lead(self, screen: str, record: str) -> None:
        """Open the new book where its user wants to begin, once the window shows it."""
        workspace = self.workspace
        if workspace is not None:
            QTimer.singleShot(0, workspace, lambda: workspace.go(screen, record))

    def _show_start(self) -> Entrance:
        """Show the page for all that comes before a book is open; made when it is needed."""
        from qtapp.gui.start.page import StartPage  # noqa: PLC0415 - a remembered book needs none

        if self.start is None:
            self.start = StartPage(self._environment, self._paths.books, self._start_jobs)
            self.start.opened.connect(self.show_unlocked)
            self.start.book_wanted.connect(self.open_book)
            self.start.books_made.connect(self._note_books)
            self.start.led_to.connect(self._lead)
            self._stack.addWidget(self.start)
        self.start.set_recent(self.settings.recent_books)
        self._stack.setCurrentWidget(self.start)
        return self.start

    def _drop_start(self) -> None:
        if self.start is not None:
            self._drop(self.start)
            self.start = None

    def _drop(self, widget: QWidget) -> None:
        self._stack.removeWidget(widget)
        widget.deleteLater()

    def _lock_unless_busy(self) -> None:
        """Lock after a while without anybody; a job is waited for."""
        if self.workspace is None:
            return
        if self._jobs is not None and self._jobs.is_busy():
            self.idle.start(1)
            return
        # An open dialog shows names too. A form keeps what was typed in it; a passphrase is lost.
        self._refuse_dialogs()
        QTimer.singleShot(0, self, self._lock_alone)

    def _lock_alone(self) -> None:
        """Lock with nobody there: words that the book cannot take wait behind the veil."""
        workspace = self.workspace
        if workspace is None:
            return
        no = QTimer(self)
        no.timeout.connect(self._refuse_dialogs)
        no.start(0)
        locked = self.lock()
        no.stop()
        if not locked:
            self.idle.stop()
            self.setWindowTitle(tr("Sổ Chi Bộ"))
            self._ask_again(workspace.book.path)

    def _lift_veil(self, workspace: Workspace) -> None:
        """Show the screen as it was left, with its unsaved words."""
        self._stack.setCurrentWidget(workspace)
        workspace.show_unit()
        workspace.focus_place()
        self._drop_start()
        self.idle.start(self.settings.auto_lock_minutes)
        self._offer()

    def _refuse_dialogs(self) -> None:
        for dialog in self.findChildren(QDialog):
            if dialog.isVisible():
                dialog.done(QDialog.DialogCode.Rejected)

    def _close_book(self) -> None:
        workspace, self.workspace, self._jobs = self.workspace, None, None
        self._open.close()
        if workspace is not None:
            self._drop(workspace)
            self.setWindowTitle(tr("Sổ Chi Bộ"))
            self.idle.stop()

    def _name_window(self, unit: str) -> None:
        self.setWindowTitle(tr("{unit} · Sổ Chi Bộ").format(unit=unit))

    def _note_books(self, books: Sequence[Path]) -> None:
        settings = self.settings
        for path in books:
            settings = with_book(settings, str(path.resolve()))
        if settings != self.settings:
            self.settings = settings
            self._keep_settings()

    def _keep_settings(self) -> None:
        try:
            save_settings(self._paths.settings_file, self.settings)
        except (FolderReadOnly, DiskFull):
            _log.warning("settings not kept")

    def _restore_place(self) -> None:
        kept = self._place_file()
        self.setMinimumSize(640, 480)
        geometry = kept.value("geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            room = self.screen().availableSize()
            self.resize(_FIRST.boundedTo(room))
            if needs_all(room):
                self.setWindowState(QtCore.Qt.WindowState.WindowMaximized)

    def _keep_place(self) -> None:
        self._place_file().setValue("geometry", self.saveGeometry())

    def _place_file(self) -> QSettings:
        path = self._paths.config / "window.ini"
        return QSettings(str(path), QSettings.Format.IniFormat)


def needs_all(room: QSize) -> bool:
    """Whether the window at its first size, with its title bar, would not fit into `room`."""
    return room.height() < _FIRST.height() + _TITLE_BAR or room.width() < _FIRST.width()


def hold(path: Path) -> QLockFile:
    """Keep other windows away from the book at `path`; raises StoreBusy where one has it.

    Two connections would do no harm to the book, but two windows would show different things. A lock
    left over by a crash on this computer is seen through and taken over.
    """
    lock = QLockFile(str(path) + ".lock")
    lock.setStaleLockTime(0)
    if not lock.tryLock(0) and lock.error() == QLockFile.LockError.LockFailedError:
        raise StoreBusy(str(path))
    return lock
