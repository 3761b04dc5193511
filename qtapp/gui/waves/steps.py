"""How far a wave has come, step by step in words, from what the book holds."""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from qtapp.domain.essays import EssayDuty
from qtapp.domain.figures import WaveReport
from qtapp.domain.sessions import Session
from qtapp.domain.vietnamese import date_text, partial_date_text, percent, ratio
from qtapp.domain.waves import (
    PLAN_HEADINGS,
    Intensity,
    Preparation,
    StudyPlan,
    Wave,
    missing_headings,
)
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import Act, Step, StepState
from qtapp.services.book import Book


class Ways(Struct, frozen=True, kw_only=True):
    """Where the buttons of the steps lead."""

    plan: Act
    documents: Act
    new_session: Act
    go: Callable[[str, str], None]


class _Fact(Struct, frozen=True, kw_only=True):
    """What the book says about one step."""

    title: str
    done: bool
    sentence: str
    action: str
    act: Act
    late: bool = False


def cell_steps(book: Book, wave: Wave, ways: Ways) -> list[Step]:
    """Return the steps of a wave in a cell's book."""
    return _in_order(
        [
            _preparation(book.waves.study_plan(wave.id), ways),
            _documents(book, wave, ways),
            _sessions(book, wave, ways),
            _attendance(book, wave, ways),
            _essays(book, wave, ways),
            _action_plan(book, wave, ways),
            *_sending(book, wave, ways),
        ]
    )


def committee_steps(book: Book, wave: Wave, ways: Ways, report: WaveReport | None) -> list[Step]:
    """Return the steps of a wave in a committee's book; `report` is None while it is worked out."""
    facts = [_preparation(book.waves.study_plan(wave.id), ways), _documents(book, wave, ways)]
    if book.sessions.of(wave.id):
        facts += [_sessions(book, wave, ways), _attendance(book, wave, ways)]
    facts += [_handing_down(book, ways, report), _cells(book, wave, ways, report)]
    facts.append(
        _Fact(
            title=tr("Báo cáo tổng hợp"),
            done=False,
            sentence=tr("Cộng từ số liệu các chi bộ đã gửi, không phải gõ lại.")
            + _by(wave.report_due),
            action=tr("Xem báo cáo"),
            act=lambda: ways.go("reports", wave.id),
            late=_is_past(book, wave.report_due),
        )
    )
    if book.exchange.superior() is not None:
        facts += _sending(book, wave, ways)[1:]
    return _in_order(facts)


def _in_order(facts: list[_Fact]) -> list[Step]:
    """Return the steps; the first that is not done is what comes next."""
    steps = []
    reached = False
    for fact in facts:
        if fact.done:
            state = StepState.DONE
        elif fact.late:
            state = StepState.LATE
        else:
            state = StepState.LATER if reached else StepState.NEXT
        reached = reached or not fact.done
        steps.append(
            Step(
                title=fact.title,
                state=state,
                sentence=(
                    tr("Đã quá hạn. {sentence}").format(sentence=fact.sentence)
                    if state is StepState.LATE
                    else fact.sentence
                ),
                action=fact.action,
                act=fact.act,
            )
        )
    return steps


def preparation_sentence(plan: StudyPlan) -> str:
    """Return in words how far the paper is that opens the wave."""
    if plan.preparation is not Preparation.PLAN:
        number = f" {plan.number}" if plan.number else ""
        day = tr(" ngày {day}").format(day=date_text(plan.dated)) if plan.dated else ""
        label = plan.preparation.label
        return f"{label[:1].upper()}{label[1:]}{number}{day}."
    missing = missing_headings(plan)
    if len(missing) == len(PLAN_HEADINGS):
        return tr("Chưa soạn kế hoạch; cũng có thể chọn công văn triệu tập hoặc theo cấp trên.")
    if not missing:
        return tr("Kế hoạch học tập đã đủ các mục.")
    return tr("Kế hoạch đã có {there}/{all} mục, còn thiếu: {missing}.").format(
        there=len(PLAN_HEADINGS) - len(missing), all=len(PLAN_HEADINGS), missing="; ".join(missing)
    )


def _preparation(plan: StudyPlan, ways: Ways) -> _Fact:
    done = plan.preparation is not Preparation.PLAN or not missing_headings(plan)
    return _Fact(
        title=tr("Chuẩn bị"),
        done=done,
        sentence=preparation_sentence(plan),
        action=tr("Xem kế hoạch") if done else tr("Soạn kế hoạch"),
        act=ways.plan,
    )


