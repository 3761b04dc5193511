from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qtapp.domain.papers import PaperKind
from qtapp.gui.kit import ask, outside
from qtapp.gui.papers.page import PapersPage
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.gui.screens import click, offered, rows, said
from tests.gui.toasts import the_toast
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
    assert "triệu tập" in compose.field("opening").value()
    compose.field("closing").set_value("Mời các đồng chí đến đúng giờ.")
    assert compose.is_changed()
    with qtbot.waitSignal(page.kept):
        assert compose.may_leave()
    assert not compose.is_changed()
    draft = cell.papers.draft(compose.ref)
    assert "Mời các đồng chí đến đúng giờ." in {each.text for each in draft.sections}


def test_the_next_number_comes_from_the_register_with_today(page, cell, wave):
    compose = opened(page, wave)
    click(compose, "Cấp số tiếp theo")
    assert compose.field("number").value() == "01-CV/CB"
    assert compose.field("dated").value() == cell.today()
    assert compose.may_leave()
    assert cell.papers.next_number(PaperKind.SUMMONS) == "02-CV/CB"


def test_a_wrong_number_is_said_beside_its_field(page, cell, wave):
    compose = opened(page, wave)
    compose.field("number").set_value("năm")
    assert compose.may_leave()
    assert cell.papers.draft(compose.ref).number == ""
    assert compose.field("number").below.text()
    assert compose.field("number").below.property("role") == "problem"


def test_a_table_grows_by_a_row_and_keeps_what_is_typed(page, cell, wave):
    compose = opened(page, wave, "budget")
    field = compose.field("lines")
    field.add_button.click()
    field._edits[-1][0].setText("Hoa, quà")
    field._edits[0][3].setText("10.000")
    assert compose.may_leave()
    section = next(s for s in cell.papers.draft(compose.ref).sections if s.name == "lines")
    assert section.rows[-1][0] == "Hoa, quà"
    assert section.rows[0][3] == "10.000"


def test_looking_keeps_what_was_typed_and_shows_the_pages(
    page, cell, wave, qtbot, monkeypatch, tmp_path
):
    compose = opened(page, wave)
    compose.field("closing").set_value("Đến đúng giờ.")
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
    with pytest.raises(KeyError):
        page.compose.field("figures")
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


def test_leaving_keeps_what_was_typed_without_a_question(page, cell, wave):
    compose = opened(page, wave)
    ref = compose.ref
    compose.field("closing").set_value("Khác.")
    page.show_record("")
    assert page.papers.isVisible()
    assert "Khác." in {each.text for each in cell.papers.draft(ref).sections}


def test_the_books_words_come_back_and_go_again_by_undo(page, cell, wave):
    compose = opened(page, wave)
    compose.field("dated").set_value(date(2026, 11, 3))
    compose.field("closing").set_value("Khác.")
    compose.again_button.click()
    assert compose.field("closing").value().startswith("Đề nghị các đồng chí")
    assert compose.field("dated").value() == date(2026, 11, 3)
    the_toast(page).button.click()
    assert compose.field("closing").value() == "Khác."


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
    click(compose, "Cấp số tiếp theo")
    assert compose.may_leave()
    page.show_numbers()
    assert [each[0] for each in rows(page.numbers.numbers.table)] == ["01-CV/CB"]
    assert nameless(page) == []
    assert clashes(page) == []
