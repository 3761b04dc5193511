"""Things to do as sentences that say what, for whom, until when, and where they lead."""

from datetime import date, timedelta
from enum import Enum, auto

from msgspec import Struct

from qtapp.domain.sessions import Session
from qtapp.gui.kit.days import short_day, when
from qtapp.gui.kit.i18n import tr
from qtapp.services.home import Due, Duty

SOON_DAYS = 7


class Urgency(Enum):
    """The three parts of the list."""

    LATE = auto()
    SOON = auto()
    LATER = auto()


class Task(Struct, frozen=True, kw_only=True):
    """One line of the list: its sentence, the quiet words under it, the screen and record it opens."""

    words: str
    note: str
    urgency: Urgency
    screen: str
    record: str = ""


def urgency(due: Due, today: date) -> Urgency:
    """Return the part a thing belongs to; what has no day wants doing now."""
    if due.is_late(today):
        return Urgency.LATE
    if due.by is None or due.by <= today + timedelta(days=SOON_DAYS):
        return Urgency.SOON
    return Urgency.LATER


def task(due: Due, today: date) -> Task:
    """Return the line for one thing to do."""
    screen, record = _target(due)
    notes = [due.wave.name] if due.wave else []
    if due.by is not None:
        notes.append(when(due.by, today))
    return Task(
        words=_words(due, today),
        note=" · ".join(notes),
        urgency=urgency(due, today),
        screen=screen,
        record=record,
    )


def countdown(session: Session, today: date) -> str:
    """Return how far off a session is; one that has passed without a roll call says so."""
    if not session.starts_at:
        return tr("chưa định ngày")
    day = date.fromisoformat(session.starts_at[:10])
    return when(day, today) if day >= today else tr("đã qua, chưa điểm danh")


def _words(due: Due, today: date) -> str:  # noqa: C901, PLR0911 - one line each
    name = due.session.name if due.session else ""
    day = short_day(due.by, today) if due.by else ""
    match due.duty:
        case Duty.ADD_MEMBERS:
            return tr("Nhập danh sách đảng viên của chi bộ")
        case Duty.ADD_CELLS:
            return tr("Nhập tên các chi bộ trực thuộc")
        case Duty.ADD_WAVE:
            return tr("Mở đợt học tập đầu tiên")
        case Duty.PLAN_SESSION:
            return tr("Chưa có buổi học nào: xếp buổi học")
        case Duty.HOLD_SESSION:
            if not day:
                return tr("Buổi “{name}” chưa định ngày: xếp ngày giờ").format(name=name)
            said = tr("Buổi “{name}” ngày {day}: xem lại, in danh sách ký tên")
            return said.format(name=name, day=day)
        case Duty.MARK_ATTENDANCE:
            return tr("Buổi “{name}” ngày {day} chưa điểm danh").format(name=name, day=day)
        case Duty.COLLECT_ESSAYS:
            said = tr("Còn %n đồng chí chưa nộp bài thu hoạch", "", due.count)
            return _until(said, day, tr("xem danh sách"))
        case Duty.GRADE_ESSAYS:
            return tr("Có %n bài thu hoạch chưa đánh giá", "", due.count)
        case Duty.MAKE_PLAN:
            return _until(tr("Chưa có kế hoạch hành động"), day, tr("lập kế hoạch"))
        case Duty.DO_TASKS:
            said = tr("Còn %n nhiệm vụ đang làm", "", due.count)
            return said + tr(", việc gần nhất hạn {day}").format(day=day) if day else said
        case Duty.CELLS_MISSING:
            said = tr("Còn %n chi bộ chưa gửi kết quả", "", due.count)
            return _until(said, day, tr("xem chi bộ nào"))


def _until(said: str, day: str, act: str) -> str:
    middle = tr(", hạn {day}").format(day=day) if day else ""
    return f"{said}{middle}: {act}"


def _target(due: Due) -> tuple[str, str]:
    wave = due.wave.id if due.wave else ""
    match due.duty:
        case Duty.ADD_MEMBERS:
            return "members", ""
        case Duty.ADD_CELLS:
            return "units", ""
        case Duty.ADD_WAVE:
            return "waves", ""
        case Duty.PLAN_SESSION:
            return "waves", wave
        case Duty.HOLD_SESSION | Duty.MARK_ATTENDANCE:
            return "sessions", due.session.id if due.session else ""
        case Duty.COLLECT_ESSAYS | Duty.GRADE_ESSAYS:
            return "essays", wave
        case Duty.MAKE_PLAN | Duty.DO_TASKS:
            return "plans", wave
        case Duty.CELLS_MISSING:
            return "reports", wave
