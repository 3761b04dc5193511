"""The self-score of a cell's meeting: 100 points by HD 42-HD/BTCTW, with bands (rules §3.4)."""

from collections.abc import Sequence

from msgspec import Struct

from qtapp.domain.vietnamese import number

SHORTEST_MINUTES = 90
_BANDS = ((90, "Tốt"), (70, "Khá"), (50, "Trung bình"), (0, "Kém"))
_LARGE_CELL = 30
_LARGE_CELL_MINUTES = 120


class Criterion(Struct, frozen=True, kw_only=True):
    """What is judged, and the most points it can bring."""

    name: str
    most: int


CRITERIA = (
    Criterion(name="Thời gian sinh hoạt", most=5),
    Criterion(name="Tỷ lệ đảng viên dự", most=5),
    Criterion(name="Chuẩn bị nội dung, tài liệu", most=10),
    Criterion(name="Tổ chức, điều hành buổi sinh hoạt", most=40),
    Criterion(name="Thực hiện các nguyên tắc của Đảng", most=5),
    Criterion(name="Kết quả thực hiện nghị quyết kỳ trước", most=30),
    Criterion(name="Kết thúc buổi sinh hoạt", most=5),
)


def time_points(minutes: int, members: int) -> int:
    """Return the points for the length of a meeting: 90 minutes, 120 from 30 members on.

    A quarter of an hour less costs two points, half an hour four (the sheet of a ward's office).
    """
    wanted = _LARGE_CELL_MINUTES if members >= _LARGE_CELL else SHORTEST_MINUTES
    missing = max(0, wanted - minutes)
    steps = -(-missing // 15)
    return max(0, CRITERIA[0].most - 2 * steps)


def attendance_points(present: int, total: int, *, unexcused: int = 0) -> int:
    """Return the points for the share of members present: 4 from 90 % on, 3 from 75, 2 from 65, else 1.

    Anybody absent without leave leaves one point. The fifth, for nobody excused more than three
    times in a row, is given here if all were there.
    """
    if not total:
        return 0
    if unexcused:
        return 1
    share = 100 * present / total
    base = next((points for least, points in ((90, 4), (75, 3), (65, 2)) if share >= least), 1)
    return base + (present == total)


def band(points: float) -> str:
    """Return the word for a score: Tốt from 90, Khá from 70, Trung bình from 50, else Kém."""
    return next(word for least, word in _BANDS if points >= least)


def scored(given: Sequence[float | None]) -> str:
    """Return the sum and its band in words; which points are missing is said instead of a sum."""
    missing = sum(each is None for each in given)
    if missing:
        return f"Còn {missing} tiêu chí chưa chấm điểm."
    total = sum(each for each in given if each is not None)
    decimals = 0 if float(total).is_integer() else 1
    return f"Tổng điểm: {number(total, decimals)}/100, xếp loại: {band(total)}."
