from msgspec.structs import replace

from qtapp.domain.papers import PaperKind
from qtapp.domain.waves import Preparation
from tests.services.paper_book import a_paper_book, a_ref


def test_a_summons_takes_the_number_of_the_preparation_when_it_opens_the_wave(tmp_path):
    book = a_paper_book(tmp_path)
    ref = a_ref(book, PaperKind.SUMMONS)
    study = book.waves.study_plan(ref.about)
    book.waves.save_study_plan(replace(study, preparation=Preparation.SUMMONS, number="09-CV/CB"))
    assert book.papers.draft(ref).number == "09-CV/CB"
    book.papers.save(replace(book.papers.draft(ref), number="10-CV/CB"))
    assert book.waves.study_plan(ref.about).number == "10-CV/CB"
    assert [each.number for each in book.papers.register()] == ["10-CV/CB", "05-KH/CB"]
    book.close()


def test_a_programme_has_the_plans_number_if_its_symbol_says_so(tmp_path):
    book = a_paper_book(tmp_path)
    programme, plan = a_ref(book, PaperKind.PROGRAMME), a_ref(book, PaperKind.ACTION_PLAN)
    assert (book.papers.draft(programme).number, book.papers.draft(plan).number) == ("", "05-KH/CB")
    kept = book.plans.of(plan.about)
    book.plans.save(replace(kept, number="02-CTr/CB"))
    assert (book.papers.draft(programme).number, book.papers.draft(plan).number) == (
        "02-CTr/CB",
        "",
    )
    book.close()
