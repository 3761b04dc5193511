"""The recovery code of a new book, shown once: printed, put away, confirmed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.recovery_code import RecoveryCode
from qtapp.gui.kit.words import muted
from qtapp.gui.start.frame import Frame


class RecoveryPage(Frame):
    """The code, and whether this computer shall remember the book."""

    done = Signal(bool)

    def __init__(self, print_sheet: Callable[[Path], None]) -> None:
        super().__init__(
            tr("Cất giữ mã khôi phục"),
            tr(
                "Nếu quên mật khẩu, chỉ mã này mở được sổ. Không ai khác có mã này, kể cả người "
                "làm phần mềm. Hãy in ra giấy hoặc chép tay, cất nơi khóa cẩn thận."
            ),
        )
        self.sheet = RecoveryCode(print_sheet)
        self.add(self.sheet)
        self.remember = QCheckBox(tr("&Nhớ trên máy này: lần sau mở sổ không cần gõ mật khẩu"))
        self.add(self.remember)
        self.add(muted(tr("Chỉ chọn “Nhớ trên máy này” khi máy chỉ một mình đồng chí dùng.")))
        self.go = self.primary(tr("&Tiếp tục"), lambda: self.done.emit(self.remember.isChecked()))
        self.go.setEnabled(False)
        self.sheet.kept_changed.connect(self.go.setEnabled)

    def start(self, code: str, above: str) -> None:
        """Show `code`; `above` says which step this is."""
        self.set_above(above)
        self.sheet.show_code(code)
        self.remember.setChecked(False)
        self.sheet.save.setFocus()
