"""What is typed in a dialog that writes no record: it waits as a draft until the dialog has done its work."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog

from qtapp.domain.errors import AppError
from qtapp.gui.kit import ask
from qtapp.gui.kit.fields import Field
from qtapp.gui.kit.keeping import PAUSE_MS
from qtapp.services.book import Book


class HalfTyped:
    """Keeps the fields of a dialog, by their keys, after a pause and when it is closed; secrets are left out.

    To be made once the fields show what the book says.
    """

    def __init__(
        self, dialog: QDialog, book: Book, where: str, fields: Mapping[str, Field]
    ) -> None:
        self._dialog, self._book, self._where, self._fields = dialog, book, where, fields
        self._at_first = self._standing()
        draft = book.drafts.of(where)
        for key in fields.keys() & draft.keys():
            fields[key].retype(draft[key])
        self._pause = QTimer(dialog)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        for field in fields.values():
            field.changed.connect(self._pause.start)
        dialog.rejected.connect(self._keep)
        dialog.accepted.connect(self._drop)

    def _standing(self) -> dict[str, Any]:
        return {key: field.typed() for key, field in self._fields.items()}

    def _keep(self) -> None:
        self._pause.stop()
        typed = self._standing().items()
        changed = {key: value for key, value in typed if value != self._at_first[key]}
        try:
            self._book.drafts.keep(self._where, changed)
        except AppError as error:
            ask.tell(self._dialog, error)

    def _drop(self) -> None:
        self._pause.stop()
        self._book.drafts.keep(self._where, {})
