import pytest
from hypothesis import given, strategies as st

from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.papers import PaperKind, PaperPart, PaperText
from qtapp.domain.searching import (
    SEARCHED,
    excerpt,
    searched_words,
    shown_words,
    wanted_words,
)
from tests.make import UNIT, a_member, an_id


def test_every_searched_field_is_declared():
    for table, names in SEARCHED.items():
        assert set(names) <= set(BY_TABLE[table].__struct_fields__)


def test_the_name_of_a_record_is_kept_apart_from_its_other_words():
    name, rest = searched_words(a_member("Đặng Thùy Dương", party_role="Bí thư"))
    assert name == "dang thuy duong"
    assert rest.split() == ["bi", "thu"]


def test_words_inside_structures_are_searched():
    paper = PaperText(
        id=an_id(1), unit=UNIT, about=an_id(2), kind=PaperKind.MINUTES,
        parts=(PaperPart(name="Ý kiến", text="Làm đường", rows=(("Lý A", "đồng ý"),)),),
    )  # fmt: skip
    assert " ".join(searched_words(paper)[1].split()) == "y kien lam duong ly a dong y"
    assert shown_words(paper).splitlines() == ["Ý kiến", "Làm đường", "Lý A", "đồng ý"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Đặng  Thùy", ["dang", "thuy"]),
        ("18-NQ/TW", ["18", "nq", "tw"]),
        ('" OR *', ["or"]),
        ("", []),
    ],
)
def test_a_query_is_cut_into_words(query, words):
    assert wanted_words(query) == words


def test_an_excerpt_shows_the_first_word_sought():
    text = "Mở đầu. " + "lời dài " * 30 + "chi bộ làm đường thôn " + "lời sau " * 30
    shown = excerpt(text, "duong")
    assert "làm đường thôn" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert excerpt("Làm đường\nthôn", "duong") == "Làm đường thôn"


@given(st.text(), st.text(max_size=20))
def test_an_excerpt_is_short_and_from_the_text(text, query):
    shown = excerpt(text, query)
    assert len(shown) <= 95
    assert shown.removeprefix("… ").removesuffix(" …").strip() in " ".join(text.split())


def test_card_numbers_and_addresses_are_searched_and_not_shown():
    member = a_member("Lý A", party_role="Bí thư", card_number="123456789012", phone="0900")
    assert "123456789012" in searched_words(member)[1]
    assert shown_words(member) == "Bí thư"
