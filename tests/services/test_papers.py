from datetime import date

import pytest
from msgspec.structs import replace

from qtapp.domain.errors import Cancelled, Invalid, MissingGlyphs, NotFound
from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.domain.reasons import Reason
from qtapp.domain.units import LetterWords, PaperRules, ToneStyle
from qtapp.papers.description import texts_of
from qtapp.papers.signin import SignInSheet
from qtapp.services.checking import check_document
from qtapp.services.papers import SignInLook
from tests.make import a_committee_book, a_session_in, a_wave_in, an_id
from tests.papers.sheets import only_embedded_fonts, text_of
from tests.services.golden_papers import geometry, golden_file, with_rules
from tests.services.paper_book import a_paper_book, a_ref, refs_of


@pytest.fixture
def cell(tmp_path):
    book = a_paper_book(tmp_path)
    yield book
    book.close()


def edited(book, kind, name, text):
    draft = book.papers.draft(a_ref(book, kind))
    sections = tuple(
        replace(each, text=text) if each.name == name else each for each in draft.sections
    )
    return book.papers.save(replace(draft, sections=sections))


def text_in(book, kind):
    return text_of(book.papers.pdf(a_ref(book, kind)))


@pytest.mark.parametrize("rules", list(PaperRules))
def test_every_paper_stands_as_it_was_looked_at(cell, rules):
    with_rules(cell, rules)
    for ref in refs_of(cell):
        pdf = cell.papers.pdf(ref)
        kept = golden_file(ref, rules).read_text(encoding="utf-8")
        assert geometry(pdf) + "\n" == kept, (
            "look at it, then: python -m tests.services.golden_papers"
        )
        assert only_embedded_fonts(pdf) <= {"Tinos", "Tinos-Bold", "Tinos-Italic"}
        assert cell.papers.pdf(ref) == pdf


@pytest.mark.parametrize("rules", list(PaperRules))
def test_every_paper_in_word_passes_the_checker_and_says_what_the_pdf_says(cell, rules, tmp_path):
    with_rules(cell, rules)
    for ref in refs_of(cell):
        path = tmp_path / f"{ref.kind.value}.docx"
        cell.papers.write([ref], path)
        assert check_document(path, rules) == [], ref.kind


def test_every_word_put_in_comes_out(cell):
    for ref in refs_of(cell):
        paper = cell.papers.paper(ref)
        if isinstance(paper, SignInSheet):
            continue
        text = text_of(cell.papers.pdf(ref)).replace(" ", "")
        known = {"body", "left", "centre", "right", "plain", "title", "note", paper.name}
        known |= {"Heading", "Paragraph", "Table", "Dotted", "Chart"}
        for words in set(texts_of(paper)) - known:
            assert "".join(words.split()) in text, (ref.kind, words)


def test_the_list_of_a_wave_follows_its_work_and_names_each_session(cell):
    wave = cell.waves.all()[0]
    lines = cell.papers.of_wave(wave.id)
    assert next(each.ref.kind for each in lines) is PaperKind.PLAN
    assert {each.of for each in lines if each.ref.kind.is_of_session} == {"Buổi học tập trung"}
    assert not any(each.ref.kind.is_of_year for each in lines)


def test_a_committee_makes_no_essays_and_no_cells_resolution(tmp_path):
    committee = a_committee_book(tmp_path)
    kinds = {each.ref.kind for each in committee.papers.of_wave(a_wave_in(committee).id)}
    assert PaperKind.RESOLUTION not in kinds
    assert PaperKind.ESSAY not in kinds
    assert {PaperKind.PLAN, PaperKind.REPORT} <= kinds
    session = a_session_in(committee, committee.waves.all()[0])
    minutes = PaperRef(kind=PaperKind.MINUTES, about=session.id)
    assert "Thành phần: ……" in text_of(committee.papers.pdf(minutes))
    plan = PaperRef(kind=PaperKind.PLAN, about=session.wave)
    assert "- Các chi bộ trực thuộc," in text_of(committee.papers.pdf(plan))
    committee.close()


def test_words_the_user_changed_are_kept_and_the_rest_stays_fresh(cell):
    edited(cell, PaperKind.MINUTES, "discussion", "Đồng chí Hoa phát biểu.\nĐồng chí Đạt góp ý.")
    assert "Đồng chí Hoa phát biểu. Đồng chí Đạt góp ý." in text_in(cell, PaperKind.MINUTES)
    session = cell.sessions.get(a_ref(cell, PaperKind.MINUTES).about)
    cell.sessions.save(replace(session, venue="Trường tiểu học"))
    text = text_in(cell, PaperKind.MINUTES)
    assert "Trường tiểu học" in text
    assert "Đồng chí Hoa phát biểu." in text


