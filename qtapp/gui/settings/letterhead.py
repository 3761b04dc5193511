"""The unit's name, the head and foot of its papers, and its rules for counting."""

from datetime import date
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal

from qtapp.domain.units import Profile, Unit
from qtapp.gui.kit import theme
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.letterhead import LetterheadPreview
from qtapp.gui.kit.pieces import Card
from qtapp.gui.kit.sight import bring_into_sight
from qtapp.gui.kit.words import muted
from qtapp.services.book import Book
from qtapp.wording.labels import field_label


class LetterheadCard(Card):
    """Saved as one types; what is typed shows on the paper at once."""

    saved = Signal()

    def __init__(self, book: Book, today: date) -> None:
        super().__init__(
            tr("Đơn vị và văn bản"),
            tr("In ở đầu và cuối mỗi văn bản, theo Hướng dẫn 05-HD/VPTW."),
        )
        self._book = book
        self.name = LineField("name", field_label("name", "units"), required=True, longest=200)
        self._name_form = Form[Unit](Unit)
        self._name_form.row(self.name)
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
        self.body.addWidget(self._name_form)
        self.body.addWidget(self._above)
        self.body.addWidget(self.form)
        self._names = Keeper[Unit](book, self._name_form, self._rename)
        self._lines = Keeper[Profile](book, self.form, self._keep)
        self.body.addWidget(self._lines.state)
        for keeper in (self._names, self._lines):
            keeper.kept.connect(lambda _: self.saved.emit())
        own = book.units.own()
        self._names.open(own, f"{own.table}/{own.id}")
        profile = book.units.profile()
        self._lines.open(profile, f"{profile.table}/{profile.id}")
        self.reload()

    def reload(self) -> None:
        """Show what the book says now; what is typed and not acceptable yet stays."""
        own = self._book.units.own()
        named_here = own.unit == own.id
        self._names.refresh(own)
        self.name.edit.setReadOnly(not named_here)
        self._above.setVisible(not named_here)
        self._lines.refresh(self._book.units.profile())
        self._draw()

    def begin(self) -> None:
        """Put the cursor where the head of papers lacks something."""
        lines = [self.form.field(name) for name in ("upper_line", "place")]
        field = next((each for each in lines if not each.value()), lines[0])
        field.setFocus()
        bring_into_sight(field)

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self._names.settle() and self._lines.settle()

    def _rename(self, unit: Unit, values: dict[str, Any]) -> Unit:
        return self._book.units.save(replace(unit, **values))

    def _keep(self, profile: Profile, values: dict[str, Any]) -> Profile:
        return self._book.units.save_profile(replace(profile, **values))

    def _draw(self) -> None:
        lines = [self.form.field(name) for name in ("upper_line", "own_line", "place")]
        upper, own, place = (
            each.edit.text() if isinstance(each, LineField) else "" for each in lines
        )
        self.preview.show_lines(upper, own, place)
