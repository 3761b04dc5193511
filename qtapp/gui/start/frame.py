"""The frame of what is shown before a book is open: one calm column in the middle of the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qtapp.gui.kit import theme
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.pieces import Act, Banner, button, clear
from qtapp.gui.kit.words import lead, title as title_words

_WIDTH = 44


class Frame(QWidget):
    """Title, sentence, content, and below it the one button that goes on. Enter presses it."""

    def __init__(self, title: str, sentence: str = "", *, above: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self._primary: QPushButton | None = None
        inside = QWidget()
        inside.setObjectName("pageBody")
        row = QHBoxLayout(inside)
        pad = theme.em(theme.HUGE)
        row.setContentsMargins(pad, pad, pad, pad)
        row.addStretch(1)
        host = QWidget()
        host.setMaximumWidth(theme.em(_WIDTH))
        row.addWidget(host, 100)
        row.addStretch(1)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.LARGE))
        self._above = QHBoxLayout()
        column.addLayout(self._above)
        column.addStretch(1)
        self._title, self._sentence = title_words(title), lead(sentence)
        self._over = lead(above)
        column.addWidget(self._over)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        self._sentence.setVisible(bool(sentence))
        self._over.setVisible(bool(above))
        self._banners = QVBoxLayout()
        column.addLayout(self._banners)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.em(theme.LARGE))
        column.addLayout(self.body)
        self._verbs = QHBoxLayout()
        self._verbs.setSpacing(theme.em(theme.MEDIUM))
        column.addLayout(self._verbs)
        self.below = QVBoxLayout()
        self.below.setSpacing(theme.em(theme.SMALL))
        column.addLayout(self.below)
        column.addStretch(2)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def set_title(self, text: str) -> None:
        """Name the page anew."""
        self._title.setText(text)
        self.setAccessibleName(text)

    def set_above(self, text: str) -> None:
        """Say something else above the title."""
        self._over.setText(text)
        self._over.setVisible(bool(text))

    def set_sentence(self, text: str) -> None:
        """Say something else under the title."""
        self._sentence.setText(text)
        self._sentence.setVisible(bool(text))

    def add(self, content: QWidget | QLayout) -> None:
        """Put `content` below what is there."""
        if isinstance(content, QCheckBox):
            self.body.addWidget(content, alignment=Qt.AlignmentFlag.AlignLeft)
        elif isinstance(content, QWidget):
            self.body.addWidget(content)
        else:
            self.body.addLayout(content)

    def back(self, text: str, act: Act) -> QPushButton:
        """Offer a way back above the title."""
        made = button(text, act, "back", "quiet")
        self._above.addWidget(made)
        self._above.addStretch(1)
        return made

    def primary(self, text: str, act: Act) -> QPushButton:
        """Offer the button that goes on."""
        self._primary = button(text, act, role="primary")
        self._verbs.addWidget(self._primary)
        self._verbs.addStretch(1)
        return self._primary

    def say(self, tone: Tone, text: str) -> None:
        """Show a line under the title."""
        clear(self._banners)
        self._banners.addWidget(Banner(tone, text))

    def unsay(self) -> None:
        """Take the line under the title away."""
        clear(self._banners)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, or press the button that has the focus."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focus = self.focusWidget()
            target = focus if isinstance(focus, QPushButton) else self._primary
            if target is not None and target.isEnabled():
                target.click()
            return
        super().keyPressEvent(event)
