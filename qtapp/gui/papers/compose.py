"""One paper being written: number, day and sections, filled from the book; figures are only shown."""

from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.errors import AppError
from qtapp.domain.papers import PaperRef, PaperText
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.date_fields import DateField
from qtapp.gui.kit.fields import Field, LineField, TextField
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
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
_MOST_TOLD = 800
"""Letters of what the book says that are shown on the page; hundreds of names would stop the window."""


class ComposePage(Page):
    """Saved as one types; `wanted_preview` asks to look at the paper as it is kept."""

    saved = Signal()
    kept = Signal()
    wanted_preview = Signal(object)

    def __init__(self, book: Book) -> None:
        super().__init__("")
        self._book = book
        self._draft: Draft | None = None
        self.again_button = self.secondary(tr("Lấy lại từ &sổ"), self.again, "undo")
        self.view_button = self.primary(tr("&Xem trước và in"), self.preview, "print")
        self.member = ChoiceField("member", [], tr("Đảng viên"))
        self.member.changed.connect(self._other_member)
        self.state = Banner("note", "")
        self.form: Form[Any] | None = None
        self._keeper: Keeper[Any] | None = None
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.LARGE))
        column.addWidget(self.state)
        column.addWidget(self.member)
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        column.addStretch(1)
        host.setMaximumWidth(theme.em(70))
        self.add(host, 1)

    @property
    def ref(self) -> PaperRef | None:
        """The paper shown."""
        return self._draft.ref if self._draft is not None else None

    def field(self, name: str) -> Field:
        """Return the field of the paper shown: `number`, `dated`, or that of a section."""
        if self.form is None:
            raise LookupError(name)
        return self.form.field(name)

    def show_paper(self, ref: PaperRef) -> None:
        """Show a paper as it stands; what is typed for it and not acceptable yet stays."""
        try:
            draft = self._book.papers.draft(ref)
        except AppError as error:
            ask.tell(self, error)
            return
        before = self._draft
        if before is not None and _skeleton(before) == _skeleton(draft) and self._keeper:
            self._draft = draft
            self._keeper.refresh(_values(draft))
            self._say_missing(draft)
            return
        if self.may_leave():
            self._show_members(ref)
            self._show(draft)

    def is_changed(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.form is not None and self.form.is_changed()

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self._keeper is None or self._keeper.settle()

    def preview(self) -> None:
        """Keep what was typed, then ask to look at the paper."""
        if self._draft is not None and self.may_leave():
            self.wanted_preview.emit(self._draft.ref)

    def again(self) -> None:
        """Take the book's own words again, with a way back to the user's."""
        if self._draft is None or not self.may_leave():
            return
        before = self._book.papers.draft(self._draft.ref)
        self._book.papers.again(before.ref)
        self.show_paper(before.ref)
        self.saved.emit()

        def undo() -> None:
            self._book.papers.save(before)
            self.show_paper(before.ref)
            self.saved.emit()

        toast.say(self, tr("Đã lấy lại lời văn từ sổ; số và ngày ký vẫn giữ."), undo)

    def give_number(self) -> None:
        """Put in the number that follows in the register, and today where no day is set."""
        if self._draft is None:
            return
        self.field("number").set_value(self._book.papers.next_number(self._draft.ref.kind))
        if not self.field("dated").typed()[0]:
            self.field("dated").set_value(self._book.today())

    def _keep(self, shown: Any, values: dict[str, Any]) -> Any:
        draft = self._draft if self._draft is not None else self._book.papers.draft(shown.ref)
        sections = tuple(_with(section, values) for section in draft.sections)
        head = {name: values[name] for name in ("number", "dated") if name in values}
        kept = self._book.papers.save(replace(draft, sections=sections, **head))
        self._draft = kept
        return _values(kept)

    def _kept(self) -> None:
        if self._draft is not None:
            self._say_missing(self._draft)
        self.kept.emit()

    def _say_missing(self, draft: Draft) -> None:
        self.state.text.setText(" ".join(draft.missing))
        self.state.setVisible(bool(draft.missing))

    def _show(self, draft: Draft) -> None:
        self._draft = draft
        kind = draft.ref.kind
        self.set_title(draft.name, tr("Phần trong khung là số liệu lấy từ sổ, không phải gõ."))
        self._say_missing(draft)
        clear(self._place)
        form = Form[Any](PaperText, self._book.today())
        number = LineField("number", tr("Số, ký hiệu"), longest=100)
        form.row(number, DateField("dated", tr("Ngày ký")))
        next_number = button(tr("&Cấp số tiếp theo"), self.give_number, "add", "quiet")
        form.between(next_number, left=True)
        number.setVisible(kind.type is not None)
        next_number.setVisible(kind.type is not None)
        for section in draft.sections:
            if section.fixed:
                form.between(_figures(section))
            else:
                form.row(_field_of(section))
        self.form = form
        self._keeper = Keeper[Any](self._book, form, self._keep)
        self._keeper.kept.connect(lambda _: self._kept())
        where = f"{PaperText.table}/{kind.value}/{draft.ref.about}/{draft.ref.edition}"
        self._keeper.open(_values(draft), where)
        self._place.addWidget(self._keeper.state)
        self._place.addWidget(form)

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


def _values(draft: Draft) -> Any:
    """Return what the fields of a paper hold, by their names."""
    sections = {each.name: each.rows if each.columns else each.text for each in draft.sections}
    return SimpleNamespace(**sections, ref=draft.ref, number=draft.number, dated=draft.dated)


def _skeleton(draft: Draft) -> Any:
    """Return what of a paper is no field: where it differs, the page is another one."""
    sections = [
        (each.name, each.title, each.columns, (each.text, each.rows) if each.fixed else None)
        for each in draft.sections
    ]
    return draft.ref, draft.name, sections


def _with(section: Section, values: dict[str, Any]) -> Section:
    if section.fixed or section.name not in values:
        return section
    if section.columns:
        return replace(section, rows=values[section.name])
    return replace(section, text=values[section.name])


def _field_of(section: Section) -> Field:
    """Return the field in which a section is written, as large as its words need."""
    if section.columns:
        return RowsField(
            section.name,
            section.title,
            [each.title for each in section.columns],
            [each.share for each in section.columns],
        )
    length = sum(1 + len(line) // _LETTERS_A_LINE for line in section.text.splitlines())
    lines = min(max(_FEWEST_LINES, length), _MOST_LINES)
    return TextField(section.name, section.title, lines=lines)


def _figures(section: Section) -> QWidget:
    """Return what the book says in a section nobody types."""
    card = Card(section.title)
    told = section.text
    if len(told) > _MOST_TOLD:
        told = told[:_MOST_TOLD].rsplit(" ", 1)[0] + tr(" … (bản in có đủ)")
    if section.rows:
        told += ("\n" if told else "") + tr("%n dòng lấy từ sổ.", "", len(section.rows))
    card.body.addWidget(label(told or tr("Chưa có gì trong sổ.")))
    return card
