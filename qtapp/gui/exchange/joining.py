"""Joining the committee from a book that exists already."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qtapp.domain.errors import AppError, Invalid, InvitationWrongCode
from qtapp.gui.kit import ask
from qtapp.gui.kit.columns import Shelf
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Card, button
from qtapp.services.book import Book
from qtapp.wording.failures import sentence


class JoiningCard(Card):
    """The file, the code that was told, and the button."""

    joined = Signal(str)

    def __init__(self, book: Book) -> None:
        super().__init__(
            tr("Nối với cấp trên"),
            tr(
                "Cấp ủy cấp trên đưa tệp thư mời (.cbmoi) và đọc mã. Sổ sẽ mang tên ghi trong thư mời."
            ),
        )
        self._book = book
        self.file = LineField("path", tr("Tệp thư mời (.cbmoi)"), required=True)
        self.code = LineField("code", tr("Mã cấp trên đã đọc"), required=True, longest=40)
        self.body.addWidget(Shelf([self.file, self.code]))
        verbs = QWidget()
        flow = Flow(verbs)
        self.join_button = button(tr("Vào bằng thư &mời"), self.join, "key", "primary")
        flow.addWidget(self.join_button)
        flow.addWidget(button(tr("Chọn &tệp…"), self._choose, "open"))
        self.body.addWidget(verbs)
        self.code.edit.returnPressed.connect(self.join)

    def use_file(self, path: Path) -> None:
        """Take the invitation in `path`."""
        self.file.set_value(str(path))
        self.code.setFocus()

    def join(self) -> None:
        """Accept the invitation; what is wrong shows beside its field."""
        try:
            path, code = Path(self.file.checked_value()), self.code.checked_value()
        except Invalid as error:
            (self.code if error.field == self.code.name else self.file).setFocus()
            return
        try:
            unit = self._book.exchange.join(path, code)
        except AppError as error:
            happened, advice = sentence(error)
            field = self.code if isinstance(error, InvitationWrongCode) else self.file
            field.say_problem(f"{happened} {advice}")
            field.setFocus()
            return
        self.code.edit.clear()
        self.joined.emit(unit.name)

    def _choose(self) -> None:
        path = ask.open_file(self, tr("Chọn tệp thư mời"), [(tr("Thư mời"), "*.cbmoi")])
        if path is not None:
            self.use_file(path)
