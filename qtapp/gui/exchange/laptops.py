"""Other laptops of the same unit: bundles between them, one more laptop, one that was lost."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qtapp.gui.exchange.devices import DevicesDialog
from qtapp.gui.kit import ask, busy, sending
from qtapp.gui.kit.code_dialog import CodeDialog
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.pieces import Card, button
from qtapp.gui.kit.words import label
from qtapp.services.book import Book


class LaptopsCard(Card):
    """A sentence and three verbs."""

    changed = Signal()
    made = Signal(object)

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__(tr("Máy khác của đơn vị"))
        self._book, self._jobs = book, jobs
        self._said = label("")
        self.body.addWidget(self._said)
        row = QWidget()
        flow = Flow(row)
        self.send_button = button(tr("Ghi gói cho máy &khác…"), self.send, "export")
        self.add_button = button(tr("Thêm máy thứ hai…"), self.add, "add")
        self.list_button = button(tr("Danh sách máy…"), self.show_devices, "lock")
        for each in (self.send_button, self.add_button, self.list_button):
            flow.addWidget(each)
        self.body.addWidget(row)

    def reload(self) -> None:
        """Read anew which laptops there are."""
        laptops = self._book.exchange.devices(self._book.units.own().id)
        words, _ = sending.sideways(laptops)
        self._said.setText(words)
        self.send_button.setVisible(self._book.exchange.has_other_laptop())
        self.list_button.setVisible(bool(laptops))

    def send(self) -> None:
        """Write what this book holds for the other laptops."""
        folder = ask.choose_folder(self, tr("Chọn USB hoặc thư mục để ghi gói"))
        if folder is not None:
            busy.run(
                self,
                self._jobs,
                tr("Đang làm gói cho máy khác"),
                lambda book, report: book.exchange.make_peer(
                    book.carrying.standing(folder), report
                ),
                done=lambda path: self.made.emit([path]),
            )

    def add(self) -> None:
        """Write a letter and all the book holds for one more laptop, and show the code."""
        if not ask.proceed(
            self,
            tr("Thêm một máy cho đơn vị?"),
            tr(
                "Cần một USB. Phần mềm ghi vào đó thư mời và bản sao nội dung sổ, đã mã hóa. Trên máy mới, "
                "mở Sổ Chi Bộ và vào bằng thư mời ấy. Không phải hỏi cấp trên."
            ),
            tr("Chọn USB…"),
        ):
            return
        folder = ask.choose_folder(self, tr("Chọn USB để ghi thư mời cho máy mới"))
        if folder is None:
            return

        def done(written: tuple[Path, str]) -> None:
            letter, code = written
            self.changed.emit()
            CodeDialog(
                self,
                tr("Thư mời cho máy mới"),
                tr("Đã ghi {name} và một gói dữ liệu vào {folder}.").format(
                    name=letter.name, folder=letter.parent
                ),
                code,
                [
                    tr("Ghi mã này ra giấy, đừng để chung với USB. Mã chỉ hiện một lần."),
                    tr("Cắm USB vào máy mới, mở Sổ Chi Bộ, bấm “Vào bằng thư mời”."),
                    tr("Chọn tệp thư mời trên USB, gõ mã, đặt mật khẩu. Sổ hiện đủ nội dung."),
                ],
            ).open()

        busy.run(
            self,
            self._jobs,
            tr("Đang làm thư mời cho máy mới"),
            lambda book, report: book.exchange.invite_laptop(folder, report),
            done=done,
        )

    def show_devices(self) -> None:
        """Show the unit's laptops, to take back a lost one."""
        dialog = DevicesDialog(self, self._book, self._book.units.own())
        dialog.changed.connect(self.changed)
        dialog.letter_wanted.connect(self.add)
        dialog.open()
