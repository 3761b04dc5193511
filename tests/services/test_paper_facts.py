import pytest
from msgspec.structs import replace

from qtapp.domain.papers import PaperKind
from qtapp.services.paper_facts import lowered, names_secretary, secretary, starts
from tests.make import a_member, a_session
from tests.papers.sheets import text_of
from tests.services.paper_book import a_paper_book, a_ref


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


def test_a_member_without_office_is_told_by_kind_but_who_signs_has_the_office_of_signing(tmp_path):
    book = a_paper_book(tmp_path)
    head, other = book.members.all()[:2]
    for each in (head, other):
        book.members.save(replace(each, party_role="", gov_role="Trưởng thôn"))
    profile = replace(book.units.profile(), signer_name=head.full_name.upper())
    book.units.save_profile(profile)
    for kind in (PaperKind.ESSAY, PaperKind.PLEDGE):
        assert "Chức vụ: Bí thư, Trưởng thôn" in text_of(book.papers.pdf(a_ref(book, kind)))
    text = text_of(book.papers.pdf(a_ref(book, PaperKind.SIGNIN)))
    assert f"{head.full_name} Bí thư, Trưởng thôn" in text
    assert f"{other.full_name} Trưởng thôn" in text
    plan = text_of(book.papers.pdf(a_ref(book, PaperKind.HEAD_PLAN)))
    assert f"Họ và tên: {head.full_name}" in plan
    book.close()


def test_a_session_begins_as_people_say_it():
    assert starts(a_session(starts_at="2026-11-08T07:05")) == "7 giờ 05, ngày 08/11/2026"
    assert starts(a_session(starts_at="")) == ""
