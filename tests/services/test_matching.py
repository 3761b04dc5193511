import pytest
from hypothesis import given, strategies as st

from qtapp.domain.errors import Invalid
from qtapp.domain.members import MemberKind
from qtapp.domain.reasons import Reason
from qtapp.services.matching import (
    Register,
    contradictions,
    dates_agree,
    name_key,
    nearest,
    taken_over,
)
from tests.make import a_member

DATES = st.sampled_from(["", "1960", "1960-05", "1960-05-02", "1961", "1960-06"])


CARD = "000000000001"


@pytest.mark.parametrize(
    "facts",
    [
        {"full_name": "LY  VAN AN"},
        {"full_name": "Lý Văn An", "birth": "1961"},
        {"full_name": "Lý Thị Bé", "birth": "1960-05-02"},
    ],
)
def test_the_holder_of_a_card_is_found_by_name_or_day_of_birth(facts):
    member = a_member("Lý Văn An", birth="1960-05-02", card_number=CARD)
    register = Register([member])
    assert register.claim_by_card(facts | {"card_number": CARD}) is member
    assert register.namesakes(name_key("Lý Văn An"), {}) == []


@pytest.mark.parametrize("birth", ["", "1960", "1960-05", "1960-05-03"])
def test_a_card_with_another_name_and_no_day_of_birth_in_common_is_somebody_elses(birth):
    member = a_member("Lý Văn An", birth="1960-05-02", card_number=CARD)
    register = Register([member])
    with pytest.raises(Invalid) as caught:
        register.claim_by_card({"full_name": "Lý Thị Bé", "birth": birth, "card_number": CARD})
    assert (caught.value.field, caught.value.reason) == ("card_number", Reason.ANOTHERS)
    assert caught.value.value == "Lý Văn An"
    assert register.namesakes(name_key("Lý Văn An"), {}) == [member]


def test_a_year_alone_vouches_for_no_other_name():
    register = Register([a_member("Lý Văn An", birth="1960", card_number=CARD)])
    with pytest.raises(Invalid):
        register.claim_by_card({"full_name": "Lý Thị Bé", "birth": "1960", "card_number": CARD})


def test_a_card_nobody_has_is_given_once():
    register = Register([])
    assert register.claim_by_card({"full_name": "A", "card_number": CARD}) is None
    assert register.claim_by_card({"full_name": "A"}) is None
    with pytest.raises(Invalid) as caught:
        register.claim_by_card({"full_name": "B", "card_number": CARD})
    assert (caught.value.reason, caught.value.value) == (Reason.REPEATED, CARD)


def test_of_two_members_kept_with_one_card_each_is_found():
    one, two = a_member("Lý Văn An", card_number=CARD), a_member("Lò Thị Bé", card_number=CARD)
    for each in (one, two):
        register = Register([one, two])
        facts = {"full_name": each.full_name, "card_number": CARD}
        assert register.claim_by_card(facts) is each


def test_namesakes_are_those_whom_neither_birth_nor_card_excludes():
    young, old = a_member("Lý Văn An", birth="1990"), a_member("Lý Văn An", birth="1960-05-02")
    carded = a_member("Lý Văn An", card_number="000000000001")
    register = Register([young, old, carded])
    found = register.namesakes(name_key("LÝ  văn an"), {"birth": "1960"})
    assert found == [old, carded]
    facts = {"birth": "1960", "card_number": "000000000002"}
    assert register.namesakes(name_key("Lý Văn An"), facts) == [old]
    assert register.namesakes(name_key("Lý Vân An"), {}) == []


def test_whoever_is_claimed_is_not_offered_again():
    member = a_member("Lý Văn An")
    register = Register([member])
    assert register.claim(member) is member
    assert register.namesakes(name_key("Lý Văn An"), {}) == []


def test_the_nearest_are_contradicted_least():
    one, two = a_member("Lý Văn An", phone="1"), a_member("Lý Văn An", phone="2")
    assert nearest([one, two], {"phone": "2"}) == [two]
    assert nearest([one, two], {"phone": "3"}) == [one, two]
    assert nearest([], {}) == []
    assert contradictions(one, {"phone": "2", "email": "a@b"}) == 1


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        ({"full_name": "LÝ VĂN AN"}, {}),
        ({"full_name": "Lý Văn Ân"}, {"full_name": "Lý Văn Ân"}),
        ({"birth": "1960"}, {}),
        ({"birth": "1960-05-03"}, {"birth": "1960-05-03"}),
        ({"phone": ""}, {}),
        ({"phone": "2"}, {"phone": "2"}),
        ({"kind": MemberKind.PROBATIONARY}, {}),
    ],
)
def test_a_row_changes_only_what_it_says_better(facts, changes):
    member = a_member("Lý Văn An", birth="1960-05-02", official_on="1986", phone="1")
    assert taken_over(member, facts) == changes


@given(DATES, DATES)
def test_dates_agree_both_ways_round(one, other):
    assert dates_agree(one, other) == dates_agree(other, one)
    assert dates_agree(one, one)


@given(st.text())
def test_the_key_of_a_key_of_a_name_is_itself(name):
    assert name_key(name_key(name)) == name_key(name)
