"""Invitations: which unit below has joined, and the letter and the code for those who have not."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qtapp.domain.vietnamese import date_text
from qtapp.gui.exchange.devices import DevicesDialog
from qtapp.gui.kit import ask, busy, theme
from qtapp.gui.kit.code_dialog import CodeDialog
from qtapp.gui.kit.flow import Flow
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.pieces import Empty, button
from qtapp.gui.kit.table import Column
from qtapp.services.book import Book
from qtapp.services.exchange import ExchangeStatus, UnitExchange


class Invitations(QWidget):
    """The units below, and the verbs for the one that is selected."""

    changed = Signal()
    units_wanted = Signal()

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__()
        self._book, self._jobs = book, jobs
        self.list = ListPanel[UnitExchange](
            tr("Các chi bộ trực thuộc"),
            [
                Column(title=tr("Đơn vị"), text=lambda row: row.unit.name, stretch=True),
                Column(title=tr("Tình trạng"), text=lambda row: _state(row)[0], tone=_tone),
                Column(
                    title=tr("Gói nhận gần nhất"),
                    text=_last,
                    key=_last_key,
                    tone=lambda row: "warn" if row.is_late else None,
                ),
            ],
            lambda row: row.unit.id,
            empty=Empty(
                "units",
                tr("Chưa có chi bộ trực thuộc"),
                tr("Nhập tên các chi bộ trước, rồi làm thư mời cho từng chi bộ."),
                tr("Thêm chi &bộ"),
                self.units_wanted.emit,
            ),
            search=tr("Tìm chi bộ"),
        )
        self.invite_button = button(tr("Làm thư &mời…"), self.invite, "key", "primary")
        self.devices_button = button(tr("Máy của chi &bộ…"), self.show_devices, "lock")
        self.list.table.opened.connect(lambda _row: self.invite())
        self.list.table.selectionModel().selectionChanged.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.em(theme.MEDIUM))
        column.addWidget(self.list)
        verbs = QWidget()
        flow = Flow(verbs)
        flow.addWidget(self.invite_button)
        flow.addWidget(self.devices_button)
        column.addWidget(verbs)
        self._follow()

    def show_status(self, status: ExchangeStatus) -> None:
        """Show how each unit stands."""
        self.list.show_rows(status.units)
        self._follow()

    def choose(self, unit_id: str) -> bool:
        """Select a unit; False if it is not listed."""
        index = self.list.model.index_of(unit_id)
        if index.isValid():
            self.list.table.select(self.list.model.row(index))
        return index.isValid()

    def invite(self) -> None:
        """Write an invitation for the selected unit and show its code."""
        row = self.list.selected()
        if row is None:
            return
        unit = row.unit
        suggestion = tr("Thư mời - {name}.cbmoi").format(name=unit.name.replace("/", "-"))
        path = ask.save_file(
            self, tr("Ghi thư mời vào USB"), suggestion, [(tr("Thư mời"), "*.cbmoi")]
        )
        if path is None:
            return

        def done(code: str) -> None:
            self.changed.emit()
            CodeDialog(
                self,
                tr("Thư mời cho {unit}").format(unit=unit.name),
                tr("Đã ghi tệp {name}. Đưa tệp này cho chi bộ bằng USB.").format(name=path.name),
                code,
                [
                    tr(
                        "Đọc mã này cho bí thư chi bộ qua điện thoại, đừng ghi chung với tệp. "
                        "Mã chỉ hiện một lần; nếu quên, hãy làm thư mời mới."
                    )
                ],
            ).open()

        busy.run(
            self,
            self._jobs,
            tr("Đang làm thư mời"),
            lambda book, _report: book.exchange.invite(unit.id, path),
            done=done,
        )

    def show_devices(self) -> None:
        """Show the laptops of the selected unit, to take back a lost one."""
        row = self.list.selected()
        if row is None:
            return
        dialog = DevicesDialog(self, self._book, row.unit)
        dialog.changed.connect(self.changed)
        dialog.letter_wanted.connect(self.invite)
        dialog.open()

    def _follow(self) -> None:
        row = self.list.selected()
        self.invite_button.setEnabled(row is not None)
        self.devices_button.setEnabled(row is not None)


def _state(row: UnitExchange) -> tuple[str, Tone]:
    if row.joined:
        return tr("Đã nối"), "good"
    if row.invited:
        return tr("Đã mời, chưa gửi gói"), "warn"
    return tr("Chưa mời"), "muted"


def _tone(row: UnitExchange) -> Tone | None:
    return _state(row)[1]


def _last(row: UnitExchange) -> str:
    at = row.last_received
    day = date_text(at.astimezone().date()) if at else "–"
    return tr("{day}, đã lâu").format(day=day) if row.is_late else day


def _last_key(row: UnitExchange) -> date:
    return row.last_received.date() if row.last_received else date.min
