import pytest
from hypothesis import given, strategies as st

from qtapp.domain.spelled import dong, in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (115, "một trăm mười lăm"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_205_000, "một triệu hai trăm linh năm nghìn"),
        (2_000_000_000, "hai tỷ"),
        (1_000_000_000_005, "một nghìn tỷ không trăm linh năm"),
        (3_050_000_000, "ba tỷ không trăm năm mươi triệu"),
    ],
)
def test_numbers_are_said_as_people_say_them(value, words):
    assert in_words(value) == words


def test_money_begins_with_a_capital_and_names_its_unit():
    assert dong(1_500_000) == "Một triệu năm trăm nghìn đồng"


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_different_amounts_are_never_said_alike(one, other):
    assert (in_words(one) == in_words(other)) is (one == other)


@given(st.integers(0, 10**13))
def test_words_are_single_blanked_and_complete(value):
    words = in_words(value)
    assert words == " ".join(words.split())
    assert words