def _documents(book: Book, wave: Wave, ways: Ways) -> _Fact:
    found = book.waves.documents(wave.id)
    thorough = sum(intensity is Intensity.THOROUGH for _, intensity in found)
    own = book.waves.is_own(wave)
    if found:
        numbers = ", ".join(document.number for document, _ in found[:4])
        kinds = []
        if thorough:
            kinds.append(tr("{count} quán triệt").format(count=thorough))
        if len(found) > thorough:
            kinds.append(tr("{count} phổ biến").format(count=len(found) - thorough))
        sentence = f"{', '.join(kinds)}: {numbers}" + (", …" if len(found) > 4 else ".")
    elif own:
        sentence = tr("Chưa chọn văn bản nào để học.")
    else:
        sentence = tr("Cấp trên chưa gửi văn bản của đợt.")
    return _Fact(
        title=tr("Văn bản"),
        done=bool(found),
        sentence=sentence,
        action=tr("Chọn văn bản") if own and not found else tr("Xem văn bản"),
        act=ways.documents,
    )


def when(session: Session) -> str:
    """Return the time of a session as people write it: 07:30 ngày 18/11/2026."""
    if not session.starts_at:
        return tr("chưa có ngày giờ")
    day, _, clock = session.starts_at.partition("T")
    return tr("{clock} ngày {day}").format(clock=clock, day=partial_date_text(day))


def _sessions(book: Book, wave: Wave, ways: Ways) -> _Fact:
    sessions = book.sessions.of(wave.id)
    if not sessions:
        return _Fact(
            title=tr("Buổi học"),
            done=False,
            sentence=tr("Chưa xếp buổi nào."),
            action=tr("Xếp buổi học"),
            act=ways.new_session,
            late=_is_past(book, wave.ends_on),
        )
    waiting = [session for session in sessions if not session.held]
    first = waiting[0] if waiting else sessions[-1]
    lead = tr("buổi tới") if waiting else tr("đã học hết; buổi cuối")
    return _Fact(
        title=tr("Buổi học"),
        done=all(session.starts_at for session in sessions),
        sentence=tr("{count} buổi, {lead}: {name}, {when}.").format(
            count=len(sessions), lead=lead, name=first.name, when=when(first)
        ),
        action=tr("Xem buổi học"),
        act=lambda: ways.go("sessions", first.id),
    )


def _attendance(book: Book, wave: Wave, ways: Ways) -> _Fact:
    sessions = book.sessions.of(wave.id)
    waiting = [session for session in sessions if not session.held]
    target = waiting[0] if waiting else (sessions[-1] if sessions else None)
    today = book.today().isoformat()
    late = [s for s in waiting if s.starts_at and s.starts_at[:10] < today]
    if not sessions:
        sentence = tr("Điểm danh khi có buổi học.")
    elif len(waiting) == len(sessions):
        sentence = tr("Chưa điểm danh buổi nào.")
    else:
        figures = book.reports.unit(wave.id, book.units.own()).figures
        sentence = tr("{part} đảng viên đã học ({percent}).").format(
            part=ratio(figures.members_studied, figures.members),
            percent=percent(figures.members_studied, figures.members),
        )
    if late:
        sentence += tr(" {name} đã qua ngày học mà chưa điểm danh.").format(name=late[0].name)
    return _Fact(
        title=tr("Điểm danh"),
        done=bool(sessions) and not waiting,
        sentence=sentence,
        action=tr("Điểm danh") if waiting else (tr("Xem điểm danh") if sessions else ""),
        act=lambda: ways.go("sessions", target.id if target else ""),
        late=bool(late),
    )


def _essays(book: Book, wave: Wave, ways: Ways) -> _Fact:
    rows = [row.essay for row in book.essays.sheet(wave.id)]
    due = [essay for essay in rows if essay.duty is EssayDuty.REQUIRED]
    written = sum(essay.state.is_written for essay in due)
    graded = sum(essay.state.is_graded for essay in due)
    if not due:
        sentence = tr("Chưa có ai phải viết thu hoạch.")
    else:
        sentence = tr("Đã nộp {written}, đã đánh giá {graded}.").format(
            written=ratio(written, len(due)), graded=graded
        ) + _by(wave.essay_due)
    return _Fact(
        title=tr("Bài thu hoạch"),
        done=bool(due) and graded == len(due),
        sentence=sentence,
        action=tr("Mở bài thu hoạch"),
        act=lambda: ways.go("essays", wave.id),
        late=written < len(due) and _is_past(book, wave.essay_due),
    )


