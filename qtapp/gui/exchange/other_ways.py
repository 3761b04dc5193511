"""Sending where no stick goes: files and drafts for Zalo and webmail, or codes on paper."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.gui.kit import ask, busy, outside, theme
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.columns import Columns
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.pieces import Card, button
from qtapp.gui.kit.preview import PdfPreview
from qtapp.gui.kit.room import scrolling
from qtapp.gui.kit.words import heading, label
from qtapp.paths import save_file
from qtapp.services.book import Book
from qtapp.services.carrying import DEFAULT_MAIL_MB, MAIL_MB, Handed

_EVERYBODY = ""


class OtherWays(QDialog):
    """To whom, and which way. `laid` tells what lies ready to be sent by hand."""

    laid = Signal(object)

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._book, self._jobs = book, jobs
        self.setWindowTitle(tr("Gửi cách khác"))
        self.receiver = ChoiceField("unit", _receivers(book), tr("Gửi cho"))
        self.largest = ChoiceField(
            "size",
            [(each, tr("{size} MB").format(size=each)) for each in MAIL_MB],
            tr("Mỗi thư gửi được nhiều nhất"),
        )
        self.largest.set_value(DEFAULT_MAIL_MB)
        self.receiver.changed.connect(self._follow)
        by_hand = Card(
            tr("Qua Zalo hoặc thư điện tử"),
            tr(
                "Ghi tệp gói ra một thư mục, kèm thư nháp đã đính tệp sẵn. Mở thư nháp để gửi, "
                "hoặc kéo tệp vào Zalo."
            ),
        )
        by_hand.body.addWidget(self.largest)
        left = Qt.AlignmentFlag.AlignLeft
        self.lay_button = button(tr("&Ghi tệp và thư nháp…"), self.lay_out, "export", "primary")
        by_hand.body.addWidget(self.lay_button, alignment=left)
        on_paper = Card(
            tr("Trên giấy"),
            tr(
                "Gói nhỏ in được thành mã trên một vài trang. Bên nhận chụp ảnh hoặc quét rồi chọn ảnh "
                "ở “Nhận tệp”. Mỗi đơn vị nhận một bản in riêng."
            ),
        )
        self.print_button = button(tr("&In thành mã…"), self.show_codes, "print")
        on_paper.body.addWidget(self.print_button, alignment=left)
        columns = Columns(wide=1, narrow=1, side_by_side=40)
        columns.left.addWidget(by_hand)
        columns.right.addWidget(on_paper)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(theme.em(theme.LARGE))
        content.addWidget(self.receiver)
        content.addWidget(columns)
        content.addStretch(1)
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.LARGE))
        column.addWidget(heading(tr("Gửi cách khác")))
        column.addWidget(scrolling(inside), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(tr("Đó&ng"), self.reject))
        column.addLayout(row)
        room = self.screen().availableSize() * 0.9
        self.resize(QSize(theme.em(56), theme.em(34)).boundedTo(room))
        self._follow()

    def lay_out(self) -> None:
        """Write the parts and the drafts into a folder the user chooses."""
        folder = ask.choose_folder(self, tr("Chọn thư mục để ghi tệp và thư nháp"))
        if folder is None:
            return
        unit, megabytes = self.receiver.value(), self.largest.value()
        busy.run(
            self,
            self._jobs,
            tr("Đang ghi tệp để gửi tay"),
            lambda book, report: book.carrying.by_hand(
                book.carrying.standing(folder), megabytes=megabytes, unit_id=unit, report=report
            ),
            done=self._finish,
        )

    def show_codes(self) -> None:
        """Make the pages of codes and show them, to be printed."""
        unit = self.receiver.value()
        busy.run(
            self,
            self._jobs,
            tr("Đang lập trang mã"),
            lambda book, report: book.carrying.on_paper(unit, report),
            done=lambda pdf: CodesDialog(self._book, pdf, self).open(),
        )

    def _follow(self) -> None:
        self.print_button.setEnabled(self.receiver.value() != _EVERYBODY)

    def _finish(self, laid: Sequence[Handed]) -> None:
        self.laid.emit(laid)
        self.accept()


class CodesDialog(QDialog):
    """The pages of codes before they are printed."""

    def __init__(self, book: Book, pdf: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Gói dữ liệu in thành mã"))
        self.resize(self.screen().availableSize() * 0.8)
        printing = book.printing
        self.preview = PdfPreview(
            lambda page, width: printing.page_png(pdf, page, width),
            printing.page_count(pdf),
            lambda path: save_file(path, pdf, ".pdf"),
            file_name=tr("Gói dữ liệu.pdf"),
            name=tr("Xem trước trang mã"),
        )
        self.preview.closed.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(
            label(tr("In trên giấy trắng, rõ nét. Bên nhận đọc lại từ ảnh chụp hoặc bản quét."))
        )
        column.addWidget(self.preview, 1)
        self.preview.print_button.setFocus()


def laid_out(laid: Sequence[Handed]) -> str:
    """Return in a sentence what lies ready to be sent by hand."""
    if not laid:
        return tr("Chưa mời chi bộ nào nên chưa có gì để gửi.")
    files = sum(len(each.files) for each in laid)
    said = tr("Đã ghi %n tệp gói, mỗi tệp kèm một thư nháp (.eml), vào {folder}.", "", files)
    return said.format(folder=place_of(laid))


def place_of(laid: Sequence[Handed]) -> Path:
    """Return the folder in which everything lies."""
    return laid[0].folder if len(laid) == 1 else laid[0].folder.parent


def show_place(laid: Sequence[Handed]) -> None:
    """Open the folder outside the app."""
    outside.show(place_of(laid))


def _receivers(book: Book) -> list[tuple[str, str]]:
    """Return whom one may write to: id and name; the empty id stands for all units below."""
    above = book.exchange.superior()
    offered = [(above.id, above.name)] if above else []
    if book.units.is_committee():
        below = [
            (each.unit.id, each.unit.name)
            for each in book.exchange.status().units
            if each.invited or each.joined
        ]
        offered = [(_EVERYBODY, tr("Tất cả chi bộ đã mời")), *below, *offered]
    return offered