def test_figures_of_the_book_cannot_be_typed_over(cell):
    edited(cell, PaperKind.MINUTES, "figures", "Có mặt: 1.000 đồng chí.")
    assert "1.000 đồng chí" not in text_in(cell, PaperKind.MINUTES)


def test_the_books_words_come_back_when_asked(cell):
    draft = edited(cell, PaperKind.SUMMONS, "closing", "Lời khác.")
    cell.papers.save(replace(draft, number="02-CV/CB", dated=date(2026, 11, 3)))
    again = cell.papers.again(draft.ref)
    assert "Lời khác." not in {each.text for each in again.sections}
    assert (again.number, again.dated) == ("02-CV/CB", date(2026, 11, 3))


def test_the_study_plan_keeps_its_headings_in_the_plan_itself(cell):
    ref = a_ref(cell, PaperKind.PLAN)
    edited(cell, PaperKind.PLAN, "purpose", "Học để làm.")
    assert cell.waves.study_plan(ref.about).purpose == "Học để làm."
    assert "I- MỤC ĐÍCH, YÊU CẦU Học để làm." in text_in(cell, PaperKind.PLAN)


def test_numbers_follow_the_register_of_the_term(cell):
    assert cell.papers.next_number(PaperKind.PLAN) == "06-KH/CB"
    ref = a_ref(cell, PaperKind.SUMMONS)
    assert cell.papers.next_number(PaperKind.SUMMONS) == "01-CV/CB"
    cell.papers.save(replace(cell.papers.draft(ref), number="01-CV/CB", dated=date(2026, 11, 3)))
    assert cell.papers.next_number(PaperKind.SUMMONS) == "02-CV/CB"
    assert [each.number for each in cell.papers.register()] == ["01-CV/CB", "05-KH/CB"]
    assert "Số 01-CV/CB" in text_in(cell, PaperKind.SUMMONS)
    assert "ngày 03 tháng 11 năm 2026" in text_in(cell, PaperKind.SUMMONS)
    cell.units.save_profile(replace(cell.units.profile(), term="2027-2030"))
    assert cell.papers.next_number(PaperKind.SUMMONS) == "01-CV/CB"


@pytest.mark.parametrize(
    ("number", "reason"),
    [("05-KH/CB", Reason.DUPLICATE), ("abc", Reason.WRONG_TYPE)],
)
def test_a_number_given_twice_or_unreadable_is_refused(cell, number, reason):
    draft = cell.papers.draft(a_ref(cell, PaperKind.PLAN))
    with pytest.raises(Invalid) as caught:
        cell.papers.save(replace(draft, number=number))
    assert caught.value.reason is reason


def test_saving_a_paper_again_under_its_own_number_is_no_duplicate(cell):
    draft = cell.papers.draft(a_ref(cell, PaperKind.ACTION_PLAN))
    assert cell.papers.save(draft).number == "05-KH/CB"


def test_the_action_plans_number_is_the_plans_own(cell):
    ref = a_ref(cell, PaperKind.ACTION_PLAN)
    cell.papers.save(replace(cell.papers.draft(ref), number="07-KH/CB", dated=date(2026, 12, 1)))
    plan = cell.plans.of(ref.about)
    assert (plan.number, plan.dated) == ("07-KH/CB", date(2026, 12, 1))


def test_what_is_missing_is_said(cell):
    missing = " ".join(cell.papers.draft(a_ref(cell, PaperKind.PLAN)).missing)
    assert "Chưa có số, ký hiệu." in missing
    assert "Mục đích, yêu cầu" in missing
    assert "Nội dung" not in missing
    board = " ".join(cell.papers.draft(a_ref(cell, PaperKind.BOARD)).missing)
    assert "Thành viên của Ban" in board
    assert cell.papers.missing(a_ref(cell, PaperKind.SIGNIN)) == ()


def test_generated_words_follow_the_units_tone_marks_and_names_do_not(cell):
    cell.units.save_profile(replace(cell.units.profile(), tone_style=ToneStyle.OLD))
    text = text_in(cell, PaperKind.PLAN)
    assert "- Cấp uỷ cấp trên (báo cáo)," in text
    assert "của Đảng ủy xã Suối Mẫu" in text  # typed into the wave's basis


@pytest.mark.parametrize(("rules", "begins"), [(PaperRules.HD05, True), (PaperRules.HD36, False)])
def test_abstracts_begin_as_the_rule_set_wants_them(cell, rules, begins):
    with_rules(cell, rules)
    for ref in refs_of(cell):
        paper = cell.papers.paper(ref)
        told = paper.subject if isinstance(paper, SignInSheet) else paper.abstract
        assert told.startswith("về ") is begins or not told, ref.kind
        assert not told.startswith(("về của", "về về"))


