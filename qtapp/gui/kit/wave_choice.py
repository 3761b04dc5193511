"""The choice of a study wave at the top of the screens that show one wave at a time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.calm_wheel import calm_wheel
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.room import ShortCombo
from qtapp.gui.kit.words import label
from qtapp.services.book import Book


class WaveChoice(QWidget):
    """Offers every wave of a book, newest first; `picked` tells the id of the one to show."""

    picked = Signal(str)

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self.combo = ShortCombo()
        self.combo.setAccessibleName(tr("Đợt học tập"))
        self.combo.view().setAccessibleName(tr("Các đợt học tập"))
        self.combo.setMinimumContentsLength(12)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        calm_wheel(self.combo)
        words = label(tr("Đợt họ&c tập"), "label", wrap=False)
        words.setBuddy(self.combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.em(theme.MEDIUM))
        row.addWidget(words)
        row.addWidget(self.combo, 1)
        self.setMaximumWidth(theme.em(48))
        self.combo.activated.connect(lambda _: self.picked.emit(self.wave_id()))

    def wave_id(self) -> str:
        """Return the id of the wave that is chosen; nothing if the book has none."""
        return str(self.combo.currentData() or "")

    def reload(self) -> None:
        """Read the waves anew and keep the choice."""
        kept = self.wave_id()
        self.combo.clear()
        for wave in self._book.waves.all():
            self.combo.addItem(wave.name, wave.id)
        self.choose(kept)

    def choose(self, wave_id: str) -> None:
        """Choose a wave, or the newest where this one is gone; `picked` keeps silent."""
        at = self.combo.findData(wave_id)
        self.combo.setCurrentIndex(at if at >= 0 else min(0, self.combo.count() - 1))
