import pytest

from qtapp.domain.self_score import CRITERIA, attendance_points, band, scored, time_points


def test_the_criteria_of_the_guideline_sum_to_a_hundred():
    assert sum(each.most for each in CRITERIA) == 100
    assert [each.most for each in CRITERIA] == [5, 5, 10, 40, 5, 30, 5]


@pytest.mark.parametrize(
    ("points", "word"),
    [
        (100, "Tốt"),
        (90, "Tốt"),
        (89.5, "Khá"),
        (70, "Khá"),
        (69, "Trung bình"),
        (50, "Trung bình"),
        (49, "Kém"),
        (0, "Kém"),
    ],
)
def test_bands_begin_where_the_guideline_says(points, word):
    assert band(points) == word


@pytest.mark.parametrize(
    ("minutes", "members", "points"),
    [(90, 29, 5), (89, 29, 3), (75, 29, 3), (60, 29, 1), (30, 29, 0), (90, 30, 1), (120, 30, 5)],
)
def test_a_large_cell_needs_two_hours(minutes, members, points):
    assert time_points(minutes, members) == points


@pytest.mark.parametrize(
    ("present", "total", "unexcused", "points"),
    [
        (10, 10, 0, 5),
        (9, 10, 0, 4),
        (8, 10, 0, 3),
        (7, 10, 0, 2),
        (6, 10, 0, 1),
        (9, 10, 1, 1),
        (0, 0, 0, 0),
    ],
)
def test_attendance_points_follow_the_share_present(present, total, unexcused, points):
    assert attendance_points(present, total, unexcused=unexcused) == points


def test_the_sum_is_told_only_when_all_is_scored():
    assert scored([5, 5, 10, 36.5, 5, 28, 5]) == "Tổng điểm: 94,5/100, xếp loại: Tốt."
    assert scored([5, None, None]) == "Còn 2 tiêu chí chưa chấm điểm."
