import itertools

import pytest
from hypothesis import given, strategies as st

from qtapp.domain.sheet_marks import CORNERS, SIDE, Mark, mark_text, read_mark, sheet_number
from tests.make import an_id

SHEETS = st.text("0123456789", min_size=10, max_size=10)


@given(SHEETS, st.integers(1, 99), st.integers(0, 3))
def test_a_mark_is_read_as_it_was_written_and_holds_no_more_digits_than_fit(sheet, page, corner):
    mark = Mark(sheet=sheet, page=page, corner=corner)
    assert read_mark(mark_text(mark)) == mark
    assert len(mark_text(mark)) <= 17


@given(SHEETS, st.integers(0, 15), st.integers(1, 9))
def test_one_misread_digit_is_noticed(sheet, place, by):
    text = mark_text(Mark(sheet=sheet, page=3, corner=2))
    wrong = f"{text[:place]}{(int(text[place]) + by) % 10}{text[place + 1 :]}"
    assert read_mark(wrong) is None


@pytest.mark.parametrize("text", ["", "1", "2" * 16, "1" * 17, "١" * 16, "12345678901234-6"])
def test_foreign_codes_are_none_of_ours(text):
    assert read_mark(text) is None


def test_a_sheet_is_named_by_ten_digits_that_tell_no_name():
    numbers = {sheet_number(an_id(unit), an_id(session)) for unit in (1, 2) for session in (3, 4)}
    assert len(numbers) == 4
    assert all(len(each) == 10 and each.isdecimal() for each in numbers)


def test_codes_keep_clear_of_the_edge_and_of_the_table():
    for x, y in CORNERS:
        assert 6 <= x <= 210 - 6 - SIDE
        assert 6 <= y <= 297 - 6 - SIDE
        assert y + SIDE + 2.3 < 21 or y - 2.3 > 276
    assert len(set(itertools.chain(CORNERS))) == 4
