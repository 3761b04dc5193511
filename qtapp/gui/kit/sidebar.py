"""The list of screens at the side of the window: a sign and words, one key each."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6 import QtCore
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qtapp.gui.kit import numbers, theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import icon
from qtapp.gui.kit.words import label, restyle


class Entry(Struct, frozen=True, kw_only=True):
    """One screen: its name for the program, its sign, its words and its key (`Ctrl+1`)."""

    name: str
    sign: str
    words: str
    key: str


class Sidebar(QFrame):
    """The screens from top to bottom, the unit above them, and the way out below.

    `chosen` is a click on a screen, `key_pressed` its key from anywhere in the window.
    """

    chosen = Signal(str)
    key_pressed = Signal(str)
    lock_wanted = Signal()
    guide_wanted = Signal()
    search_wanted = Signal()

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self.unit = label("", "label")
        inside = QWidget()
        inside.setObjectName("pageBody")
        column = QVBoxLayout(inside)
        pad = theme.em(theme.SMALL)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.em(0.15))
        self._head = QWidget()
        frame = QVBoxLayout(self._head)
        frame.setContentsMargins(pad, theme.em(theme.LARGE) - pad, pad, pad)
        frame.addWidget(self.unit)
        column.addWidget(self._head)
        for entry in entries:
            column.addWidget(self._entry(entry))
        column.addStretch(1)
        self.searching = _side_button("search", tr("Tìm trong sổ"), tr("Tìm trong cả sổ (Ctrl+K)"))
        self.searching.clicked.connect(self.search_wanted)
        column.addWidget(self.searching)
        self.guide = _side_button("help", tr("Hướng dẫn"), tr("Hướng dẫn về trang này (F1)"))
        self.guide.clicked.connect(self.guide_wanted)
        column.addWidget(self.guide)
        self.lock = _side_button("lock", tr("Khóa sổ"), tr("Khóa sổ (Ctrl+L)"))
        self.lock.clicked.connect(self.lock_wanted)
        column.addWidget(self.lock)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setProperty("focusPolicy", numbers.NO_FOCUS)
        scroll.setProperty("horizontalScrollBarPolicy", numbers.NEVER_A_BAR)
        scroll.setWidget(inside)
        self._scroll = scroll
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        words = max((b.sizeHint().width() for b in self._everything()), default=0)
        self._wide = words + 2 * pad + theme.em(theme.LARGE)
        self.setFixedWidth(self._wide)
        self._inside, self._roomy, self._wordy = inside, 0, True

    def fit_into(self, width: int) -> bool:
        """Show the words if they take a quarter of `width` at most, else signs alone; return whether so."""
        wordy = self._wide * 4 <= width
        if wordy is not self._wordy:
            self._wordy = wordy
            shown = numbers.WORDS_BESIDE_ICON if wordy else numbers.ICON_ONLY
            for each in self._everything():
                each.setProperty("toolButtonStyle", shown)
            self._head.setVisible(wordy)
            # A bar would lie over the signs; the wheel and the arrow keys reach them all.
            bar = numbers.BAR_AS_NEEDED if wordy else numbers.NEVER_A_BAR
            self._scroll.setProperty("verticalScrollBarPolicy", bar)
        signs = self.lock.sizeHint().width() + 2 * theme.em(theme.SMALL) + theme.em(theme.TIGHT)
        self.setFixedWidth(self._wide if wordy else signs)
        return wordy

    def show_unit(self, name: str) -> None:
        """Show whose book is open."""
        self.unit.setText(name)

    def mark(self, name: str) -> None:
        """Show which screen is open."""
        button = self._buttons.get(name)
        if button is not None:
            button.setChecked(True)
            self._scroll.ensureWidgetVisible(button)

    def button(self, name: str) -> QToolButton:
        """Return the button of a screen."""
        return self._buttons[name]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows to the new height."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the rows once they wear their style."""
        super().showEvent(event)
        self._fit()

    def _everything(self) -> list[QToolButton]:
        return [*self._buttons.values(), self.searching, self.guide, self.lock]

    def _fit(self) -> None:
        """Draw the rows closer together where the window is too low for all of them."""
        was_tight = bool(self.lock.property("tight"))
        if not was_tight:
            self._roomy = self._inside.sizeHint().height()
        tight = self.height() < self._roomy
        if tight != was_tight:
            for each in self._everything():
                each.setProperty("tight", tight)
                restyle(each)
                each.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down the list with the arrow keys."""
        everything = self._everything()
        at = next((i for i, each in enumerate(everything) if each.hasFocus()), -1)
        keys = QtCore.Qt.Key
        steps: dict[int, int] = {keys.Key_Down: 1, keys.Key_Up: -1}
        step = steps.get(event.key(), 0)
        if at >= 0 and step:
            towards = everything[(at + step) % len(everything)]
            towards.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(towards)
        else:
            super().keyPressEvent(event)

    def _entry(self, entry: Entry) -> QToolButton:
        made = _side_button(entry.sign, entry.words, f"{entry.words} ({entry.key})")
        made.setObjectName(f"go-{entry.name}")
        made.setCheckable(True)
        keys = QShortcut(QKeySequence(entry.key), self)
        keys.activated.connect(lambda: self.key_pressed.emit(entry.name))
        made.clicked.connect(lambda _on: self.chosen.emit(entry.name))
        self._group.addButton(made)
        self._buttons[entry.name] = made
        return made


def _side_button(sign: str, words: str, tip: str) -> QToolButton:
    made = QToolButton()
    made.setText(words)
    made.setIcon(icon(sign))
    made.setIconSize(QSize(theme.em(1.5), theme.em(1.5)))
    made.setProperty("toolButtonStyle", numbers.WORDS_BESIDE_ICON)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.setProperty("focusPolicy", numbers.STRONG_FOCUS)
    made.setToolTip(tip)
    made.setAccessibleName(words)
    return made
