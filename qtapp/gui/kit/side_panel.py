"""A panel beside a list: the record that is open, its fields, and the verbs for it. No window of its own."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qtapp.domain.record import Record
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import icon
from qtapp.gui.kit.pieces import Act, beside_words, button
from qtapp.gui.kit.words import heading, muted

R = TypeVar("R", bound=Record)

_BOTH = 50.0
"""Width in letter heights from which a list and its panel stand side by side."""
_PANEL = 23.0


class SidePanel(QFrame):
    """A title with a way to close, a body that scrolls, and a foot of buttons that never does."""

    left = Signal()
    appeared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        pad = theme.em(theme.LARGE)
        column.setContentsMargins(pad, theme.em(theme.MEDIUM), pad, theme.em(theme.MEDIUM))
        column.setSpacing(theme.em(theme.MEDIUM))
        top = QHBoxLayout()
        self.title = heading("")
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close", "muted"))
        self.close_button.setIconSize(beside_words())
        self.close_button.setAccessibleName(tr("Đóng khung bên"))
        self.close_button.setToolTip(tr("Đóng (phím Esc)"))
        self.close_button.clicked.connect(lambda _on: self.leave())
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button, alignment=Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self.sentence = muted("")
        column.addWidget(self.sentence)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The panel takes the height there is: its fields scroll, the page around it need not.
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._scroll.setMinimumHeight(theme.em(13))
        inside = QWidget()
        inside.setObjectName("pageBody")
        self._scroll.setWidget(inside)
        room = QVBoxLayout(inside)
        room.setContentsMargins(theme.em(0.15), 0, theme.em(theme.SMALL), theme.em(theme.SMALL))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.em(theme.LARGE))
        room.addLayout(self.body)
        room.addStretch(1)
        column.addWidget(self._scroll, 1)
        self._foot_host = QWidget()
        self.foot = Flow(self._foot_host)
        column.addWidget(self._foot_host)
        self.hide()

    def name(self, title: str, sentence: str = "") -> None:
        """Say what the panel shows."""
        self.title.setText(title)
        self.setAccessibleName(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def verb(self, text: str, act: Act, sign: str = "", role: str = "") -> QPushButton:
        """Offer something in the foot."""
        made = button(text, act, sign, role)
        self.foot.addWidget(made)
        return made

    def appear(self) -> None:
        """Show the panel from its top."""
        self._scroll.verticalScrollBar().setValue(0)
        self.show()
        self.appeared.emit()

    def is_open(self) -> bool:
        """Whether the panel is there, also while its whole screen is out of sight."""
        return not self.isHidden()

    def may_leave(self) -> bool:
        """Whether what the panel shows may go away; the plain panel holds nothing that could be lost."""
        return True

    def leave(self) -> bool:
        """Close the panel unless the user wants to stay; return whether it is closed."""
        if not self.may_leave():
            return False
        self.hide()
        self.left.emit()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


class FormPanel(SidePanel, Generic[R]):
    """A record's form in a panel: saved by its button or Ctrl+S, never by itself."""

    saved = Signal(object)

    def __init__(self, form: Form[R], save: Callable[[R, dict[str, Any]], R]) -> None:
        super().__init__()
        self.form = form
        self._save = save
        self._record: R | None = None
        self.body.addWidget(form)
        self.save_button = self.verb(tr("&Lưu"), self.save, "save", "primary")
        self.save_button.setToolTip(tr("Lưu (Ctrl+S)"))
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.activated.connect(self._save_by_key)

    @property
    def record(self) -> R | None:
        """The record the panel shows, as it was last loaded or saved."""
        return self._record

    def open_on(self, record: R, title: str, sentence: str = "") -> None:
        """Show `record`; unsaved words of another are the caller's question (`may_leave`)."""
        self._record = record
        self.name(title, sentence)
        self.form.load(record)
        self.appear()

    def save(self) -> bool:
        """Keep the record; what fails shows beside its field. Returns whether it is kept."""
        if self._record is None:
            return False
        before = self._record

        def keep(values: dict[str, Any]) -> None:
            self._record = self._save(before, values)

        if not self.form.submit(keep):
            return False
        self.saved.emit(self._record)
        return True

    def is_changed(self) -> bool:
        """Whether words would be lost by closing."""
        return self.is_open() and self.save_button.isEnabled() and self.form.is_changed()

    def may_leave(self) -> bool:
        """Ask before unsaved words are lost."""
        return not self.is_changed() or ask.settle_unsaved(self, self.save)

    def _save_by_key(self) -> None:
        if self.is_open() and self.save_button.isEnabled():
            self.save()


class Beside(QWidget):
    """A list and the panel for what is open in it: side by side, or the panel alone where that is tight."""

    def __init__(self, main: QWidget, panel: SidePanel, width: float = _PANEL) -> None:
        super().__init__()
        self._main = main
        self._panel = panel
        self._width = width
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.em(theme.MEDIUM))
        row.addWidget(main, 1)
        row.addWidget(panel)
        panel.left.connect(self._arrange)
        panel.appeared.connect(self._arrange)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between both and the panel alone."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        opened = self._panel.is_open()
        both = self.width() >= theme.em(_BOTH - _PANEL + self._width)
        self._main.setVisible(both or not opened)
        if both:
            self._panel.setFixedWidth(theme.em(self._width))
        else:
            self._panel.setMinimumWidth(theme.em(12))
            self._panel.setMaximumWidth(16_777_215)
