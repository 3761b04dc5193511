import pytest

from qtapp.domain.self_score import CRITERIA
from qtapp.services.paper_sums import amount, budget_blocks, score_blocks, vote_blocks


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.500.000", 1_500_000),
        ("14", 14),
        (" 2 000 ", 2000),
        ("", None),
        ("khoảng 5", None),
        ("-1", None),
        ("1" * 16, None),
        ("٣", None),
    ],
)
def test_amounts_are_read_as_people_write_them(text, value):
    assert amount(text) == value


def test_a_budget_is_multiplied_summed_and_said_in_words():
    rows = [
        ("Nước", "suất", "14", "10.000", ""),
        ("Tài liệu", "bộ", "14", "25000", "HĐND"),
        ("", "", "", "", ""),
    ]
    table, words = budget_blocks(rows)
    assert [row[5] for row in table.rows] == ["140.000", "350.000", "490.000"]
    assert table.rows[1][4] == "25.000"
    assert words.text == "Tổng số tiền bằng chữ: Bốn trăm chín mươi nghìn đồng."


def test_a_budget_without_prices_is_left_to_be_filled_in():
    table, words = budget_blocks([("Nước", "suất", "14", "", "")])
    assert [row[5] for row in table.rows] == ["", ""]
    assert words.text.endswith("……\u200b.".replace("\u200b", ""))


def test_the_score_is_summed_with_its_band_once_all_is_given():
    given = ["5", "4", "10", "38,5", "5", "28", "5"]
    rows = [(each.name, f"{each.most}", mark) for each, mark in zip(CRITERIA, given, strict=True)]
    table, told = score_blocks(rows)
    assert table.rows[-1] == ("", "Cộng", "100", "95,5")
    assert told.text == "Tổng điểm: 95,5/100, xếp loại: Tốt."


def test_points_beyond_the_most_do_not_count_as_given():
    rows = [(each.name, f"{each.most}", "99") for each in CRITERIA]
    table, told = score_blocks(rows)
    assert table.rows[-1][3] == ""
    assert told.text == "Còn 7 tiêu chí chưa chấm điểm."


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("12", "12")], "12/12 đảng viên chính thức có mặt tán thành, đạt 100%."),
        ([("9", "12")], "9/12 đảng viên chính thức có mặt tán thành, đạt 75%."),
        ([("", "12")], "……/12 đảng viên"),
        ([("13", "12")], "……/12 đảng viên"),
        ([], "……/…… đảng viên"),
    ],
)
def test_the_vote_is_told_as_a_fraction_and_a_share(rows, says):
    (told,) = vote_blocks(rows)
    assert says in told.text
