"""Big buttons: a sign, a few large words and a sentence, for choices people make once."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from qtapp.gui.kit import theme
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.pieces import Act
from qtapp.gui.kit.words import heading, label, muted, picture


class BigButton(QPushButton):
    """A choice with room for its words; `words` may carry a mnemonic (`&`)."""

    def __init__(
        self,
        words: str,
        sentence: str,
        act: Act,
        *,
        sign: str = "",
        tone: Tone = "accent",
        large: bool = True,
        arrow: bool = True,
    ) -> None:
        plain = words.replace("&", "")
        super().__init__(plain)
        self.setProperty(
            "role", "tile"
        )  # its own words are transparent (app.qss): they stand on it as labels
        self.setAutoDefault(False)
        self.setAccessibleName(f"{plain}. {sentence}" if sentence else plain)
        row = self._row = QHBoxLayout(self)
        side, pad = theme.em(theme.LARGE), theme.em(theme.MEDIUM)
        row.setContentsMargins(side, pad, side, pad)
        row.setSpacing(theme.em(theme.LARGE))
        if sign:
            row.addWidget(picture(sign, 2.4 if large else 1.6, tone))
        column = QVBoxLayout()
        column.setSpacing(theme.em(0.1))
        name = heading(words) if large else label(words, "label")
        name.setBuddy(self)
        column.addWidget(name)
        if sentence:
            column.addWidget(muted(sentence))
        row.addLayout(column, 1)
        if arrow:
            row.addWidget(picture("forward", 1.2, "muted"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _on: act())

    def hasHeightForWidth(self) -> bool:
        """Return True: the sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the words need at `width`."""
        return self._row.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return the size the words would like."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the size below which the words no longer fit."""
        least = self._row.minimumSize()
        return QSize(least.width(), max(least.height(), self.heightForWidth(max(self.width(), 1))))

    def event(self, event: QEvent) -> bool:
        """Ask for another height when the width has changed."""
        if event.type() == QEvent.Type.Resize:
            self.updateGeometry()
        return super().event(event)
