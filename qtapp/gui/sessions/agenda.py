"""The agenda of a session in minutes: items added, changed, removed and moved by keyboard."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from qtapp.domain.errors import AppError
from qtapp.domain.sessions import AgendaItem, AgendaKind, Session, discussion_share
from qtapp.domain.vietnamese import number
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.fields import LineField, NumberField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.page import mark
from qtapp.gui.kit.pieces import Empty, button
from qtapp.gui.kit.room import scrolling
from qtapp.gui.kit.side_panel import Beside, FormPanel
from qtapp.gui.kit.table import Column, TableModel
from qtapp.gui.kit.table_view import TableView
from qtapp.gui.kit.words import label, muted
from qtapp.gui.sessions.part import Part
from qtapp.services.book import Book
from qtapp.services.sessions import LEAST_DISCUSSION

_LOW = 26.0
"""Height in letter heights below which the words about keys give their room to the rows."""

_WIDE = 56.0
"""Width in letter heights from which every column has its room."""

_SPARED = (5,)
"""Columns a narrow list does without: who presents."""

_TONES: dict[AgendaKind, Tone] = {
    AgendaKind.PRESENTATION: "note",
    AgendaKind.DISCUSSION: "good",
    AgendaKind.QUESTIONS: "good",
    AgendaKind.OTHER: "muted",
}


class _Line(Struct, frozen=True):
    """One row: its place, when it begins and ends on the clock, and the item."""

    place: int
    clock: str
    item: AgendaItem


class AgendaPanel(Part):
    """The items of one session; every change is kept at once and can be undone."""

    changed = Signal()

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._session: Session | None = None
        self._items: list[AgendaItem] = []
        self.model = TableModel[_Line](_columns(), lambda line: line.item.id, self)
        self.table = _AgendaTable(self.model, tr("Chương trình buổi học"))
        self.table.setSortingEnabled(False)
        self.table.setMinimumHeight(theme.em(6))
        self.table.opened.connect(lambda line: self.edit(line.item))
        self.table.on_key(Qt.Key.Key_Insert, lambda _: self.add())
        self.table.on_key(Qt.Key.Key_Delete, lambda line: self.remove(line.item))
        self.table.moved.connect(self.move_item)
        self.total = label("", "label", wrap=False)
        self.share = muted("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Phần thời lượng đã xếp"))
        self._at = 0
        self._document = ChoiceField("document", [], tr("Văn bản được học"))
        self.panel = FormPanel[AgendaItem](book, self._form, self._put)
        self.panel.saved.connect(lambda _item: self._note_typed())
        self.panel.added.connect(self._added)
        self.panel.left.connect(self.table.setFocus)
        self._build()

    def show_session(self, session: Session) -> None:
        """Show the agenda of a session."""
        if self._session is not None and self._session.id != session.id and self.panel.is_open():
            self.panel.leave()
        self._session = session
        self._items = self._book.sessions.agenda(session.id)
        self.table.show_rows(_lines(session, self._items))
        if self.table.selected() is None and self._items:
            self.table.selectRow(0)
        self._stack.setCurrentIndex(0 if self._items else 1)
        self._show_total(session)
        opened = self.panel.record
        if self.panel.is_open() and opened is not None and not self.panel.is_new:
            now = next((each for each in self._items if each.id == opened.id), None)
            if now is None:
                self.panel.gone()
            else:
                self.panel.refresh(now)

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.panel.may_leave()

    def add(self) -> None:
        """Ask for a new item and put it below the selected one."""
        if self._session is None:
            return
        session = self._session
        left = session.minutes - sum(item.minutes for item in self._items)
        blank = self._book.sessions.new_item(session.id, "", minutes=min(30, max(left, 0)))
        line = self.table.selected()
        self._at = self._items.index(line.item) + 1 if line is not None else len(self._items)
        if self.panel.may_leave():
            self._offer_documents(session)
            self.panel.begin(blank, tr("Thêm nội dung"), about=session.id)
            self.panel.form.field("name").setFocus()

    def edit(self, item: AgendaItem) -> None:
        """Let the user change an item."""
        if self._session is not None and self.panel.may_leave():
            self._offer_documents(self._session)
            self.panel.open_on(item, tr("Sửa nội dung"))
            self.panel.form.field("name").setFocus()

    def remove(self, item: AgendaItem) -> None:
        """Take an item out of the agenda."""
        rest = [each for each in self._items if each.id != item.id]
        self._keep_or_tell(rest, tr("Đã bỏ nội dung khỏi chương trình"))

    def move_item(self, by: int) -> None:
        """Move the selected item up (-1) or down (1)."""
        line = self.table.selected()
        if line is None:
            return
        at = self._items.index(line.item)
        to = at + by
        if 0 <= to < len(self._items):
            items = list(self._items)
            items.insert(to, items.pop(at))
            self._keep_or_tell(items, "", line.item)

    def propose(self) -> None:
        """Fill an empty agenda: every document of the wave, then time to discuss and to ask."""
        if self._session is not None:
            self._keep_or_tell(proposal(self._book, self._session), tr("Đã xếp chương trình gợi ý"))

    def _build(self) -> None:
        sheet = QWidget()
        room = QVBoxLayout(sheet)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(theme.em(theme.SMALL))
        head = QHBoxLayout()
        head.setSpacing(theme.em(theme.LARGE))
        head.addWidget(self.total)
        head.addWidget(self.share, 1)
        room.addLayout(head)
        room.addWidget(self.bar)
        room.addWidget(self.table, 1)
        foot = QWidget()
        flow = Flow(foot)
        flow.addWidget(button(tr("&Thêm nội dung"), self.add, "add", "primary"))
        flow.addWidget(button(tr("&Sửa"), lambda: self._with_selected(self.edit), "edit"))
        flow.addWidget(button(tr("&Bỏ"), lambda: self._with_selected(self.remove), "delete"))
        flow.addWidget(button(tr("Lên"), lambda: self.move_item(-1), "up"))
        flow.addWidget(button(tr("&Xuống"), lambda: self.move_item(1), "down"))
        room.addWidget(foot)
        self._keys = muted(
            tr("Enter: sửa · Insert: thêm · Delete: bỏ · Alt+↑, Alt+↓: chuyển lên, xuống")
        )
        room.addWidget(self._keys)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.em(theme.MEDIUM), 0, 0)
        left = QWidget()
        self._stack = QStackedLayout(left)
        outer.addWidget(Beside(left, self.panel))
        self._stack.addWidget(sheet)
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.addWidget(
            Empty(
                "clock",
                tr("Chưa có chương trình"),
                tr(
                    "Ghi từng nội dung và số phút. Có thể bắt đầu từ chương trình gợi ý theo các"
                    " văn bản của đợt, rồi sửa lại."
                ),
                tr("&Xếp chương trình gợi ý"),
                self.propose,
            )
        )
        column.addWidget(
            button(tr("&Tự thêm nội dung"), self.add, "add"),
            alignment=Qt.AlignmentFlag.AlignHCenter,
        )
        column.addStretch(1)
        self._stack.addWidget(scrolling(nothing))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the rows the room where there is little."""
        super().resizeEvent(event)
        self._keys.setVisible(self.height() >= theme.em(_LOW))
        self.table.hide_columns(_SPARED, self.width() < theme.em(_WIDE))

    def _with_selected(self, act: Any) -> None:
        line = self.table.selected()
        if line is not None:
            act(line.item)

    def _form(self) -> Form[AgendaItem]:
        form = Form(AgendaItem)
        form.row(LineField("name", tr("Nội dung"), required=True, longest=300))
        form.row("kind", NumberField("minutes", tr("Số phút"), highest=600, step=5))
        form.row(self._document)
        people = [member.full_name for member in self._book.members.all()]
        form.row(LineField("presenter", suggestions=people))
        return form

    def _offer_documents(self, session: Session) -> None:
        studied = self._book.waves.documents(session.wave)
        self._document.set_options(
            [
                (None, tr("Không gắn với văn bản nào")),
                *((each.id, f"{each.number} {each.name}") for each, _ in studied),
            ]
        )

    def _put(self, item: AgendaItem, values: dict[str, Any]) -> AgendaItem:
        """Keep an item with changes in its place, a new one in the place where it was begun."""
        items = self._book.sessions.agenda(item.session)
        made = replace(item, **values)
        if any(each.id == item.id for each in items):
            items = [made if each.id == item.id else each for each in items]
        else:
            items.insert(self._at, made)
        kept = self._book.sessions.save_agenda(item.session, items)
        return next(each for each in kept if each.id == item.id)

    def _note_typed(self) -> None:
        if self._session is not None:
            self.show_session(self._session)
            self.changed.emit()

    def _added(self, item: AgendaItem) -> None:
        self.panel.leave()
        self._note_typed()
        self.table.select(_Line(0, "", item))

        def undo() -> None:
            rest = self._book.sessions.agenda(item.session)
            self._book.sessions.save_agenda(
                item.session, [each for each in rest if each.id != item.id]
            )
            self._note_typed()

        toast.say(self, tr("Đã thêm nội dung"), undo)

    def _keep_or_tell(
        self, items: Sequence[AgendaItem], said: str, chosen: AgendaItem | None = None
    ) -> None:
        try:
            self._keep(items, said, chosen)
        except AppError as error:
            ask.tell(self, error)

    def _keep(
        self, items: Sequence[AgendaItem], said: str, chosen: AgendaItem | None = None
    ) -> None:
        assert self._session is not None  # noqa: S101 - items belong to the session that is shown
        session, before = self._session, list(self._items)
        self._book.sessions.save_agenda(session.id, items)
        self.show_session(session)
        if chosen is not None:
            self.table.select(_Line(0, "", chosen))
        self.changed.emit()

        def undo() -> None:
            self._book.sessions.save_agenda(session.id, before)
            self.show_session(session)
            self.changed.emit()

        if said:
            toast.say(self, said, undo)

    def _show_total(self, session: Session) -> None:
        planned = sum(item.minutes for item in self._items)
        over = planned > session.minutes
        self.total.setText(
            tr("Đã xếp {planned} trong {minutes} phút").format(
                planned=number(planned), minutes=number(session.minutes)
            )
        )
        mark(self.total, "bad" if over else None)
        share = discussion_share(self._items)
        words = (
            tr("thảo luận, hỏi đáp {share} %")
            if share >= LEAST_DISCUSSION or not self._items
            else tr("thảo luận, hỏi đáp {share} %, nên có ít nhất 20 %")
        )
        self.share.setText(words.format(share=round(share * 100)))
        self.bar.setRange(0, max(1, session.minutes))
        self.bar.setValue(min(planned, session.minutes))


