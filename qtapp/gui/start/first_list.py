"""Making a book, the last step: who belongs to the unit, from Excel or typed, or later."""

import re

from PySide6.QtCore import Signal

from qtapp.domain.errors import Invalid
from qtapp.domain.units import UnitKind
from qtapp.gui.kit.big_button import BigButton
from qtapp.gui.kit.fields import LinesField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.start.frame import Frame

_NUMBER = re.compile(r"^\d{1,3}\s*[.)\t]\s*")
"""The place in a list that comes along with names copied from Word."""


class FirstListStep(Frame):
    """The members of a cell, or the cells of a committee. `given` brings the names that were typed."""

    excel_wanted = Signal()
    given = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("Chi bộ có những ai?"))
        self._kind = UnitKind.CELL
        self.excel = BigButton(
            tr("Lấy từ &tệp Excel"),
            tr("Tệp danh sách chi bộ đang có. Sổ cho xem trước từng dòng rồi mới ghi."),
            self.excel_wanted.emit,
            sign="import",
        )
        self.add(self.excel)
        self.names = LinesField("names", tr("Họ tên"), lines=5, longest=50_000)
        self.add(self.names)
        self.go = self.primary(tr("&Vào sổ, nhập danh sách sau"), self._go_on)
        self.names.changed.connect(self._follow)

    def start(self, kind: UnitKind, above: str) -> None:
        """Ask for what a unit of this kind begins with; what was typed before stays.

        `above` says which step this is.
        """
        self.set_above(above)
        self._kind = kind
        if kind is UnitKind.CELL:
            self.set_title(tr("Chi bộ có những ai?"))
            self.set_sentence(
                tr("Lấy từ tệp Excel, hoặc gõ họ tên ngay đây. Chưa có danh sách thì cứ vào sổ.")
            )
            self.names.name_it(tr("Hoặc gõ họ tên, mỗi dòng một đồng chí"))
        else:
            self.set_title(tr("Có những chi bộ nào trực thuộc?"))
            self.set_sentence(
                tr("Chép cả danh sách dán vào đây cũng được. Chưa có thì cứ vào sổ, ghi sau.")
            )
            self.names.name_it(tr("Tên các chi bộ, mỗi dòng một chi bộ"))
        self.excel.setVisible(kind is UnitKind.CELL)
        self._follow()
        (self.excel if kind is UnitKind.CELL else self.names).setFocus()

    def show_problem(self, error: Invalid) -> None:
        """Say which name was not accepted, beside the field."""
        self.names.show_problem(error)
        self.names.setFocus()

    def typed(self) -> list[str]:
        """Return the names without the numbers of a list; raises Invalid if that is far too much."""
        lines = self.names.checked_value()
        return [name for line in lines if (name := _NUMBER.sub("", line).strip())]

    def _follow(self) -> None:
        count = len(self.names.value())
        if not count:
            self.go.setText(tr("&Vào sổ, nhập danh sách sau"))
        elif self._kind is UnitKind.CELL:
            self.go.setText(tr("Ghi %n đồng chí và &vào sổ", "", count))
        else:
            self.go.setText(tr("Ghi %n chi bộ và &vào sổ", "", count))

    def _go_on(self) -> None:
        try:
            names = self.typed()
        except Invalid:
            self.names.setFocus()
            return
        self.given.emit(names)
