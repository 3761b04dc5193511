import pytest

from qtapp.services.paper_facts import lowered, names_secretary, offices, secretary, starts
from tests.make import a_member, a_session


@pytest.mark.parametrize(
    ("name", "said"), [("Đợt học tập", "đợt học tập"), ("NQ 18", "NQ 18"), ("Ý", "ý"), ("", "")]
)
def test_a_name_goes_on_inside_a_sentence(name, said):
    assert lowered(name) == said


@pytest.mark.parametrize(
    ("office", "is_one"),
    [("Bí thư", True), (" bí thư Chi bộ", True), ("Phó Bí thư", False), ("", False)],
)
def test_only_the_secretarys_own_office_names_the_secretary(office, is_one):
    assert names_secretary(office) is is_one


def test_nobody_signs_where_two_could_be_meant():
    one, other = a_member("A", party_role="Bí thư"), a_member("B", party_role="Bí thư")
    assert secretary("BÍ THƯ", [one]) == "A"
    assert secretary("BÍ THƯ", [one, other]) == ""
    assert secretary("PHÓ BÍ THƯ", [one]) == ""


def test_a_member_without_office_is_told_by_kind():
    assert offices(a_member(party_role="Bí thư", gov_role="Trưởng thôn")) == "Bí thư, Trưởng thôn"
    assert offices(a_member()) == "Đảng viên"


def test_a_session_begins_as_people_say_it():
    assert starts(a_session(starts_at="2026-11-08T07:05")) == "7 giờ 05, ngày 08/11/2026"
    assert starts(a_session(starts_at="")) == ""
