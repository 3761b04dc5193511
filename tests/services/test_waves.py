from datetime import date

import pytest
from msgspec.structs import replace

from qtapp.domain.errors import Invalid
from qtapp.domain.waves import PLAN_HEADINGS, Intensity, missing_headings
from tests.make import a_document_in, a_session_in, a_wave_in
from tests.services.pairs import a_pair


def test_a_wave_shows_its_thorough_documents_before_the_brief_ones(cell):
    wave = cell.waves.save(cell.waves.new("Đợt 1"))
    brief = a_document_in(cell, "2-HD/TU", "Hướng dẫn")
    thorough = a_document_in(cell, "1-NQ/TW", "Nghị quyết")
    cell.waves.set_document(wave.id, brief.id, Intensity.BRIEF)
    cell.waves.set_document(wave.id, thorough.id)
    assert cell.waves.documents(wave.id) == [
        (thorough, Intensity.THOROUGH),
        (brief, Intensity.BRIEF),
    ]
    cell.waves.set_document(wave.id, brief.id, Intensity.THOROUGH)
    cell.waves.drop_document(wave.id, thorough.id)
    assert cell.waves.documents(wave.id) == [(brief, Intensity.THOROUGH)]


def test_a_document_dropped_by_mistake_can_be_studied_again(cell):
    wave = a_wave_in(cell)
    document = cell.documents.all()[0]
    cell.waves.drop_document(wave.id, document.id)
    cell.waves.set_document(wave.id, document.id)
    assert [each.id for each, _ in cell.waves.documents(wave.id)] == [document.id]


def test_a_wave_that_ends_before_it_starts_is_refused(cell):
    wave = cell.waves.new("Đợt 1", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 1))
    with pytest.raises(Invalid) as caught:
        cell.waves.save(wave)
    assert caught.value.field == "ends_on"
    with pytest.raises(Invalid):
        cell.waves.save(cell.waves.new(" "))


def test_blank_essay_questions_are_left_out(cell):
    wave = cell.waves.save(cell.waves.new("Đợt 1", essay_questions=(" Tâm đắc gì? ", "", " ")))
    assert cell.waves.get(wave.id).essay_questions == ("Tâm đắc gì?",)


def test_newer_waves_come_first(cell, world):
    first = cell.waves.save(cell.waves.new("Đợt 1"))
    world.now.forward(days=1)
    second = cell.waves.save(cell.waves.new("Đợt 2"))
    assert [wave.id for wave in cell.waves.all()] == [second.id, first.id]
    assert cell.waves.is_own(first)


def test_a_wave_with_sessions_is_not_removed(cell):
    wave = a_wave_in(cell)
    session = a_session_in(cell, wave)
    with pytest.raises(Invalid):
        cell.waves.remove(wave.id)
    cell.sessions.remove(session.id)
    cell.waves.remove(wave.id)
    assert cell.waves.all() == []
    cell.waves.restore(wave.id)
    assert cell.waves.get(wave.id) == wave


def test_a_study_plan_is_blank_until_it_is_kept(cell):
    wave = a_wave_in(cell)
    blank = cell.waves.study_plan(wave.id)
    assert missing_headings(blank) == list(PLAN_HEADINGS.values())
    cell.waves.save_study_plan(replace(blank, number="05-KH/CB", purpose="Nắm vững"))
    kept = cell.waves.study_plan(wave.id)
    assert (kept.id, kept.number) == (blank.id, "05-KH/CB")
    assert "Mục đích, yêu cầu" not in missing_headings(kept)


def test_a_unit_below_puts_nothing_in_the_place_of_a_wave_or_document_from_above(tmp_path):
    pair = a_pair(tmp_path)
    wave = a_wave_in(pair.commune)
    (document,) = pair.commune.documents.all()
    for path in pair.commune.exchange.make_down(tmp_path / "xuống"):
        pair.cell.exchange.receive(path)
    store = pair.cell._store
    store.waves.put(replace(wave, unit=store.unit, name="Tên do chi bộ đặt"))
    store.documents.put(replace(document, unit=store.unit, name="Tên giả"))
    mine = a_wave_in(pair.cell, "Đợt riêng của chi bộ")
    (end,) = pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên"))
    assert end.reason is None
    assert pair.commune.waves.all() == [pair.commune.waves.get(wave.id)] == [wave]
    assert pair.commune.documents.all() == [pair.commune.documents.get(document.id)] == [document]
    assert pair.commune.waves.get(mine.id) == mine
    pair.commune.close()
    pair.cell.close()
