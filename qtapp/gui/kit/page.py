"""The frame of every screen: its name, one sentence, what can be done, and the content below."""

from PySide6 import QtCore
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qtapp.gui.kit import numbers, theme
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.pieces import Act, Banner, Card, button, clear, section
from qtapp.gui.kit.words import lead, restyle, title as title_words


class Page(QFrame):
    """A screen. Subclasses fill `body` and override `reload`, which is called whenever it is shown.

    The content scrolls as a whole where the window is too small for it.
    """

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setProperty("focusPolicy", numbers.NO_FOCUS)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        inside = QWidget()
        inside.setObjectName("pageBody")
        self._scroll.setWidget(inside)
        self._column = QVBoxLayout(inside)
        side = theme.em(theme.HUGE)
        self._column.setContentsMargins(side, theme.em(theme.LARGE), side, theme.em(theme.TIGHT))
        self._column.setSpacing(theme.em(theme.LARGE))
        self._title = title_words(title)
        self._subtitle = lead(subtitle)
        self._head = _Head(self._title, self._subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self._back = QHBoxLayout()
        top = QVBoxLayout()
        top.setSpacing(theme.em(theme.TIGHT))
        top.addLayout(self._back)
        top.addWidget(self._head)
        self._column.addLayout(top)
        self._banners = QVBoxLayout()
        self._banners.setSpacing(theme.em(theme.SMALL))
        self._column.addLayout(self._banners)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.em(theme.LARGE))
        self._column.addLayout(self.body, 1)
        self.setAccessibleName(title)

    def reload(self) -> None:
        """Read everything anew and show it."""

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Name the page anew."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)

    def back(self, text: str, act: Act) -> QPushButton:
        """Offer a way back above the title."""
        made = button(text, act, "back", "back")
        self._back.addWidget(made)
        self._back.addStretch(1)
        return made

    def primary(self, text: str, act: Act, sign: str = "") -> QPushButton:
        """Offer the one thing people come here to do, at the top right."""
        made = button(text, act, sign, "primary")
        self._head.verbs.addWidget(made)
        return made

    def secondary(self, text: str, act: Act, sign: str = "") -> QPushButton:
        """Offer something else, left of the primary action if called before it."""
        made = button(text, act, sign)
        self._head.verbs.addWidget(made)
        return made

    def offer(self, verb: QPushButton) -> None:
        """Put a button that knows its own work among the verbs, in the order of calls."""
        self._head.verbs.addWidget(verb)

    def section(self, title: str, sentence: str = "") -> None:
        """Begin a part of the page."""
        self.body.addSpacing(theme.em(theme.SMALL))
        self.body.addWidget(section(title, sentence))

    def add(self, content: QWidget | QLayout, stretch: int = 0) -> None:
        """Put `content` below what is there."""
        if isinstance(content, QWidget):
            self.body.addWidget(content, stretch)
        else:
            self.body.addLayout(content, stretch)

    def card(self, title: str = "", sentence: str = "") -> Card:
        """Put a card below what is there and return it."""
        made = Card(title, sentence)
        self.body.addWidget(made)
        return made

    def banner(self, tone: Tone, text: str, action: str = "", act: Act | None = None) -> Banner:
        """Show a line under the title until `clear_banners`."""
        made = Banner(tone, text, action, act)
        self._banners.addWidget(made)
        return made

    def clear_banners(self) -> None:
        """Take all banners away."""
        clear(self._banners)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by page keys wherever the focus is."""
        bar = self._scroll.verticalScrollBar()
        match event.key():
            case QtCore.Qt.Key.Key_PageDown:
                bar.setValue(bar.value() + bar.pageStep())
            case QtCore.Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - bar.pageStep())
            case _:
                super().keyPressEvent(event)


class _Head(QWidget):
    """Title and actions side by side, or one above the other where that is too tight."""

    def __init__(self, title: QWidget, subtitle: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.em(theme.MEDIUM))
        words = QVBoxLayout()
        words.setSpacing(theme.em(0.15))
        words.addWidget(title)
        words.addWidget(subtitle)
        self._row.addLayout(words, 1)
        self._host = QWidget()
        self.verbs = Flow(self._host)
        self._row.addWidget(self._host)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between side by side and one above the other."""
        super().resizeEvent(event)
        wide = self.verbs.sizeHint().width()
        fits = wide + theme.em(22) <= self.width()
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if fits else direction.TopToBottom)
        self._host.setMinimumWidth(wide if fits else 0)


def mark(widget: QWidget, tone: Tone | None) -> None:
    """Give `widget` a tone, or none."""
    widget.setProperty("tone", tone or "")
    restyle(widget)
