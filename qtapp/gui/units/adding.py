"""The panel in which many units are added at once: one name on each line, as they stand in a list."""

from typing import Any

from msgspec import Struct
from PySide6.QtCore import Signal

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.units import Unit, UnitKind
from qtapp.domain.vietnamese import fold
from qtapp.gui.kit import toast
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.fields import LineField, LinesField
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.side_panel import SidePanel
from qtapp.services.book import Book

DRAFT = f"{Unit.table}/new"


class _New(Struct, frozen=True, kw_only=True):
    """Units that are to be added."""

    names: tuple[str, ...]
    kind: UnitKind
    parent: str
    level: str


class AddingPanel(SidePanel):
    """Names, a kind, and under whom they stand."""

    added = Signal(int)

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self.name(
            tr("Thêm chi bộ trực thuộc"),
            tr("Chép cả danh sách dán vào đây cũng được, mỗi tên một dòng."),
        )
        self.names = LinesField(
            "names", tr("Tên các chi bộ"), required=True, lines=10, longest=50_000
        )
        self.kind = ChoiceField("kind", UnitKind, tr("Loại tổ chức"))
        self.parent_unit = ChoiceField("parent", [], tr("Cấp trên trực tiếp"))
        self.level = LineField("level", tr("Cấp"), hint=tr("Để trống nếu là chi bộ thường"))
        self.form = Form[Any](Unit)
        self.form.rows(self.names, self.kind, self.parent_unit, self.level)
        self.body.addWidget(self.form)
        self._keeper = Keeper[_New](book, self.form, self._add)
        self.told.addWidget(self._keeper.state)
        self.verb(tr("Thêm &vào danh sách"), self.save, "add", "primary")

    def begin(self) -> None:
        """Show the panel, with what was typed in it before."""
        own = self._book.units.own()
        above = [
            unit for unit in self._book.units.subordinates() if unit.kind is UnitKind.COMMITTEE
        ]
        self.parent_unit.set_options([(each.id, each.name) for each in (own, *above)])
        self.parent_unit.setVisible(bool(above))
        self._keeper.begin(_New(names=(), kind=UnitKind.CELL, parent=own.id, level=""), DRAFT)
        self.appear()
        self.names.setFocus()

    def may_leave(self) -> bool:
        """Keep what is typed as a draft."""
        return not self.is_open() or self._keeper.settle()

    def leave(self) -> bool:
        """Close the panel; names that were typed wait in it."""
        waiting = self.is_open() and self.form.is_changed()
        if not super().leave():
            return False
        if waiting:
            toast.say(self, tr("Tên đã gõ được giữ lại, mở ra thêm tiếp lúc nào cũng được."))
        return True

    def save(self) -> bool:
        """Add one unit for each line, and return whether they are; a name that is there already is said."""
        if not self._keeper.add():
            return False
        count = len(self.names.value())
        self.hide()
        self.left.emit()
        self.added.emit(count)
        return True

    def _add(self, new: _New, values: dict[str, Any]) -> _New:
        known = {fold(unit.name) for unit in self._book.units.subordinates()}
        for name in values["names"]:
            if fold(name) in known:
                raise Invalid("names", Reason.DUPLICATE, name)
            known.add(fold(name))
        self._book.units.add_all(
            values["names"], values["kind"], parent=values["parent"], level=values["level"]
        )
        return new
