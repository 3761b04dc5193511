"""The laptops of one unit: which there are, when each was heard of, and what to do when one is lost."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.domain.units import Unit
from qtapp.domain.vietnamese import partial_date_text
from qtapp.gui.kit import ask, theme
from qtapp.gui.kit.days import moment
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Card, button, clear, make_primary
from qtapp.gui.kit.room import at_most, scrolling
from qtapp.gui.kit.words import heading, label, muted
from qtapp.services.book import Book
from qtapp.services.devices import DeviceView


class DevicesDialog(QDialog):
    """One card for each laptop; a lost one is taken back here, and a new letter can be made."""

    changed = Signal()
    letter_wanted = Signal()

    def __init__(self, parent: QWidget, book: Book, unit: Unit) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._book, self._unit = book, unit
        self._own = book.units.own().id == unit.id
        self.setWindowTitle(tr("Máy của {unit}").format(unit=unit.name))
        at_most(self, 40, 32)
        column = QVBoxLayout(self)
        pad = theme.em(theme.HUGE)
        column.setContentsMargins(pad, pad, pad, theme.em(theme.LARGE))
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(heading(tr("Máy của {unit}").format(unit=unit.name)))
        column.addWidget(
            muted(
                tr(
                    "Máy bị mất hoặc giao cho người khác thì thu hồi ở đây: từ lúc đó sổ này không nhận "
                    "gói của máy ấy nữa. Những gì máy ấy đã gửi trước đó vẫn còn nguyên."
                )
            )
        )
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(scrolling(inside), 1)
        verbs = QHBoxLayout()
        words = tr("&Thêm máy…") if self._own else tr("Làm thư &mời máy mới…")
        verbs.addWidget(button(words, self._want_letter, "add"))
        verbs.addStretch(1)
        close = button(tr("Đó&ng"), self.accept)
        close.setDefault(True)
        make_primary(close)
        verbs.addWidget(close)
        column.addLayout(verbs)
        self.reload()

    def reload(self) -> None:
        """Read the laptops anew."""
        clear(self._list)
        devices = self._book.exchange.devices(self._unit.id)
        for device in devices:
            self._list.addWidget(self._card(device))
        if not devices:
            self._list.addWidget(
                muted(tr("Chưa có máy nào nối với sổ này. Làm thư mời để nối máy đầu tiên."))
            )
        self._list.addStretch(1)

    def revoke(self, device: DeviceView) -> None:
        """Take a laptop or a letter back, after a question that says what follows."""
        if device.is_letter:
            question = tr("Hủy thư mời làm {day}?").format(day=_day(device.since))
            follows = tr("Ai cầm thư mời này sẽ không vào được nữa.")
        else:
            question = tr("Thu hồi máy “{name}”?").format(name=device.label)
            follows = (
                tr(
                    "Gói của máy này sẽ bị để riêng, không nhập. Việc thu hồi theo gói gửi lên để cấp trên "
                    "cùng biết. Không lấy lại được: nếu tìm thấy máy, hãy thêm lại như máy mới."
                )
                if self._own
                else tr(
                    "Gói của máy này sẽ bị để riêng, không nhập. Không lấy lại được: để chi bộ làm tiếp "
                    "trên máy khác, hãy làm thư mời mới và gửi kèm gói trả lại sổ."
                )
            )
        if ask.confirm(self, question, follows, tr("Thu hồi")):
            self._book.exchange.revoke(self._unit.id, [device.serial])
            self.reload()
            self.changed.emit()

    def _card(self, device: DeviceView) -> Card:
        card = Card()
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(theme.em(theme.TIGHT))
        words.addWidget(label(_name(device), "label"))
        for line in _lines(device):
            words.addWidget(muted(line))
        row.addLayout(words, 1)
        if not device.revoked and not device.is_this:
            verb = tr("Hủy thư mời…") if device.is_letter else tr("Thu hồi…")
            made = button(verb, partial(self.revoke, device), "lock")
            made.setAccessibleName(
                tr("{verb} {name}").format(verb=verb.rstrip("…"), name=_name(device))
            )
            row.addWidget(made, alignment=Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(row)
        return card

    def _want_letter(self) -> None:
        self.accept()
        self.letter_wanted.emit()


def _name(device: DeviceView) -> str:
    if device.is_letter:
        return tr("Thư mời chưa dùng")
    if device.is_this:
        return tr("{name} (máy này)").format(name=device.label)
    return device.label


def _lines(device: DeviceView) -> list[str]:
    if device.is_letter:
        return [tr("Làm ngày {day}").format(day=_day(device.since))]
    lines = [tr("Dùng từ ngày {day}").format(day=_day(device.since))]
    if device.revoked:
        lines.append(tr("Đã thu hồi: gói của máy này không được nhập"))
    elif not device.is_this:
        at = device.last_bundle
        lines.append(
            tr("Gói gần nhất nhận lúc {when}").format(when=moment(at))
            if at
            else tr("Chưa nhận gói nào từ máy này")
        )
    return lines


def _day(since: str) -> str:
    return partial_date_text(since.partition("T")[0])
