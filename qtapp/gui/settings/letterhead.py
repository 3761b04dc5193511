"""The unit's name, the head and foot of its papers, and its rules for counting."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import Signal

from qtapp.domain.units import Profile
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

_Head = SimpleNamespace
"""The fields of the unit's profile, and its name, which is its committee's where there is one."""


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
        self._above = muted(tr("Tên do cấp ủy cấp trên đặt, chỉ cấp trên sửa được."))
        self.preview = LetterheadPreview(today)
        self.preview.setMaximumWidth(theme.em(38))
        self.form = Form[Any](Profile)
        self.form.row(self.name)
        self.form.between(self._above)
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
        self.body.addWidget(self.form)
        self.keeper = Keeper[_Head](book, self.form, self._keep)
        self.keeper.kept.connect(lambda _: self.saved.emit())
        self.body.addWidget(self.keeper.state)
        self.keeper.open(self._head(), f"{Profile.table}/{book.units.profile().id}")
        self.reload()

    def reload(self) -> None:
        """Show what the book says now; what is typed and not acceptable yet stays."""
        own = self._book.units.own()
        named_here = own.unit == own.id
        self.name.edit.setReadOnly(not named_here)
        self._above.setVisible(not named_here)
        self.keeper.refresh(self._head())
        self._draw()

    def begin(self) -> None:
        """Put the cursor where the head of papers lacks something."""
        lines = [self.form.field(name) for name in ("upper_line", "place")]
        field = next((each for each in lines if not each.value()), lines[0])
        field.setFocus()
        bring_into_sight(field)

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.keeper.settle()

    def _head(self) -> _Head:
        profile = msgspec.structs.asdict(self._book.units.profile())
        return SimpleNamespace(**profile, name=self._book.units.own().name)

    def _keep(self, _head: _Head, values: dict[str, Any]) -> _Head:
        lines = {name: value for name, value in values.items() if name != "name"}
        if "name" in values:
            self._book.units.save(replace(self._book.units.own(), name=values["name"]))
        if lines:
            self._book.units.save_profile(replace(self._book.units.profile(), **lines))
        return self._head()

    def _draw(self) -> None:
        lines = [self.form.field(name) for name in ("upper_line", "own_line", "place")]
        upper, own, place = (
            each.edit.text() if isinstance(each, LineField) else "" for each in lines
        )
        self.preview.show_lines(upper, own, place)
