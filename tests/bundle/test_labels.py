import unicodedata

import pytest
from hypothesis import given, strategies as st

from qtapp.bundle.labels import clean_label, is_clean_label


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Chi bộ thôn Hòa Bình", "Chi bộ thôn Hòa Bình"),
        (unicodedata.normalize("NFD", "Đảng ủy"), "Đảng ủy"),
        ("  đầu\ncuối\t ", "đầucuối"),
        ("ảnh\u202egpj.exe", "ảnhgpj.exe"),
        ("a\u200bb\u2066c", "abc"),
    ],
)
def test_a_label_shows_letters_and_hides_no_tricks(given_text, shown):
    assert clean_label(given_text, 60) == shown


@given(st.text(), st.integers(0, 20))
def test_a_cleaned_label_is_clean(text, length):
    cleaned = clean_label(text, length)
    assert len(cleaned) <= length
    assert is_clean_label(cleaned, length)
