"""Dates and times as people type them: dd/mm/yyyy, as far as known, and a calendar to point at."""

import re
from contextlib import suppress
from datetime import date

from PySide6.QtCore import QDate, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.vietnamese import date_text, parse_date, parse_partial_date, partial_date_text
from qtapp.gui.kit import theme
from qtapp.gui.kit.fields import Field
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import icon
from qtapp.gui.kit.undoing import undo_beyond
from qtapp.gui.kit.words import restyle

_SHORT_YEAR = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2})$")
_NO_YEAR = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})$")
_DIGITS = (
    re.compile(r"^(\d{2})(\d{2})(\d{4}|\d{2})$"),
    re.compile(r"^(\d{2})(\d)(\d{4}|\d{2})$"),
    re.compile(r"^(\d)(\d{2})(\d{4}|\d{2})$"),
)
"""A date without its signs: the first that gives a day and a month is meant, the longer day first."""
_LATEST = 2040
"""The last year that two digits can mean: deadlines lie ahead, the dates of a life long ago."""
_LATEST_BIRTH = 2015
"""The same for a year of birth: 26 is 1926, as nobody born since is old enough for the Party."""
_TIME = re.compile(
    r"^(\d{1,2})(?:(?:\s*(?::|\.|h|g|giờ)\s*(\d{2})?)?(?:\s*(?:phút|ph|p))?|(\d{2}))$"
)


