"""One session, opened in place: roll call, agenda, facts, cautions and the sign-in sheet as tabs."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabBar, QTabWidget, QVBoxLayout, QWidget

from qtapp.domain.papers import PaperKind
from qtapp.domain.sessions import Session, SessionKind
from qtapp.domain.vietnamese import partial_date_text
from qtapp.gui.kit import theme
from qtapp.gui.kit.excel import ExcelButton
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.room import OneLine
from qtapp.gui.kit.tab_order import first_to_enter
from qtapp.gui.sessions.agenda import AgendaPanel
from qtapp.gui.sessions.attendance import AttendancePanel
from qtapp.gui.sessions.cautions import CautionsPanel
from qtapp.gui.sessions.info import InfoPanel
from qtapp.gui.sessions.projector import Projector
from qtapp.gui.sessions.signin import SigninPanel
from qtapp.services.book import Book

_ROOMY = 50
"""In letter heights: as wide as the head with all its words."""


class SessionView(QWidget):
    """Everything about one session, under one line that names it; each part scrolls by itself."""

    changed = Signal()
    kept = Signal()
    wanted = Signal(str, str)
    left = Signal()
    removed = Signal(object)

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._book = book
        self._session: Session | None = None
        self._is_stale = False
        self.title = OneLine("heading")
        self.facts = OneLine("muted")
        self.back_button = button(tr("Tất cả buổi học"), self.leave, "back", "back")
        self.back_button.setToolTip(tr("Phím Esc"))
        self.attendance = AttendancePanel(book)
        self.agenda = AgendaPanel(book)
        self.info = InfoPanel(book)
        self.cautions = CautionsPanel(book)
        self.signin = SigninPanel(book, jobs)
        self.tabs = QTabWidget()
        bar = _Parts()
        bar.entered.connect(self.enter_part)
        self.tabs.setTabBar(bar)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(tr("Buổi học"))
        self.tabs.tabBar().setAccessibleName(tr("Các phần của buổi học"))
        self.tabs.tabBar().setExpanding(False)
        self.tabs.addTab(self.attendance, tr("Điểm &danh"))
        self.tabs.addTab(self.agenda, tr("Chương t&rình"))
        self.tabs.addTab(self.info, tr("Thô&ng tin"))
        self.tabs.addTab(self.cautions, tr("Cần lưu ý"))
        self.tabs.addTab(self.signin, tr("Danh sách &ký tên"))
        head = QHBoxLayout()
        head.setSpacing(theme.em(theme.MEDIUM))
        head.addWidget(self.back_button)
        head.addWidget(self.title)
        head.addWidget(self.facts, 1)
        self.excel = ExcelButton(
            book,
            jobs,
            subject=lambda: (
                self.session_id,
                tr("Điểm danh {session}").format(session=self.title.text()),
            ),
            write=lambda book, session, path: book.exporting.attendance(session, path),
            plan=lambda book, session, path, report: book.registers.attendance(
                session, path, report
            ),
            changed=self._note_change,
        )
        self.minutes_button = button("", self._go_to_minutes, "edit")
        self.minutes_button.setAccessibleName(tr("Biên bản"))
        self.minutes_button.setToolTip(tr("Soạn và in biên bản của buổi này"))
        self.large_button = button("", self.show_large, "zoom-in")
        self.large_button.setAccessibleName(tr("Chiếu to"))
        self.large_button.setToolTip(tr("Điểm danh bằng chữ lớn cho cả hội trường (F11)"))
        QShortcut(QKeySequence("F11"), self).activated.connect(self.show_large)
        head.addWidget(self.large_button)
        head.addWidget(self.minutes_button)
        head.addWidget(self.excel)
        column = QVBoxLayout(self)
        side = theme.em(theme.LARGE)
        column.setContentsMargins(side, theme.em(theme.TIGHT), side, theme.em(theme.TIGHT))
        column.setSpacing(theme.em(theme.TIGHT))
        column.addLayout(head)
        column.addWidget(self.tabs, 1)
        self.attendance.changed.connect(self.changed)
        self.attendance.wanted.connect(self.wanted)
        self.agenda.changed.connect(self._note_change)
        self.info.saved.connect(self._note_typed)
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
        self.enter_part()

    def _go_to_minutes(self) -> None:
        if self._session is not None and self.may_leave():
            self.wanted.emit("papers", f"{PaperKind.MINUTES.value}/{self._session.id}")

    def show_large(self) -> None:
        """Call the roll in letters for the whole hall."""
        if self._session is not None and self._takes_roll(self._session):
            self.tabs.setCurrentWidget(self.attendance)
            self.attendance.enter()
            Projector(self.attendance, self.title.text()).showFullScreen()

    def enter_part(self) -> None:
        """Put the keyboard where work on the open part begins: the roll itself, or its first field."""
        part = self.tabs.currentWidget()
        if part is self.attendance:
            self.attendance.enter()
            return
        if part is self.signin:
            self.signin.enter()
            return
        focus = QApplication.focusWidget()
        if focus is not None and part.isAncestorOf(focus):
            return  # it is where something must be put right
        agenda = self.agenda.table if part is self.agenda else None
        begins = agenda if agenda and agenda.isVisibleTo(part) else first_to_enter(part)
        (begins or self.tabs.tabBar()).setFocus()

    def reload(self) -> None:
        """Read the session anew; unsaved words in the form stay."""
        if self._session is not None:
            self._show(self._book.sessions.get(self._session.id))

    def may_leave(self) -> bool:
        """Keep what is typed about the session."""
        self.attendance.reason.settle()
        return self.info.keeper.settle() and self.agenda.may_leave()

    def leave(self) -> None:
        """Go back to the list."""
        if self.may_leave():
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the head out where the letters are large: signs and tips say them."""
        super().resizeEvent(event)
        roomy = self.width() >= theme.em(_ROOMY)
        for each in (self.large_button, self.minutes_button):
            each.setText(each.accessibleName() if roomy else "")
        self.facts.setVisible(roomy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif self.tabs.currentWidget() is not self.attendance or not self.attendance.take(event):
            super().keyPressEvent(event)

    def _name(self, session: Session) -> None:
        self._session = session
        wave = self._book.waves.get(session.wave)
        parts = (moment_text(session.starts_at), session.venue, wave.name)
        self.title.setText(session.name)
        self.facts.setText(" · ".join(part for part in parts if part))
        self.setAccessibleName(session.name)

    def _note_typed(self, session: Session) -> None:
        """Name the session anew; its other parts follow when they are opened."""
        kind = self._session.kind if self._session is not None else None
        self._name(session)
        if session.kind is not kind:
            self._show(session)
        self._is_stale = True
        self.kept.emit()

    def _show(self, session: Session) -> None:
        self._name(session)
        self._is_stale = False
        takes_roll = self._takes_roll(session)
        self.tabs.setTabVisible(self.tabs.indexOf(self.attendance), takes_roll)
        self.tabs.setTabVisible(self.tabs.indexOf(self.signin), takes_roll)
        self.excel.setVisible(takes_roll)
        self.large_button.setVisible(takes_roll)
        self.attendance.show_session(session)
        self.agenda.show_session(session)
        self.info.show_session(session)
        self.signin.show_session(session)
        count = self.cautions.show_session(session)
        words = tr("&Cần lưu ý ({count})").format(count=count) if count else tr("&Cần lưu ý")
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
        """Keep what was typed when another part is opened, and show there what follows from it."""
        self.may_leave()
        if self._is_stale:
            self.reload()


class _Parts(QTabBar):
    """The names of the parts. Who opens one by its letter or the mouse wants to work in it."""

    entered = Signal()

    def event(self, event: QEvent) -> bool:
        """Enter the part whose letter was pressed, also the one that is open."""
        done = super().event(event)
        if event.type() is QEvent.Type.Shortcut:
            self.entered.emit()
        return done

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Enter the part that was clicked."""
        super().mouseReleaseEvent(event)
        if (
            event.button() is Qt.MouseButton.LeftButton
            and self.tabAt(event.position().toPoint()) >= 0
        ):
            self.entered.emit()


def moment_text(starts_at: str) -> str:
    """Return a session's time as people write it: 18/11/2026 07:30."""
    if not starts_at:
        return ""
    day, _, clock = starts_at.partition("T")
    return f"{partial_date_text(day)} {clock}"
