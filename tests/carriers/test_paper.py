import pytest
from hypothesis import given, strategies as st

from qtapp.carriers import paper
from qtapp.carriers.paper import MOST_BYTES, SLICE, base45, codes, from_base45, join, read
from qtapp.domain.errors import BundleDamaged, CodesMissing, TooMuchForPaper
from tests.make import some_random

DATA = some_random(7)(5000)


def all_read(texts):
    return [code for code in map(read, texts) if code]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"AB", "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
    ],
)
def test_base45_is_that_of_the_rfc(data, text):
    assert base45(data) == text
    assert from_base45(text) == data


@given(st.binary(max_size=50))
def test_base45_brings_every_byte_back(data):
    assert from_base45(base45(data)) == data


@pytest.mark.parametrize("text", [":::", "A", "GGW", "::"])
def test_what_stands_for_no_bytes_is_refused(text):
    assert from_base45(text) is None


@given(st.binary(min_size=1, max_size=4000), st.randoms(use_true_random=False))
def test_codes_in_any_order_and_twice_make_the_file_again(data, chance):
    texts = codes(data) * 2
    chance.shuffle(texts)
    assert join(all_read(texts)) == data


def test_codes_are_of_qrs_alphabet_and_fit_the_largest_symbol():
    texts = codes(DATA)
    assert len(texts) == -(-len(DATA) // SLICE)
    assert all(len(text) <= 970 and set(text) <= set(paper._ALPHABET) for text in texts)


def test_missing_codes_are_named():
    texts = codes(DATA)
    with pytest.raises(CodesMissing) as told:
        join(all_read([texts[0], texts[4]]))
    assert told.value.missing == (2, 3, 4, 6, 7, 8)
    assert told.value.total == 8


def test_what_is_too_much_for_paper_is_refused():
    with pytest.raises(TooMuchForPaper):
        codes(bytes(MOST_BYTES + 1))
    assert len(codes(bytes(MOST_BYTES))) == 48


def test_codes_that_do_not_make_up_their_file_are_damaged():
    good = all_read(codes(DATA))
    wrong = [paper.Code(file=good[0].file, number=1, total=8, slice=b"x"), *good[1:]]
    with pytest.raises(BundleDamaged):
        join(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "https://vi.example/menu",
        "SCB1:0123ABCD:0:1:BB8",
        "SCB1:0123ABCD:3:2:BB8",
        "SCB1:0123ABCD:1:99:BB8",
        "SCB1:0123ABCD:1:1::::",
        "scb1:0123abcd:1:1:bb8",
        "SCB1:0123ABCD:1:1:",
    ],
)
def test_other_codes_are_none_of_ours(text):
    assert read(text) is None
