import pytest
from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.documents import DocumentType
from qtapp.domain.errors import Cancelled
from qtapp.domain.figures import Figures
from qtapp.domain.sessions import SessionFormat, SessionKind
from qtapp.domain.waves import Intensity
from qtapp.services.home import Duty
from tests.make import TODAY, a_document_in, a_session_in, a_wave_in
from tests.services.pairs import a_pair


def figures(book, wave):
    return book.reports.wave(wave.id).total


def test_a_fresh_wave_has_no_figures_but_its_members(cell):
    wave = a_wave_in(cell)
    report = cell.reports.wave(wave.id)
    assert report.total == Figures(members=6)
    assert report.missing == []
    assert (report.unit_name, report.made_on) == ("Chi bộ thôn Suối Mẫu", TODAY)


def test_only_sessions_that_were_held_count_by_their_form(cell):
    wave = a_wave_in(cell)
    for name, form in (("A", SessionFormat.ONLINE), ("B", SessionFormat.MIXED)):
        session = a_session_in(cell, wave, name, format=form)
        cell.attendance.finish(session.id)
    a_session_in(cell, wave, "C")
    found = figures(cell, wave)
    assert (found.sessions, found.sessions_online, found.sessions_mixed) == (2, 1, 1)
    assert (found.members, found.members_studied, found.attendances) == (6, 6, 12)


def test_who_made_it_up_has_studied_but_was_not_there(cell):
    wave = a_wave_in(cell)
    session = a_session_in(cell, wave)
    member = cell.members.all()[0]
    cell.attendance.mark(session.id, member.id, AttendanceStatus.MADE_UP)
    cell.attendance.finish(session.id)
    found = figures(cell, wave)
    assert (found.members_studied, found.members_made_up, found.attendances) == (6, 1, 5)


def test_who_made_up_one_session_and_came_to_another_is_counted_once(cell):
    wave = a_wave_in(cell)
    member = cell.members.all()[0]
    one, other = (a_session_in(cell, wave, name) for name in "AB")
    cell.attendance.mark(one.id, member.id, AttendanceStatus.MADE_UP)
    for session in (one, other):
        cell.attendance.finish(session.id)
    found = figures(cell, wave)
    assert (found.members_studied, found.members_made_up, found.attendances) == (6, 1, 11)


def test_meetings_for_the_public_are_counted_apart(cell):
    wave = a_wave_in(cell)
    a_session_in(
        cell, wave, kind=SessionKind.PUBLIC, public_invited=60, public_attended=48, held=True
    )
    found = figures(cell, wave)
    assert (found.sessions, found.public_sessions) == (0, 1)
    assert (found.public_invited, found.public_attended) == (60, 48)


def test_essays_plan_and_tasks_are_counted_from_records(cell):
    wave = a_wave_in(cell)
    cell.essays.assign(wave.id)
    one, other, *_ = (row.essay for row in cell.essays.sheet(wave.id))
    cell.essays.receive(one, TODAY)
    cell.essays.grade(cell.essays.receive(other, TODAY), TODAY, passed=False)
    plan = cell.plans.save(replace(cell.plans.of(wave.id), name="Kế hoạch", number="05-KH/CB"))
    cell.plans.save_task(cell.plans.new_task(plan, "Tăng cường tuyên truyền"))
    done = cell.plans.save_task(
        cell.plans.new_task(plan, "Dọn đường", owner="Hoa", deadline=TODAY, measure="3 buổi")
    )
    cell.plans.note_progress(done, TODAY, 100)
    found = figures(cell, wave)
    assert (found.essays_due, found.essays_written, found.essays_graded, found.essays_passed) == (
        6,
        2,
        1,
        0,
    )
    assert (found.plans, found.tasks, found.tasks_clear, found.tasks_done) == (1, 2, 1, 1)
    row = cell.reports.wave(wave.id).units[0]
    assert (row.reported, row.plan_number) == (True, "05-KH/CB")


def test_a_committee_lists_every_cell_and_names_the_missing_ones(committee):
    wave = a_wave_in(committee)
    report = committee.reports.wave(wave.id)
    names = ["Chi bộ thôn Nà Mẫu", "Chi bộ thôn Khuổi Mẫu"]
    assert [row.name for row in report.units] == names
    assert report.missing == names
    assert report.total == Figures()


def test_a_committee_that_met_itself_has_a_row_too(committee):
    wave = a_wave_in(committee)
    committee.members.save(committee.members.new("Mã Thị Sen"))
    committee.attendance.finish(a_session_in(committee, wave).id)
    rows = committee.reports.wave(wave.id).units
    assert rows[0].name == "Đảng ủy xã Suối Mẫu"
    assert len(rows) == 3
    assert rows[0].figures.members_studied == 1


