from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qtapp.domain.errors import Cancelled, HeaderNotFound
from qtapp.domain.members import Gender, MemberKind, MemberStatus
from qtapp.domain.reasons import LineProblem, Reason
from qtapp.workbooks.members import read_members

HEAD = ["STT", "Họ và tên", "Năm sinh", "Ngày vào Đảng", "Ngày chính thức"]


def silent(done, total):
    assert 0 <= done <= total


@pytest.fixture
def read(save):
    def from_rows(*rows, **options):
        return read_members(save(rows, options.pop("merges", ())), silent, **options)

    return from_rows


def names(found):
    return [row.values.get("full_name") for row in found.rows]


def test_the_sample_list_is_read_whole(sample):
    found = read_members(sample, silent)
    assert (found.sheet, found.header_row, len(found.rows)) == ("Danh sách đảng viên", 6, 36)
    assert not any(row.problems for row in found.rows)
    assert sum(use.left_out for use in found.columns) == 11
    by_cell = {}
    for row in found.rows:
        by_cell.setdefault(row.cell, []).append(row.values)
    assert {cell: len(rows) for cell, rows in by_cell.items()} == {
        "Chi bộ thôn Nà Lạnh": 14,
        "Chi bộ thôn Khuổi Mới": 12,
        "Chi bộ Trường Tiểu học Xã Mẫu": 10,
    }
    values = [row.values for row in found.rows]
    assert [each["kind"] for each in values].count(MemberKind.PROBATIONARY) == 3
    assert [each["status"] for each in values].count(MemberStatus.EXEMPT) == 2
    assert all(len(each["card_number"]) == 12 and len(each["id_tail"]) == 4 for each in values)
    assert sum(len(each["birth"]) == 4 for each in values) == 3
    assert "Bàn Đức Phúc" in names(found)


def test_an_old_workbook_in_old_fonts_is_read(data):
    found = read_members(data / "tcvn3.xls", silent)
    assert [use.heading for use in found.columns[:2]] == ["TT", "Họ và tên"]
    assert [dict(row.values) for row in found.rows] == [
        {
            "full_name": "Nguyễn Văn Hưng", "gender": Gender.MALE, "birth": "1951",
            "joined_on": "1975-03-02", "party_role": "Bí thư", "card_number": "099123456789",
        },
        {
            "full_name": "Trần Thị Bích Phương", "gender": Gender.FEMALE, "birth": "1960-05-12",
            "joined_on": "1985-05-19", "card_number": "099123456790",
        },
        {
            "full_name": "Nông Đức Bằng", "gender": Gender.MALE, "birth": "1949",
            "joined_on": "1970-05-19",
        },
    ]  # fmt: skip


def test_lines_count_as_the_program_shows_them(read):
    found = read(["DANH SÁCH"], [], HEAD, ["1", "Lý A", "1960"], [], ["2", "Lý B", "1961"])
    assert found.header_row == 3
    assert [row.line for row in found.rows] == [4, 6]


def test_no_date_of_full_membership_means_probation(read):
    found = read(
        HEAD,
        ["1", "Lý A", "1960", "02/03/1985", "02/03/1986"],
        ["2", "Lý B", "1999", "02/11/2025", ""],
        ["3", "Lý C", "1999", "", ""],
        ["4", "Lý D", "1999", "02/11/2025", "Dự bị"],
        ["5", "Lý E", "1999", "02/11/2025", "sau"],
    )
    assert [row.values.get("kind") for row in found.rows] == [
        MemberKind.OFFICIAL,
        MemberKind.PROBATIONARY,
        None,
        MemberKind.PROBATIONARY,
        None,
    ]
    assert [problem.field for row in found.rows for problem in row.problems] == ["official_on"]


def test_a_list_without_that_column_says_nothing_of_probation(read):
    found = read(["STT", "Họ và tên", "Ngày vào Đảng"], ["1", "Lý A", "02/03/1985"])
    assert "kind" not in found.rows[0].values


