"""One session, opened in place: roll call, agenda, facts, cautions and the sign-in sheet as tabs."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from qtapp.domain.sessions import Session, SessionKind
from qtapp.domain.vietnamese import partial_date_text
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.page import Page
from qtapp.gui.sessions.agenda import AgendaPanel
from qtapp.gui.sessions.attendance import AttendancePanel
from qtapp.gui.sessions.cautions import CautionsPanel
from qtapp.gui.sessions.info import InfoPanel
from qtapp.gui.sessions.signin import SigninPanel
from qtapp.services.book import Book


class SessionView(Page):
    """Everything about one session; the roll call gets all the height there is."""

    changed = Signal()
    wanted = Signal(str, str)
    left = Signal()
    removed = Signal(object)

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__("")
        self._book = book
        self._session: Session | None = None
        self.back_button = self.back(tr("Tất cả buổi học"), self.leave)
        self.back_button.setToolTip(tr("Phím Esc"))
        self.attendance = AttendancePanel(book)
        self.agenda = AgendaPanel(book)
        self.info = InfoPanel(book)
        self.cautions = CautionsPanel(book)
        self.signin = SigninPanel(book, jobs)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(tr("Buổi học"))
        self.tabs.tabBar().setAccessibleName(tr("Các phần của buổi học"))
        self.tabs.tabBar().setExpanding(False)
        self.tabs.addTab(self.attendance, tr("Điểm d&anh"))
        self.tabs.addTab(self.agenda, tr("&Chương trình"))
        self.tabs.addTab(self.info, tr("Thôn&g tin"))
        self.tabs.addTab(self.cautions, tr("Cần lưu ý"))
        self.tabs.addTab(self.signin, tr("Danh sách &ký tên"))
        self.add(self.tabs, 1)
        self.attendance.changed.connect(self.changed)
        self.attendance.wanted.connect(self.wanted)
        self.agenda.changed.connect(self._note_change)
        self.info.saved.connect(lambda _: self._note_change())
        self.info.removed.connect(self._remove)
        self.tabs.currentChanged.connect(lambda _: self._turn())

    @property
    def session_id(self) -> str:
        """The id of the session that is shown; nothing before the first."""
        return self._session.id if self._session else ""

    def open(self, session_id: str) -> None:
        """Open on a session: on the roll call from its day on, before that on what it is."""
        session = self._book.sessions.get(session_id)
        self._show(session)
        begun = session.starts_at[:10] <= self._book.today().isoformat() and session.starts_at
        first: QWidget = self.info
        if self._takes_roll(session):
            first = self.attendance if begun else self.agenda
        self.tabs.setCurrentWidget(first)
        if first is self.attendance:
            self.enter_roll()
        else:
            self.tabs.tabBar().setFocus()

    def enter_roll(self) -> None:
        """Put the keyboard into the roll call, and its list into sight."""
        self.attendance.enter()
        # Where things stand is known only once the window has laid itself out.
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.attendance.table))

    def reload(self) -> None:
        """Read the session anew; unsaved words in the form stay."""
        if self._session is not None:
            self._show(self._book.sessions.get(self._session.id))

    def may_leave(self) -> bool:
        """Save what was typed about the session; False if it is not acceptable yet."""
        if self.info.is_changed() and not self.info.save():
            self.tabs.setCurrentWidget(self.info)
            return False
        return True

    def leave(self) -> None:
        """Go back to the list."""
        if self.may_leave():
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _show(self, session: Session) -> None:
        self._session = session
        wave = self._book.waves.get(session.wave)
        parts = (moment_text(session.starts_at), session.venue, wave.name)
        self.set_title(session.name, " · ".join(part for part in parts if part))
        takes_roll = self._takes_roll(session)
        self.tabs.setTabVisible(self.tabs.indexOf(self.attendance), takes_roll)
        self.tabs.setTabVisible(self.tabs.indexOf(self.signin), takes_roll)
        self.attendance.show_session(session)
        self.agenda.show_session(session)
        self.info.show_session(session)
        self.signin.show_session(session)
        count = self.cautions.show_session(session)
        words = tr("Cần lư&u ý ({count})").format(count=count) if count else tr("Cần lư&u ý")
        self.tabs.setTabText(self.tabs.indexOf(self.cautions), words)

    def _takes_roll(self, session: Session) -> bool:
        return session.kind is SessionKind.STUDY

    def _note_change(self) -> None:
        self.reload()
        self.changed.emit()

    def _remove(self) -> None:
        if self._session is not None:
            self.removed.emit(self._session)

    def _turn(self) -> None:
        """Keep what was typed when another part is opened."""
        if self.tabs.currentWidget() is not self.info and self.info.is_changed():
            self.may_leave()


def moment_text(starts_at: str) -> str:
    """Return a session's time as people write it: 18/11/2026 07:30."""
    if not starts_at:
        return ""
    day, _, clock = starts_at.partition("T")
    return f"{partial_date_text(day)} {clock}"
