"""The panel in which many units are added at once: one name on each line, as they stand in a list."""

from PySide6.QtCore import Signal

from qtapp.domain.errors import AppError, Invalid, Reason
from qtapp.domain.units import UnitKind
from qtapp.domain.vietnamese import fold
from qtapp.gui.kit import ask
from qtapp.gui.kit.fields import ChoiceField, LineField, LinesField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.side_panel import SidePanel
from qtapp.services.book import Book


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
        for field in (self.names, self.kind, self.parent_unit, self.level):
            self.body.addWidget(field)
        self.verb(tr("Thêm &vào danh sách"), self.save, "add", "primary")

    def begin(self) -> None:
        """Show the panel empty."""
        own = self._book.units.own()
        above = [
            unit for unit in self._book.units.subordinates() if unit.kind is UnitKind.COMMITTEE
        ]
        self.parent_unit.set_options([(each.id, each.name) for each in (own, *above)])
        self.parent_unit.setVisible(bool(above))
        self.names.set_value(())
        self.names.clear_problem()
        self.appear()
        self.names.setFocus()

    def may_leave(self) -> bool:
        """Ask before typed names are lost."""
        return not self.names.edit.toPlainText().strip() or ask.settle_unsaved(
            self, self.save, detail=tr("Những tên này chưa được thêm vào danh sách.")
        )

    def save(self) -> bool:
        """Add one unit for each line, and return whether they are; a name that is there already is said."""
        try:
            names = self.names.checked_value()
        except Invalid:
            self.names.setFocus()
            return False
        known = {fold(unit.name) for unit in self._book.units.subordinates()}
        for name in names:
            if fold(name) in known:
                self.names.show_problem(Invalid("names", Reason.DUPLICATE, name))
                self.names.setFocus()
                return False
            known.add(fold(name))
        try:
            level = self.level.checked_value()
            for name in names:
                self._book.units.add(
                    name, self.kind.value(), parent=self.parent_unit.value(), level=level
                )
        except AppError as error:
            ask.tell(self, error)
            return False
        self.names.set_value(())
        self.hide()
        self.left.emit()
        self.added.emit(len(names))
        return True