def test_what_is_wrong_is_told_with_its_line(read):
    found = read(HEAD, ["1", "Lý A", "31/02/1960"], ["2", "", "1961", "02/03/1985"])
    assert found.rows[0].problems == (
        LineProblem(line=2, field="birth", reason=Reason.NOT_A_DATE, value="31/02/1960"),
    )
    assert dict(found.rows[0].values) == {"full_name": "Lý A"}
    assert found.rows[1].problems == (
        LineProblem(line=3, field="full_name", reason=Reason.EMPTY, value=""),
    )


def test_footers_and_numbered_blanks_are_no_members(read):
    found = read(
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        ["1", "Công Văn A", "1960", "02/03/1985"],
        ["2", "", ""],
        ["Tổng số: 2 đảng viên"],
        ["", "", "", "Suối Mẫu, ngày 01 tháng 6 năm 2026"],
        ["", "NGƯỜI LẬP BIỂU", "", "T/M CHI BỘ"],
        ["", "Hứa Thị Mẫu", "", "Lý A"],
    )
    assert names(found) == ["Công Văn A"]
    assert not found.rows[0].problems


def test_a_lone_name_is_a_member(read):
    assert names(read(HEAD, ["1", "Lý A"], ["", "Lý B"])) == ["Lý A", "Lý B"]


def test_rows_that_name_a_cell_group_the_rows_below(read):
    found = read(
        HEAD,
        ["I", "Chi bộ thôn Nà Lạnh (2 đảng viên)"],
        ["1", "Lý A", "1960"],
        ["Cộng: 1"],
        ["II. Chi bộ thôn Khuổi Mới"],
        ["1", "Lý B", "1960"],
    )
    assert [(row.values["full_name"], row.cell) for row in found.rows] == [
        ("Lý A", "Chi bộ thôn Nà Lạnh"),
        ("Lý B", "Chi bộ thôn Khuổi Mới"),
    ]


def test_a_merged_cell_column_counts_for_every_row_inside(read):
    found = read(
        ["STT", "Họ và tên", "Chi bộ"],
        ["1", "Lý A", "Chi bộ 1"],
        ["2", "Lý B"],
        ["3", "Lý C", "Chi bộ 2"],
        merges=["C2:C3"],
    )
    assert [row.cell for row in found.rows] == ["Chi bộ 1", "Chi bộ 1", "Chi bộ 2"]


def test_birth_years_in_columns_of_gender(read):
    head = ["TT", "Họ và tên", "Nam", "Nữ", "Chức vụ"]
    found = read(
        head,
        ["1", "Lý A", 1960, None, "Bí thư"],
        ["2", "Lý B", None, "03/1961", "Phó bí thư"],
        ["3", "Lý C", "x", None, "-"],
        ["4", "Lý D", "1960", "1961", ""],
        ["5", "Lý E", "?", None, ""],
    )
    assert [(row.values.get("gender"), row.values.get("birth")) for row in found.rows] == [
        (Gender.MALE, "1960"),
        (Gender.FEMALE, "1961-03"),
        (Gender.MALE, None),
        (None, None),
        (Gender.MALE, None),
    ]
    assert [problem.reason for row in found.rows for problem in row.problems] == [
        Reason.DUPLICATE,
        Reason.NOT_A_DATE,
    ]


def test_exemption_has_a_column_of_marks(read):
    head = ["TT", "Họ và tên", "Miễn sinh hoạt", "Trạng thái"]
    found = read(
        head,
        ["1", "Lý A", "x", "Đang sinh hoạt"],
        ["2", "Lý B", "Không", "Chính thức"],
        ["3", "Lý C", "", "Dự bị"],
    )
    assert [(row.values["status"], row.values.get("kind")) for row in found.rows] == [
        (MemberStatus.EXEMPT, None),
        (MemberStatus.ACTIVE, MemberKind.OFFICIAL),
        (MemberStatus.ACTIVE, MemberKind.PROBATIONARY),
    ]


