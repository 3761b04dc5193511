from datetime import date

import pytest

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import HeaderNotFound, Invalid
from qtapp.domain.essays import EssayDuty, EssayState
from qtapp.domain.plans import TaskState
from qtapp.workbooks.registers import (
    attendance_kind,
    attendance_status,
    essay_kind,
    read_register,
    task_kind,
)

S = AttendanceStatus


def silent(done, total):
    assert 0 <= done <= total


def test_rows_are_read_by_the_kind_of_register(save):
    path = save(
        [
            ["KẾ HOẠCH HÀNH ĐỘNG"],
            ["TT", "Nội dung", "Chủ trì", "Thời gian hoàn thành", "Trạng thái", "Kinh phí"],
            [1, "Làm đường", "Lý A", "31/12/2026", "đang thực hiện", "5 triệu"],
            [2, "", "Lý B", None, None, None],
            [3, "Trồng cây", "Lý C", "sắp tới", "xong", None],
            ["Tổng số: 2"],
        ]
    )
    found = read_register(path, task_kind(), silent)
    assert (found.sheet, found.header_row) == ("Sheet", 2)
    assert dict(found.rows[0].values) == {
        "content": "Làm đường",
        "owner": "Lý A",
        "deadline": date(2026, 12, 31),
        "state": TaskState.IN_PROGRESS,
    }
    assert [(each.line, each.field) for each in found.rows[1].problems] == [
        (5, "deadline"),
        (5, "state"),
    ]
    assert len(found.rows) == 2
    assert [use.heading for use in found.columns if use.source is None] == ["TT", "Kinh phí"]


def test_a_register_in_an_old_font_is_read(save):
    path = save([["TT", "Hä vµ tªn", "§iÓm danh"], [1, "TrÇn ThÞ Ph\xad¬ng", "cã mÆt"]])
    (row,) = read_register(path, attendance_kind(2026), silent).rows
    assert dict(row.values) == {"full_name": "Trần Thị Phương", "status": S.PRESENT}


def test_essays_have_duty_state_days_and_score(save):
    path = save(
        [
            ["STT", "Họ và tên", "Nghĩa vụ", "Kết quả", "Ngày nộp", "Điểm"],
            [1, "Lý Văn An", "bắt buộc", "Đạt", date(2026, 11, 5), 8.5],
        ]
    )
    (row,) = read_register(path, essay_kind(2026), silent).rows
    assert dict(row.values) == {
        "full_name": "Lý Văn An",
        "duty": EssayDuty.REQUIRED,
        "state": EssayState.PASSED,
        "submitted_on": date(2026, 11, 5),
        "score": 8.5,
    }


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"status": S.LATE}, S.LATE),
        ({"status": None, "reason": "ốm"}, S.EXCUSED),
        ({"status": None}, S.UNEXCUSED),
        ({"mark_excused": S.EXCUSED, "mark_present": None}, S.EXCUSED),
        ({}, None),
    ],
)
def test_words_marks_and_reasons_make_one_status(values, status):
    assert attendance_status(values) is status


def test_two_marks_contradict_each_other():
    with pytest.raises(Invalid):
        attendance_status({"mark_present": S.PRESENT, "mark_excused": S.EXCUSED})


def test_every_status_is_read_by_its_name(save):
    rows = [[number, f"Lý {number}", each.label] for number, each in enumerate(S)]
    path = save([["TT", "Họ tên", "Điểm danh"], *rows])
    found = read_register(path, attendance_kind(2026), silent).rows
    assert [row.values["status"] for row in found] == list(S)


def test_the_sheet_can_be_named_and_must_fit(save):
    head = ["TT", "Họ tên", "Điểm danh"]
    path = save([head, [1, "Lý A", "x"]], sheets=[("Hai", [head, [1, "Lý B", "x"]])])
    found = read_register(path, attendance_kind(2026), silent, sheet="Hai")
    assert found.rows[0].values["full_name"] == "Lý B"
    with pytest.raises(HeaderNotFound):
        read_register(path, task_kind(), silent)
