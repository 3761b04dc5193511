"""The first page there is: three ways to begin, and the way back into a book that exists."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from qtapp.gui.kit import ask
from qtapp.gui.kit.big_button import BigButton
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import button, clear
from qtapp.gui.kit.words import label
from qtapp.gui.start.frame import Frame


class FirstRunPage(Frame):
    """Lập sổ mới · Vào bằng thư mời · Xem thử với dữ liệu mẫu."""

    create_wanted = Signal()
    join_wanted = Signal()
    sample_wanted = Signal()
    open_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(
            tr("Chào đồng chí"),
            tr(
                "Sổ Chi Bộ giúp chi bộ lên kế hoạch, tổ chức, ghi chép và báo cáo việc học tập "
                "nghị quyết. Mọi dữ liệu nằm trong máy này, được mã hóa, không cần mạng."
            ),
            above=tr("Sổ Chi Bộ"),
        )
        self.found = BigButton(
            tr("&Lập sổ mới"),
            tr("Cho chi bộ hoặc cấp ủy của đồng chí. Mất khoảng ba phút."),
            self.create_wanted.emit,
            sign="add",
        )
        self.join = BigButton(
            tr("&Vào bằng thư mời"),
            tr("Cấp ủy cấp trên đã đưa tệp thư mời (.cbmoi) và đọc mã cho đồng chí."),
            self.join_wanted.emit,
            sign="key",
        )
        self.sample = BigButton(
            tr("&Xem thử với dữ liệu mẫu"),
            tr("Một đợt học tập của một xã với ba chi bộ, mọi tên đều là tên đặt."),
            self.sample_wanted.emit,
            sign="open",
        )
        for choice in (self.found, self.join, self.sample):
            self.add(choice)
        self._recent = QVBoxLayout()
        self.add(self._recent)
        self.open_other = button(tr("&Mở sổ đã có…"), self._choose, "open", "quiet")
        self.below.addWidget(self.open_other, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_recent(self, books: Sequence[str]) -> None:
        """Offer the books used on this computer that still exist."""
        clear(self._recent)
        found = [Path(book) for book in books if Path(book).is_file()]
        if found:
            self._recent.addWidget(label(tr("Sổ đã mở trên máy này"), "label"))
        for path in found:
            self._recent.addWidget(
                BigButton(
                    path.stem,
                    str(path.parent),
                    partial(self.open_wanted.emit, path),
                    sign="lock",
                    tone="muted",
                    large=False,
                )
            )

    def _choose(self) -> None:
        path = ask.open_file(self, tr("Chọn tệp sổ"), [(tr("Sổ Chi Bộ"), "*.scb")])
        if path is not None:
            self.open_wanted.emit(path)
