from datetime import date

import pytest
from msgspec.structs import replace

from qtapp.domain.papers import PaperKind
from tests.make import a_session_in, a_wave_in
from tests.services.pairs import a_pair
from tests.services.paper_book import a_paper_book, a_ref


@pytest.fixture
def full(cell):
    wave = a_wave_in(cell, name="Đợt học tập quý IV", essay_questions="Câu hỏi")
    session = a_session_in(cell, wave, venue="Nhà văn hóa thôn")
    member = cell.members.all()[0]
    cell.members.save(replace(member, birth="1960", party_role="Phó bí thư chi bộ"))
    row = next(row for row in cell.essays.sheet(wave.id) if row.member.id == member.id)
    cell.essays.receive(
        row.essay, date(2026, 11, 15), text="Tôi nhận thấy phải bê tông hóa kênh mương."
    )
    plan = cell.plans.save(replace(cell.plans.of(wave.id), name="Kế hoạch của chi bộ"))
    task = cell.plans.save_task(
        cell.plans.new_task(plan, "Làm 500 m đường", owner="Lý A", deadline=date(2026, 12, 1))
    )
    cell.plans.note_progress(task, date(2026, 11, 20), 40, "đã đổ cấp phối")
    item = cell.sessions.new_item(session.id, "Thảo luận chuyển đổi cây trồng")
    cell.sessions.save_agenda(session.id, [item])
    study = cell.waves.study_plan(wave.id)
    cell.waves.save_study_plan(replace(study, purpose="Nâng cao nhận thức"))
    return cell, wave, session, member, row.essay, task


def only(book, query):
    (found,) = book.search.find(query)
    return found


def test_everything_is_found_and_leads_where_it_is_shown(full):
    book, wave, session, member, essay, task = full
    asked = {
        "pho bi thu": ("members", "members", member.id),
        "nghi quyet mau": ("documents", "documents", book.waves.documents(wave.id)[0][0].id),
        "quy iv": ("waves", "waves", wave.id),
        "nang cao nhan thuc": ("study_plans", "waves", wave.id),
        "nha van hoa": ("sessions", "sessions", session.id),
        "cay trong": ("agenda_items", "sessions", session.id),
        "kenh muong": ("essay_texts", "essays", f"{wave.id}/{essay.id}"),
        "ke hoach cua chi bo": ("action_plans", "plans", wave.id),
        "500 m duong": ("tasks", "plans", f"{wave.id}/{task.id}"),
        "cap phoi": ("task_progress", "plans", f"{wave.id}/{task.id}"),
    }
    for query, where in asked.items():
        found = only(book, query)
        assert (found.table, found.screen, found.opens) == where
        assert found.title
        assert found.unit == ""


def test_a_result_is_named_as_people_call_it_and_shows_the_words(full):
    book, _, _, member, *_ = full
    assert only(book, "pho bi thu").title == f"{member.full_name}, 1960"
    essay = only(book, "kenh muong")
    assert essay.title == member.full_name
    assert "kênh mương" in essay.words
    assert only(book, "500 duong").title == "Làm 500 m đường (01/12/2026)"


def test_what_is_removed_is_not_found(full):
    book, *_, task = full
    book.plans.remove_task(task.id)
    assert book.search.find("500 duong") == []


def test_what_changed_is_taken_in_before_the_next_search(full):
    book, *_ = full
    book.search.prepare()
    assert book.search.is_ready()
    book.members.save(book.members.new("Hầu Mí Sính"))
    assert not book.search.is_ready()
    assert only(book, "hau mi").table == "members"
    assert book.search.is_ready()


def test_the_records_of_a_unit_below_lead_to_the_unit(committee):
    unit = committee.units.cells()[0]
    member = replace(committee.members.new("Hầu Mí Sính"), unit=unit.id)
    store = committee._store
    rows = store.members.shape.to_rows([member])
    with store.transaction():
        number = store.unit_number(unit.id)
        stamp = store.stamp(0)
        from qtapp.store.table import RawRow  # noqa: PLC0415 - as a bundle writes

        store.members.insert_raw(number, [RawRow(member.id, tuple(rows[member.id]), 0, stamp, {})])
    found = only(committee, "hau mi sinh")
    assert (found.unit, found.screen, found.opens) == (unit.name, "units", unit.id)


def test_words_written_into_a_paper_lead_to_the_paper(tmp_path):
    book = a_paper_book(tmp_path)
    draft = book.papers.draft(a_ref(book, PaperKind.MINUTES))
    sections = tuple(
        replace(each, text="Đồng chí Sen đề nghị làm mương.") if each.name == "discussion" else each
        for each in draft.sections
    )
    book.papers.save(replace(draft, sections=sections))
    found = book.search.find("lam muong")
    book.close()
    assert [(each.screen, each.opens) for each in found] == [
        ("papers", f"minutes/{draft.ref.about}")
    ]


def test_a_wave_of_a_unit_below_leads_to_the_unit(tmp_path):
    pair = a_pair(tmp_path)
    a_wave_in(pair.cell, name="Đợt riêng của chi bộ")
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên"))
    (found,) = pair.commune.search.find("Đợt riêng")
    assert (found.screen, found.opens) == ("units", pair.unit)
    pair.commune.close()
    pair.cell.close()
