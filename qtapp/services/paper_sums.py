"""Tables of papers whose figures are worked out from what the user gave: budget, self-score, vote."""

from collections.abc import Sequence

from qtapp.domain.self_score import CRITERIA, scored
from qtapp.domain.spelled import dong
from qtapp.domain.vietnamese import number, percent
from qtapp.papers.description import Block, Column, Paragraph, Table

Rows = Sequence[Sequence[str]]
_DOTS = "……"
_MOST_DIGITS = 15


def amount(text: str) -> int | None:
    """Return the whole number a person wrote, with points or blanks between the thousands; else None."""
    digits = text.strip().replace(".", "").replace(" ", "").replace("\xa0", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > _MOST_DIGITS:
        return None
    return int(digits)


def budget_blocks(rows: Rows) -> list[Block]:
    """Return the budget: rows of what, unit, how many, price, remark; sums and the total in words."""
    lines: list[tuple[str, ...]] = []
    total = 0
    for place, (what, unit, count, price, remark) in enumerate(
        (row for row in rows if row[0].strip()), 1
    ):
        many, each = amount(count), amount(price)
        cost = many * each if many is not None and each is not None else None
        total += cost or 0
        lines.append(
            (
                str(place),
                what,
                unit,
                count if many is None else number(many),
                price if each is None else number(each),
                "" if cost is None else number(cost),
                remark,
            )
        )
    priced = any(line[5] for line in lines)
    lines.append(("", "Tổng cộng", "", "", "", number(total) if priced else "", ""))
    columns = (
        Column(title="TT", share=10, align="centre"),
        Column(title="Nội dung chi", share=49),
        Column(title="ĐVT", share=16, align="centre"),
        Column(title="Số lượng", share=16, align="right"),
        Column(title="Đơn giá (đồng)", share=24, align="right"),
        Column(title="Thành tiền (đồng)", share=26, align="right"),
        Column(title="Căn cứ, ghi chú", share=24),
    )
    table = Table(columns=columns, rows=tuple(lines), total=True)
    return [table, Paragraph(text=f"Tổng số tiền bằng chữ: {dong(total) if priced else _DOTS}.")]


def score_blocks(rows: Rows) -> list[Block]:
    """Return the self-score: rows of criterion, most points, points given; the sum and its band."""
    given = [_points(row[2], at) for at, row in enumerate(rows)]
    lines = [(str(place), name, most, points) for place, (name, most, points) in enumerate(rows, 1)]
    known = sum(each for each in given if each is not None)
    complete = all(each is not None for each in given)
    decimals = 0 if float(known).is_integer() else 1
    lines.append(("", "Cộng", "100", number(known, decimals) if complete else ""))
    columns = (
        Column(title="TT", share=12, align="centre"),
        Column(title="Tiêu chí", share=99),
        Column(title="Điểm tối đa", share=27, align="centre"),
        Column(title="Điểm tự chấm", share=27, align="centre"),
    )
    table = Table(columns=columns, rows=tuple(lines), total=True)
    return [table, Paragraph(text=scored(given))]


def vote_blocks(rows: Rows) -> list[Block]:
    """Return the sentence of the vote: how many of how many agreed; dots where nobody counted yet."""
    yes, voters = (amount(cell) for cell in rows[0]) if rows else (None, None)
    if yes is None or not voters or yes > voters:
        told = (
            f"{_DOTS}/{number(voters) if voters else _DOTS} đảng viên chính thức có mặt tán thành."
        )
    else:
        share = percent(yes, voters)
        told = f"{number(yes)}/{number(voters)} đảng viên chính thức có mặt tán thành, đạt {share}."
    return [Paragraph(text=f"Nghị quyết được hội nghị thông qua với {told}")]


def _points(text: str, place: int) -> float | None:
    """Return the points given for a criterion; None if there are none, or more than it can bring."""
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    most = CRITERIA[place].most if place < len(CRITERIA) else 0
    return found if 0 <= found <= most else None
