"""A few figures on one line, each with its words: for screens whose room belongs to a list."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.pieces import clear
from qtapp.gui.kit.words import label


class Figure(Struct, frozen=True, kw_only=True):
    """One figure: what it is, its words, and a tone where it must be noticed."""

    figure: str
    words: str
    tone: Tone | None = None


class FigureLine(QFrame):
    """Figures side by side on one surface, broken into lines where the room is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        host = QWidget()
        self._flow = Flow(host)
        column = QVBoxLayout(self)
        side, pad = theme.em(theme.LARGE), theme.em(theme.TIGHT)
        column.setContentsMargins(side, pad, side, pad)
        column.addWidget(host)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures instead."""
        clear(self._flow)
        for each in figures:
            self._flow.addWidget(_pair(each))


def _pair(each: Figure) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, theme.em(theme.LARGE), 0)
    row.setSpacing(theme.em(theme.SMALL))
    big = label(each.figure, "figure", wrap=False)
    big.setAccessibleName(f"{each.words}: {each.figure}")
    if each.tone:
        big.setProperty("tone", each.tone)
    row.addWidget(big)
    row.addWidget(label(each.words, wrap=False))
    return made
