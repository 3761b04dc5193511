"""Joining with an invitation: its file, the code that was told, a passphrase of one's own."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from qtapp.domain.errors import AppError, Invalid, InvitationWrongCode
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.columns import Shelf
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.passphrase import NewPassphrase
from qtapp.gui.kit.pieces import button
from qtapp.gui.start.frame import Frame
from qtapp.wording.failures import sentence


class JoinPage(Frame):
    """Everything an invited unit types, on one page."""

    back_wanted = Signal()
    ready = Signal(object, str, str, str)

    def __init__(self) -> None:
        super().__init__(
            tr("Vào bằng thư mời"),
            tr(
                "Cấp ủy cấp trên, hoặc máy đơn vị đang dùng, đưa đồng chí một tệp thư mời và một mã "
                "tám chữ số. Sổ mới mang đúng tên đơn vị, nối sẵn với cấp trên; gói dữ liệu để cạnh thư "
                "mời được nhận luôn."
            ),
            above=tr("Vào bằng thư mời · bước 1 trong 3"),
        )
        self.back(tr("&Quay lại"), self.back_wanted.emit)
        self.file = LineField("path", tr("Tệp thư mời (.cbmoi)"), required=True)
        row = QHBoxLayout()
        row.setSpacing(theme.em(theme.MEDIUM))
        row.addWidget(self.file, 1)
        self.choose = button(tr("Chọn &tệp…"), self._choose, "open")
        row.addWidget(self.choose, alignment=Qt.AlignmentFlag.AlignBottom)
        self.add(row)
        self.code = LineField(
            "code", tr("Mã của thư mời"), required=True, hint=tr("Ví dụ: 1234 5678"), longest=40
        )
        self.place = LineField("place", hint=tr("Ở đầu văn bản. Ví dụ: Suối Mẫu"))
        self.add(Shelf([self.code, self.place]))
        self.passphrase = NewPassphrase(tr("Mật khẩu cho sổ của đồng chí"))
        self.add(self.passphrase)
        self.primary(tr("&Vào sổ"), self._go_on)

    def start(self, path: Path | None = None) -> None:
        """Begin, with the invitation in `path` if it is known already."""
        self.unsay()
        if path is not None:
            self.file.set_value(str(path))
        (self.code if path is not None else self.file).setFocus()

    def tell(self, error: AppError) -> None:
        """Say what went wrong, beside its field where it has one."""
        happened, advice = sentence(error)
        if isinstance(error, InvitationWrongCode):
            self.code.say_problem(f"{happened} {advice}")
            self.code.setFocus()
        elif isinstance(error, Invalid) and error.field == "passphrase":
            self.passphrase.show_problem(error)
        else:
            self.say("bad", f"{happened} {advice}")

    def _choose(self) -> None:
        path = ask.open_file(self, tr("Chọn tệp thư mời"), [(tr("Thư mời"), "*.cbmoi")])
        if path is not None:
            self.file.set_value(str(path))
            self.code.setFocus()

    def _go_on(self) -> None:
        self.unsay()
        try:
            path = Path(self.file.checked_value())
            code = self.code.checked_value()
            place = self.place.checked_value()
            words = self.passphrase.checked_value()
        except Invalid as error:
            for field in (self.file, self.code, self.place):
                if field.name == error.field:
                    field.setFocus()
            return
        self.ready.emit(path, code, words, place)
