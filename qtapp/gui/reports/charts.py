"""The drawings of a wave, one below the other, each on its card."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.drawing import Drawing
from qtapp.gui.kit import theme
from qtapp.gui.kit.chart import Chart
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Card, Empty, clear


class Charts(QWidget):
    """Shows drawings, or says why there is none yet."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.em(theme.MEDIUM))

    def show_drawings(self, drawings: Sequence[Drawing]) -> None:
        """Show these drawings instead."""
        clear(self._column)
        for drawing in drawings:
            card = Card(drawing.title)
            card.body.addWidget(Chart(drawing))
            self._column.addWidget(card)
        if not drawings:
            self._column.addWidget(
                Empty(
                    "report",
                    tr("Chưa có gì để vẽ"),
                    tr("Biểu đồ hiện ra khi có buổi học đã điểm danh hoặc bài thu hoạch."),
                )
            )