def test_the_documents_are_named_with_their_depth(cell):
    wave = a_wave_in(cell)
    other = a_document_in(cell, "2-HD/TU", "Hướng dẫn")
    cell.waves.set_document(wave.id, other.id, Intensity.BRIEF)
    found = cell.reports.wave(wave.id).documents
    assert [(each.number, each.intensity) for each in found] == [
        ("18-NQ/TW", "quán triệt"),
        ("2-HD/TU", "phổ biến"),
    ]


def test_documents_keep_their_type(cell):
    wave = a_wave_in(cell)
    kept = a_document_in(cell, "28-CT/TU", "Chỉ thị mẫu")
    cell.documents.save(replace(kept, type=DocumentType.DIRECTIVE))
    cell.waves.set_document(wave.id, kept.id, Intensity.BRIEF)
    found = cell.reports.wave(wave.id).documents
    assert [each.type for each in found] == [DocumentType.RESOLUTION, DocumentType.DIRECTIVE]


def test_a_report_says_whether_a_committee_makes_it(cell, committee):
    assert not cell.reports.wave(a_wave_in(cell).id).committee
    assert committee.reports.wave(a_wave_in(committee).id).committee


def test_a_report_can_be_stopped(committee):
    wave = a_wave_in(committee)

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        committee.reports.wave(wave.id, stop)


def test_the_total_is_the_sum_of_the_rows(committee):
    wave = a_wave_in(committee)
    committee.attendance.finish(a_session_in(committee, wave).id)
    report = committee.reports.wave(wave.id)
    assert report.total == sum((row.figures for row in report.units), Figures())


def test_a_unit_is_looked_at_session_by_session(cell):
    wave = a_wave_in(cell)
    late = a_session_in(cell, wave, "Buổi 2", starts_at="2026-11-25T07:30")
    early = a_session_in(cell, wave, "Buổi 1", starts_at="2026-11-18T07:30")
    member = cell.members.all()[0]
    cell.attendance.mark(early.id, member.id, AttendanceStatus.UNEXCUSED)
    cell.attendance.finish(early.id)
    found = cell.reports.sessions(wave.id, cell.units.own().id)
    assert [(session.id, count.at_session, count.unexcused) for session, count in found] == [
        (early.id, 5, 1),
        (late.id, 0, 0),
    ]


def test_cells_that_have_not_reported_are_named_and_count_in_no_figure(tmp_path):
    pair = a_pair(tmp_path)
    silent = pair.commune.units.add("Chi bộ bản Pó")
    wave = pair.commune.waves.save(pair.commune.waves.new("Đợt 1"))
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb 1"))
    report = pair.commune.reports.wave(wave.id)
    assert report.missing == ["Chi bộ bản Lướt", "Chi bộ bản Pó"]
    assert report.total == Figures()
    (down,) = pair.commune.exchange.make_down(tmp_path / "xuống")
    pair.cell.exchange.receive(down)
    session = pair.cell.sessions.save(pair.cell.sessions.new(wave.id, "Buổi 1"))
    pair.cell.attendance.finish(session.id)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb 2"))
    report = pair.commune.reports.wave(wave.id)
    assert report.missing == ["Chi bộ bản Pó"]
    assert report.total.members_studied == 3
    assert pair.commune.reports.missing(wave.id) == [silent]


def test_report_and_first_screen_agree_on_who_owes_an_essay_before_it_is_written_down(cell):
    wave = a_wave_in(cell, essay_due=TODAY)
    session = a_session_in(cell, wave, "Buổi 1")
    cell.attendance.finish(session.id)
    rows = cell.essays.sheet(wave.id)
    cell.essays.receive(rows[0].essay, TODAY, text="Nhận thức")
    total = cell.reports.wave(wave.id).total
    (due,) = [each for each in cell.home.due() if each.duty is Duty.COLLECT_ESSAYS]
    assert (total.essays_due, total.essays_written) == (len(rows), 1)
    assert due.count == total.essays_due - total.essays_written


def test_a_wave_that_asks_no_essay_has_nobody_owing_one(cell):
    wave = a_wave_in(cell)
    cell.attendance.finish(a_session_in(cell, wave, "Buổi 1").id)
    assert cell.reports.wave(wave.id).total.essays_due == 0
    assert Duty.COLLECT_ESSAYS not in {each.duty for each in cell.home.due()}
