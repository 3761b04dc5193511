"""A panel beside a list: the record that is open, its fields, and the verbs for it. No window of its own."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
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
from qtapp.gui.kit import theme, toast
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import icon
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.lazily import is_made
from qtapp.gui.kit.pieces import Act, beside_words, button
from qtapp.gui.kit.words import heading, muted
from qtapp.services.book import Book

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
        self.told = QVBoxLayout()
        column.addLayout(self.told)
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
    """A record's form in a panel, saved as one types; one that is to be made has a button that makes it.

    `saved` tells of changes to the record shown, `added` of a new one. The form is made when it is first
    asked for.
    """

    saved = Signal(object)
    added = Signal(object)

    def __init__(
        self, book: Book, make_form: Callable[[], Form[R]], save: Callable[[R, dict[str, Any]], R]
    ) -> None:
        super().__init__()
        self._book, self._make_form, self._save = book, make_form, save
        self._form_room = QVBoxLayout()
        self.body.addLayout(self._form_room)
        self.save_button = self.verb(tr("&Lưu"), self.add, "save", "primary")
        self.wipe_button = self.verb(tr("Xóa chữ đã gõ"), self._wipe, "", "quiet")

    @cached_property
    def form(self) -> Form[R]:
        """The fields of the record."""
        made = self._make_form()
        self._form_room.addWidget(made)
        made.changed.connect(self._offer_to_wipe)
        return made

    @cached_property
    def _keeper(self) -> Keeper[R]:
        made = Keeper[R](self._book, self.form, self._save)
        made.kept.connect(self.saved)
        self.told.insertWidget(0, made.state)
        return made

    @property
    def record(self) -> R | None:
        """The record the panel shows, as it was last loaded or saved."""
        return self._keeper.record if is_made(self, "_keeper") else None

    @property
    def is_new(self) -> bool:
        """Whether the panel is open on a record that is to be made."""
        return self.is_open() and self._keeper.is_new and self.record is not None

    def open_on(self, record: R, title: str, sentence: str = "", *, own: bool = True) -> None:
        """Show a record of the book; one that is not the unit's `own` is only to be read."""
        self.name(title, sentence)
        self.form.setEnabled(own)
        self._keeper.open(record, f"{record.table}/{record.id}")
        self._show_verbs(told=own)

    def begin(self, blank: R, title: str, sentence: str = "", about: str = "new") -> None:
        """Show a record that is to be made, with what was typed for it before; `about` tells drafts apart."""
        self.name(title, sentence)
        self.form.setEnabled(True)
        self._keeper.begin(blank, f"{blank.table}/{about}")
        self._show_verbs(told=True)

    def refresh(self, record: R) -> None:
        """Show what the record says now; what is typed and not saved stays."""
        self._keeper.refresh(record)

    def add(self) -> bool:
        """Make the new record; what is wrong shows beside its field. Returns whether it is made."""
        if not self._keeper.add():
            return False
        self.added.emit(self.record)
        return True

    def may_leave(self) -> bool:
        """Keep what is typed; False if the book cannot take it and the user wants to stay."""
        return not self.is_open() or self._keeper.settle()

    def leave(self) -> bool:
        """Close the panel; what was typed for a new record waits where it was begun."""
        waiting = self.is_new and self.form.is_changed()
        if not super().leave():
            return False
        if waiting:
            toast.say(self, tr("Phần viết dở được giữ lại, mở ra viết tiếp lúc nào cũng được."))
        return True

    def gone(self) -> None:
        """Close the panel: its record is no more."""
        self._keeper.let_go()
        self.hide()
        self.left.emit()

    def _show_verbs(self, *, told: bool) -> None:
        self.save_button.setVisible(self._keeper.is_new)
        self._keeper.state.setVisible(told)
        self._offer_to_wipe()
        self.appear()

    def _offer_to_wipe(self) -> None:
        self.wipe_button.setVisible(self._keeper.is_new and self.form.is_changed())

    def _wipe(self) -> None:
        typed = self._keeper.wipe()

        def undo() -> None:
            self.form.retype(typed)

        toast.say(self, tr("Đã xóa chữ vừa gõ."), undo)


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
