"""The roll call for a hall: one name at a time in letters that are read from the last row."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.words import label, restyle
from qtapp.gui.sessions.attendance import AttendancePanel
from qtapp.gui.sessions.roll import KEYS, TONES, Line, status_words

_ROWS = 3
"""Names shown before and after the one that is called."""


class Projector(QWidget):
    """Fills the screen and follows the roll call of `panel`; every key works as in its table."""

    def __init__(self, panel: AttendancePanel, title: str) -> None:
        super().__init__(panel.window(), Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(tr("Điểm danh trên màn hình lớn"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._panel = panel
        self._title = _large(title, 1.8)
        self.count = _large("", 4.5, bold=True)
        self.words = _large("", 1.6)
        self.before = _large("", 1.6)
        self.called = _large("", 5.0, bold=True)
        self.status = _large("", 2.4, bold=True)
        self.after = _large("", 1.6)
        legend = " · ".join(f"{letter} {status_words(KEYS[letter]).lower()}" for letter in KEYS)
        self._keys = _large(tr("{keys} · Esc: đóng").format(keys=legend), 1.0)
        for quiet in (self.before, self.after, self.words, self._keys):
            quiet.setProperty("role", "muted")
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, pad)
        for words in (self._title, self.count, self.words):
            column.addWidget(words)
        column.addStretch(1)
        for words in (self.before, self.called, self.status, self.after):
            column.addWidget(words)
        column.addStretch(1)
        column.addWidget(self._keys)
        panel.changed.connect(self.reload)
        panel.table.selectionModel().currentRowChanged.connect(lambda *_: self.reload())
        panel.window().installEventFilter(self)
        self.reload()

    def reload(self) -> None:
        """Show the count and the member who is called now, with those before and after."""
        panel = self._panel
        self.count.setText(panel.figure.text())
        self.words.setText(
            " · ".join(filter(None, (panel.figure_words.text(), panel.others.text())))
        )
        place = panel.table.currentIndex().row()
        names = [
            panel.model.row(panel.model.index(row, 0)) for row in range(panel.model.rowCount())
        ]
        self.before.setText(_listed(names[max(0, place - _ROWS) : max(0, place)]))
        self.after.setText(_listed(names[place + 1 : place + 1 + _ROWS]))
        called = panel.table.selected()
        self.called.setText(f"{called.place}. {called.row.member.full_name}" if called else "")
        row = called.row if called else None
        recorded = row is not None and row.recorded
        self.status.setText(status_words(row.status) if row is not None and recorded else " ")
        self.status.setProperty("tone", TONES[row.status] if row is not None and recorded else "")
        restyle(self.status)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape; go up and down, mark and take back as in the table."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F11}:
            self.close()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif not self._panel.table.take(event):
            self._panel.keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go with the window that shows the book."""
        if event.type() in {QEvent.Type.Close, QEvent.Type.Hide}:
            self.close()
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        table, model = self._panel.table, self._panel.model
        place = min(max(0, table.currentIndex().row() + by), model.rowCount() - 1)
        table.setCurrentIndex(model.index(place, 0))


def _listed(lines: Sequence[Line]) -> str:
    return "\n".join(f"{line.place}. {line.row.member.full_name}" for line in lines)


def _large(text: str, times: float, *, bold: bool = False) -> QLabel:
    made = label(text)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    made.setFont(theme.scaled_font(times, bold=bold))
    return made
