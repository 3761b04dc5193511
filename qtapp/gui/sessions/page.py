"""The screen of sessions: the list, and one session opened in its place."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from qtapp.domain.counting import Tally
from qtapp.domain.errors import AppError
from qtapp.domain.sessions import Session, SessionKind
from qtapp.domain.vietnamese import number
from qtapp.domain.waves import Wave
from qtapp.gui.kit import ask, toast
from qtapp.gui.kit.date_fields import MomentField
from qtapp.gui.kit.days import moment_text
from qtapp.gui.kit.form_dialog import FormDialog
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.table import Column
from qtapp.gui.kit.unfinished import Unfinished
from qtapp.gui.sessions.info import new_session_form
from qtapp.services.book import Book

if TYPE_CHECKING:
    from qtapp.gui.sessions.view import SessionView

_MOMENT_MS = 15
"""How long sessions are counted at a time, so that the window answers."""


class _Line(Struct, frozen=True, kw_only=True):
    """One row of the list."""

    session: Session
    wave: str
    attended: str
    state: str
    tone: Tone


class SessionsPage(Place):
    """Buổi học."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.list_page = Page(
            tr("Buổi học"),
            tr("Xếp buổi, soạn chương trình, in danh sách ký tên và điểm danh."),
        )
        self.add_button = self.list_page.primary(tr("&Thêm buổi học"), self.add, "add")
        self.no_waves = Empty(
            "wave",
            tr("Chưa có đợt học tập"),
            tr("Buổi học nào cũng thuộc một đợt học tập. Hãy mở đợt học tập trước."),
            tr("&Mở đợt học tập"),
            lambda: self.wanted.emit("waves", ""),
        )
        self.list = ListPanel[_Line](
            tr("Danh sách buổi học"),
            _columns(),
            lambda line: line.session.id,
            empty=Empty(
                "session",
                tr("Chưa có buổi học nào"),
                tr("Mỗi buổi học có giờ, nơi, chương trình và bảng điểm danh riêng."),
                tr("Thêm buổi học đầu tiê&n"),
                self.add,
            ),
            search=tr("Tìm buổi học"),
        )
        self.list.table.opened.connect(lambda line: self.show_record(line.session.id))
        self.list.table.on_key(Qt.Key.Key_Insert, lambda _: self.add())
        self.list.table.on_key(Qt.Key.Key_Delete, lambda line: self.remove(line.session))
        self.unfinished = Unfinished(book, self.add)
        self.list_page.add(self.unfinished)
        self.list_page.add(self.no_waves, 1)
        self.list_page.add(self.list, 1)
        self._sessions: list[Session] = []
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.list_page)
        self.begin_at(self.list.table)
        self._counts: dict[str, Tally] = {}
        self._counting: Iterator[tuple[str, Tally]] = iter(())
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._count_on)
        self._read_list()

    @cached_property
    def view(self) -> "SessionView":
        """One session; made when the first is opened."""
        from qtapp.gui.sessions.view import SessionView  # noqa: PLC0415 - the list needs none of it

        made = SessionView(self.book, self.jobs)
        made.left.connect(self._show_list)
        made.changed.connect(self.changed)
        made.kept.connect(self.kept)
        made.wanted.connect(self.wanted)
        made.removed.connect(self.remove)
        self._stack.addWidget(made)
        return made

    def hideEvent(self, event: QHideEvent) -> None:
        """Count nothing any more: the book may be closed now."""
        self._later.stop()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Come back into the roll call itself."""
        super().showEvent(event)
        self._later.start()
        if self._is_open() and not event.spontaneous():
            self.view.enter_part()

    def reload(self) -> None:
        """Read the list and the open session anew."""
        self._read_list()
        if self._is_open():
            try:
                self.view.reload()
            except AppError:
                self.view.gone()
                self._show_list()

    def show_record(self, record_id: str) -> None:
        """Open a session, or the list."""
        if not self.may_leave():
            return
        if not record_id:
            self._show_list()
            return
        try:
            self.view.open(record_id)
        except AppError as error:
            ask.tell(self, error)
            self._show_list()
            return
        self._stack.setCurrentWidget(self.view)
        self.begin_at(self.view.tabs.tabBar())
        self.view.enter_part()

    def may_leave(self) -> bool:
        """Keep what is typed about the open session."""
        return not self._is_open() or self.view.may_leave()

    def add(self) -> None:
        """Ask for a new session and open it."""
        waves = self.book.waves.all()
        if not waves:
            self.wanted.emit("waves", "")
            return
        count = len(self.book.sessions.of(waves[0].id)) + 1
        profile = self.book.units.profile()
        blank, clock = self.book.sessions.like_last(
            waves[0].id,
            tr("Buổi học {count}").format(count=count),
            chair=profile.signer_name,
        )

        def keep(session: Session, values: dict[str, Any]) -> Session:
            return self.book.sessions.save(replace(session, **values))

        form = new_session_form(self.book)
        dialog = FormDialog(
            self.window(),
            self.book,
            tr("Thêm buổi học"),
            form,
            keep,
            sentence=tr("Những điều khác ghi sau, ngay trong buổi học."),
            action=tr("&Thêm buổi học"),
        )
        dialog.begin(blank)
        starts_at = form.field("starts_at")
        if isinstance(starts_at, MomentField) and not any(starts_at.typed()):
            starts_at.propose(clock)
        dialog.exec()
        dialog.deleteLater()
        self.unfinished.look("sessions/new")
        if not dialog.keeper.is_new:
            self._read_list()
            self.changed.emit()
            self.show_record(blank.id)

    def remove(self, session: Session) -> None:
        """Take a session away; it can be brought back."""
        try:
            self.book.sessions.remove(session.id)
        except AppError as error:
            ask.tell(self, error)
            return
        self._show_list()
        self.changed.emit()

        def undo() -> None:
            self.book.sessions.restore(session.id)
            self._read_list()
            self.changed.emit()

        toast.say(self, tr("Đã xóa buổi học {name}").format(name=session.name), undo)

    def _is_open(self) -> bool:
        return self._stack.currentWidget() is not self.list_page

    def _show_list(self) -> None:
        self._stack.setCurrentWidget(self.list_page)
        self.begin_at(self.list.table)
        self._read_list()
        self.list.table.setFocus()

    def _count_on(self) -> None:
        """Count for a moment; where many sessions are left, go on when the window is idle."""
        clock = QElapsedTimer()
        clock.start()
        counted = False
        for session_id, found in self._counting:
            self._counts[session_id] = found
            counted = True
            if clock.elapsed() > _MOMENT_MS:
                if self.isVisible():
                    self._later.start()
                break
        if counted:
            self._show_lines()

    def _read_list(self) -> None:
        any_wave = bool(self.book.waves.all())
        self.no_waves.setVisible(not any_wave)
        self.list.setVisible(any_wave)
        self.add_button.setVisible(any_wave)
        self._sessions = list(reversed(self.book.sessions.all()))
        held = [each.id for each in self._sessions if each.held]
        self._counts.clear()
        self._counting = self.book.attendance.counts(held)
        self._show_lines()
        self._count_on()

    def _show_lines(self) -> None:
        waves = {wave.id: wave for wave in self.book.waves.all()}
        lines = [self._line(session, waves) for session in self._sessions]
        self.list.show_rows(lines)
        if self.list.selected() is None and lines:
            self.list.table.selectRow(0)
        self.unfinished.look("sessions/new")

    def _line(self, session: Session, waves: dict[str, Wave]) -> _Line:
        wave = waves.get(session.wave)
        state, tone = self._state(session)
        return _Line(
            session=session,
            wave=wave.name if wave else "",
            attended=self._attended(session),
            state=state,
            tone=tone,
        )

    def _attended(self, session: Session) -> str:
        if session.kind is SessionKind.PUBLIC:
            there, total = session.public_attended, session.public_invited
        elif session.held:
            count = self._counts.get(session.id)
            if count is None:
                return "…"
            there, total = count.at_session, count.total
        else:
            return ""
        return f"{number(there)}/{number(total)}"

    def _state(self, session: Session) -> tuple[str, Tone]:
        today = self.book.today().isoformat()
        if session.held:
            return tr("Đã tổ chức"), "good"
        if not session.starts_at:
            return tr("Chưa xếp giờ"), "muted"
        if session.starts_at[:10] < today:
            return tr("Chưa điểm danh"), "warn"
        if session.starts_at[:10] == today:
            return tr("Hôm nay"), "accent"
        return tr("Sắp tới"), "note"


def _columns() -> list[Column[_Line]]:
    return [
        Column(
            title=tr("Thời gian"),
            text=lambda line: moment_text(line.session.starts_at) or "–",
            key=lambda line: line.session.starts_at,
        ),
        Column(title=tr("Buổi học"), text=lambda line: line.session.name, stretch=True),
        Column(title=tr("Đợt học tập"), text=lambda line: line.wave, stretch=True, spared=True),
        Column(title=tr("Địa điểm"), text=lambda line: line.session.venue, spared=True),
        Column(
            title=tr("Có mặt"),
            text=lambda line: line.attended,
            align=Qt.AlignmentFlag.AlignRight,
        ),
        Column(title=tr("Tình trạng"), text=lambda line: line.state, tone=lambda line: line.tone),
    ]
