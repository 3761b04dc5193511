"""What pages are made of: buttons, cards, banners, empty states, steps, and figures that matter."""

from collections.abc import Callable, Sequence
from enum import Enum, auto

from msgspec import Struct
from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone, icon
from qtapp.gui.kit.way_back import WayBack
from qtapp.gui.kit.words import heading, label, muted, picture, restyle

Act = Callable[[], object]


def button(text: str, act: Act, sign: str = "", role: str = "") -> QPushButton:
    """Return a button that does `act`; `role` is "primary", "quiet", "back" or nothing."""
    made = WayBack(text) if role == "back" else QPushButton(text)
    if role:
        made.setProperty("role", role)
    if sign:
        tone: Tone = {"primary": "on_accent", "quiet": "accent", "back": "accent"}.get(role, "ink")  # type: ignore[assignment]
        made.setIcon(icon(sign, tone))
        made.setIconSize(beside_words())
    made.setAutoDefault(False)
    made.clicked.connect(lambda _on: act())
    return made


def make_primary(made: QPushButton) -> None:
    """Give a button that Qt made the look of the one thing to do."""
    made.setProperty("role", "primary")
    restyle(made)


def beside_words(size: float = 1.2) -> QSize:
    """Return the size of an icon in a button, with room between it and the words."""
    return QSize(theme.em(size + 0.3), theme.em(size))


class Card(QFrame):
    """A white surface with room around what stands on it."""

    def __init__(self, title: str = "", sentence: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        pad = theme.em(theme.LARGE)
        self.body.setContentsMargins(pad, pad, pad, pad)
        self.body.setSpacing(theme.em(theme.MEDIUM))
        if title:
            self.body.addWidget(section(title, sentence))


_SIGNS: dict[str, str] = {"note": "info", "good": "done", "warn": "warning", "bad": "error"}


class Banner(QFrame):
    """A line across the page: something to know, something done, or something wrong."""

    def __init__(self, tone: Tone, text: str, action: str = "", act: Act | None = None) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("tone", tone)
        row = QHBoxLayout(self)
        side, pad = theme.em(theme.LARGE), theme.em(theme.SMALL)
        row.setContentsMargins(side, pad, pad, pad)
        row.setSpacing(theme.em(theme.MEDIUM))
        row.addWidget(picture(_SIGNS.get(tone, "info"), 1.5, tone))
        self.text = label(text)
        row.addWidget(self.text, 1)
        if action and act is not None:
            row.addWidget(button(action, act))
        self.setMinimumHeight(theme.em(3))


class Empty(QWidget):
    """What a page says while there is nothing to show: what belongs here, and how to begin."""

    def __init__(
        self, sign: str, title: str, sentence: str, action: str = "", act: Act | None = None
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        # Little above and below: with large letters the button should be in sight.
        side, pad = theme.em(theme.HUGE), theme.em(theme.TIGHT)
        column.setContentsMargins(side, pad, side, pad)
        column.setSpacing(theme.em(theme.SMALL))
        column.addStretch(1)
        column.addWidget(
            picture(sign, 2.4, "muted"), alignment=QtCore.Qt.AlignmentFlag.AlignHCenter
        )
        # Words with an alignment of their own would get the height of a wider line.
        inside = QWidget()
        inside.setMaximumWidth(theme.em(34))
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.em(theme.MEDIUM))
        for words in (heading(title), muted(sentence)):
            words.setAlignment(QtCore.Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(words)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        column.addLayout(row)
        self.action: QPushButton | None = None
        if action and act is not None:
            self.action = button(action, act, "add", "primary")
            column.addSpacing(theme.em(theme.SMALL))
            column.addWidget(self.action, alignment=QtCore.Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)


class StepState(Enum):
    """How far a step is."""

    DONE = auto()
    NEXT = auto()
    LATER = auto()
    LATE = auto()


class Step(Struct, frozen=True, kw_only=True):
    """One step of a piece of work, with the button that takes the user there."""

    title: str
    state: StepState
    sentence: str = ""
    action: str = ""
    act: Act | None = None


_STEP_LOOKS: dict[StepState, tuple[str, Tone]] = {
    StepState.DONE: ("done", "good"),
    StepState.NEXT: ("next", "accent"),
    StepState.LATER: ("waiting", "muted"),
    StepState.LATE: ("warning", "warn"),
}


class Steps(QWidget):
    """A list of steps: done, next, later, late; said by sign and by word."""

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.em(theme.LARGE))
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps instead."""
        clear(self._column)
        for step in steps:
            self._column.addWidget(_step_row(step))


def _step_row(step: Step) -> QWidget:
    row_widget = QWidget()
    row = QHBoxLayout(row_widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.em(theme.MEDIUM))
    sign, tone = _STEP_LOOKS[step.state]
    at_top = QVBoxLayout()
    at_top.addWidget(picture(sign, 1.7, tone))
    at_top.addStretch(1)
    row.addLayout(at_top)
    words = QVBoxLayout()
    words.setSpacing(theme.em(0.1))
    name = label(step.title, "label" if step.state in {StepState.NEXT, StepState.LATE} else "")
    name.setAccessibleName(f"{step.title}: {step_word(step.state)}")
    words.addWidget(name)
    words.addWidget(muted(step.sentence or step_word(step.state)))
    row.addLayout(words, 1)
    if step.action and step.act is not None:
        role = "primary" if step.state is StepState.NEXT else ""
        row.addWidget(button(step.action, step.act, role=role))
    return row_widget


def step_word(state: StepState) -> str:
    """Return the state of a step in words."""
    return {
        StepState.DONE: tr("Đã xong"),
        StepState.NEXT: tr("Việc tiếp theo"),
        StepState.LATER: tr("Làm sau"),
        StepState.LATE: tr("Đã quá hạn"),
    }[state]


class Tile(QFrame):
    """One figure in large letters with its words; a button where it leads somewhere."""

    def __init__(self, figure: str, words: str, note: str = "", tone: Tone | None = None) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setMinimumWidth(theme.em(11))
        column = QVBoxLayout(self)
        pad = theme.em(theme.LARGE)
        column.setContentsMargins(pad, theme.em(theme.MEDIUM), pad, theme.em(theme.MEDIUM))
        column.setSpacing(0)
        big = label(figure, "figure", wrap=False)
        if tone:
            big.setProperty("tone", tone)
        big.setAccessibleName(f"{words}: {figure}")
        column.addWidget(big)
        column.addWidget(label(words, wrap=False))
        if note:
            column.addWidget(label(note, "hint", wrap=False))
        column.addStretch(1)


class Tiles(QWidget):
    """Tiles side by side, broken into lines where the room is narrow."""

    def __init__(self, tiles: Sequence[Tile] = ()) -> None:
        super().__init__()
        self._flow = Flow(self)
        self._flow.setSpacing(theme.em(theme.MEDIUM))
        self.show_tiles(tiles)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these tiles instead."""
        clear(self._flow)
        for tile in tiles:
            self._flow.addWidget(tile)


def section(title: str, sentence: str = "") -> QWidget:
    """Return the heading of a part, with a quiet sentence under it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.em(0.15))
    column.addWidget(heading(title))
    if sentence:
        column.addWidget(muted(sentence))
    return made


def pair(name: str, value: str) -> QWidget:
    """Return a fact: its name in quiet letters above, what is known below."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(name, "hint"))
    said: QLabel = label(value or "–")
    said.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(said)
    return made


def clear(layout: Flow | QVBoxLayout | QHBoxLayout) -> None:
    """Take everything out of `layout`."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
