"""Saving as one types: what is acceptable goes into the record, what is not yet stays as a draft.

Nobody presses a button for it and nobody is asked: a form is kept after a short pause, when one of its
fields is left, and whenever its page, its panel or the window is left.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from qtapp.domain.errors import AppError
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.words import label, restyle
from qtapp.services.book import Book
from qtapp.wording.failures import sentence

R = TypeVar("R")

PAUSE_MS = 800
"""Milliseconds after the last key until what was typed is kept."""
LONGEST_S = 5.0
"""Seconds after which it is kept although the keys do not pause."""


class Keeper(QObject, Generic[R]):
    """Keeps what is typed into a form; `state` says in quiet words how far that is.

    `save` puts changes into a record and returns it as it is then. A record that is being made is kept
    as a draft until `add`, in the book but no record yet.
    """

    kept = Signal(object)

    def __init__(self, book: Book, form: Form[Any], save: Callable[[R, dict[str, Any]], R]) -> None:
        super().__init__(form)
        self._book = book
        self._form = form
        self._save = save
        self._where = ""
        self.record: R | None = None
        self.is_new = False
        self.state = label("", "muted")
        self._since = 0.0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.now)
        form.changed.connect(self._note)
        theme.application().focusChanged.connect(self._focus_went)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), form)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(lambda: self.now(finished=True))

    def open(self, record: R, where: str) -> None:
        """Show a record that the book holds; `where` names the place of a draft about it."""
        self._show(record, where, is_new=False)

    def begin(self, blank: R, where: str) -> None:
        """Show a record that is to be made, with what was typed for it at this place before."""
        self._show(blank, where, is_new=True)

    def refresh(self, record: R) -> None:
        """Show what the record says now; what is typed and not saved stays."""
        self.record = record
        self._form.refresh(record)

    def add(self) -> bool:
        """Make the new record of what is typed; what is wrong shows beside its field."""
        before = self.record
        if before is None:
            return False
        self._pause.stop()

        def keep(values: dict[str, Any]) -> None:
            self.record = self._save(before, values)
            self._book.drafts.keep(self._where, {})

        if not self._form.submit(keep):
            return False
        self.is_new = False
        return True

    def wipe(self) -> dict[str, Any]:
        """Take away what was typed for a new record, and return it: `begin` shows it again once kept."""
        typed = self._form.typed()
        if self.record is not None:
            self._form.load(self.record)
            self.now()
        return typed

    def now(self, *, finished: bool = False) -> bool:
        """Keep what is typed, and return False if the book could not take it."""
        self._pause.stop()
        try:
            self._keep(finished=finished)
        except AppError as error:
            self._say(" ".join(sentence(error)), "bad")
            return False
        return True

    def settle(self) -> bool:
        """Keep what is typed before its place is left; False if the book cannot take it and the user stays."""
        QGuiApplication.inputMethod().commit()
        self._pause.stop()
        try:
            self._keep(finished=True)
        except AppError as error:
            self._say(" ".join(sentence(error)), "bad")
            if not ask.lose(self._form, error):
                return False
            if self.record is not None:
                self._form.load(self.record)
        return True

    def let_go(self) -> None:
        """Keep what is typed as a draft alone, and show nothing any more: the record is gone."""
        self._pause.stop()
        if self.record is not None:
            self._book.drafts.keep(self._where, self._form.typed())
        self.record = None

    def _show(self, record: R, where: str, *, is_new: bool) -> None:
        self.record, self._where, self.is_new = None, where, is_new
        self._form.load(record)
        self._form.retype(self._book.drafts.of(where))
        self._pause.stop()
        self.record = record
        self._say_state()

    def _note(self) -> None:
        if self.record is None:
            return
        if not self._pause.isActive():
            self._since = monotonic()
        if not self._pause.isActive() or monotonic() - self._since < LONGEST_S:
            self._pause.start()

    def _focus_went(self, old: QWidget | None, _new: QWidget | None) -> None:
        if old is None or not (isValid(self._form) and isValid(old)):
            return  # a window on its way out still sends its focus along
        if self._pause.isActive() and self._form.isAncestorOf(old):
            self.now()

    def _keep(self, *, finished: bool) -> None:
        if self.record is None:
            return
        before = self.record
        if not self.is_new:
            with self._book.history.typing():
                self._form.keep(self._put, finished=finished)
        self._book.drafts.keep(self._where, self._form.typed())
        self._say_state()
        if self.record is not before:
            self.kept.emit(self.record)

    def _put(self, values: dict[str, Any]) -> R:
        if self.record is None:
            raise RuntimeError("a form without a record is not kept")
        self.record = self._save(self.record, values)
        return self.record

    def _say_state(self) -> None:
        if self.is_new:
            self._say(tr("Chưa ghi vào sổ; gõ dở thì chữ được giữ cho lần sau."), "muted")
        elif waiting := self._form.unfinished():
            said = tr("Chưa vào sổ được: {names}. Chữ đã gõ vẫn được giữ.")
            self._say(said.format(names=", ".join(waiting)), "warn")
        else:
            self._say(tr("Đã lưu. Gõ đến đâu, sổ lưu đến đấy."), "muted")

    def _say(self, words: str, tone: Tone) -> None:
        self.state.setText(words)
        self.state.setProperty("tone", tone)
        restyle(self.state)