class DateLine(QWidget):
    """A line for a date, with a calendar beside it.

    A day typed without its year is the one closest to `near`, where that is known.
    """

    def __init__(self, sample: str) -> None:
        super().__init__()
        self.near: date | None = None
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(sample)
        self.edit.setMinimumWidth(theme.em(7.5))
        self.setFocusProxy(self.edit)
        self.button = QToolButton(self)
        self.button.setIcon(icon("calendar", "muted"))
        self.button.setIconSize(QSize(theme.em(1.35), theme.em(1.35)))
        self.button.setAccessibleName(tr("Mở lịch"))
        self.button.setToolTip(tr("Mở lịch (phím mũi tên xuống)"))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.open_calendar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.em(theme.TIGHT))
        row.addWidget(self.edit, 1)
        row.addWidget(self.button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar on the down key."""
        if event.key() == Qt.Key.Key_Down:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Let the user point at a day, beginning with the one that is typed."""
        popup = _Calendar(self)
        try:
            shown = self.day()
        except Invalid:
            shown = None
        if shown is not None:
            popup.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        line = QRect(self.mapToGlobal(QPoint(0, 0)), self.size())
        popup.move(beside(line, popup.sizeHint(), self.screen().availableGeometry()))
        popup.show()
        popup.calendar.setFocus()

    def day(self) -> date | None:
        """Return the full date in the line, or None. Raises Invalid."""
        return parse_date(tidy_date(self.edit.text(), near=self.near))

    def take(self, day: QDate) -> None:
        """Write `day` into the line."""
        self.edit.setText(date_text(date(day.year(), day.month(), day.day())))
        self.edit.setFocus()


def beside(line: QRect, size: QSize, room: QRect) -> QPoint:
    """Return where something of `size` opens: under `line`, above it where that is too low, inside `room`."""
    below = line.bottom() + 1
    fits = below + size.height() <= room.bottom() + 1
    top = below if fits else line.top() - size.height()
    left = min(line.left(), room.right() + 1 - size.width())
    return QPoint(max(room.left(), left), max(room.top(), top))


class _Calendar(QWidget):
    """A calendar that goes away once a day is chosen."""

    def __init__(self, line: DateLine) -> None:
        super().__init__(line, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName(tr("Lịch"))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setObjectName("calendar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for name, sign in (("qt_calendar_prevmonth", "back"), ("qt_calendar_nextmonth", "forward")):
            arrow = self.calendar.findChild(QToolButton, name)
            if arrow is not None:
                arrow.setIcon(icon(sign))
                arrow.setIconSize(QSize(theme.em(1.2), theme.em(1.2)))
        self.calendar.setMinimumSize(theme.em(22), theme.em(17))
        plain = QTextCharFormat()
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.calendar)

        def take(day: QDate) -> None:
            line.take(day)
            QTimer.singleShot(0, self, self.close)

        self.calendar.clicked.connect(take)
        self.calendar.activated.connect(take)


class _TidyField(Field):
    """A field that writes in the usual form what was typed, once the user leaves its line."""

    def _tidy_after(self, *edits: QLineEdit) -> None:
        self._edits = edits
        for edit in edits:
            undo_beyond(edit)
            edit.textChanged.connect(self._touched)
            edit.editingFinished.connect(self._tidy)

    def typed(self) -> list[str]:
        """Return the letters of each line as they stand."""
        return [edit.text() for edit in self._edits]

    def retype(self, typed: list[str]) -> None:
        """Let these letters stand in the lines."""
        for edit, text in zip(self._edits, typed, strict=True):
            edit.setText(text)

    def _tidy(self) -> None:
        """Write the value in full, or say at once what is wrong; what is half typed is left alone."""
        if not all(edit.text().strip() for edit in self._edits):
            return
        try:
            found = self.value()
        except Invalid as error:
            self.show_problem(Invalid(self.name, error.reason, error.value))
        else:
            self.set_value(found)


class DateField(_TidyField):
    """A full date, or nothing."""

    def __init__(
        self, name: str, label: str = "", *, hint: str = "", required: bool = False
    ) -> None:
        self.line = DateLine(tr("ngày/tháng/năm"))
        super().__init__(name, self.line, label, hint)
        self.edit = self.line.edit
        self._required = required
        self._tidy_after(self.edit)

    def value(self) -> date | None:
        """Return the date, or None. Raises Invalid."""
        found = self.line.day()
        if found is None and self._required:
            raise Invalid(self.name, Reason.EMPTY)
        return found

    def set_value(self, value: date | None) -> None:
        """Show `value`."""
        self.edit.setText("" if value is None else date_text(value))


class PartialDateField(_TidyField):
    """A date as far as it is known: a day, a month, a year, or nothing."""

    def __init__(self, name: str, label: str = "", *, hint: str = "") -> None:
        self.line = DateLine(tr("ngày/tháng/năm hoặc năm"))
        super().__init__(name, self.line, label, hint)
        self.edit = self.line.edit
        self._tidy_after(self.edit)

    def value(self) -> str:
        """Return yyyy, yyyy-mm, yyyy-mm-dd or nothing. Raises Invalid."""
        latest = _LATEST_BIRTH if self.name == "birth" else _LATEST
        return parse_partial_date(tidy_date(self.edit.text(), latest), None)

    def set_value(self, value: str) -> None:
        """Show `value` the Vietnamese way round."""
        self.edit.setText(partial_date_text(value))


class MomentField(_TidyField):
    """A day and a time, `yyyy-mm-ddThh:mm` as a record's LocalTime, or nothing."""

    def __init__(self, name: str, label: str = "", *, hint: str = "") -> None:
        host = QWidget()
        self.line = DateLine(tr("ngày/tháng/năm"))
        self.time = QLineEdit()
        self.time.setPlaceholderText(tr("giờ:phút"))
        self.time.setMaximumWidth(theme.em(6))
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.em(theme.SMALL))
        row.addWidget(self.line, 1)
        row.addWidget(self.time)
        host.setFocusProxy(self.line.edit)
        super().__init__(name, host, label, hint)
        self.edit = self.line.edit
        self.time.setAccessibleName(tr("Giờ bắt đầu"))
        self._proposed = ""
        self._tidy_after(self.edit, self.time)

    def value(self) -> str:
        """Return the moment or nothing. Raises Invalid, also for half a moment."""
        day = self.line.day()
        clock = parse_time(self.time.text())
        if day is None and clock in {"", self._proposed}:
            return ""
        if day is None or not clock:
            raise Invalid(self.name, Reason.EMPTY)
        return f"{day.isoformat()}T{clock}"

    def show_problem(self, error: Invalid) -> None:
        """Show what is wrong, and at which of the two: a wrong time leaves the day in peace."""
        super().show_problem(error)
        of_time = error.reason is Reason.NOT_A_TIME
        self._mark(day=not of_time, time=of_time)

    def clear_problem(self) -> None:
        """Show the hint again."""
        super().clear_problem()
        self._mark(day=False, time=False)

    def _mark(self, *, day: bool, time: bool) -> None:
        for edit, wrong in ((self.edit, day), (self.time, time)):
            edit.setProperty("wrong", wrong)
            restyle(edit)

    def propose(self, clock: str) -> None:
        """Show a time of day that stands for nothing as long as there is no day."""
        self._proposed = clock
        self.time.setText(clock)

    def set_value(self, value: str) -> None:
        """Show `value`."""
        day, _, clock = value.partition("T")
        self.edit.setText(partial_date_text(day))
        self.time.setText(clock)


def tidy_date(text: str, latest: int = _LATEST, near: date | None = None) -> str:
    """Return a typed date with the shortcuts people use written out: 15/7/26, 150726, 15726, 15072026.

    Two digits mean the latest such year that is not after `latest`; no year, that of the day closest to
    `near`, if that is given: what is planned and what has just happened both lie close to today.
    """
    clean = _spaced(text.strip())
    if found := _SHORT_YEAR.match(clean):
        year = latest - (latest - int(found[3])) % 100
        return f"{found[1]}/{found[2]}/{year}"
    if near is not None and (found := _NO_YEAR.match(clean)):
        return _closest(int(found[1]), int(found[2]), near) or clean
    return clean


def parse_time(text: str) -> str:
    """Return the time a person wrote as hh:mm; nothing for a blank. Raises Invalid (NOT_A_TIME)."""
    clean = text.strip().lower()
    if not clean:
        return ""
    found = _TIME.match(clean)
    hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise Invalid("", Reason.NOT_A_TIME, text)
    return f"{hour:02d}:{minute:02d}"


def _closest(day: int, month: int, near: date) -> str:
    """Return the day of a month closest to `near`, written out; nothing if there is none in three years."""
    found = []
    for year in (near.year - 1, near.year, near.year + 1):
        with suppress(ValueError):
            found.append(date(year, month, day))
    return date_text(min(found, key=lambda each: abs(each - near))) if found else ""


def _spaced(text: str) -> str:
    """Return a date typed without signs with its slashes; anything else as it is."""
    for form in _DIGITS:
        found = form.match(text)
        if found and 1 <= int(found[1]) <= 31 and 1 <= int(found[2]) <= 12:
            return f"{found[1]}/{found[2]}/{found[3]}"
    return text
