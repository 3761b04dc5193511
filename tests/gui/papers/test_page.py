from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qtapp.domain.papers import PaperKind
from qtapp.gui.kit import ask, outside
from qtapp.gui.papers.page import PapersPage
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.gui.screens import offered, rows, said
from tests.gui.typing import press
from tests.make import a_session_in, a_wave_in


@pytest.fixture
def wave(cell):
    wave = a_wave_in(cell)
    cell.attendance.finish(a_session_in(cell, wave).id)
    return wave


@pytest.fixture
def page(cell, wave, cell_jobs, qtbot):
    made = PapersPage(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(1130, 730)
    made.show()
    return made


def opened(page, wave, kind="summons"):
    page.show_record(f"{kind}/{wave.id}")
    QApplication.processEvents()
    return page.compose


def test_the_papers_of_the_wave_are_listed_with_number_and_state(page):
    listed = rows(page.papers.table)
    assert listed[0][0] == "Kế hoạch học tập"
    assert ["Biên bản hội nghị", "Buổi 1"] in [each[:2] for each in listed]
    assert listed[-1][0] == "Phiếu theo dõi học tập"


def test_without_a_wave_the_page_leads_to_the_waves(cell, cell_jobs, qtbot):
    page = PapersPage(cell, cell_jobs)
    qtbot.addWidget(page)
    page.show()
    assert "Soạn và in" not in offered(page)
    with qtbot.waitSignal(page.wanted) as heard:
        next(b for b in page.findChildren(type(page.open_button)) if "Mở đợt" in b.text()).click()
    assert heard.args == ["waves", ""]


def test_words_are_filled_from_the_book_changed_and_kept(page, cell, wave, qtbot):
    compose = opened(page, wave)
    assert "triệu tập" in compose._fields["opening"].value()
    compose._fields["closing"].set_value("Mời các đồng chí đến đúng giờ.")
    assert compose.is_changed()
    with qtbot.waitSignal(page.changed):
        compose.save_button.click()
    assert not compose.is_changed()
    draft = cell.papers.draft(compose.ref)
    assert "Mời các đồng chí đến đúng giờ." in {each.text for each in draft.sections}


def test_the_next_number_comes_from_the_register_with_today(page, cell, wave):
    compose = opened(page, wave)
    compose.next_button.click()
    assert compose.number.value() == "01-CV/CB"
    assert compose.dated.value() == cell.today()
    assert compose.save()
    assert cell.papers.next_number(PaperKind.SUMMONS) == "02-CV/CB"


def test_a_wrong_number_is_said_beside_its_field(page, wave):
    compose = opened(page, wave)
    compose.number.set_value("năm")
    assert not compose.save()
    assert compose.number.below.text()
    assert compose.number.below.property("role") == "problem"


def test_a_table_grows_by_a_row_and_keeps_what_is_typed(page, cell, wave):
    compose = opened(page, wave, "budget")
    field = compose._fields["lines"]
    field.add_button.click()
    field._edits[-1][0].setText("Hoa, quà")
    field._edits[0][3].setText("10.000")
    assert compose.save()
    section = next(s for s in cell.papers.draft(compose.ref).sections if s.name == "lines")
    assert section.rows[-1][0] == "Hoa, quà"
    assert section.rows[0][3] == "10.000"


def test_looking_keeps_what_was_typed_and_shows_the_pages(
    page, cell, wave, qtbot, monkeypatch, tmp_path
):
    compose = opened(page, wave)
    compose._fields["closing"].set_value("Đến đúng giờ.")
    compose.view_button.click()
    qtbot.waitUntil(lambda: page.paper.preview is not None)
    assert not compose.is_changed()
    shown = []
    place = tmp_path / "a.docx"
    monkeypatch.setattr(ask, "save_file", lambda *_: place)
    monkeypatch.setattr(outside, "show", shown.append)
    page.paper.preview.word_button.click()
    assert place.read_bytes().startswith(b"PK")
    assert shown == [place]
    press(page.paper.preview, Qt.Key.Key_Escape)
    assert compose.isVisible()


def test_figures_of_the_book_are_shown_and_have_no_field(page, cell, wave):
    session = cell.sessions.of(wave.id)[0]
    page.show_record(f"minutes/{session.id}")
    assert "figures" not in page.compose._fields
    assert "Tổng số đảng viên: 8" in said(page.compose)


def test_another_member_is_another_paper(page, cell, wave):
    compose = opened(page, wave, "essay")
    member = cell.members.all()[2]
    compose.member.set_value(member.id)
    assert compose.ref.edition == member.id
    assert member.full_name in said(compose)


def test_a_sign_in_sheet_is_looked_at_at_once(page, cell, wave, qtbot):
    session = cell.sessions.of(wave.id)[0]
    page.show_record(f"signin/{session.id}")
    qtbot.waitUntil(lambda: page.paper.preview is not None)
    press(page.paper.preview, Qt.Key.Key_Escape)
    assert page.papers.isVisible()


def test_the_whole_wave_is_shown_as_one(page, qtbot):
    page.batch_button.click()
    qtbot.waitUntil(lambda: page.paper.preview is not None, timeout=20_000)
    assert page.paper.preview._pages > 20


def test_unsaved_words_are_asked_about_before_they_are_lost(page, wave, monkeypatch):
    compose = opened(page, wave)
    compose._fields["closing"].set_value("Khác.")
    asked = []
    monkeypatch.setattr(ask, "settle_unsaved", lambda *_: asked.append(1) or False)
    assert not page.may_leave()
    page.show_record("")
    assert compose.isVisible()
    assert asked


def test_the_books_words_come_back_after_a_yes(page, cell, wave, monkeypatch):
    compose = opened(page, wave)
    compose.dated.set_value(date(2026, 11, 3))
    compose._fields["closing"].set_value("Khác.")
    compose.save()
    monkeypatch.setattr(ask, "confirm", lambda *_: True)
    compose.again_button.click()
    assert compose._fields["closing"].value().startswith("Đề nghị các đồng chí")
    assert compose.dated.value() == date(2026, 11, 3)


@pytest.mark.parametrize("kind", ["plan", "board", "budget", "essay", "programme", "report"])
def test_every_field_has_a_name_and_no_two_share_a_letter(page, wave, kind):
    opened(page, wave, kind)
    assert nameless(page) == []
    assert clashes(page) == []


def test_the_list_has_names_and_letters_of_its_own(page):
    assert nameless(page) == []
    assert clashes(page) == []


def test_numbers_given_stand_in_the_register(page, cell, wave):
    compose = opened(page, wave)
    compose.next_button.click()
    assert compose.save()
    page.show_numbers()
    assert [each[0] for each in rows(page.numbers.numbers.table)] == ["01-CV/CB"]
    assert nameless(page) == []
    assert clashes(page) == []
