"""One unit below, looked at closely: its figures in a wave, its sessions, and the verbs for it."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from qtapp.domain.counting import Tally
from qtapp.domain.figures import Figures, UnitFigures
from qtapp.domain.sessions import Session
from qtapp.domain.units import Unit
from qtapp.domain.vietnamese import number, partial_date_text, ratio
from qtapp.gui.kit import theme, toast
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.keeping import Keeper
from qtapp.gui.kit.pieces import clear, pair
from qtapp.gui.kit.side_panel import SidePanel
from qtapp.gui.kit.words import heading, label, muted
from qtapp.gui.units.rows import UnitRow, connection, last_received, standing, studied
from qtapp.services.book import Book


class UnitPanel(SidePanel):
    """What the committee knows of a unit. The unit's own records are only read here."""

    changed = Signal()
    invited = Signal(str)
    leaving = Signal(object)

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._row: UnitRow | None = None
        self.new_name = LineField("name", tr("Tên tổ chức đảng"), required=True)
        form = Form[Unit](Unit)
        form.row(self.new_name)
        self.body.addWidget(form)
        self._keeper = Keeper[Unit](book, form, self._rename)
        self._keeper.kept.connect(lambda _unit: self.changed.emit())
        self.new_name.edit.returnPressed.connect(lambda: self._keeper.now(finished=True))
        self.told.addWidget(self._keeper.state)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.em(theme.MEDIUM))
        self.body.addLayout(self._facts)
        self._invite = self.verb(tr("Thư &mời…"), self._ask_invitation, "key")
        self.verb(tr("C&huyển đi…"), self._leave_for_another, "share")
        self.verb(tr("&Giải thể"), self.close_unit, "close", "quiet")

    def unit_id(self) -> str:
        """Return the id of the unit that is shown, or nothing."""
        return self._row.unit.id if self._row is not None else ""

    def show_unit(self, row: UnitRow, wave_id: str) -> None:
        """Show `row`, with its figures in the wave (none where no wave is chosen)."""
        same = self.is_open() and self.unit_id() == row.unit.id
        self._row = row
        self.name(row.unit.name)
        if same:
            self._keeper.refresh(row.unit)
        else:
            self._keeper.open(row.unit, f"{Unit.table}/{row.unit.id}")
        self._invite.setText(tr("Thư &mời…") if not row.exchange.joined else tr("&Mời máy khác…"))
        clear(self._facts)
        members = len(self._book.members.all(row.unit.id))
        for name, value in (
            (tr("Cấp"), row.unit.level),
            (tr("Kết nối"), connection(row)[0]),
            (tr("Gói nhận gần nhất"), last_received(row) or tr("chưa nhận gói nào")),
            (tr("Số đảng viên trong dữ liệu đã nhận"), number(members)),
        ):
            self._facts.addWidget(pair(name, value))
        if wave_id and row.figures is not None:
            self._show_wave(row.figures, standing(row)[0], wave_id)
        if not same:
            self.appear()

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return not self.is_open() or self._keeper.settle()

    def _rename(self, unit: Unit, values: dict[str, Any]) -> Unit:
        return self._book.units.save(replace(unit, **values))

    def close_unit(self) -> None:
        """Mark the unit as ended, with a way back."""
        if self._row is None or not self.may_leave():
            return
        unit = self._row.unit
        self._book.units.close(unit.id)
        self.forget()
        self.changed.emit()
        said = tr("Đã giải thể {name}; dữ liệu đã nhận vẫn giữ trong sổ.")
        toast.say(self, said.format(name=unit.name), self._reopening(unit))

    def _reopening(self, unit: Unit) -> Callable[[], None]:
        def undo() -> None:
            now = self._book.units.get(unit.id)
            self._book.units.save(replace(now, closed=False))
            self.changed.emit()

        return undo

    def _leave_for_another(self) -> None:
        if self._row is not None and self.may_leave():
            self.leaving.emit(self._row.unit)

    def forget(self) -> None:
        """Close without a question: the unit is in the list no more."""
        self._row = None
        self._keeper.let_go()
        self.hide()
        self.left.emit()

    def _ask_invitation(self) -> None:
        if self._row is not None:
            self.invited.emit(self._row.unit.id)

    def _show_wave(self, figures: UnitFigures, said: str, wave_id: str) -> None:
        self._facts.addWidget(heading(tr("Trong đợt học tập")))
        if said:
            self._facts.addWidget(label(said[:1].upper() + said[1:] + "."))
        for name, value in figure_pairs(figures.figures):
            self._facts.addWidget(pair(name, value))
        self._facts.addWidget(heading(tr("Từng buổi học")))
        sessions = self._book.reports.sessions(wave_id, figures.unit)
        for session, count in sessions:
            self._facts.addWidget(pair(session_words(session), tally_words(session, count)))
        if not sessions:
            self._facts.addWidget(muted(tr("Chưa có buổi học nào trong dữ liệu đã nhận.")))


def figure_pairs(figures: Figures) -> list[tuple[str, str]]:
    """Return the figures of a unit in a wave, each with its name."""
    return [
        (tr("Số buổi đã học"), number(figures.sessions)),
        (tr("Đảng viên đã học"), studied(figures) or "–"),
        (tr("Bài thu hoạch đã nộp"), ratio(figures.essays_written, figures.essays_due)),
        (tr("Bài đã đánh giá"), number(figures.essays_graded)),
        (tr("Kế hoạch hành động"), tr("đã có") if figures.plans else tr("chưa có")),
        (
            tr("Nhiệm vụ rõ người, rõ hạn, rõ thước đo"),
            ratio(figures.tasks_clear, figures.tasks),
        ),
    ]


def session_words(session: Session) -> str:
    """Return the name and the day of a session."""
    day, _, clock = session.starts_at.partition("T")
    when = tr("{clock} ngày {day}").format(clock=clock, day=partial_date_text(day)) if day else ""
    return f"{session.name}, {when}" if when else session.name


def tally_words(session: Session, count: Tally) -> str:
    """Return the attendance of a session in words."""
    if not session.held:
        return tr("chưa điểm danh xong")
    words = [tr("dự {part}").format(part=ratio(count.at_session, count.total))]
    for text, figure in (
        (tr("học bù {count}"), count.made_up),
        (tr("vắng có lý do {count}"), count.excused),
        (tr("vắng không lý do {count}"), count.unexcused),
    ):
        if figure:
            words.append(text.format(count=figure))
    return ", ".join(words)
