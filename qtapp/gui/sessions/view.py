"""One session, opened in place: roll call, agenda, facts, cautions and the sign-in sheet as tabs."""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTabBar, QTabWidget, QVBoxLayout, QWidget

from qtapp.domain.papers import PaperKind
from qtapp.domain.sessions import Session, SessionKind
from qtapp.gui.kit import theme
from qtapp.gui.kit.days import moment_text
from qtapp.gui.kit.excel import ExcelButton
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.lazily import is_made
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.room import OneLine
from qtapp.gui.kit.tab_order import first_to_enter
from qtapp.gui.sessions.cautions import count_cautions
from qtapp.gui.sessions.part import Part
from qtapp.services.book import Book

if TYPE_CHECKING:
    from qtapp.gui.sessions.agenda import AgendaPanel
    from qtapp.gui.sessions.attendance import AttendancePanel
    from qtapp.gui.sessions.cautions import CautionsPanel
    from qtapp.gui.sessions.info import InfoPanel
    from qtapp.gui.sessions.signin import SigninPanel

P = TypeVar("P", bound=Part)

_PARTS = ("attendance", "agenda", "info", "cautions", "signin")
"""The parts from left to right; each is made when it is first opened."""

_OF_A_ROLL = ("attendance", "signin")

_ROOMY = 50
"""In letter heights: as wide as the head with all its words."""


