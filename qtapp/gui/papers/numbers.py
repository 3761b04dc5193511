"""Sổ số văn bản: the numbers the unit has issued, by type and term of office."""

from qtapp.domain.numbering import IssuedNumber
from qtapp.domain.vietnamese import date_text
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.table import Column
from qtapp.services.book import Book


class NumbersPage(Page):
    """The register; a number is given while its paper is written."""

    def __init__(self, book: Book) -> None:
        super().__init__(
            tr("Sổ số văn bản"),
            tr("Số chạy theo từng loại văn bản và từng nhiệm kỳ, không theo năm."),
        )
        self._book = book
        self.numbers = ListPanel[IssuedNumber](
            tr("Số văn bản đã cấp"),
            [
                Column(title=tr("Số, ký hiệu"), text=lambda each: each.number),
                Column(title=tr("Loại văn bản"), text=lambda each: each.type.label),
                Column(title=tr("Nhiệm kỳ"), text=lambda each: each.term, spared=True),
                Column(
                    title=tr("Ngày ký"),
                    text=lambda each: date_text(each.dated) if each.dated else "",
                    key=lambda each: each.dated.toordinal() if each.dated else 0,
                ),
                Column(title=tr("Văn bản"), text=lambda each: each.name, stretch=True),
            ],
            lambda each: (each.type, each.term, each.number, each.name),
            empty=Empty(
                "document",
                tr("Chưa cấp số nào"),
                tr("Mở một giấy tờ rồi bấm “Cấp số tiếp theo”; số sẽ vào sổ này."),
            ),
            search=tr("Tìm số, văn bản"),
        )
        self.add(self.numbers, 1)

    def reload(self) -> None:
        """Read the register anew."""
        self.numbers.show_rows(self._book.papers.register())
