"""Attendance of one session by keyboard: one row for a member, one key for who is not simply present."""

from datetime import date

from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.counting import tally
from qtapp.domain.errors import AppError
from qtapp.domain.sessions import Session
from qtapp.domain.vietnamese import number, percent
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.letter_table import LetterTable
from qtapp.gui.kit.pieces import Empty, button
from qtapp.gui.kit.table import TableModel
from qtapp.gui.kit.table_view import FilterLine
from qtapp.gui.kit.words import label, muted, restyle
from qtapp.gui.sessions.part import Part
from qtapp.gui.sessions.reason import ReasonPanel
from qtapp.gui.sessions.roll import (
    KEYS,
    Line,
    columns,
    day_words,
    key_button,
    match,
    others,
    status_words,
    surely_held,
)
from qtapp.services.attendance import SheetRow
from qtapp.services.book import Book

_WIDE = 56.0
"""Width in letter heights from which everything stands side by side."""

_LOW = 26.0
"""Height in letter heights below which everything gives its room to the rows."""

_SPARED = (2, 4)
"""Columns a narrow list does without: offices, and whether a mark is recorded."""


class AttendancePanel(Part):
    """The sheet of one session. Every key is written at once; Ctrl+Z takes the last ones back."""

    changed = Signal()
    wanted = Signal(str, str)

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._session: Session | None = None
        self._past: list[list[SheetRow]] = []
        self.figure = label("", "figure", wrap=False)
        self.figure_words = label("", wrap=False)
        self.others = muted("")
        self.finish_button = button(tr("&Hoàn thành điểm danh"), self.finish, "check", "primary")
        self.finished = label(tr("Đã hoàn thành điểm danh"), "label", wrap=False)
        self.finished.setProperty("tone", "good")
        self.model = TableModel[Line](columns(), lambda line: line.row.member.id, self)
        self.table = LetterTable[Line](self.model, tr("Bảng điểm danh"))
        self.table.setSortingEnabled(False)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.opened.connect(lambda line: self._open_reason(line.row))
        self.search = FilterLine(tr("Tìm tên (Ctrl+F)"))
        self.search.setFixedWidth(theme.em(13))
        self.search.setToolTip(tr("Gõ vài chữ của tên, không cần dấu; Enter trở lại bảng"))
        self.search.search_changed.connect(self.jump)
        self.search.returnPressed.connect(self.table.setFocus)
        self._keys = muted(
            tr("Bấm một phím cho người đang chọn · Enter: ghi lý do · Ctrl+Z: hoàn tác")
        )
        self._key_buttons: dict[str, QPushButton] = {}
        self.not_found = label("", "problem", wrap=False)
        self.reason = ReasonPanel()
        self.reason.given.connect(self._give_reason)
        self.reason.left.connect(self._close_reason)
        self._build()
        search = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        search.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        search.activated.connect(self._start_search)

    def show_session(self, session: Session) -> None:
        """Show the sheet of a session."""
        if self._session is None or self._session.id != session.id:
            self._past.clear()
            self.reason.hide()
        self._session = session
        self.reload()

    def reload(self) -> None:
        """Read the sheet anew and keep the place in it."""
        if self._session is None:
            return
        rows = self._book.attendance.sheet(self._session.id)
        self.table.show_rows([Line(place, row) for place, row in enumerate(rows, 1)])
        if self.table.selected() is None and rows:
            self.table.selectRow(0)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._show_count()

    def may_leave(self) -> bool:
        """Hand over a reason that is typed."""
        self.reason.settle()
        return True

    def enter(self) -> None:
        """Put the keyboard where marking begins, on a row."""
        if self.table.selected() is None and self.model.rowCount():
            self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def take(self, event: QKeyEvent) -> bool:
        """Mark by a letter typed anywhere around the table; False if it is none."""
        if not self.table.isVisible() or not self.table.take(event):
            return False
        self.enter()
        return True

    def mark(self, status: AttendanceStatus) -> None:
        """Record the selected member's status and go on to the next member."""
        line = self.table.selected()
        if line is not None:
            reason = line.row.reason if status is line.row.status else ""
            if self._write([(line.row, status, reason, line.row.made_up_on)]):
                self._go_on()

    def take_back(self) -> None:
        """Undo the last mark."""
        if not self._past or self._session is None:
            return
        before = self._past.pop()
        self._restore(before)
        if self.model.index_of(before[0].member.id).isValid():
            self.table.select(Line(0, before[0]))
        self.changed.emit()

    def finish(self) -> None:
        """Record everybody not marked yet with their usual status, and the session as held."""
        if self._session is None:
            return
        before = self._session
        unmarked = [row for row in self._rows() if not row.recorded]
        if self._is_ahead() and not surely_held(self, before, unmarked):
            return
        try:
            self._book.attendance.finish(before.id)
        except AppError as error:
            ask.tell(self, error)
            return
        self._session = self._book.sessions.get(before.id)
        self.reload()
        self.changed.emit()

        def undo() -> None:
            self._book.attendance.unmark(before.id, [row.member.id for row in unmarked])
            self._session = self._book.sessions.save(
                replace(self._book.sessions.get(before.id), held=before.held)
            )
            self.reload()
            self.changed.emit()

        toast.say(self, tr("Đã hoàn thành điểm danh"), undo)

    def _is_ahead(self) -> bool:
        """Whether the day of the session is still to come."""
        day = self._session.starts_at[:10] if self._session is not None else ""
        return day > self._book.today().isoformat()

    def jump(self, text: str) -> None:
        """Select the first member whose name answers to `text`: given names first, then any part."""
        found = match(self._rows(), text)
        self.not_found.setText(tr("Không có tên này") if text.strip() and found is None else "")
        if found is not None:
            self.table.select(Line(0, found))

    def minimumSizeHint(self) -> QSize:
        """Return the room of the arrangement for small windows, whichever is shown."""
        return QSize(theme.em(30), theme.em(12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the last mark back on Ctrl+Z; a line of text keeps that key for itself.

        Once no mark is left to take back, the key is the whole book's.
        """
        if event.matches(QKeySequence.StandardKey.Undo) and self._past:
            self.take_back()
        elif not self.take(event):
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        sheet = QWidget()
        self._stack = QStackedLayout()
        column.addLayout(self._stack)
        self._stack.addWidget(sheet)
        self._stack.addWidget(
            Empty(
                "members",
                tr("Chưa có ai để điểm danh"),
                tr("Hãy nhập danh sách đảng viên của chi bộ trước."),
                tr("Mở danh sách đảng viên"),
                lambda: self.wanted.emit("members", ""),
            )
        )
        self._room = room = QVBoxLayout(sheet)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self._head())
        room.addWidget(self._key_bar())
        room.addWidget(self.table, 1)
        room.addWidget(self._keys)
        room.addWidget(self.reason)

    def _head(self) -> QFrame:
        self._card = QFrame()
        self._card.setProperty("role", "card")
        self._head_row = QHBoxLayout(self._card)
        self._head_row.setSpacing(theme.em(theme.MEDIUM))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.figure_words)
        words.addWidget(self.others)
        for widget in (self.figure, self.search, self.not_found):
            self._head_row.addWidget(widget)
            if widget is self.figure:
                self._head_row.addLayout(words, 1)
        self._head_row.addWidget(self.finished)
        self._head_row.addWidget(self.finish_button)
        return self._card

    def _fit(self) -> None:
        """Where the window is small, let the rows have the room of what can be missed."""
        narrow, low = self.width() < theme.em(_WIDE), self.height() < theme.em(_LOW)
        side = theme.em(theme.TIGHT if low else theme.LARGE)
        pad = theme.em(0.1 if low else theme.SMALL)
        self._head_row.setContentsMargins(side, pad, side, pad)
        self.search.setFixedWidth(theme.em(8 if narrow else 13))
        self.figure.setProperty("role", "label" if low else "figure")
        restyle(self.figure)
        for widget in (self.figure_words, self.others, self._keys):
            widget.setVisible(not low)
        for letter, made in self._key_buttons.items():
            made.setText(letter if low else f"{letter}   {status_words(KEYS[letter])}")
        crowded = low and not self.reason.isHidden()
        self._card.setVisible(not crowded)
        self._bar.setVisible(not crowded)
        gap = theme.em(theme.TIGHT if low else theme.SMALL)
        self._room.setSpacing(gap)
        self._column.setContentsMargins(0, gap if low else theme.em(theme.MEDIUM), 0, 0)
        self.table.setMinimumHeight(theme.em(4 if low else 8))
        self.table.setFont(theme.scaled_font(1.0 if low else 1.15))
        self.table.horizontalHeader().setVisible(not low)
        self.table.set_dense(low)
        self.table.hide_columns(_SPARED, narrow)

    def _key_bar(self) -> QWidget:
        self._bar = QWidget()
        flow = Flow(self._bar)
        flow.setSpacing(theme.em(theme.TIGHT))
        for letter, status in KEYS.items():
            self.table.on_letter(letter, lambda _, status=status: self.mark(status))  # type: ignore[misc]
            made = key_button(letter, status, lambda status=status: self.mark(status))  # type: ignore[misc]
            self._key_buttons[letter] = made
            flow.addWidget(made)
        return self._bar

    def _rows(self) -> list[SheetRow]:
        return [line.row for line in self.model.rows]

    def _write(self, marks: list[tuple[SheetRow, AttendanceStatus, str, date | None]]) -> bool:
        """Record marks and remember what stood there before; returns whether it is done."""
        if self._session is None:
            return False
        try:
            self._book.attendance.mark_all(
                self._session.id,
                {row.member.id: (status, reason, day) for row, status, reason, day in marks},
            )
        except AppError as error:
            ask.tell(self, error)
            return False
        self._past.append([row for row, *_ in marks])
        for row, status, reason, day in marks:
            made_up = day if status is AttendanceStatus.MADE_UP else None
            self._show_row(
                replace(row, status=status, reason=reason, made_up_on=made_up, recorded=True)
            )
        self._show_count()
        self.changed.emit()
        return True

    def _restore(self, rows: list[SheetRow]) -> None:
        assert self._session is not None  # noqa: S101 - nothing is in the past of no session
        sheets, session_id = self._book.attendance, self._session.id
        known = {row.member.id: row for row in rows if row.recorded}
        sheets.mark_all(
            session_id,
            {key: (row.status, row.reason, row.made_up_on) for key, row in known.items()},
        )
        sheets.unmark(session_id, [row.member.id for row in rows if not row.recorded])
        for row in rows:
            self._show_row(row)
        self._show_count()

    def _show_row(self, row: SheetRow) -> None:
        index = self.model.index_of(row.member.id)
        if index.isValid():
            self.model.replace(replace(self.model.row(index), row=row))

    def _show_count(self) -> None:
        rows = self._rows()
        found = tally(
            [row.member for row in rows],
            {row.member.id: row.status for row in rows},
            if_present=self._book.units.profile().exempt_count_if_present,
        )
        self.figure.setText(f"{number(found.at_session)}/{number(found.total)}")
        self.figure.setAccessibleName(
            tr("Có mặt {there} trong {total} đảng viên").format(
                there=found.at_session, total=found.total
            )
        )
        unmarked = sum(not row.recorded for row in rows)
        share = percent(found.at_session, found.total, 1)
        words = tr("dự kiến có mặt, {percent}") if unmarked else tr("có mặt, đạt {percent}")
        self.figure_words.setText(words.format(percent=share))
        self.others.setText(others(found, unmarked))
        held = self._session is not None and self._session.held
        if unmarked == len(rows) and not held:
            self.figure.setText(tr("Chưa điểm danh"))
            self.figure_words.setText(
                tr("dự kiến {count} đồng chí").format(count=number(found.total))
            )
            self.others.setText(day_words(self._session))
            self.figure.setAccessibleName(self.figure.text())
        done = held and not unmarked
        self.finish_button.setVisible(not done)
        self.finished.setVisible(done)

    def _start_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _close_reason(self) -> None:
        self._fit()
        self.table.setFocus()

    def _open_reason(self, row: SheetRow) -> None:
        self.reason.settle()
        self.reason.open_on(row)
        self._fit()
        # The panel takes room from the table only once the window has laid itself out.
        QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(self.table.currentIndex()))

    def _give_reason(
        self, row: SheetRow, status: AttendanceStatus, reason: str, day: date | None
    ) -> None:
        self._fit()
        if self._write([(row, status, reason, day)]):
            self.table.setFocus()
            self._go_on()

    def _go_on(self) -> None:
        """Select the next member, with the one after in sight too."""
        self.table.select_next()
        place = self.table.currentIndex().row()
        self.table.scrollTo(self.model.index(min(place + 1, self.model.rowCount() - 1), 0))
