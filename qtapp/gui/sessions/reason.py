"""The small panel in which the reason of one member is written, and the day of a make-up study."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import Invalid
from qtapp.gui.kit import theme
from qtapp.gui.kit.date_fields import DateField
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.words import label
from qtapp.services.attendance import SheetRow


class ReasonPanel(QFrame):
    """Enter writes and closes, Escape only closes."""

    given = Signal(object, object, str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._row: SheetRow | None = None
        self.setProperty("role", "card")
        self.who = label("", "label")
        self.line = LineField(
            "reason", tr("Lý do"), suggestions=usual_reasons(), hint=tr("Enter: ghi · Esc: thôi")
        )
        self.day = DateField("made_up_on", tr("Ngày học bù"))
        self.save_button = button(tr("Ghi &lý do"), self.give, "check", "primary")
        self.excuse_button = button(tr("Ghi là &vắng có lý do"), self.excuse)
        self.line.changed.connect(self._offer)
        column = QVBoxLayout(self)
        side, pad = theme.em(theme.LARGE), theme.em(theme.SMALL)
        column.setContentsMargins(side, pad, side, pad)
        column.setSpacing(theme.em(theme.TIGHT))
        column.addWidget(self.who)
        row = QHBoxLayout()
        row.setSpacing(theme.em(theme.MEDIUM))
        row.addWidget(self.line, 3)
        row.addWidget(self.day, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        verbs = QWidget()
        flow = Flow(verbs)
        flow.addWidget(self.save_button)
        flow.addWidget(self.excuse_button)
        column.addWidget(verbs)
        self.line.edit.returnPressed.connect(self.give)
        self.day.edit.returnPressed.connect(self.give)
        self.hide()

    def open_on(self, row: SheetRow) -> None:
        """Ask for the reason of one member."""
        self._row = row
        self.who.setText(f"{row.member.full_name} – {row.status.label}")
        self.line.set_value(row.reason)
        self._offer()
        self.day.set_value(row.made_up_on)
        self.day.clear_problem()
        self.day.setVisible(row.status is AttendanceStatus.MADE_UP)
        self.show()
        self.line.edit.setFocus()
        self.line.edit.selectAll()

    def give(self) -> None:
        """Hand over what was written."""
        if self._row is not None:
            self._give(self._row.status)

    def settle(self) -> None:
        """Hand over what was written and not handed over yet, before its place is left."""
        row = self._row
        if row is not None and not self.isHidden() and self.line.edit.text() != row.reason:
            self.give()

    def excuse(self) -> None:
        """Hand over what was written, as the reason of one who is excused."""
        self._give(AttendanceStatus.EXCUSED)

    def _offer(self) -> None:
        """Offer to excuse one who is said to have no reason and now has one."""
        unexcused = self._row is not None and self._row.status is AttendanceStatus.UNEXCUSED
        self.excuse_button.setVisible(unexcused and bool(self.line.edit.text().strip()))

    def _give(self, status: AttendanceStatus) -> None:
        if self._row is None:
            return
        day: date | None = None
        try:
            reason = self.line.checked_value()
            if self._row.status is AttendanceStatus.MADE_UP:
                day = self.day.checked_value()
        except Invalid:
            return  # the field says beside itself what is wrong
        row, self._row = self._row, None
        self.hide()
        self.given.emit(row, status, reason, day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._row = None
            self.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)


def usual_reasons() -> tuple[str, ...]:
    """Return reasons that are often given; they are offered while typing, never forced."""
    return (
        tr("Ốm, có giấy của cơ sở y tế"),
        tr("Đi công tác theo quyết định"),
        tr("Việc gia đình, đã báo cáo bí thư"),
        tr("Trực chỉ huy, trực ca"),
        tr("Đi học tập trung"),
        tr("Đi làm ăn xa, đã báo cáo chi bộ"),
    )
