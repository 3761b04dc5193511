"""The list of waves, newest first, with the panel in which a new one is opened."""

from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Signal

from qtapp.domain.vietnamese import date_text
from qtapp.domain.waves import Wave
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.side_panel import Beside, FormPanel
from qtapp.gui.kit.table import Column
from qtapp.gui.kit.unfinished import Unfinished
from qtapp.gui.waves.wave_form import wave_form
from qtapp.services.book import Book


class WaveRow(Struct, frozen=True, kw_only=True):
    """A wave as the list shows it."""

    wave: Wave
    by: str
    documents: int
    time: tuple[str, Tone]


class WaveList(Page):
    """All waves; one is opened by Enter, a double click or its button."""

    opened = Signal(str)
    made = Signal(str)

    def __init__(self, book: Book) -> None:
        super().__init__(tr("Đợt học tập"))
        self._book = book
        self._open = self.secondary(tr("&Mở đợt đã chọn"), self._open_selected, "open")
        self._add = self.primary(tr("&Thêm đợt học tập"), self.begin, "add")
        self.list = ListPanel[WaveRow](
            tr("Danh sách đợt học tập"),
            [
                Column(title=tr("Đợt học tập"), text=lambda row: row.wave.name, stretch=True),
                Column(title=tr("Văn bản"), text=lambda row: str(row.documents)),
                Column(
                    title=tr("Thời gian"),
                    text=lambda row: span(row.wave),
                    key=lambda row: str(row.wave.starts_on or ""),
                ),
                Column(
                    title=tr("Tình hình"),
                    text=lambda row: row.time[0],
                    tone=lambda row: row.time[1],
                ),
                Column(title=tr("Do ai mở"), text=lambda row: row.by),
            ],
            lambda row: row.wave.id,
            empty=Empty(
                "wave",
                tr("Chưa có đợt học tập nào"),
                tr(
                    "Mỗi lần học nghị quyết là một đợt: văn bản, buổi học, điểm danh, thu hoạch và "
                    "kế hoạch hành động nằm ở một chỗ, sổ chỉ từng bước. Đợt do cấp trên giao sẽ "
                    "tự hiện ra ở đây khi nhận gói dữ liệu."
                ),
                tr("Mở đợt học tập đầu tiê&n"),
                self.begin,
            ),
            search=tr("Tìm đợt học tập"),
        )
        self.list.table.opened.connect(lambda row: self.opened.emit(row.wave.id))
        self.panel = FormPanel[Wave](book, lambda: wave_form(book.today()), self._keep)
        self.panel.added.connect(self._made)
        self.unfinished = Unfinished(book, self.begin)
        for turn in (self.panel.appeared, self.panel.left):
            turn.connect(self._look_for_drafts)
        self.add(self.unfinished)
        self.add(Beside(self.list, self.panel, 26), 1)

    def reload(self) -> None:
        """Read the waves anew."""
        waves = self._book.waves.all()
        today = self._book.today()
        self.list.show_rows(
            [
                WaveRow(
                    wave=wave,
                    by=self._author(wave),
                    documents=len(self._book.waves.documents(wave.id)),
                    time=time_of(wave, today),
                )
                for wave in waves
            ]
        )
        self._open.setVisible(bool(waves))
        self._add.setVisible(bool(waves))
        if waves and self.list.selected() is None:
            self.list.table.selectRow(0)
        self._look_for_drafts()

    def begin(self) -> None:
        """Show an empty form for a wave."""
        if self.panel.may_leave():
            self.panel.begin(
                self._book.waves.new(""),
                tr("Thêm đợt học tập"),
                tr("Chỉ cần tên đợt; phần khác ghi thêm sau cũng được."),
            )
            self.panel.form.field("name").setFocus()

    def _look_for_drafts(self) -> None:
        self.unfinished.look("waves/new", is_open=self.panel.is_open())

    def _open_selected(self) -> None:
        row = self.list.selected()
        if row is not None:
            self.opened.emit(row.wave.id)

    def _author(self, wave: Wave) -> str:
        if self._book.waves.is_own(wave):
            return tr("đơn vị mình")
        above = self._book.exchange.superior()
        return above.name if above is not None else tr("cấp trên")

    def _keep(self, wave: Wave, values: dict[str, Any]) -> Wave:
        return self._book.waves.save(replace(wave, **values))

    def _made(self, wave: Wave) -> None:
        self.panel.leave()
        self.made.emit(wave.id)


def span(wave: Wave) -> str:
    """Return from when to when a wave lasts, as far as it is known."""
    if wave.starts_on and wave.ends_on:
        return tr("{first} – {last}").format(
            first=date_text(wave.starts_on), last=date_text(wave.ends_on)
        )
    if wave.starts_on:
        return tr("từ {day}").format(day=date_text(wave.starts_on))
    if wave.ends_on:
        return tr("đến {day}").format(day=date_text(wave.ends_on))
    return ""


def time_of(wave: Wave, today: date) -> tuple[str, Tone]:
    """Return where a wave lies in time, in words with their tone."""
    if wave.starts_on and today < wave.starts_on:
        return tr("sắp tới"), "note"
    end = wave.report_due or wave.ends_on
    if end and today > end:
        return tr("đã hết hạn"), "muted"
    return tr("đang diễn ra"), "good"
