import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from qtapp.domain.attendance import AttendanceStatus
from qtapp.gui.kit import ask
from qtapp.gui.kit.chart import Chart
from qtapp.gui.kit.pieces import Banner
from qtapp.gui.reports.page import ReportsPage
from tests.gui.accessible import nameless
from tests.gui.mnemonics import clashes
from tests.gui.screens import said
from tests.gui.typing import press
from tests.make import a_session_in, a_wave_in


@pytest.fixture
def wave(cell):
    wave = a_wave_in(cell)
    session = a_session_in(cell, wave)
    first = cell.members.all()[0]
    cell.attendance.mark(session.id, first.id, AttendanceStatus.UNEXCUSED)
    cell.attendance.finish(session.id)
    return wave


@pytest.fixture
def page(cell, wave, cell_jobs, qtbot):
    made = ReportsPage(cell, cell_jobs)
    qtbot.addWidget(made)
    made.resize(1130, 730)
    made.show()
    return made


@pytest.fixture
def above(committee, committee_jobs, qtbot):
    a_wave_in(committee)
    made = ReportsPage(committee, committee_jobs)
    qtbot.addWidget(made)
    made.resize(1130, 730)
    made.show()
    qtbot.waitUntil(lambda: made.units.model.rowCount() == 2)
    return made


def banners(page):
    QApplication.processEvents()
    found = page.findChildren(Banner)
    return [banner.text.text() for banner in found if not banner.isHidden()]


def test_without_a_wave_the_page_leads_to_the_waves(cell, cell_jobs, qtbot):
    page = ReportsPage(cell, cell_jobs)
    qtbot.addWidget(page)
    page.show()
    assert page.no_waves.isVisible()
    assert not page.view_button.isVisible()


def test_a_cell_sees_every_figure_line_by_line(page):
    model = page.facts.model()
    lines = {
        model.index(row, 0).data(): (model.index(row, 1).data(), model.index(row, 2).data())
        for row in range(model.rowCount())
    }
    assert lines["Đảng viên phải học"] == ("8", "")
    assert lines["Đảng viên đã học"] == ("7", "88%")
    assert page.tiles.findChild(QLabel).text() == "88%"
    assert not page.units.isVisible()


def test_a_committee_sees_its_cells_and_which_are_missing(above):
    model = above.units.model
    names = [model.index(row, 0).data() for row in range(2)]
    assert sorted(names) == ["Chi bộ thôn Đoài", "Chi bộ thôn Đông"]
    assert "2/2 chi bộ chưa có số liệu" in banners(above)[0]
    assert not above.facts.isVisible()


def test_enter_leads_from_a_cell_to_what_it_has_sent(above, qtbot):
    above.units.table.selectRow(0)
    unit = above.units.selected().unit
    with qtbot.waitSignal(above.wanted) as told:
        press(above.units.table, Qt.Key.Key_Return)
    assert told.args == ["units", unit]


def test_many_missing_cells_are_not_all_named(committee, committee_jobs, qtbot):
    for place in range(8):
        committee.units.add(f"Chi bộ {place}")
    a_wave_in(committee)
    page = ReportsPage(committee, committee_jobs)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.units.model.rowCount() == 10)
    assert banners(page)[0].endswith("và 4 chi bộ khác.")


def test_the_report_is_shown_before_it_is_printed(page, qtbot):
    page.view_button.click()
    qtbot.waitUntil(lambda: page.paper.preview is not None)
    assert page.paper.isVisible()
    press(page.paper.preview, Qt.Key.Key_Escape)
    assert page.page.isVisible()
    assert page.paper.preview is None


def test_the_report_is_saved_as_pdf(page, tmp_path, monkeypatch, qtbot):
    place = tmp_path / "báo cáo.pdf"
    monkeypatch.setattr(ask, "save_file", lambda *_: place)
    page.pdf_button.click()
    qtbot.waitUntil(place.exists)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert place.read_bytes().startswith(b"%PDF")


def test_the_figures_are_saved_as_json(page, tmp_path, monkeypatch, qtbot):
    place = tmp_path / "số liệu.json"
    monkeypatch.setattr(ask, "save_file", lambda *_: place)
    page.json_button.click()
    qtbot.waitUntil(place.exists)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert json.loads(place.read_text(encoding="utf-8"))["total"]["members_studied"] == 7


def test_thinking_better_of_it_saves_nothing(page, tmp_path, monkeypatch):
    monkeypatch.setattr(ask, "save_file", lambda *_: None)
    page.pdf_button.click()
    page.json_button.click()
    assert [each for each in tmp_path.iterdir() if each.suffix in {".pdf", ".json"}] == []


def test_the_suggested_name_holds_no_letter_a_system_refuses(cell, cell_jobs, qtbot, monkeypatch):
    a_wave_in(cell, 'Đợt "1/2026": NQ 18?')
    page = ReportsPage(cell, cell_jobs)
    qtbot.addWidget(page)
    asked = []
    monkeypatch.setattr(ask, "save_file", lambda *words: asked.append(words[2]))
    page.save_pdf()
    assert asked == ["Báo cáo - Đợt -1-2026-- NQ 18-.pdf"]


def test_another_wave_shows_its_own_figures(page, cell, wave):
    other = a_wave_in(cell, "Đợt sau")
    page.reload()
    page.show_record(other.id)
    assert page.facts.model().index(6, 1).data() == "0"
    page.show_record(wave.id)
    assert page.facts.model().index(6, 1).data() == "7"


def test_a_screen_reader_can_name_everything(page, above):
    assert nameless(page) == []
    assert nameless(above) == []


def test_no_two_things_in_sight_answer_to_one_letter(page, above):
    assert clashes(page) == []
    assert clashes(above) == []


def test_the_figures_are_drawn_once_somebody_looks(page):
    assert page.charts.findChildren(Chart) == []
    page.parts.setCurrentIndex(1)
    assert [each.drawing.title for each in page.charts.findChildren(Chart)] == [
        "Đảng viên đã học, theo buổi học"
    ]


def test_a_wave_without_figures_says_when_there_will_be_charts(above, qtbot):
    above.parts.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "Chưa có gì để vẽ" in said(above), timeout=10_000)
