import openpyxl
import pytest
from msgspec.structs import replace

from tests.make import a_session_in, a_wave_in


@pytest.fixture
def wave(cell):
    return a_wave_in(cell)


def changed(path, cells):
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book.active[place] = value
    book.save(path)
    book.close()


def test_attendance_goes_out_and_comes_in_changed(cli, cell, wave, tmp_path):
    session = a_session_in(cell, wave)
    path = tmp_path / "dd.xlsx"
    assert cli.done("attendance", "export", session.id, "-o", path)["written"] == 6
    assert "Không có gì cần ghi" in cli("attendance", "import", session.id, path, "--yes").out
    changed(path, {"E4": "x", "E5": "vắng có phép", "F5": "ốm"})
    ran = cli("attendance", "import", session.id, path)
    assert "thêm mới: 2" in ran.out
    assert "Chưa ghi gì" in ran.out
    assert cli.done("attendance", "import", session.id, path, "--yes")["written"] == 2
    assert cell.attendance.count(session.id).excused == 1


def test_a_wrong_row_stops_the_import_unless_it_is_left_out(cli, cell, wave, tmp_path):
    session = a_session_in(cell, wave)
    path = tmp_path / "dd.xlsx"
    cli.done("attendance", "export", session.id, "-o", path)
    changed(path, {"E4": "x", "E5": "không rõ"})
    ran = cli("attendance", "import", session.id, path, "--yes")
    assert ran.code == 5
    assert "Dòng 5" in ran.err
    done = cli.done("attendance", "import", session.id, path, "--yes", "--skip-bad")
    assert (done["written"], done["actions"]["problem"], done["left_out"]) == (1, 1, ["Chức vụ"])


def test_essays_and_tasks_go_out_and_come_in(cli, cell, wave, tmp_path):
    plan = cell.plans.save(replace(cell.plans.of(wave.id), name="Kế hoạch"))
    cell.plans.save_task(cell.plans.new_task(plan, "Làm đường"))
    for noun, change in (("essay", {"F4": "đã nộp", "G4": "15/11/2026"}), ("plan", {"C4": "Lý A"})):
        path = tmp_path / f"{noun}.xlsx"
        assert cli.done(noun, "export", wave.id, "-o", path)["written"] > 0
        changed(path, change)
        assert cli.done(noun, "import", wave.id, path, "--yes")["written"] == 1
    assert [task.owner for task in cell.plans.tasks(plan)] == ["Lý A"]


def test_the_annex_goes_out(cli, cell, wave, tmp_path):
    path = tmp_path / "pl.xlsx"
    cli.done("report", "wave", wave.id, "-o", path)
    assert path.stat().st_size > 0
