"""The few questions before a session of a wave is kept: its name, when, where, and who chairs it."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qtapp.domain.sessions import Session
from qtapp.domain.waves import Wave
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.form_dialog import FormDialog
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.services.book import Book


class NewSession(FormDialog):
    """Asks for a session of `wave`; it is one once its button is pressed."""

    made = Signal(str)

    def __init__(self, parent: QWidget, book: Book, wave: Wave) -> None:
        names = [member.full_name for member in book.members.all()]
        form = Form[Session](Session, book.today())
        form.rows(
            LineField("name", tr("Tên buổi học"), required=True, longest=200),
            ("starts_at", "minutes"),
            "venue",
            LineField("chair", suggestions=names),
        )
        count = len(book.sessions.of(wave.id)) + 1
        blank = book.sessions.new(
            wave.id,
            tr("Buổi {number}").format(number=count),
            chair=book.units.profile().signer_name,
        )

        def keep(session: Session, values: dict[str, Any]) -> Session:
            return book.sessions.save(replace(session, **values))

        super().__init__(
            parent,
            book,
            tr("Xếp buổi học"),
            form,
            keep,
            sentence=tr("Thuộc đợt “{wave}”. Chưa chốt ngày giờ thì để trống, ghi sau.").format(
                wave=wave.name
            ),
            action=tr("&Xếp buổi học"),
        )
        self.begin(blank, wave.id)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.accepted.connect(lambda: self.made.emit(blank.id))
        form.field("name").setFocus()
