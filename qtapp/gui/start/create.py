"""Making a book, step by step: whose it is and how its papers begin, then its passphrase."""

import re
from datetime import date
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.domain.units import UnitKind
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.columns import Shelf
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.letterhead import LetterheadPreview
from qtapp.gui.kit.passphrase import NewPassphrase
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.words import label, muted
from qtapp.gui.start.frame import Frame
from qtapp.wording.labels import field_label

_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_STEM = 80


class Founding(Struct, frozen=True, kw_only=True):
    """Whose book is to be made and how its papers begin."""

    name: str
    kind: UnitKind
    upper_line: str
    own_line: str
    place: str


def free_book_path(folder: Path, name: str) -> Path:
    """Return where a book called `name` can lie in `folder`: a name every system takes, not in use."""
    clean = " ".join(_NOT_IN_FILE_NAMES.sub(" ", name).split()).strip(" .")[:_LONGEST_STEM]
    stem = clean or "So chi bo"
    path, number = folder / f"{stem}.scb", 2
    while path.exists():
        path, number = folder / f"{stem} {number}.scb", number + 1
    return path


class UnitStep(Frame):
    """Step one: cell or committee, its name, and the head of its papers with a live preview."""

    back_wanted = Signal()
    ready = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__(
            tr("Sổ của đơn vị nào?"),
            tr("Những dòng này sẽ in ở đầu mỗi văn bản. Sau này vẫn sửa được."),
            above=tr("Lập sổ mới · bước 1 trong 4"),
        )
        self.back(tr("&Quay lại"), self.back_wanted.emit)
        self.cell = QRadioButton(tr("&Chi bộ"))
        self.committee = QRadioButton(tr("Cấp ủy cơ &sở (đảng ủy xã, phường, cơ quan)"))
        self.cell.setChecked(True)
        group = QButtonGroup(self)
        kinds = QHBoxLayout()
        kinds.setSpacing(theme.em(theme.LARGE))
        for each in (self.cell, self.committee):
            group.addButton(each)
            kinds.addWidget(each)
            each.toggled.connect(self._follow)
        kinds.addStretch(1)
        self.add(kinds)
        self.name = LineField("name", field_label("name", "units"), required=True, longest=200)
        self.upper = LineField("upper_line", tr("Dòng trên: cấp trên"))
        self.own = LineField("own_line", tr("Dòng dưới: đơn vị"))
        self.place = LineField("place")
        self.add(self.name)
        self.add(Shelf([self.upper, self.own, self.place]))
        self.preview = LetterheadPreview(today)
        self.add(self.preview)
        self._own_typed = False
        self.name.changed.connect(self._follow)
        self.own.edit.textEdited.connect(self._note_own)
        for field in (self.upper, self.own, self.place):
            field.changed.connect(self._draw)
        self.primary(tr("&Tiếp tục"), self._go_on)
        self._follow()

    def start(self) -> None:
        """Put the cursor where typing begins."""
        self.name.setFocus()

    def _note_own(self) -> None:
        self._own_typed = bool(self.own.edit.text())

    def _follow(self) -> None:
        """Let the hints and the second line follow the kind and the name."""
        if self.committee.isChecked():
            self.name.edit.setPlaceholderText(tr("ví dụ: Đảng ủy xã Suối Mẫu"))
            self.upper.edit.setPlaceholderText(tr("ví dụ: ĐẢNG BỘ TỈNH …"))
        else:
            self.name.edit.setPlaceholderText(tr("ví dụ: Chi bộ thôn Suối Mẫu"))
            self.upper.edit.setPlaceholderText(tr("ví dụ: ĐẢNG BỘ XÃ …"))
        if not self._own_typed:
            self.own.set_value(" ".join(self.name.edit.text().split()).upper())
        self._draw()

    def _draw(self) -> None:
        self.preview.show_lines(
            self.upper.edit.text(), self.own.edit.text(), self.place.edit.text()
        )

    def _go_on(self) -> None:
        try:
            founding = Founding(
                name=self.name.checked_value(),
                kind=UnitKind.COMMITTEE if self.committee.isChecked() else UnitKind.CELL,
                upper_line=self.upper.checked_value().upper(),
                own_line=self.own.checked_value().upper(),
                place=self.place.checked_value(),
            )
        except Invalid as error:
            fields = (self.name, self.upper, self.own, self.place)
            next((each for each in fields if each.name == error.field), self.name).setFocus()
            return
        self.ready.emit(founding)


class KeyStep(Frame):
    """Step two: the passphrase, and where the book will lie."""

    back_wanted = Signal()
    ready = Signal(str, object)

    def __init__(self, folder: Path) -> None:
        super().__init__(
            tr("Đặt mật khẩu cho sổ"),
            tr("Sổ được mã hóa. Không có mật khẩu này hoặc mã khôi phục thì không ai mở được."),
            above=tr("Lập sổ mới · bước 2 trong 4"),
        )
        self._folder = folder
        self._name = ""
        self._path = free_book_path(folder, "")
        self.back(tr("&Quay lại"), self.back_wanted.emit)
        self.passphrase = NewPassphrase()
        self.add(self.passphrase)
        place = QHBoxLayout()
        place.setSpacing(theme.em(theme.MEDIUM))
        self._where = muted("")
        place.addWidget(self._where, 1)
        place.addWidget(button(tr("Đổi &chỗ…"), self._choose, "open"))
        self.add(label(tr("Sổ sẽ được lưu tại"), "label"))
        self.add(place)
        self.primary(tr("&Lập sổ"), self._go_on)

    def start(self, name: str) -> None:
        """Begin for a unit called `name`; a place chosen for this name before stays."""
        if name != self._name:
            self._name = name
            self._show_path(free_book_path(self._folder, name))
        self.unsay()
        self.passphrase.setFocus()
        self.passphrase.first.setFocus()

    def say_invalid(self, error: Invalid) -> bool:
        """Show what the service did not accept beside its field, if it is one of this page."""
        if error.field != "passphrase" or error.reason is not Reason.TOO_SHORT:
            return False
        self.passphrase.show_problem(error)
        return True

    def _choose(self) -> None:
        kinds = [(tr("Sổ Chi Bộ"), "*.scb")]
        path = ask.save_file(self, tr("Lưu sổ tại"), self._path, kinds)
        if path is not None:
            self._show_path(path)

    def _show_path(self, path: Path) -> None:
        self._path = path
        self._where.setText(str(path))

    def _go_on(self) -> None:
        try:
            words = self.passphrase.checked_value()
        except Invalid:
            return
        self.ready.emit(words, self._path)