class SessionView(QWidget):
    """Everything about one session, under one line that names it; each part scrolls by itself.

    A part is made when it is first opened, and stands in the place of an empty page then.
    """

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
        self._jobs = jobs
        self._session: Session | None = None
        self._made: list[Part] = []
        self._is_stale = False
        self.title = OneLine("heading")
        self.facts = OneLine("muted")
        self.back_button = button(tr("Tất cả buổi học"), self.leave, "back", "back")
        self.back_button.setToolTip(tr("Phím Esc"))
        self.tabs = QTabWidget()
        bar = _Parts()
        bar.entered.connect(self.enter_part)
        self.tabs.setTabBar(bar)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(tr("Buổi học"))
        self.tabs.tabBar().setAccessibleName(tr("Các phần của buổi học"))
        self.tabs.tabBar().setExpanding(False)
        for words in (
            tr("Điểm &danh"),
            tr("Chương t&rình"),
            tr("Thô&ng tin"),
            tr("Cần lưu ý"),
            tr("Danh sách &ký tên"),
        ):
            self.tabs.addTab(QWidget(), words)
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
        self.tabs.currentChanged.connect(lambda _: self._turn())

    @cached_property
    def attendance(self) -> "AttendancePanel":
        """The roll call."""
        from qtapp.gui.sessions.attendance import AttendancePanel  # noqa: PLC0415 - when first opened

        made = AttendancePanel(self._book)
        made.changed.connect(self.changed)
        made.wanted.connect(self.wanted)
        return self._take_in("attendance", made)

    @cached_property
    def agenda(self) -> "AgendaPanel":
        """What happens in the session, minute by minute."""
        from qtapp.gui.sessions.agenda import AgendaPanel  # noqa: PLC0415 - when first opened

        made = AgendaPanel(self._book)
        made.changed.connect(self._note_change)
        return self._take_in("agenda", made)

    @cached_property
    def info(self) -> "InfoPanel":
        """The facts of the session."""
        from qtapp.gui.sessions.info import InfoPanel  # noqa: PLC0415 - when first opened

        made = InfoPanel(self._book)
        made.saved.connect(self._note_typed)
        made.removed.connect(self._remove)
        return self._take_in("info", made)

    @cached_property
    def cautions(self) -> "CautionsPanel":
        """What to look at before it is held."""
        from qtapp.gui.sessions.cautions import CautionsPanel  # noqa: PLC0415 - when first opened

        return self._take_in("cautions", CautionsPanel(self._book))

    @cached_property
    def signin(self) -> "SigninPanel":
        """The sheet to sign."""
        from qtapp.gui.sessions.signin import SigninPanel  # noqa: PLC0415 - when first opened

        made = SigninPanel(self._book, self._jobs)
        made.told.connect(lambda: self.tabs.setCurrentIndex(_PARTS.index("info")))
        made.wanted.connect(self.wanted)
        return self._take_in("signin", made)

    def _take_in(self, name: str, made: P) -> P:
        """Put a part that was made into the place kept for it."""
        at = _PARTS.index(name)
        empty, words = self.tabs.widget(at), self.tabs.tabText(at)
        there, current = self.tabs.isTabVisible(at), self.tabs.currentIndex()
        with QSignalBlocker(self.tabs):
            self.tabs.removeTab(at)
            self.tabs.insertTab(at, made, words)
            self.tabs.setTabVisible(at, there)
            self.tabs.setCurrentIndex(current)
        empty.deleteLater()
        self._made.append(made)
        if self._session is not None:
            made.show_session(self._session)
        return made

    @property
    def session_id(self) -> str:
        """The id of the session that is shown; nothing before the first."""
        return self._session.id if self._session else ""

    def open(self, session_id: str) -> None:
        """Open on a session: on the roll call from its day on, before that on what it is."""
        session = self._book.sessions.get(session_id)
        self._show(session)
        begun = session.starts_at[:10] <= self._book.today().isoformat() and session.starts_at
        first = "info"
        if self._takes_roll(session):
            first = "attendance" if begun else "agenda"
        self.tabs.setCurrentIndex(_PARTS.index(first))
        self._open_part()
        self.enter_part()

    def _go_to_minutes(self) -> None:
        if self._session is not None and self.may_leave():
            self.wanted.emit("papers", f"{PaperKind.MINUTES.value}/{self._session.id}")

    def show_large(self) -> None:
        """Call the roll in letters for the whole hall."""
        from qtapp.gui.sessions.projector import Projector  # noqa: PLC0415 - when first wanted

        if self._session is not None and self._takes_roll(self._session):
            self.tabs.setCurrentWidget(self.attendance)
            self.attendance.enter()
            Projector(self.attendance, self.title.text()).showFullScreen()

    def enter_part(self) -> None:
        """Put the keyboard where work on the open part begins: the roll itself, or its first field."""
        name, part = _PARTS[self.tabs.currentIndex()], self._open_part()
        if name == "attendance":
            self.attendance.enter()
            return
        if name == "signin":
            self.signin.enter()
            return
        focus = QApplication.focusWidget()
        if focus is not None and part.isAncestorOf(focus):
            return  # it is where something must be put right
        agenda = self.agenda.table if name == "agenda" else None
        begins = agenda if agenda and agenda.isVisibleTo(part) else first_to_enter(part)
        (begins or self.tabs.tabBar()).setFocus()

    def _open_part(self) -> Part:
        """Return the part that is in front, made if this is its first time."""
        part: Part = getattr(self, _PARTS[self.tabs.currentIndex()])
        return part

    def reload(self) -> None:
        """Read the session anew; unsaved words in the form stay."""
        if self._session is not None:
            self._show(self._book.sessions.get(self._session.id))

    def may_leave(self) -> bool:
        """Keep what is typed about the session."""
        return all(part.may_leave() for part in self._made)

    def gone(self) -> None:
        """Keep what is typed as a draft alone: the session was removed meanwhile."""
        if is_made(self, "info"):
            self.info.keeper.let_go()

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
        elif _PARTS[self.tabs.currentIndex()] != "attendance" or not self.attendance.take(event):
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
        for name in _OF_A_ROLL:
            self.tabs.setTabVisible(_PARTS.index(name), takes_roll)
        self.excel.setVisible(takes_roll)
        self.large_button.setVisible(takes_roll)
        for part in self._made:
            part.show_session(session)
        count = count_cautions(self._book, session)
        words = tr("&Cần lưu ý ({count})").format(count=count) if count else tr("&Cần lưu ý")
        self.tabs.setTabText(_PARTS.index("cautions"), words)

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
        self._open_part()
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
