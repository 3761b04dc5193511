"""What a session is: when, where, for whom, and who does what in it."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.sessions import Session, SessionKind
from qtapp.gui.kit import theme, toast
from qtapp.gui.kit.fields import ChoiceField, LineField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.forms import Form, choices
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.room import scrolling
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


class InfoPanel(QWidget):
    """The form of one session; saved by its button, Ctrl+S, or on the way out."""

    saved = Signal(object)
    removed = Signal()

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._session: Session | None = None
        self.form = session_form(book)
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
        self.save_button = button(tr("&Lưu thông tin"), self.save, "save", "primary")
        self.save_button.setToolTip(tr("Ctrl+S"))
        self.remove_button = button(tr("&Xóa buổi học"), self.removed.emit, "delete")
        foot = QWidget()
        flow = Flow(foot)
        flow.addWidget(self.save_button)
        flow.addWidget(self.remove_button)
        column.addWidget(foot)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.save)

    def show_session(self, session: Session) -> None:
        """Show a session; words typed for the same session and not saved yet stay."""
        if self._session is not None and self._session.id == session.id and self.form.is_changed():
            return
        self._session = session
        wave = self.form.field("wave")
        if isinstance(wave, ChoiceField):
            wave.set_options(_waves(self._book))
        self.form.load(session)
        self._fit_kind()

    def is_changed(self) -> bool:
        """Whether there are words that are not saved."""
        return self._session is not None and self.form.is_changed()

    def save(self) -> bool:
        """Keep what was typed; what is wrong shows beside its field."""
        if self._session is None:
            return False
        before = self._session

        def keep(values: dict[str, Any]) -> None:
            now = self._book.sessions.get(before.id)
            if values["kind"] is SessionKind.STUDY:
                # That one was held is said by its roll call, which may have ended meanwhile.
                values["held"] = now.held
            self._session = self._book.sessions.save(replace(now, **values))

        if not self.form.submit(keep):
            return False
        toast.say(self, tr("Đã lưu buổi học"))
        self.saved.emit(self._session)
        return True

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
