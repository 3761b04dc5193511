"""The library of documents: find, add, change, keep files with them. Nothing secret is filed."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.documents import Document
from qtapp.domain.errors import Invalid
from qtapp.domain.vietnamese import partial_date_text
from qtapp.gui.documents.files import FilesCard
from qtapp.gui.kit import ask, toast
from qtapp.gui.kit.fields import LineField, TextField
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Banner, Empty
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.side_panel import Beside, FormPanel
from qtapp.gui.kit.table import Column
from qtapp.gui.kit.unfinished import Unfinished
from qtapp.services.book import Book

_SPARE_COLUMNS = (2, 3)
_PANEL = 25


class DocumentsPage(Place):
    """The screen Văn bản."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.setAccessibleName(tr("Văn bản"))
        self._own = book.units.own().id
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._page = Page(tr("Văn bản"), tr("Không nhập văn bản có độ mật vào sổ này."))
        outer.addWidget(self._page)
        self._add = self._page.primary(tr("&Thêm văn bản"), self.add, "add")
        self.list = ListPanel[Document](
            tr("Danh sách văn bản"),
            _columns(),
            lambda document: document.id,
            empty=Empty(
                "document",
                tr("Thư viện chưa có văn bản nào"),
                tr(
                    "Ghi số ký hiệu và trích yếu của nghị quyết, chỉ thị sẽ học; có thể kèm tệp. "
                    "Văn bản mật không được đưa vào máy tính này."
                ),
                tr("Thêm văn bản đầu tiê&n"),
                self.add,
            ),
            search=tr("Tìm theo số, trích yếu (không cần dấu)"),
        )
        self.panel = self._panel()
        self.unfinished = Unfinished(book, self.add)
        self._page.add(self.unfinished)
        self._page.add(Beside(self.list, self.panel, _PANEL), 1)
        self.list.table.opened.connect(self.open)
        self.list.table.on_key(Qt.Key.Key_Delete, self.remove)
        add = QShortcut(QKeySequence(QKeySequence.StandardKey.New), self)
        add.activated.connect(self.add)
        self.reload()

    def _form(self) -> Form[Document]:
        form = Form[Document](Document)
        form.rows(
            (LineField("number", tr("Số, ký hiệu"), required=True), "type"),
            TextField("name", tr("Trích yếu"), required=True, lines=3, longest=2000),
            "issuer",
            ("issued_on", "secrecy"),
        )
        return form

    def _panel(self) -> FormPanel[Document]:
        panel = FormPanel[Document](self.book, self._form, self._keep)
        self._foreign = Banner(
            "note", tr("Văn bản do cấp trên gửi xuống nên không sửa ở đây; vẫn lấy tệp ra được.")
        )
        panel.body.insertWidget(0, self._foreign)
        self.files = FilesCard(self.book, self.jobs, panel)
        self.files.kept.connect(self._file_kept)
        panel.body.addWidget(self.files)
        self._off = panel.verb(tr("Xóa &khỏi thư viện"), self._remove_open, "delete", "quiet")
        panel.saved.connect(self._saved)
        panel.added.connect(self._added)
        panel.left.connect(self._panel_left)
        panel.appeared.connect(self._panel_came)
        return panel

    def reload(self) -> None:
        """Read the library anew."""
        documents = self.book.documents.all()
        self.list.show_rows(documents)
        self._add.setVisible(bool(documents))
        opened = self.panel.record
        if self.panel.is_open() and opened is not None and not self.panel.is_new:
            now = next((each for each in documents if each.id == opened.id), None)
            if now is None:
                self.panel.gone()
            else:
                self.panel.name(now.number)
                self.panel.refresh(now)
                self.files.show_document(now, own=now.unit == self._own)
        self._look_for_drafts()

    def show_record(self, record_id: str) -> None:
        """Open on a document."""
        found = next((each for each in self.book.documents.all() if each.id == record_id), None)
        if found is not None and self.panel.may_leave():
            self.list.filter.clear()
            self.list.table.select(found)
            self._show_in_panel(found)

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.panel.may_leave()

    def open(self, document: Document) -> None:
        """Show a document in the panel."""
        if self.panel.may_leave():
            self._show_in_panel(document)
            if document.unit == self._own:
                self.panel.form.field("number").setFocus()

    def add(self) -> None:
        """Show an empty form."""
        if not self.panel.may_leave():
            return
        self.list.table.clearSelection()
        self._prepare(own=True, kept=False)
        self.files.show_document(None, own=True)
        self.panel.begin(
            self.book.documents.new("", ""),
            tr("Thêm văn bản"),
            tr("Chỉ văn bản thường hoặc nội bộ; văn bản mật không nhập vào sổ."),
        )
        self.panel.form.field("number").setFocus()

    def remove(self, document: Document) -> None:
        """Take a document out of the library, with a way back."""
        if document.unit != self._own:
            toast.say(self, tr("Văn bản do cấp trên gửi xuống nên không xóa ở đây."))
            return
        try:
            self.book.documents.remove(document.id)
        except Invalid:
            ask.inform(
                self,
                tr("Văn bản này đang được học trong một đợt nên không xóa được."),
                tr("Hãy bỏ văn bản khỏi đợt học tập trước."),
            )
            return
        if self.panel.record is not None and self.panel.record.id == document.id:
            self.panel.gone()
        self.reload()
        self.changed.emit()

        def undo() -> None:
            self.book.documents.restore(document.id)
            self.reload()
            self.changed.emit()

        toast.say(self, tr("Đã xóa {number} khỏi thư viện.").format(number=document.number), undo)

    def _keep(self, document: Document, values: dict[str, Any]) -> Document:
        if "name" in values:
            values = values | {"name": " ".join(str(values["name"]).split())}
        return self.book.documents.save(replace(document, **values))

    def _saved(self, _document: Document) -> None:
        self.reload()
        self.changed.emit()

    def _added(self, document: Document) -> None:
        self.reload()
        self.changed.emit()
        self.list.table.select(document)
        self._show_in_panel(document)
        toast.say(self, tr("Đã lưu văn bản {number}.").format(number=document.number))

    def _file_kept(self, _document: Document) -> None:
        self.reload()
        self.changed.emit()

    def _remove_open(self) -> None:
        if self.panel.record is not None:
            self.remove(self.panel.record)

    def _show_in_panel(self, document: Document) -> None:
        own = document.unit == self._own
        self._prepare(own=own, kept=True)
        self.files.show_document(document, own=own)
        self.panel.open_on(document, document.number, own=own)

    def _prepare(self, *, own: bool, kept: bool) -> None:
        self._foreign.setVisible(not own)
        self._off.setVisible(own and kept)

    def _panel_came(self) -> None:
        self.list.table.hide_columns(_SPARE_COLUMNS, True)
        self._look_for_drafts()

    def _look_for_drafts(self) -> None:
        self.unfinished.look("documents/new", is_open=self.panel.is_open())

    def _panel_left(self) -> None:
        self._look_for_drafts()
        self.list.table.hide_columns(_SPARE_COLUMNS, False)
        self.list.table.setFocus()


def _columns() -> list[Column[Document]]:
    return [
        Column(title=tr("Số, ký hiệu"), text=lambda each: each.number),
        Column(title=tr("Trích yếu"), text=lambda each: each.name, stretch=True),
        Column(title=tr("Loại"), text=lambda each: each.type.label, spared=True),
        Column(title=tr("Cơ quan ban hành"), text=lambda each: each.issuer, spared=True),
        Column(
            title=tr("Ngày ban hành"),
            text=lambda each: partial_date_text(each.issued_on),
            key=lambda each: each.issued_on,
        ),
        Column(title=tr("Tệp"), text=lambda each: str(len(each.attachments) or ""), spared=True),
    ]
