"""One paper being written: number, day and sections, filled from the book; figures are only shown."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError, Invalid
from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.date_fields import DateField
from qtapp.gui.kit.fields import ChoiceField, Field, LineField, TextField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Banner, Card, button, clear
from qtapp.gui.kit.words import label
from qtapp.gui.papers.rows_field import RowsField
from qtapp.services.book import Book
from qtapp.services.paper_outline import Section
from qtapp.services.papers import Draft

_FEWEST_LINES = 2
_MOST_LINES = 9
_LETTERS_A_LINE = 90


class ComposePage(Page):
    """Saved by its button or Ctrl+S; `wanted_preview` asks to look at the paper as it is kept."""

    saved = Signal()
    wanted_preview = Signal(object)

    def __init__(self, book: Book) -> None:
        super().__init__("")
        self._book = book
        self._draft: Draft | None = None
        self._fields: dict[str, Field] = {}
        self._loaded: dict[str, Any] = {}
        self.again_button = self.secondary(tr("Lấy lại từ &sổ"), self.again, "undo")
        self.save_button = self.secondary(tr("&Lưu"), self.save, "save")
        self.save_button.setToolTip(tr("Lưu (Ctrl+S)"))
        self.view_button = self.primary(tr("&Xem trước và in"), self.preview, "print")
        self.member = ChoiceField("member", [], tr("Đảng viên"))
        self.member.changed.connect(self._other_member)
        self.number = LineField("number", tr("Số, ký hiệu"), longest=100)
        self.next_button = button(tr("&Cấp số tiếp theo"), self.give_number, "add", "quiet")
        self.dated = DateField("dated", tr("Ngày ký"))
        self.dated.line.near = book.today()
        self.state = Banner("note", "")
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.LARGE))
        column.addWidget(self.state)
        column.addWidget(self.member)
        row = QHBoxLayout()
        row.setSpacing(theme.em(theme.LARGE))
        row.addWidget(self.number, 1)
        row.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.dated, 1)
        row.addStretch(1)
        column.addLayout(row)
        self._sections = QVBoxLayout()
        self._sections.setSpacing(theme.em(theme.LARGE))
        column.addLayout(self._sections)
        column.addStretch(1)
        host.setMaximumWidth(theme.em(70))
        self.add(host, 1)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.activated.connect(self.save)

    @property
    def ref(self) -> PaperRef | None:
        """The paper shown."""
        return self._draft.ref if self._draft is not None else None

    def show_paper(self, ref: PaperRef) -> None:
        """Show a paper as it stands; words typed for the same paper and not saved stay."""
        if self.ref == ref and self.is_changed():
            return
        try:
            draft = self._book.papers.draft(ref)
        except AppError as error:
            ask.tell(self, error)
            return
        self._show_members(ref)
        self._show(draft)

    def is_changed(self) -> bool:
        """Whether words would be lost."""
        return self._draft is not None and self._typed() != self._loaded

    def may_leave(self) -> bool:
        """Ask before unsaved words are lost."""
        if not self.is_changed():
            return True
        if not ask.settle_unsaved(self, self.save):
            return False
        self._draft = None
        return True

    def save(self) -> bool:
        """Keep what differs from the book's own words."""
        if not self._keep():
            return False
        toast.say(self, tr("Đã lưu giấy tờ."))
        return True

    def preview(self) -> None:
        """Keep what was typed, then ask to look at the paper."""
        if self._draft is not None and (not self.is_changed() or self._keep()):
            self.wanted_preview.emit(self._draft.ref)

    def again(self) -> None:
        """Take the book's own words again, once the user has agreed to lose theirs."""
        if self._draft is None:
            return
        if ask.confirm(
            self,
            tr("Lấy lại lời văn từ sổ?"),
            tr("Những chỗ đã sửa trong giấy tờ này sẽ mất; số và ngày ký vẫn giữ."),
            tr("&Lấy lại từ sổ"),
        ):
            self._show(self._book.papers.again(self._draft.ref))
            self.saved.emit()

    def give_number(self) -> None:
        """Put in the number that follows in the register, and today where no day is set."""
        if self._draft is None:
            return
        self.number.set_value(self._book.papers.next_number(self._draft.ref.kind))
        if self.dated.value() is None:
            self.dated.set_value(self._book.today())

    def _keep(self) -> bool:
        if self._draft is None:
            return False
        try:
            self._show(self._book.papers.save(self._now(self._draft)))
        except Invalid as error:
            field = self.dated if error.field == "dated" else self.number
            field.show_problem(error)
            field.setFocus()
            return False
        except AppError as error:
            ask.tell(self, error)
            return False
        self.saved.emit()
        return True

    def _now(self, draft: Draft) -> Draft:
        """Return the draft with what the fields say. Raises Invalid."""
        sections = []
        for section in draft.sections:
            field = self._fields.get(section.name)
            if field is None:
                sections.append(section)
            elif section.columns:
                sections.append(replace(section, rows=field.checked_value()))
            else:
                sections.append(replace(section, text=field.checked_value()))
        return replace(
            draft,
            number=self.number.checked_value(),
            dated=self.dated.checked_value(),
            sections=tuple(sections),
        )

    def _typed(self) -> dict[str, Any]:
        fields = {**self._fields, "number": self.number, "dated": self.dated}
        return {name: _peek(field) for name, field in fields.items()}

    def _show(self, draft: Draft) -> None:
        self._draft = draft
        kind = draft.ref.kind
        self.set_title(draft.name, tr("Phần trong khung là số liệu lấy từ sổ, không phải gõ."))
        numbered = kind.type is not None
        self.number.setVisible(numbered)
        self.next_button.setVisible(numbered)
        self.number.set_value(draft.number)
        self.dated.set_value(draft.dated)
        clear(self._sections)
        self._fields = {}
        for section in draft.sections:
            self._sections.addWidget(self._shown(section))
        self.state.text.setText(" ".join(draft.missing))
        self.state.setVisible(bool(draft.missing))
        self._loaded = self._typed()

    def _shown(self, section: Section) -> QWidget:
        if section.fixed:
            return _figures(section)
        field: Field
        if section.columns:
            columns = section.columns
            field = RowsField(
                section.name,
                section.title,
                [each.title for each in columns],
                [each.share for each in columns],
            )
            field.set_value(section.rows)
        else:
            length = sum(1 + len(line) // _LETTERS_A_LINE for line in section.text.splitlines())
            lines = min(max(_FEWEST_LINES, length), _MOST_LINES)
            field = TextField(section.name, section.title, lines=lines)
            field.set_value(section.text)
        self._fields[section.name] = field
        return field

    def _show_members(self, ref: PaperRef) -> None:
        of_member = ref.kind.is_of_member
        self.member.setVisible(of_member)
        if not of_member:
            return
        options: list[tuple[Any, str]] = [] if ref.kind.is_of_year else [("", tr("Mẫu trống"))]
        options += [(each.id, each.full_name) for each in self._book.members.all()]
        self.member.blockSignals(True)
        self.member.set_options(options)
        self.member.set_value(ref.about if ref.kind.is_of_year else ref.edition)
        self.member.blockSignals(False)

    def _other_member(self) -> None:
        if self._draft is None or not self._draft.ref.kind.is_of_member:
            return
        ref, chosen = self._draft.ref, self.member.value()
        wanted = replace(ref, about=chosen) if ref.kind.is_of_year else replace(ref, edition=chosen)
        if wanted == ref:
            return
        if self.may_leave():
            self.show_paper(wanted)
        else:
            self._show_members(ref)


def _figures(section: Section) -> QWidget:
    """Return what the book says in a section nobody types."""
    card = Card(section.title)
    told = section.text
    if section.rows:
        told += ("\n" if told else "") + tr("%n dòng lấy từ sổ.", "", len(section.rows))
    card.body.addWidget(label(told or tr("Chưa có gì trong sổ.")))
    return card


def _peek(field: Field) -> Any:
    try:
        return field.value()
    except Invalid as error:
        return error.reason, error.value


NO_WORDS = {PaperKind.SIGNIN}
"""Papers with nothing to write: they are looked at at once."""
