import pytest
from hypothesis import given, strategies as st

from qtapp.bundle import strictjson
from qtapp.bundle.introduction import INTRODUCTION, make_introduction, open_introduction
from qtapp.bundle.invitation import CHEAPEST, lock
from qtapp.domain.errors import (
    BundleDamaged,
    BundleTooNew,
    InvitationWrongCode,
    NotABundle,
)

CODE = "1234 5678"
RANDOM = bytes(range(40))
UNITS = [{"id": "a" * 32, "name": "Chi bộ thôn Hòa Bình"}, {"id": "b" * 32, "parent": "a" * 32}]


def test_the_code_brings_the_units_back():
    file = make_introduction(UNITS, CODE, RANDOM, CHEAPEST)
    assert open_introduction(file, "12345678") == UNITS
    assert "Hòa Bình".encode() not in file


@given(st.data())
def test_another_code_or_damaged_bytes_open_nothing(data):
    file = make_introduction(UNITS, CODE, RANDOM, CHEAPEST)
    with pytest.raises(InvitationWrongCode):
        open_introduction(file, "1234 5679")
    place = data.draw(st.integers(0, len(file) - 1))
    with pytest.raises((BundleDamaged, NotABundle)):
        open_introduction(file[:place], CODE)
    flipped = bytearray(file)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((BundleDamaged, NotABundle)):
        open_introduction(bytes(flipped), CODE)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"v": 2, "units": []}, BundleTooNew),
        ({"v": 1}, BundleDamaged),
        ({"v": 1, "units": ["a"]}, BundleDamaged),
        ([], BundleDamaged),
    ],
)
def test_other_content_is_refused(content, error):
    file = lock(INTRODUCTION, strictjson.dumps(content), CODE, RANDOM, CHEAPEST)
    with pytest.raises(error):
        open_introduction(file, CODE)
