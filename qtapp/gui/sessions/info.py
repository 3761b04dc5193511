"""What a session is: when, where, for whom, and who does what in it."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.sessions import Session, SessionKind
from qtapp.gui.kit import theme
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.forms import Form, choices
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.room import scrolling
from qtapp.gui.sessions.part import Part
from qtapp.services.book import Book

PEOPLE = ("chair", "speaker", "minute_taker")


def session_form(book: Book) -> Form[Session]:
    """Return the whole form of a session; the waves to choose from are those of now."""
    form = Form(Session, book.today())
    form.row(LineField("name", tr("Tên buổi học"), required=True, longest=200), _wave_field(book))
    form.row("starts_at", "minutes")
    form.row("venue")
    form.row("capacity", "guests", "format")
    names = [member.full_name for member in book.members.all()]
    form.row(*(LineField(name, suggestions=names) for name in PEOPLE))
    form.row("kind", "public_invited", "public_attended")
    form.row("held")
    return form


class InfoPanel(Part):
    """The form of one session; saved as one types."""

    saved = Signal(object)
    removed = Signal()

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self.form = session_form(book)
        self.keeper = Keeper[Session](book, self.form, self._keep)
        self.keeper.kept.connect(self.saved)
        kind = self.form.field("kind")
        kind.changed.connect(self._fit_kind)
        inside = QWidget()
        room = QVBoxLayout(inside)
        room.setContentsMargins(theme.em(0.15), theme.em(theme.LARGE), theme.em(theme.MEDIUM), 0)
        room.addWidget(self.form)
        room.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(scrolling(inside), 1)
        column.addWidget(self.keeper.state)
        self.remove_button = button(tr("&Xóa buổi học"), self.removed.emit, "delete")
        foot = QWidget()
        flow = Flow(foot)
        flow.addWidget(self.remove_button)
        column.addWidget(foot)

    def show_session(self, session: Session) -> None:
        """Show a session; what is typed for the same one and not acceptable yet stays."""
        before = self.keeper.record
        wave = self.form.field("wave")
        if isinstance(wave, ChoiceField):
            wave.set_options(_waves(self._book))
        if before is not None and before.id == session.id:
            self.keeper.refresh(session)
        else:
            self.keeper.open(session, f"{session.table}/{session.id}")
        self._fit_kind()

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.keeper.settle()

    def _keep(self, session: Session, values: dict[str, Any]) -> Session:
        now = self._book.sessions.get(session.id)
        if values.get("kind") is SessionKind.STUDY:
            # That one was held is said by its roll call, which may have ended meanwhile.
            values = values | {"held": now.held}
        return self._book.sessions.save(replace(now, **values))

    def _fit_kind(self) -> None:
        public = self.form.field("kind").value() is SessionKind.PUBLIC
        self.form.field("public_invited").setVisible(public)
        self.form.field("public_attended").setVisible(public)
        self.form.field("held").setVisible(public)


def new_session_form(book: Book) -> Form[Session]:
    """Return the few fields with which a session begins."""
    form = Form(Session, book.today())
    form.row(LineField("name", tr("Tên buổi học"), required=True, longest=200))
    form.row(_wave_field(book))
    form.row("starts_at", "minutes")
    form.row("venue", "capacity")
    form.row("kind")
    return form


def _wave_field(book: Book) -> ChoiceField:
    return ChoiceField("wave", _waves(book), tr("Thuộc đợt học tập"))


def _waves(book: Book) -> list[tuple[Any, str]]:
    return choices(book.waves.all(), lambda wave: wave.name)
