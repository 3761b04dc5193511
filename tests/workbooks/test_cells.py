import unicodedata
from datetime import date, datetime, time

import pytest
from hypothesis import given, strategies as st

from qtapp.domain.errors import Invalid
from qtapp.domain.members import Gender, MemberKind, MemberStatus
from qtapp.domain.reasons import Reason
from qtapp.workbooks import cells

CELLS = st.one_of(
    st.text(max_size=30), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.integers(),
)  # fmt: skip


def reason_of(read, cell):
    with pytest.raises(Invalid) as caught:
        read(cell)
    return caught.value.reason


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" Lý \n Thị  Đào ", "Lý Thị Đào"),
        (unicodedata.normalize("NFD", "Đào"), "Đào"),
        ("'0912", "0912"),
        (12.0, "12"),
        (1.5, "1.5"),
        (7, "7"),
        (True, "có"),
        (date(2020, 1, 2), "02/01/2020"),
        (time(7, 30), "07:30:00"),
    ],
)
def test_cells_become_one_line_of_text(cell, text):
    assert cells.plain(cell) == text


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12/5/1960", "1960-05-12"),
        ("'12/05/1960", "1960-05-12"),
        ("5/1960", "1960-05"),
        ("1960", "1960"),
        (1960.0, "1960"),
        (1961, "1961"),
        (22_000.0, "1960-03-25"),
        (date(1960, 5, 12), "1960-05-12"),
        (datetime(1960, 5, 12, 7, 0), "1960-05-12"),  # noqa: DTZ001 - cells have no time zone
        (date(1905, 5, 13), "1960"),
        ("12/5/60", "1960-05-12"),
        ("12/5/10", "1910-05-12"),
    ],
)
def test_birth_dates_are_read_as_far_as_they_are_known(cell, value):
    assert cells.birth(2026)(cell) == value


@pytest.mark.parametrize(
    "cell", ["13/13/1960", "abc", 12.0, 1e9, float("nan"), float("inf"), True, time(7)]
)
def test_other_things_are_no_dates(cell):
    assert reason_of(cells.birth(2026), cell) is Reason.NOT_A_DATE


def test_two_digit_years_of_admission_may_be_recent():
    assert cells.partial_date("joined_on", 2026)("12/5/10") == "2010-05-12"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12_345_678_902.0, "012345678902"),
        ("012345678901", "012345678901"),
        ("12345678901.0", "012345678901"),
        ("012.345.678.901", "012345678901"),
        ("'012 345 678 901", "012345678901"),
        ("08.123456", "08123456"),
    ],
)
def test_card_numbers_get_their_zeros_back(cell, number):
    assert cells.card_number(cell) == number


def test_card_numbers_that_lost_digits_are_refused():
    assert reason_of(cells.card_number, "1.23457E+11") is Reason.NOT_A_NUMBER
    assert reason_of(cells.card_number, "1" * 13) is Reason.TOO_LONG


@pytest.mark.parametrize("cell", [98_012_345_678.0, "099012345678", "99012345678.0", "012 345 678"])
def test_only_the_tail_of_a_personal_number_is_kept(cell):
    assert cells.id_tail(cell) == "5678"


@given(CELLS)
def test_a_personal_number_is_never_given_back_whole(cell):
    try:
        kept = cells.id_tail(cell)
    except Invalid as refused:
        kept = refused.value.removeprefix("…")
    assert len(kept) <= 4


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("123", Reason.TOO_SHORT), ("1" * 13, Reason.TOO_LONG), ("chưa có", Reason.NOT_A_NUMBER)],
)
def test_wrong_personal_numbers_are_refused(cell, reason):
    assert reason_of(cells.id_tail, cell) is reason


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (912_345_679.0, "0912345679"),
        ("0912 345 678", "0912 345 678"),
        ("0912345678.0", "0912345678"),
    ],
)
def test_telephone_numbers_get_their_zero_back(cell, number):
    assert cells.phone(cell) == number


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("Đang sinh hoạt", MemberStatus.ACTIVE),
        ("MIỄN SINH HOẠT", MemberStatus.EXEMPT),
        ("Miễn công tác, sinh hoạt", MemberStatus.EXEMPT),
        ("tam thoi di", MemberStatus.TEMPORARY_AWAY),
        ("Sinh hoạt tạm thời", MemberStatus.TEMPORARY_IN),
        ("Chuyển sinh hoạt", MemberStatus.MOVED),
        ("Xoá tên", MemberStatus.LEFT),
        ("Từ trần", MemberStatus.DECEASED),
    ],
)
def test_words_for_where_a_member_stands(cell, status):
    assert cells.status(cell) is status


def test_words_for_gender_kind_and_the_labels_of_status():
    assert [cells.status(each.label) for each in MemberStatus] == list(MemberStatus)
    assert cells.gender("NỮ") is Gender.FEMALE
    assert cells.gender("nam ") is Gender.MALE
    assert cells.kind("Đảng viên dự bị") is MemberKind.PROBATIONARY
    assert cells.kind_if_told("Dự bị") is MemberKind.PROBATIONARY
    assert cells.kind_if_told("03/02/2020") is None
    for read in (cells.gender, cells.kind, cells.status):
        assert reason_of(read, "khác") is Reason.NOT_IN_LIST


def test_marks_say_yes_and_reasons_do_too():
    assert all(map(cells.is_marked, ["x", "X", "Có", True, 1.0, "Tuổi cao"]))
    assert not any(map(cells.is_marked, ["Không", "0", False]))
    assert cells.is_mere_mark("x")
    assert not cells.is_mere_mark("1960")


def test_names_need_letters_and_an_end():
    assert cells.full_name("Lý  A") == "Lý A"
    assert reason_of(cells.full_name, "123") is Reason.WRONG_TYPE
    assert reason_of(cells.full_name, "a" * 101) is Reason.TOO_LONG
    assert reason_of(cells.line("email"), "a" * 501) is Reason.TOO_LONG


@given(
    CELLS,
    st.sampled_from(
        [cells.birth(2026), cells.card_number, cells.phone, cells.full_name, cells.status]
    ),
)
def test_any_cell_is_read_or_refused(cell, read):
    try:
        value = read(cell)
    except Invalid as refused:
        value = refused.value
    assert isinstance(value, str)
