from datetime import timedelta

from msgspec.structs import replace

from qtapp.services.home import Duty
from tests.make import (
    NOW,
    TODAY,
    Clock,
    a_cell_book,
    a_committee_book,
    a_session_in,
    a_wave_in,
    an_environment,
)


def duties(book):
    return [due.duty for due in book.home.due()]


def test_an_empty_cell_is_led_step_by_step(tmp_path):
    book = a_cell_book(tmp_path)
    assert duties(book) == [Duty.ADD_MEMBERS]
    book.members.save(book.members.new("Mã Thị Sen"))
    assert duties(book) == [Duty.ADD_WAVE]
    wave = a_wave_in(book)
    assert duties(book) == [Duty.PLAN_SESSION]
    session = a_session_in(book, wave, starts_at="2026-11-25T07:30")
    assert duties(book) == [Duty.HOLD_SESSION]
    book.sessions.save(replace(session, starts_at="2026-11-20T07:30"))
    assert duties(book) == [Duty.MARK_ATTENDANCE]
    book.attendance.finish(session.id)
    assert set(duties(book)) == {Duty.MAKE_PLAN}
    essay = book.essays.receive(book.essays.sheet(wave.id)[0].essay, TODAY)
    assert set(duties(book)) == {Duty.GRADE_ESSAYS, Duty.MAKE_PLAN}
    book.essays.grade(essay, TODAY, passed=True)
    plan = book.plans.save(replace(book.plans.of(wave.id), name="Kế hoạch"))
    assert duties(book) == []
    task = book.plans.save_task(book.plans.new_task(plan, "Dọn đường", deadline=TODAY))
    assert duties(book) == [Duty.DO_TASKS]
    book.plans.note_progress(task, TODAY, 100)
    assert duties(book) == []
    book.close()


def test_what_is_late_comes_first_and_what_has_no_day_last(cell):
    late = a_wave_in(cell, "Đợt 1", ends_on=TODAY - timedelta(days=1))
    soon = a_wave_in(cell, "Đợt 2", ends_on=TODAY + timedelta(days=1))
    some_day = a_wave_in(cell, "Đợt 3")
    found = cell.home.due()
    assert [due.wave.id for due in found] == [late.id, soon.id, some_day.id]
    assert [due.is_late(TODAY) for due in found] == [True, False, False]


def test_the_next_session_is_the_first_one_not_held(cell):
    wave = a_wave_in(cell)
    assert cell.home.next_session() is None
    a_session_in(cell, wave, "Chưa xếp giờ", starts_at="")
    later = a_session_in(cell, wave, "B", starts_at="2026-12-02T07:30")
    sooner = a_session_in(cell, wave, "A", starts_at="2026-11-25T07:30")
    assert cell.home.next_session().id == sooner.id
    cell.attendance.finish(sooner.id)
    assert cell.home.next_session().id == later.id


def test_a_committee_is_led_to_its_cells_and_told_who_is_missing(tmp_path):
    book = a_committee_book(tmp_path)
    assert duties(book) == [Duty.ADD_CELLS]
    book.units.add("Chi bộ thôn Nà Mẫu")
    assert duties(book) == [Duty.ADD_WAVE]
    wave = a_wave_in(book, report_due=TODAY)
    due = book.home.due()[0]
    assert (due.duty, due.count, due.by, due.wave.id) == (Duty.CELLS_MISSING, 1, TODAY, wave.id)
    book.close()


def test_a_backup_is_fresh_for_a_month(tmp_path):
    clock = Clock()
    book = a_cell_book(tmp_path, environment=an_environment(clock=clock))
    assert book.home.backed_up() is None
    assert book.home.wants_backup()
    book.back_up(tmp_path / "USB")
    assert book.home.backed_up() == NOW
    clock.forward(days=30)
    assert not book.home.wants_backup()
    clock.forward(minutes=1)
    assert book.home.wants_backup()
    book.close()
