"""The recovery code, shown once: printed, put away, confirmed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from qtapp.domain.errors import AppError
from qtapp.gui.kit import ask, outside, theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Card, button
from qtapp.gui.kit.words import label, muted
from qtapp.gui.start.frame import Frame


class RecoveryPage(Frame):
    """The code in large letters, a sheet to print, and the word that it is put away safely.

    `print_sheet` writes the sheet as PDF to a path.
    """

    done = Signal(bool)

    def __init__(self, print_sheet: Callable[[Path], None]) -> None:
        super().__init__(
            tr("Cất giữ mã khôi phục"),
            tr(
                "Nếu quên mật khẩu, chỉ mã này mở được sổ. Không ai khác có mã này, kể cả người "
                "làm phần mềm. Hãy in ra giấy hoặc chép tay, cất nơi khóa cẩn thận."
            ),
            above=tr("Lập sổ mới · bước 3 trong 3"),
        )
        self._print_sheet = print_sheet
        card = Card()
        self.code = label("", "figure")
        self.code.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        card.body.addWidget(self.code)
        self.add(card)
        row = QHBoxLayout()
        row.setSpacing(theme.em(theme.MEDIUM))
        self.save = button(tr("&In tờ mã khôi phục (PDF)…"), self._save, "print")
        self._saved = muted("")
        row.addWidget(self.save)
        row.addWidget(self._saved, 1)
        self.add(row)
        self.kept = QCheckBox(tr("Tôi đã &cất giữ mã khôi phục"))
        self.remember = QCheckBox(tr("&Nhớ trên máy này: lần sau mở sổ không cần gõ mật khẩu"))
        self.add(self.kept)
        self.add(self.remember)
        self.add(muted(tr("Chỉ chọn “Nhớ trên máy này” khi máy chỉ một mình đồng chí dùng.")))
        self.go = self.primary(tr("&Vào sổ"), lambda: self.done.emit(self.remember.isChecked()))
        self.go.setEnabled(False)
        self.kept.toggled.connect(self.go.setEnabled)

    def start(self, code: str, above: str = "") -> None:
        """Show `code`."""
        groups = code.split("-")
        half = (len(groups) + 1) // 2
        self.code.setText("-".join(groups[:half]) + "-\n" + "-".join(groups[half:]))
        self.code.setAccessibleName(tr("Mã khôi phục: {code}").format(code=code))
        self.kept.setChecked(False)
        self.remember.setChecked(False)
        self._saved.setText("")
        self.set_above(above)
        self.save.setFocus()

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
