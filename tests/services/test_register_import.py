from datetime import date

import openpyxl
import pytest
from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import Cancelled, HeaderNotFound, NotFound
from qtapp.domain.essays import EssayState
from qtapp.domain.plans import TaskState
from qtapp.domain.reasons import Reason
from qtapp.services.importing import ImportAction
from tests.make import a_session_in, a_wave_in

A = ImportAction
SHEET = ["TT", "Họ và tên", "Năm sinh", "Điểm danh", "Lý do", "Ngày học bù"]


@pytest.fixture
def listed(tmp_path):
    def write(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / "tệp.xlsx"
        book.save(path)
        book.close()
        return path

    return write


@pytest.fixture
def wave(cell):
    return a_wave_in(cell)


@pytest.fixture
def session(cell, wave):
    return a_session_in(cell, wave)


def names(cell):
    return [each.full_name for each in cell.members.all()]


def marks(cell, session):
    return {
        row.member.full_name: (row.status, row.reason, row.made_up_on)
        for row in cell.attendance.sheet(session.id)
        if row.recorded
    }


def test_marks_are_read_however_they_are_written(cell, session, listed):
    who = names(cell)
    path = listed(
        ["DANH SÁCH ĐIỂM DANH"],
        SHEET,
        [1, who[0], None, "x"],
        [2, who[1].upper(), None, "Vắng có phép", "ốm"],
        [3, who[2], None, "vắng", "bận họp"],
        [4, who[3], None, "V"],
        [5, who[4], None, "học bù", "", date(2026, 11, 19)],
        [6, who[5], None, "trực tuyến"],
    )
    plan = cell.registers.attendance(session.id, path)
    assert [row.action for row in plan.rows] == [A.ADD] * 6
    assert marks(cell, session) == {}
    assert cell.registers.apply(plan) == 6
    assert marks(cell, session) == {
        who[0]: (AttendanceStatus.PRESENT, "", None),
        who[1]: (AttendanceStatus.EXCUSED, "ốm", None),
        who[2]: (AttendanceStatus.EXCUSED, "bận họp", None),
        who[3]: (AttendanceStatus.UNEXCUSED, "", None),
        who[4]: (AttendanceStatus.MADE_UP, "", date(2026, 11, 19)),
        who[5]: (AttendanceStatus.ONLINE, "", None),
    }
    assert cell.registers.attendance(session.id, path).writes == 0


def test_marks_may_stand_in_columns_under_two_rows_of_headings(cell, session, listed):
    who = names(cell)
    plan = cell.registers.attendance(
        session.id,
        listed(
            ["TT", "Họ và tên", "Có mặt", "Vắng", None],
            [None, None, None, "Có lý do", "Không lý do"],
            [1, who[0], "x"],
            [2, who[1], None, "x"],
            [3, who[2], None, None, "x"],
            [4, who[3], "x", None, "x"],
            [5, who[4]],
        ),
    )
    assert [row.action for row in plan.rows] == [A.ADD, A.ADD, A.ADD, A.PROBLEM, A.SAME]
    assert plan.rows[3].problems[0].reason is Reason.DUPLICATE
    cell.registers.apply(plan)
    assert [status for status, _, _ in marks(cell, session).values()] == [
        AttendanceStatus.PRESENT,
        AttendanceStatus.EXCUSED,
        AttendanceStatus.UNEXCUSED,
    ]


def test_strangers_are_skipped_and_namesakes_asked_about(cell, session, listed):
    cell.members.save(cell.members.new("Lý Văn An", birth="1960"))
    cell.members.save(cell.members.new("Lý Văn An", birth="1970"))
    path = listed(
        SHEET,
        [1, "Người Xã Khác", None, "x"],
        [2, "Lý Văn An", None, "x"],
        [3, "Lý Văn An", 1970, "x"],
        [4, "Lý Văn An", 1960, "không rõ"],
    )
    plan = cell.registers.attendance(session.id, path)
    assert [row.action for row in plan.rows] == [A.SKIP, A.PROBLEM, A.ADD, A.PROBLEM]
    assert [row.problems[0].reason for row in plan.rows if row.problems] == [
        Reason.AMBIGUOUS,
        Reason.NOT_IN_LIST,
    ]
    assert [row.line for row in plan.rows] == [2, 3, 4, 5]


def test_what_was_marked_before_comes_back(cell, session, listed):
    who = cell.members.all()
    cell.attendance.mark(session.id, who[0].id, AttendanceStatus.LATE)
    before = marks(cell, session)
    plan = cell.registers.attendance(
        session.id,
        listed(SHEET, [1, who[0].full_name, None, "x"], [2, who[1].full_name, None, "x"]),
    )
    cell.registers.apply(plan)
    assert marks(cell, session) != before
    cell.registers.take_back(plan)
    assert marks(cell, session) == before


def test_essays_are_taken_in_and_back(cell, wave, listed):
    who = names(cell)
    path = listed(
        ["STT", "Họ và tên", "Tình trạng", "Ngày nộp", "Điểm", "Nhận xét"],
        [1, who[0], "Đạt", "15/11/2026", "8,5", "Sát thực tế"],
        [2, who[1], "đã nộp", date(2026, 11, 16), None, None],
        [3, who[2], "chưa nộp", None, None, None],
        [4, who[3], "đạt", "2026", "mười", None],
    )
    plan = cell.registers.essays(wave.id, path)
    assert [row.action for row in plan.rows] == [A.ADD, A.ADD, A.SAME, A.PROBLEM]
    assert [each.field for each in plan.rows[3].problems] == ["submitted_on", "score"]
    cell.registers.apply(plan)
    kept = {row.member.full_name: row.essay for row in cell.essays.sheet(wave.id)}
    assert (kept[who[0]].state, kept[who[0]].score) == (EssayState.PASSED, 8.5)
    assert kept[who[1]].submitted_on == date(2026, 11, 16)
    cell.registers.take_back(plan)
    assert {row.essay.state for row in cell.essays.sheet(wave.id)} == {EssayState.MISSING}


def test_tasks_are_added_and_known_by_their_words(cell, wave, listed):
    plan = cell.plans.save(replace(cell.plans.of(wave.id), name="Kế hoạch hành động"))
    kept = cell.plans.save_task(cell.plans.new_task(plan, "Làm đường thôn", owner="Lý A"))
    path = listed(
        ["TT", "Nội dung công việc", "Chủ trì", "Thời hạn", "Tiến độ"],
        [1, "LÀM ĐƯỜNG THÔN", "Lý A", "31/12/2026", "Đang thực hiện"],
        [2, "Trồng cây", "Lý B", date(2026, 12, 1), None],
        [3, "Trồng cây", "Lý C", None, None],
    )
    found = cell.registers.tasks(wave.id, path)
    assert [row.action for row in found.rows] == [A.UPDATE, A.ADD, A.PROBLEM]
    cell.registers.apply(found)
    assert [(each.content, each.state, each.position) for each in cell.plans.tasks(plan)] == [
        ("Làm đường thôn", TaskState.IN_PROGRESS, 1),
        ("Trồng cây", TaskState.NOT_STARTED, 2),
    ]
    assert cell.registers.tasks(wave.id, path).writes == 0
    cell.registers.take_back(found)
    assert cell.plans.tasks(plan) == [kept]


def test_tasks_want_a_plan_to_stand_in(cell, wave, listed):
    with pytest.raises(NotFound):
        cell.registers.tasks(wave.id, listed(["Nội dung"]))


def test_a_file_of_another_kind_is_refused(cell, session, listed):
    with pytest.raises(HeaderNotFound):
        cell.registers.attendance(session.id, listed(["a", "b", "c"], [1, 2, 3]))


def test_stopping_writes_nothing(cell, session, listed):
    plan = cell.registers.attendance(session.id, listed(SHEET, [1, names(cell)[0], None, "x"]))

    def stop(done, _total):
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        cell.registers.apply(plan, stop)
    assert marks(cell, session) == {}


def test_nobody_is_given_the_attendance_of_another_by_a_repeated_card(cell, session, listed):
    one, two = cell.members.all()[:2]
    card = "030098000001"
    cell.members.save(replace(one, card_number=card))
    path = listed(
        ["TT", "Họ và tên", "Số thẻ", "Điểm danh"],
        [1, one.full_name, card, "x"],
        [2, two.full_name, card, "vắng không lý do"],
    )
    plan = cell.registers.attendance(session.id, path)
    assert [row.action for row in plan.rows] == [A.ADD, A.PROBLEM]
    assert plan.rows[1].problems[0].field == "card_number"
    cell.registers.apply(plan)
    assert marks(cell, session) == {one.full_name: (AttendanceStatus.PRESENT, "", None)}


def test_a_card_of_somebody_else_marks_nobody(cell, session, listed):
    one, two = cell.members.all()[:2]
    cell.members.save(replace(one, card_number="030098000001"))
    heads = ["TT", "Họ và tên", "Số thẻ", "Điểm danh"]
    path = listed(heads, [1, two.full_name, "030098000001", "vắng không lý do"])
    plan = cell.registers.attendance(session.id, path)
    assert plan.rows[0].problems[0].reason is Reason.ANOTHERS
    assert plan.writes == 0