class _AgendaTable(TableView[_Line]):
    """Items move with Alt and the arrow keys, as lines do in editors."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on Alt+Up and Alt+Down."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        alone = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alone and event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def proposal(book: Book, session: Session) -> list[AgendaItem]:
    """Return an agenda to begin with: opening, each document, discussion of at least a quarter."""
    documents = [document for document, _ in book.waves.documents(session.wave)]
    opening = min(10, session.minutes // 9)
    talk = max(5, -(-session.minutes // 4 // 5) * 5)
    asking = max(5, session.minutes // 12 // 5 * 5)
    each = max(0, session.minutes - opening - talk - asking) // max(1, len(documents)) // 5 * 5
    talk = max(talk, session.minutes - opening - asking - each * len(documents))
    made = [
        book.sessions.new_item(
            session.id,
            tr("Ổn định tổ chức, giới thiệu chương trình"),
            kind=AgendaKind.OTHER,
            minutes=opening,
            presenter=session.chair,
        )
    ]
    made.extend(
        book.sessions.new_item(
            session.id,
            tr("Truyền đạt {number}").format(number=document.number),
            document=document.id,
            minutes=each,
            presenter=session.speaker,
        )
        for document in documents
    )
    for name, kind, minutes in (
        (tr("Thảo luận, liên hệ thực tế của chi bộ"), AgendaKind.DISCUSSION, talk),
        (tr("Hỏi đáp, kết luận"), AgendaKind.QUESTIONS, asking),
    ):
        made.append(
            book.sessions.new_item(
                session.id, name, kind=kind, minutes=minutes, presenter=session.chair
            )
        )
    return made


def _lines(session: Session, items: Sequence[AgendaItem]) -> list[_Line]:
    lines, passed = [], 0
    for place, item in enumerate(items, 1):
        clock = _clock(session.starts_at, passed)
        passed += item.minutes
        until = _clock(session.starts_at, passed)
        lines.append(_Line(place, f"{clock} – {until}" if clock else "", item))
    return lines


def _clock(starts_at: str, passed: int) -> str:
    if not starts_at:
        return ""
    minute = int(starts_at[11:13]) * 60 + int(starts_at[14:16]) + passed
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _columns() -> list[Column[_Line]]:
    right = Qt.AlignmentFlag.AlignRight
    return [
        Column(title=tr("TT"), text=lambda line: str(line.place), align=right),
        Column(title=tr("Giờ"), text=lambda line: line.clock),
        Column(title=tr("Nội dung"), text=lambda line: line.item.name, stretch=True),
        Column(
            title=tr("Loại"),
            text=lambda line: line.item.kind.label,
            tone=lambda line: _TONES[line.item.kind],
        ),
        Column(title=tr("Phút"), text=lambda line: number(line.item.minutes), align=right),
        Column(title=tr("Người trình bày"), text=lambda line: line.item.presenter),
    ]
