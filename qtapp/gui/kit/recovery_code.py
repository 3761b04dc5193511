"""The recovery code in large letters, the sheet to print, and the word that it is put away."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError
from qtapp.gui.kit import ask, outside, theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Card, button
from qtapp.gui.kit.words import label, muted


class RecoveryCode(QWidget):
    """Shows one code. `print_sheet` writes the sheet as PDF to a path and raises AppError."""

    kept_changed = Signal(bool)

    def __init__(self, print_sheet: Callable[[Path], None]) -> None:
        super().__init__()
        self._print_sheet = print_sheet
        card = Card()
        self.code = label("", "figure", wrap=False)
        self.code.setAccessibleName(tr("Mã khôi phục"))
        self.code.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(self.code)
        row = QHBoxLayout()
        row.setSpacing(theme.em(theme.MEDIUM))
        self.save = button(tr("&In tờ mã khôi phục (PDF)…"), self._save, "print")
        self._saved = muted("")
        row.addWidget(self.save)
        row.addWidget(self._saved, 1)
        self.kept = QCheckBox(tr("Tôi đã &cất giữ mã khôi phục"))
        self.kept.toggled.connect(self.kept_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.LARGE))
        column.addWidget(card)
        column.addLayout(row)
        column.addWidget(self.kept, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_code(self, code: str) -> None:
        """Show `code`, in two lines so that it fits at every size of letters."""
        groups = code.split("-")
        half = (len(groups) + 1) // 2
        self.code.setText("-".join(groups[:half]) + "-\n" + "-".join(groups[half:]))
        self.code.setAccessibleName(tr("Mã khôi phục: {code}").format(code=code))
        self.kept.setChecked(False)
        self._saved.setText("")

    def _save(self) -> None:
        path = ask.save_file(self, tr("Lưu tờ mã khôi phục"), "Mã khôi phục.pdf", [ask.PDF])
        if path is None:
            return
        try:
            self._print_sheet(path)
        except AppError as error:
            ask.tell(self, error)
            return
        self._saved.setText(
            tr("Đã lưu {name}. In xong hãy xóa tệp này khỏi máy.").format(name=path.name)
        )
        outside.show(path)
