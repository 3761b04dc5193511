import pytest
from hypothesis import given, strategies as st

from qtapp.workbooks.vocabulary import Vocabulary, heading_key

WORDS = Vocabulary(
    {"content": "Nội dung · Việc (cần làm)", "male": "Nam"},
    "TT · Ghi chú",
    named_by=frozenset({"content"}),
    fields={"male": "gender"},
)


@pytest.mark.parametrize(
    ("heading", "source"),
    [
        ("NỘI  DUNG *", "content"),
        ("noi\ndung", "content"),
        ("Nội dung (ghi rõ)", "content"),
        ("Việc (cần làm)", "content"),
        ("Việc", None),
        ("Nam", "male"),
        ("Năm", None),
        ("Ghi chú", None),
        ("Dân tộc", None),
        ("", None),
    ],
)
def test_headings_mean_what_they_say_in_any_spelling(heading, source):
    assert WORDS.source_of(heading) == source


def test_known_headings_may_mean_nothing():
    assert [WORDS.knows(each) for each in ("TT", "Ghi chú", "Dân tộc", "Nội dung", "Lạ", "")] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    assert WORDS.is_never_imported("Tôn giáo")


def test_several_meanings_may_feed_one_field():
    assert (WORDS.field_of("male"), WORDS.field_of("content")) == ("gender", "content")
    assert WORDS.meanings == {"male", "content"}


@given(st.text())
def test_the_key_of_a_key_is_itself(heading):
    assert heading_key(heading_key(heading)) == heading_key(heading)