def _action_plan(book: Book, wave: Wave, ways: Ways) -> _Fact:
    there = book.plans.exists(wave.id)
    tasks = book.plans.tasks(book.plans.of(wave.id)) if there else []
    still = sum(task.state.is_open for task in tasks)
    if not there:
        sentence = tr("Chưa lập kế hoạch hành động.") + _by(wave.plan_due)
    elif not tasks:
        sentence = tr("Đã lập, chưa có nhiệm vụ nào.")
    else:
        sentence = tr("{tasks} nhiệm vụ, {still} việc còn đang làm.").format(
            tasks=len(tasks), still=still
        )
    return _Fact(
        title=tr("Kế hoạch hành động"),
        done=bool(tasks),
        sentence=sentence,
        action=tr("Mở kế hoạch") if there else tr("Lập kế hoạch"),
        act=lambda: ways.go("plans", wave.id),
        late=not there and _is_past(book, wave.plan_due),
    )


def _sending(book: Book, wave: Wave, ways: Ways) -> list[_Fact]:
    status = book.exchange.status()
    sent = status.superior is not None and status.last_made is not None and not status.unmade
    if status.superior is None:
        sentence = tr("Sổ chưa nối với cấp trên; hãy xin cấp ủy một thư mời.")
    elif status.last_made is None:
        sentence = tr("Chưa gửi lần nào cho {name}.").format(name=status.superior.name)
    elif status.unmade:
        sentence = tr("Có thay đổi chưa gửi, kể từ gói ngày {day}.").format(
            day=date_text(status.last_made.astimezone().date())
        )
    elif status.unsent:
        sentence = tr("Đã làm gói ngày {day}, chờ cấp trên báo nhận.").format(
            day=date_text(status.last_made.astimezone().date())
        )
    else:
        sentence = tr("Cấp trên đã nhận đủ.")
    late = not sent and _is_past(book, wave.report_due)
    report = _Fact(
        title=tr("Báo cáo"),
        done=sent,
        sentence=tr("Số liệu tự tính từ sổ, không phải gõ lại.") + _by(wave.report_due),
        action=tr("Xem báo cáo"),
        act=lambda: ways.go("reports", wave.id),
        late=late,
    )
    send = _Fact(
        title=tr("Gửi cấp trên"),
        done=sent,
        sentence=sentence,
        action=tr("Mở gói dữ liệu"),
        act=lambda: ways.go("exchange", ""),
        late=late,
    )
    return [report, send]


def _handing_down(book: Book, ways: Ways, report: WaveReport | None) -> _Fact:
    units = book.exchange.status().units
    joined = sum(each.joined for each in units)
    answered = report is not None and any(row.reported for row in report.units)
    if not units:
        sentence = tr("Chưa có chi bộ trực thuộc nào trong sổ.")
    else:
        sentence = tr(
            "{joined} đơn vị đã nối với sổ này. Làm gói chuyển xuống để chi bộ nhận đợt học tập."
        ).format(joined=ratio(joined, len(units)))
    return _Fact(
        title=tr("Giao xuống chi bộ"),
        done=answered,
        sentence=sentence,
        action=tr("Làm gói chuyển xuống") if units else tr("Thêm chi bộ"),
        act=lambda: ways.go("exchange" if units else "units", ""),
    )


def _cells(book: Book, wave: Wave, ways: Ways, report: WaveReport | None) -> _Fact:
    if report is None:
        sentence, done, missing = tr("Đang tính số liệu các chi bộ…"), False, 0
    else:
        total, missing = report.asked, report.silent
        done = total > 0 and missing == 0
        sentence = tr("{there} chi bộ đã có số liệu.").format(there=ratio(total - missing, total))
        if missing:
            names = ", ".join(report.missing[:3]) + ("…" if len(report.missing) > 3 else ".")
            sentence += tr(" Chưa có: {names}").format(names=names)
    return _Fact(
        title=tr("Chi bộ báo cáo"),
        done=done,
        sentence=sentence,
        action=tr("Xem các chi bộ"),
        act=lambda: ways.go("units", wave.id),
        late=missing > 0 and _is_past(book, wave.report_due),
    )


def _by(day: date | None) -> str:
    return tr(" Hạn {day}.").format(day=date_text(day)) if day else ""


def _is_past(book: Book, day: date | None) -> bool:
    return day is not None and day < book.today()
