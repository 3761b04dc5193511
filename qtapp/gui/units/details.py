"""One unit below, looked at closely: its figures in a wave, its sessions, and the verbs for it."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from qtapp.domain.counting import Tally
from qtapp.domain.errors import Invalid
from qtapp.domain.figures import Figures, UnitFigures
from qtapp.domain.sessions import Session
from qtapp.domain.units import Unit
from qtapp.domain.vietnamese import number, partial_date_text, ratio
from qtapp.gui.kit import ask, theme, toast
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import button, clear, pair
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
        self.body.addWidget(self.new_name)
        self._save = button(tr("&Lưu tên"), self.rename, "save")
        self.body.addWidget(self._save, alignment=Qt.AlignmentFlag.AlignLeft)
        self.new_name.edit.returnPressed.connect(self._rename_by_enter)
        self.new_name.changed.connect(lambda: self._save.setVisible(self._is_changed()))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.em(theme.MEDIUM))
        self.body.addLayout(self._facts)
        self._invite = self.verb(tr("Thư &mời…"), self._ask_invitation, "key")
        self.verb(tr("&Chuyển đi…"), self._leave_for_another, "share")
        self.verb(tr("&Giải thể…"), self.close_unit, "close", "quiet")

    def unit_id(self) -> str:
        """Return the id of the unit that is shown, or nothing."""
        return self._row.unit.id if self._row is not None else ""

    def show_unit(self, row: UnitRow, wave_id: str) -> None:
        """Show `row`, with its figures in the wave (none where no wave is chosen)."""
        same = self._row is not None and self._row.unit.id == row.unit.id
        self._row = row
        self.name(row.unit.name)
        if not (same and self._is_changed()):
            self.new_name.set_value(row.unit.name)
        self._save.setVisible(self._is_changed())
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
        if not (same and self.is_open()):
            self.appear()

    def may_leave(self) -> bool:
        """Ask before a new name is lost."""
        return not self._is_changed() or ask.settle_unsaved(
            self, self.rename, detail=tr("Tên mới chưa được lưu.")
        )

    def rename(self) -> bool:
        """Keep the name that was typed, and return whether it is kept."""
        if self._row is None:
            return False
        try:
            name = self.new_name.checked_value()
            kept = self._book.units.save(replace(self._row.unit, name=name))
        except Invalid as error:
            self.new_name.show_problem(Invalid("name", error.reason, error.value))
            return False
        self._row = replace(self._row, exchange=replace(self._row.exchange, unit=kept))
        self.title.setText(name)
        self._save.hide()
        self.changed.emit()
        toast.say(self, tr("Đã lưu tên {name}.").format(name=name))
        return True

    def _rename_by_enter(self) -> None:
        if self._is_changed():
            self.rename()

    def close_unit(self) -> None:
        """Mark the unit as ended, after a question, with a way back."""
        if self._row is None:
            return
        unit = self._row.unit
        if not ask.confirm(
            self,
            tr("Giải thể {name}?").format(name=unit.name),
            tr("Đơn vị không còn trong danh sách và báo cáo; dữ liệu đã nhận vẫn giữ trong sổ."),
            tr("Giải thể"),
        ):
            return
        self._book.units.close(unit.id)
        self.forget()
        self.changed.emit()
        toast.say(self, tr("Đã giải thể {name}.").format(name=unit.name), self._reopening(unit))

    def _reopening(self, unit: Unit) -> Callable[[], None]:
        def undo() -> None:
            self._book.units.save(replace(unit, closed=False))
            self.changed.emit()

        return undo

    def _leave_for_another(self) -> None:
        if self._row is not None and self.may_leave():
            self.leaving.emit(self._row.unit)

    def forget(self) -> None:
        """Close without a question: the unit is in the list no more."""
        self._row = None
        self.hide()
        self.left.emit()

    def _ask_invitation(self) -> None:
        if self._row is not None:
            self.invited.emit(self._row.unit.id)

    def _is_changed(self) -> bool:
        return (
            self.is_open()
            and self._row is not None
            and self.new_name.edit.text() != self._row.unit.name
        )

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
