"""The unit's name, the head and foot of its papers, and its rules for counting."""

from datetime import date
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from qtapp.domain.errors import Invalid
from qtapp.domain.units import Profile
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.letterhead import LetterheadPreview
from qtapp.gui.kit.pieces import Card, button
from qtapp.gui.kit.sight import bring_into_sight
from qtapp.gui.kit.words import muted
from qtapp.services.book import Book
from qtapp.wording.labels import field_label


class LetterheadCard(Card):
    """A form with its own button; what is typed shows on the paper at once."""

    saved = Signal()

    def __init__(self, book: Book, today: date) -> None:
        super().__init__(
            tr("Đơn vị và văn bản"),
            tr("In ở đầu và cuối mỗi văn bản, theo Hướng dẫn 05-HD/VPTW."),
        )
        self._book = book
        self.name = LineField("name", field_label("name", "units"), required=True, longest=200)
        self._above = muted(tr("Tên do cấp ủy cấp trên đặt, chỉ cấp trên sửa được."))
        self.preview = LetterheadPreview(today)
        self.preview.setMaximumWidth(theme.em(38))
        self.form = Form(Profile)
        self.form.rows(
            ("upper_line", "own_line"),
            ("place", "term"),
            ("authority", "signer_title"),
            ("signer_name", "tone_style"),
            ("paper_rules", "letter_words"),
            "two_sided",
            ("attendance_target", "exempt_count_if_present"),
        )
        self.form.changed.connect(self._draw)
        self.body.addWidget(self.preview)
        self.body.addWidget(self.name)
        self.body.addWidget(self._above)
        self.body.addWidget(self.form)
        verbs = QHBoxLayout()
        self.save_button = button(tr("&Lưu đơn vị và văn bản"), self.save, "save", "primary")
        verbs.addWidget(self.save_button)
        verbs.addStretch(1)
        verbs.setContentsMargins(0, theme.em(theme.SMALL), 0, 0)
        self.body.addLayout(verbs)

    def reload(self) -> None:
        """Read the profile anew unless something unsaved stands there."""
        if self.is_changed():
            return
        own = self._book.units.own()
        named_here = own.unit == own.id
        self.name.set_value(own.name)
        self.name.edit.setReadOnly(not named_here)
        self._above.setVisible(not named_here)
        self.form.load(self._book.units.profile())
        self._loaded_name = own.name
        self._draw()

    def begin(self) -> None:
        """Put the cursor where the head of papers lacks something."""
        lines = [self.form.field(name) for name in ("upper_line", "place")]
        field = next((each for each in lines if not each.value()), lines[0])
        field.setFocus()
        bring_into_sight(field)

    def is_changed(self) -> bool:
        """Whether typed words would be lost."""
        known = getattr(self, "_loaded_name", None)
        return known is not None and (self.form.is_changed() or self.name.edit.text() != known)

    def may_leave(self) -> bool:
        """Ask before typed words are lost."""
        if not self.is_changed():
            return True
        if not ask.settle_unsaved(self, self.save):
            return False
        del self._loaded_name
        self.reload()
        return True

    def save(self) -> bool:
        """Keep what was typed; what fails shows beside its field."""
        try:
            name = self.name.checked_value()
        except Invalid:
            self.name.setFocus()
            return False

        def keep(values: dict[str, Any]) -> None:
            own = self._book.units.own()
            if name != own.name:
                self._book.units.save(replace(own, name=name))
            self._book.units.save_profile(replace(self._book.units.profile(), **values))

        if not self.form.submit(keep):
            return False
        self._loaded_name = self.name.edit.text()
        self.saved.emit()
        toast.say(self, tr("Đã lưu"))
        return True

    def _draw(self) -> None:
        lines = [self.form.field(name) for name in ("upper_line", "own_line", "place")]
        upper, own, place = (
            each.edit.text() if isinstance(each, LineField) else "" for each in lines
        )
        self.preview.show_lines(upper, own, place)
