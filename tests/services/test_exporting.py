from datetime import date

import openpyxl
import pytest
from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import FolderReadOnly, NotFound
from qtapp.domain.essays import EssayDuty
from qtapp.domain.members import Gender
from qtapp.services.importing import ImportAction
from tests.make import a_session_in, a_wave_in, write_protected

A = ImportAction


@pytest.fixture
def wave(cell):
    wave = a_wave_in(cell)
    a_session_in(cell, wave)
    return wave


def sheet_of(path):
    book = openpyxl.load_workbook(path)
    rows = [[each.value for each in row] for row in book.active.iter_rows()]
    book.close()
    return rows


def test_the_register_comes_back_unchanged(cell, tmp_path):
    first = cell.members.all()[0]
    cell.members.save(
        replace(
            first, birth="1960-05", gender=Gender.FEMALE, joined_on="1985-02-03", phone="0900000001"
        )
    )
    twin = cell.members.new("Lý Văn An")
    cell.members.save(twin)
    cell.members.save(cell.members.new("Lý Văn An"))
    cell.members.save(cell.members.new('=HYPERLINK("x")'))
    path = tmp_path / "ds.xlsx"
    for full in (False, True):
        assert cell.exporting.members(path, full=full) == 9
        plan = cell.importing.plan(cell.importing.read(path))
        assert {row.action for row in plan.rows} == {A.SAME}
        assert len(plan.rows) == 9


def test_card_numbers_go_out_only_when_asked_for(cell, tmp_path):
    member = replace(cell.members.all()[0], card_number="099123456789")
    cell.members.save(member)
    path = tmp_path / "ds.xlsx"
    cell.exporting.members(path)
    assert not any("099123456789" in row for row in sheet_of(path))
    cell.exporting.members(path, full=True)
    assert any("099123456789" in row for row in sheet_of(path))


def test_whole_dates_are_days_and_partial_ones_text(cell, tmp_path):
    member = replace(cell.members.all()[0], birth="1960", joined_on="1985-02-03")
    cell.members.save(member)
    path = tmp_path / "ds.xlsx"
    cell.exporting.members(path)
    row = next(row for row in sheet_of(path) if row[1] == member.full_name)
    assert (row[3], row[8].date()) == ("1960", date(1985, 2, 3))


def test_attendance_comes_back_unchanged(cell, wave, tmp_path):
    (session,) = cell.sessions.of(wave.id)
    ids = [each.id for each in cell.members.all()]
    cell.attendance.mark_all(
        session.id,
        {
            ids[0]: (AttendanceStatus.PRESENT, "", None),
            ids[1]: (AttendanceStatus.EXCUSED, "ốm", None),
            ids[2]: (AttendanceStatus.MADE_UP, "", date(2026, 11, 12)),
        },
    )
    path = tmp_path / "dd.xlsx"
    assert cell.exporting.attendance(session.id, path) == 6
    plan = cell.registers.attendance(session.id, path)
    assert (plan.writes, len(plan.rows), plan.unused) == (0, 6, ("Chức vụ",))


def test_essays_come_back_unchanged(cell, wave, tmp_path):
    cell.essays.assign(wave.id)
    row = cell.essays.sheet(wave.id)[0]
    cell.essays.receive(row.essay, date(2026, 11, 15))
    essay = next(
        each.essay for each in cell.essays.sheet(wave.id) if each.member.id == row.member.id
    )
    cell.essays.grade(essay, date(2026, 11, 16), passed=True, score=8.5, remark="Sát thực tế")
    path = tmp_path / "bth.xlsx"
    written = cell.exporting.essays(wave.id, path)
    plan = cell.registers.essays(wave.id, path)
    assert (plan.writes, len(plan.rows)) == (0, written)
    assert any(8.5 in row for row in sheet_of(path))
    assert EssayDuty.REQUIRED.label in {row[3] for row in sheet_of(path)}


def test_tasks_come_back_unchanged(cell, wave, tmp_path):
    plan = cell.plans.save(replace(cell.plans.of(wave.id), name="Kế hoạch hành động"))
    cell.plans.save_task(
        cell.plans.new_task(
            plan, "Làm đường thôn", owner="Lý A", deadline=date(2026, 12, 1), measure="500 m"
        )
    )
    path = tmp_path / "nv.xlsx"
    assert cell.exporting.tasks(wave.id, path) == 1
    assert cell.registers.tasks(wave.id, path).writes == 0


def test_the_annex_has_typed_figures_and_a_total(committee, tmp_path):
    wave = a_wave_in(committee)
    path = tmp_path / "pl.xlsx"
    assert committee.exporting.annex(wave.id, path) == len(committee.reports.wave(wave.id).units)
    rows = sheet_of(path)
    assert rows[2][:3] == ["TT", "Đơn vị", "Đã có số liệu"]
    assert rows[-1][1] == "Tổng cộng"
    assert all(isinstance(each, (int, float)) or each is None for each in rows[-1][5:])


def test_the_annex_of_a_cell_counts_its_members(cell, wave, tmp_path):
    path = tmp_path / "pl.xlsx"
    assert cell.exporting.annex(wave.id, path) == 1
    row = sheet_of(path)[3]
    assert row[10] == cell.reports.wave(wave.id).total.members


def test_a_folder_that_takes_nothing_is_told(cell, wave):
    with write_protected() as folder, pytest.raises(FolderReadOnly):
        cell.exporting.members(folder / "a.xlsx")
    with pytest.raises(NotFound):
        cell.exporting.essays("0" * 32, folder / "a.xlsx")