def test_names_in_two_columns_are_joined(read):
    found = read(["TT", "Họ và tên đệm", "Tên", "Năm sinh"], [1, "Lý Thị", "Đào", date(1960, 5, 1)])
    assert dict(found.rows[0].values) == {"full_name": "Lý Thị Đào", "birth": "1960-05-01"}


def test_separated_values_with_ragged_rows_are_read(save_bytes):
    text = "STT;Họ và tên;Năm sinh;Điện thoại\n1;Lý A;1960\n2;Lý B;1961;912345678;thừa\n"
    found = read_members(save_bytes(text.encode(), "a.csv"), silent)
    assert [dict(row.values) for row in found.rows] == [
        {"full_name": "Lý A", "birth": "1960"},
        {"full_name": "Lý B", "birth": "1961", "phone": "0912345678"},
    ]


def test_the_first_sheet_that_looks_like_a_list_is_read(save):
    more = [
        ("Chi bộ 1", [HEAD, ["1", "Lý A", "1960"]]),
        ("Chi bộ 2", [HEAD, ["1", "Lý B", "1960"]]),
    ]
    path = save([["Hướng dẫn"]], sheets=more)
    found = read_members(path, silent)
    assert (found.sheet, found.other_sheets) == ("Chi bộ 1", ("Sheet", "Chi bộ 2"))
    assert names(read_members(path, silent, sheet="Chi bộ 2")) == ["Lý B"]


def test_a_file_without_headings_is_refused(save):
    with pytest.raises(HeaderNotFound):
        read_members(save([["a", "b", "c"]]), silent)
    with pytest.raises(HeaderNotFound):
        read_members(save([HEAD]), silent, sheet="Không có")


def test_chosen_columns_replace_the_headings(read):
    found = read(
        ["Cột 1", "Cột 2", "Cột 3"], ["Lý A", "1960", "x"], mapping={0: "full_name", 1: "birth"}
    )
    assert dict(found.rows[0].values) == {"full_name": "Lý A", "birth": "1960"}
    assert [use.field for use in found.columns] == ["full_name", "birth", None]


def test_reading_can_be_stopped(save):
    path = save([HEAD, *[[number, f"Lý A {number}", "1960"] for number in range(500)]])
    seen = []

    def stop(done, total):
        seen.append((done, total))
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_members(path, stop)
    assert seen == [(0, 500), (200, 500)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_any_rows_below_the_headings_are_read(save_bytes, rows):
    lines = ["STT\tHọ và tên\tNăm sinh\tNam\tTrạng thái\tChi bộ"]
    lines += ["\t".join("".join(filter(str.isprintable, cell)) for cell in row) for row in rows]
    text = "\n".join(lines).replace('"', "").encode("utf-8", "replace")
    found = read_members(save_bytes(text, "a.csv"), silent)
    for row in found.rows:
        assert row.values.get("full_name") or row.problems
        assert all(problem.line == row.line for problem in row.problems)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (["Lò Thị Mẫu", "01/02/2090", "", ""], "birth"),
        (["Lò Thị Mẫu", "2020", "", ""], "birth"),
        (["Lò Thị Mẫu", "1980", "1990", ""], "joined_on"),
        (["Lò Thị Mẫu", "1950", "05/6/1975", "1974"], "official_on"),
        (["Lò Thị Mẫu", "1950", "05/6/1975", "04/6/1975"], "official_on"),
        (["Lò Thị Mẫu", "1950", "05/6/1975", "1975"], None),
        (["Lò Thị Mẫu", "", "1975", "6/1976"], None),
    ],
)
def test_dates_of_a_life_that_cannot_be_are_told(tmp_path, row, field):
    path = tmp_path / "danh sách.csv"
    heads = ["Họ và tên", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức"]
    path.write_text("\n".join(",".join(line) for line in (heads, row)), encoding="utf-8")
    (read,) = read_members(path, lambda *_: None, this_year=2026).rows
    assert [each.field for each in read.problems] == ([field] if field else [])