def test_a_letters_abstract_begins_as_unit_and_rule_set_want_it(cell):
    assert "về việc triệu tập" in text_in(cell, PaperKind.SUMMONS)
    cell.units.save_profile(replace(cell.units.profile(), letter_words=LetterWords.SHORT))
    assert "V/v triệu tập" in text_in(cell, PaperKind.SUMMONS)
    with_rules(cell, PaperRules.HD36)
    assert "V/v" not in text_in(cell, PaperKind.SUMMONS)


def test_a_batch_holds_every_paper_of_the_wave_in_one_file(cell, tmp_path):
    wave = cell.waves.all()[0]
    refs = cell.papers.batch(wave.id)
    assert len(refs) > 40
    steps = []
    cell.papers.write(
        refs, tmp_path / "a.pdf", lambda done, total: steps.append((done, total)), name="Đợt"
    )
    text = text_of(tmp_path / "a.pdf")
    for title in ("KẾ HOẠCH", "QUY CHẾ", "BIÊN BẢN", "BÁO CÁO", "DANH SÁCH KÝ TÊN"):
        assert title in text
    assert text.count("BÀI THU HOẠCH về đợt") >= 13
    assert steps == sorted(steps)
    assert steps[-1] == (2 * len(refs), 2 * len(refs))


def test_a_batch_can_be_stopped_at_any_step(cell, tmp_path):
    wave = cell.waves.all()[0]
    refs = cell.papers.batch(wave.id)
    for at in (0, len(refs) - 1, len(refs), 2 * len(refs) - 2):

        def stop(done, _total, at=at):
            if done >= at:
                raise Cancelled

        with pytest.raises(Cancelled):
            cell.papers.write(refs, tmp_path / "a.pdf", stop)
    assert not (tmp_path / "a.pdf").exists()


def test_word_takes_one_paper_at_a_time(cell, tmp_path):
    with pytest.raises(Invalid):
        cell.papers.write(refs_of(cell)[:2], tmp_path / "a.docx")


def test_a_sign_in_sheet_looks_as_chosen_and_has_no_words_to_write(cell):
    ref = a_ref(cell, PaperKind.SIGNIN)
    look = SignInLook(columns=2, spare_rows=2)
    assert "Ký sáng Ký chiều" in text_of(cell.papers.pdf(ref, look=look))
    with pytest.raises(Invalid):
        cell.papers.draft(ref)


def test_papers_of_the_year_are_made_for_every_member(cell):
    refs = [
        PaperRef(kind=PaperKind.PLEDGE, about=each.id, edition="2026")
        for each in cell.members.all()
    ]
    assert len(refs) == 14
    assert text_of(cell.papers.pdf_of(refs)).count("BẢN CAM KẾT") == 14


def test_a_paper_of_nothing_known_is_not_found(cell):
    with pytest.raises(NotFound):
        cell.papers.pdf(PaperRef(kind=PaperKind.PLAN, about=an_id(99)))


def test_a_name_with_a_letter_the_font_lacks_is_said_with_the_name(cell):
    member = cell.members.all()[0]
    cell.members.save(replace(member, full_name="Lò Văn 😀"))
    ref = PaperRef(kind=PaperKind.PLEDGE, about=member.id, edition="2026")
    with pytest.raises(MissingGlyphs) as caught:
        cell.papers.pdf(ref)
    assert caught.value.characters == "😀"
    assert "Lò Văn 😀" in caught.value.where


def test_an_empty_wave_still_makes_sensible_papers(tmp_path):
    from tests.make import a_cell_book  # noqa: PLC0415 - beside its use

    book = a_cell_book(tmp_path)
    wave = a_wave_in(book, "Nghị quyết mẫu")
    for line in book.papers.of_wave(wave.id):
        assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text_of(book.papers.pdf(line.ref))
    book.close()


def test_a_unit_name_three_lines_long_pushes_the_paper_down(cell):
    name = (
        "Chi bộ Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai"
    )
    cell.units.save_profile(replace(cell.units.profile(), own_line=name))
    assert name.upper() in text_in(cell, PaperKind.PLAN)


def test_what_the_book_says_otherwise_meanwhile_is_not_kept_as_the_users_words(cell):
    ref = a_ref(cell, PaperKind.MINUTES)
    draft = cell.papers.draft(ref)
    item = cell.sessions.new_item(ref.about, "Học chuyên đề mới", minutes=30)
    cell.sessions.save_agenda(ref.about, [item])
    typed = tuple(
        replace(each, text="Đồng chí Hoa góp ý.") if each.name == "discussion" else each
        for each in draft.sections
    )
    cell.papers.save(replace(draft, sections=typed))
    now = {each.name: each.text for each in cell.papers.draft(ref).sections}
    assert now["discussion"] == "Đồng chí Hoa góp ý."
    assert "Học chuyên đề mới" in now["agenda"]
