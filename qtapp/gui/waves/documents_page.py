"""The documents of a wave: which are studied, and how deeply; from the library or typed here."""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.documents import Document
from qtapp.domain.waves import Intensity, Wave
from qtapp.gui.kit import theme, toast
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.forms import Form, choices
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Card, Empty, button
from qtapp.gui.kit.table import Column
from qtapp.services.book import Book


class Studied(Struct, frozen=True, kw_only=True):
    """A document and how deeply the wave studies it."""

    document: Document
    intensity: Intensity


class _TwoWays(QWidget):
    """Two cards side by side, or one above the other where that is too tight."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.em(theme.LARGE))
        self._row.addWidget(first, 1)
        self._row.addWidget(second, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between side by side and one above the other."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        fits = self.width() >= theme.em(48)
        self._row.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        """Return the least there can be: one card wide."""
        return QSize(theme.em(22), super().minimumSizeHint().height())


class WaveDocuments(Page):
    """Chooses what a wave studies; of a wave handed down it only shows it."""

    changed = Signal()

    def __init__(self, book: Book) -> None:
        super().__init__(tr("Văn bản của đợt"))
        self._book = book
        self._wave: Wave | None = None
        self._own = True
        self.list = ListPanel[Studied](
            tr("Văn bản của đợt"),
            [
                Column(title=tr("Số, ký hiệu"), text=lambda row: row.document.number),
                Column(title=tr("Trích yếu"), text=lambda row: row.document.name, stretch=True),
                Column(
                    title=tr("Mức độ"),
                    text=lambda row: row.intensity.label,
                    tone=lambda row: "accent" if row.intensity is Intensity.THOROUGH else "note",
                ),
            ],
            lambda row: row.document.id,
            empty=Empty(
                "document",
                tr("Đợt này chưa có văn bản nào"),
                tr("Thêm văn bản ở phần bên dưới: chọn trong thư viện, hoặc gõ số và trích yếu."),
            ),
            search=tr("Tìm văn bản"),
        )
        self._turn = button(tr("Đổi &mức độ"), self.turn)
        self._drop = button(tr("&Bỏ khỏi đợt"), self.drop, "delete")
        verbs = QWidget()
        row = Flow(verbs, right=True)
        row.addWidget(self._turn)
        row.addWidget(self._drop)
        self.list.tools.addWidget(verbs, 10)
        self.list.table.on_key(Qt.Key.Key_Space, lambda _row: self.turn())
        self.list.table.on_key(Qt.Key.Key_Delete, lambda _row: self.drop())
        self.add(self.list, 1)
        self._adding = _TwoWays(self._from_library(), self._typed())
        self.add(self._adding)

    def _from_library(self) -> Card:
        card = Card(tr("Chọn trong thư viện văn bản"))
        self.library = ChoiceField("document", [], tr("Văn bản"))
        self.library.combo.setPlaceholderText(tr("Thư viện không còn văn bản nào khác"))
        self.deep = ChoiceField("intensity", Intensity, tr("Mức độ"))
        card.body.addWidget(self.library)
        card.body.addWidget(self.deep)
        card.body.addStretch(1)
        self._take = button(tr("&Thêm vào đợt"), self.take, "add")
        card.body.addWidget(self._take, alignment=Qt.AlignmentFlag.AlignLeft)
        return card

    def _typed(self) -> Card:
        card = Card(tr("Văn bản chưa có trong thư viện"))
        self.form = Form[Document](Document)
        self.form.rows(
            (LineField("number", tr("Số, ký hiệu"), required=True), "type"),
            LineField("name", tr("Trích yếu"), required=True, longest=2000),
        )
        inside = QVBoxLayout()
        inside.addWidget(self.form)
        self.keeper = Keeper[Document](self._book, self.form, self._file)
        card.body.addLayout(inside)
        card.body.addWidget(
            button(tr("&Ghi vào thư viện và thêm vào đợt"), self.type_in, "add"),
            alignment=Qt.AlignmentFlag.AlignLeft,
        )
        return card

    def show_wave(self, wave: Wave) -> None:
        """Show the documents of `wave`."""
        fresh = self._wave is None or self._wave.id != wave.id
        self._wave = wave
        self._own = self._book.waves.is_own(wave)
        found = self._book.waves.documents(wave.id)
        self.list.show_rows([Studied(document=d, intensity=i) for d, i in found])
        self.set_title(tr("Văn bản của đợt"), wave.name)
        self.clear_banners()
        if not self._own:
            self.banner("note", tr("Văn bản của đợt do cấp trên chọn nên không sửa ở đây."))
        for widget in (self._turn, self._drop, self._adding):
            widget.setVisible(self._own)
        there = {document.id for document, _ in found}
        rest = [each for each in self._book.documents.all() if each.id not in there]
        self.library.set_options(choices(rest, lambda each: f"{each.number} – {each.name}"))
        if self.library.combo.currentIndex() < 0:
            # A combo box with words for an empty one chooses nothing by itself.
            self.library.combo.setCurrentIndex(0 if rest else -1)
        self._take.setEnabled(bool(rest))
        if fresh:
            self._begin(wave)
        if found and self.list.selected() is None:
            self.list.table.selectRow(0)

    def may_leave(self) -> bool:
        """Keep what is typed as a draft."""
        return self.keeper.settle()

    def take(self) -> None:
        """Study the chosen document of the library."""
        if self._wave is not None and self.library.combo.count():
            self._set(self.library.value(), self.deep.value())

    def type_in(self) -> None:
        """Keep the typed document in the library and study it."""
        if self._wave is not None and self.keeper.add() and self.keeper.record is not None:
            self._set(self.keeper.record.id, self.deep.value())
            self._begin(self._wave)
            self.form.field("number").setFocus()

    def _begin(self, wave: Wave) -> None:
        self.keeper.begin(self._book.documents.new("", ""), f"{Document.table}/{wave.id}")

    def _file(self, blank: Document, values: dict[str, Any]) -> Document:
        return self._book.documents.save(replace(blank, **values))

    def turn(self) -> None:
        """Study the selected document thoroughly instead of briefly, or the other way round."""
        row = self.list.selected()
        if row is not None and self._own:
            other = Intensity.BRIEF if row.intensity is Intensity.THOROUGH else Intensity.THOROUGH
            self._set(row.document.id, other)

    def drop(self) -> None:
        """No longer study the selected document in this wave; it stays in the library."""
        row, wave = self.list.selected(), self._wave
        if row is None or wave is None or not self._own:
            return
        self._book.waves.drop_document(wave.id, row.document.id)
        self.show_wave(wave)
        self.changed.emit()

        def undo() -> None:
            self._book.waves.set_document(wave.id, row.document.id, row.intensity)
            self.show_wave(wave)
            self.changed.emit()

        toast.say(self, tr("Đã bỏ {number} khỏi đợt.").format(number=row.document.number), undo)

    def _set(self, document_id: str, intensity: Intensity) -> None:
        if self._wave is not None:
            self._book.waves.set_document(self._wave.id, document_id, intensity)
            self.show_wave(self._wave)
            self.changed.emit()
