from datetime import date

import pytest
from PySide6.QtCore import Qt

from qtapp.domain.waves import PLAN_HEADINGS, Intensity, Preparation
from qtapp.gui.kit import ask
from qtapp.gui.kit.toast import Toast
from qtapp.gui.waves.new_session import NewSession
from qtapp.gui.waves.page import WavesPage
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, rows, said, shared_keys
from tests.gui.typing import press, type_text
from tests.make import a_cell_book, a_committee_book, a_document_in, a_session_in, a_wave_in


@pytest.fixture
def book(tmp_path):
    return a_cell_book(tmp_path, members=3)


def shown(page, wave):
    page.show_record(wave.id)
    return page


def test_a_first_wave_is_obvious_and_opens_on_its_steps(opened, book, qtbot):
    page = opened(WavesPage, book)
    assert "Chưa có đợt học tập nào" in said(page)
    click(page, "Mở đợt học tập đầu tiên")
    type_text(page.list.panel.form.field("name").edit, "Học tập Nghị quyết 57")
    with qtbot.waitSignal(page.changed):
        click(page, "Lưu")
    qtbot.waitUntil(lambda: "Các bước của đợt" in said(page))
    assert "Chưa chọn văn bản nào để học." in said(page)
    assert [wave.name for wave in book.waves.all()] == ["Học tập Nghị quyết 57"]
    assert nameless(page) == []
    assert shared_keys(page) == []


def test_enter_opens_the_selected_wave(opened, book):
    a_wave_in(book, "Đợt một")
    page = opened(WavesPage, book)
    press(page.list.list.table, Qt.Key.Key_Return)
    assert page.wave.wave.name == "Đợt một"
    click(page, "Tất cả các đợt")
    assert rows(page.list.list.table)[0][0] == "Đợt một"


def test_a_wave_that_ends_before_it_starts_is_not_kept(opened, book):
    page = shown(opened(WavesPage, book), a_wave_in(book))
    click(page, "Sửa đợt này")
    type_text(page.wave.panel.form.field("starts_on").edit, "10/11/2026")
    type_text(page.wave.panel.form.field("ends_on").edit, "01/11/2026")
    assert page.wave.panel.may_leave()
    said_there = page.wave.panel.form.field("ends_on").below.text()
    assert said_there == "Ngày kết thúc phải từ ngày bắt đầu (10/11/2026) trở đi."
    (wave,) = book.waves.all()
    assert (wave.starts_on, wave.ends_on) == (date(2026, 11, 10), None)


def test_questions_and_deadlines_are_kept(opened, book, qtbot):
    page = shown(opened(WavesPage, book), a_wave_in(book))
    click(page, "Sửa đợt này")
    form = page.wave.panel.form
    form.field("essay_questions").edit.setPlainText("Câu một?\n\nCâu hai?")
    type_text(form.field("essay_due").edit, "10/12/2026")
    assert page.wave.panel.may_leave()
    assert book.waves.all()[0].essay_questions == ("Câu một?", "Câu hai?")
    qtbot.waitUntil(lambda: "2. Câu hai?" in said(page))
    assert "10/12/2026" in said(page)


def test_the_steps_lead_to_their_screens(opened, book, qtbot):
    wave = a_wave_in(book)
    session = a_session_in(book, wave)
    page = shown(opened(WavesPage, book), wave)
    for words, target in (
        ("Xem buổi học", ["sessions", session.id]),
        ("Điểm danh", ["sessions", session.id]),
        ("Mở bài thu hoạch", ["essays", wave.id]),
        ("Lập kế hoạch", ["plans", wave.id]),
        ("Xem báo cáo", ["reports", wave.id]),
        ("Mở gói dữ liệu", ["exchange", ""]),
    ):
        qtbot.waitUntil(lambda words=words: words in offered(page))
        with qtbot.waitSignal(page.wanted) as caught:
            click(page, words)
        assert caught.args == target


def test_steps_say_how_far_the_wave_is(opened, book, qtbot):
    wave = a_wave_in(book, essay_due=date(2026, 11, 1))
    session = a_session_in(book, wave)
    book.attendance.finish(session.id)
    page = shown(opened(WavesPage, book), wave)
    qtbot.waitUntil(lambda: "3/3 đảng viên đã học (100%)." in said(page))
    assert "Đã quá hạn. Đã nộp 0/3, đã đánh giá 0. Hạn 01/11/2026." in said(page)
    assert "Sổ chưa nối với cấp trên" in said(page)


def test_a_new_session_is_asked_for_kept_and_opened(opened, book, qtbot):
    wave = a_wave_in(book)
    page = shown(opened(WavesPage, book), wave)
    click(page, "Xếp thêm buổi học")
    (asking,) = page.findChildren(NewSession)
    assert book.sessions.of(wave.id) == []
    assert nameless(asking) == []
    assert shared_keys(asking) == []
    assert asking.form.field("name").value() == "Buổi 1"
    when = asking.form.field("starts_at")
    type_text(when.edit, "20/11/2026")
    click(asking, "Xếp buổi học")
    assert when.below.text()
    assert book.sessions.of(wave.id) == []
    type_text(when.time, "7h30")
    type_text(asking.form.field("venue").edit, "Nhà văn hóa")
    with qtbot.waitSignal(page.wanted) as caught:
        click(asking, "Xếp buổi học")
    (made,) = book.sessions.of(wave.id)
    assert caught.args == ["sessions", made.id]
    assert (made.name, made.starts_at, made.venue) == (
        "Buổi 1",
        "2026-11-20T07:30",
        "Nhà văn hóa",
    )


def test_a_session_thought_better_of_is_not_kept(opened, book):
    wave = a_wave_in(book)
    page = shown(opened(WavesPage, book), wave)
    click(page, "Xếp thêm buổi học")
    (asking,) = page.findChildren(NewSession)
    press(asking, Qt.Key.Key_Escape)
    assert book.sessions.of(wave.id) == []
    assert page.wave.isVisible()


def test_documents_are_chosen_from_the_library_and_typed(opened, book):
    a_document_in(book, "05-CT/TW", "Chỉ thị mẫu")
    wave = book.waves.save(book.waves.new("Đợt một"))
    page = shown(opened(WavesPage, book), wave)
    page._show_documents()
    page.documents.deep.set_value(Intensity.BRIEF)
    click(page, "Thêm vào đợt")
    page.documents.deep.set_value(Intensity.THOROUGH)
    type_text(page.documents.form.field("number").edit, "57-NQ/TW")
    type_text(page.documents.form.field("name").edit, "Về đột phá")
    click(page, "Ghi vào thư viện và thêm vào đợt")
    assert rows(page.documents.list.table) == [
        ["57-NQ/TW", "Về đột phá", "quán triệt"],
        ["05-CT/TW", "Chỉ thị mẫu", "phổ biến"],
    ]
    assert len(book.documents.all()) == 2
    assert nameless(page) == []
    assert shared_keys(page) == []


def test_a_document_is_turned_and_dropped(opened, book):
    wave = a_wave_in(book)
    page = shown(opened(WavesPage, book), wave)
    page._show_documents()
    click(page, "Đổi mức độ")
    assert rows(page.documents.list.table)[0][2] == "phổ biến"
    click(page, "Bỏ khỏi đợt")
    assert book.waves.documents(wave.id) == []
    page.findChild(Toast).take_back()
    assert rows(page.documents.list.table)[0][2] == "phổ biến"


def test_the_study_plan_says_which_headings_are_missing(opened, book, qtbot):
    wave = a_wave_in(book, essay_questions=("Câu một?",))
    page = shown(opened(WavesPage, book), wave)
    click(page, "Soạn kế hoạch")
    type_text(page.plan.form.field("purpose").edit, "Nắm vững nội dung")
    click(page, "Điền từ sổ các mục còn trống")
    with qtbot.waitSignal(page.kept):
        assert page.may_leave()
    plan = book.waves.study_plan(wave.id)
    assert "18-NQ/TW" in plan.content
    assert plan.essays == "1. Câu một?"
    assert "Kế hoạch đã có 4/10 mục, còn thiếu: Hình thức" in said(page)
    assert nameless(page) == []
    assert shared_keys(page) == []


def test_what_was_typed_is_not_overwritten_when_filling(opened, book):
    page = shown(opened(WavesPage, book), a_wave_in(book))
    click(page, "Soạn kế hoạch")
    type_text(page.plan.form.field("content").edit, "Nội dung tự soạn")
    click(page, "Điền từ sổ các mục còn trống")
    assert page.plan.form.field("content").value() == "Nội dung tự soạn"


def test_a_summons_needs_no_headings(opened, book):
    page = shown(opened(WavesPage, book), a_wave_in(book))
    click(page, "Soạn kế hoạch")
    page.plan.kind.set_value(Preparation.SUMMONS)
    assert not page.plan.form.field("purpose").isVisible()
    type_text(page.plan.form.field("number").edit, "12-CV/CB")
    assert page.may_leave()
    assert "Công văn triệu tập 12-CV/CB." in said(page)


def test_a_plan_is_kept_in_passing(opened, book):
    wave = a_wave_in(book)
    page = shown(opened(WavesPage, book), wave)
    click(page, "Soạn kế hoạch")
    type_text(page.plan.form.field("purpose").edit, "Nắm vững")
    click(page, "Về đợt học tập")
    assert page.wave.isVisible()
    assert book.waves.study_plan(wave.id).purpose == "Nắm vững"


def test_a_wave_handed_down_is_only_read(opened, book, tmp_path, qtbot):
    committee = a_committee_book(tmp_path, "Đảng ủy xã Suối Mẫu", cells=("Chi bộ thôn Thượng",))
    letter = tmp_path / "thư mời.cbmoi"
    code = committee.exchange.invite(committee.units.cells()[0].id, letter)
    book.exchange.join(letter, code)
    wave = a_wave_in(committee, "Đợt của xã")
    committee.exchange.make_down(tmp_path / "gói")
    committee.close()
    book.exchange.receive(tmp_path / "gói")
    page = shown(opened(WavesPage, book), wave)
    qtbot.waitUntil(lambda: "Đợt do Đảng ủy xã Suối Mẫu giao xuống." in said(page))
    assert "Sửa đợt này" not in offered(page)
    page._show_documents()
    assert "Bỏ khỏi đợt" not in offered(page)
    qtbot.waitUntil(lambda: "do cấp trên chọn nên không sửa ở đây" in said(page))


def test_a_wave_without_sessions_is_removed_and_comes_back(opened, book):
    page = shown(opened(WavesPage, book), a_wave_in(book, "Đợt một"))
    click(page, "Sửa đợt này")
    click(page, "Xóa đợt này")
    assert book.waves.all() == []
    page.findChild(Toast).take_back()
    assert rows(page.list.list.table)[0][0] == "Đợt một"


def test_a_wave_with_sessions_stays(opened, book, monkeypatch):
    told = []
    monkeypatch.setattr(ask, "inform", lambda *words: told.append(words[1]))
    wave = a_wave_in(book)
    a_session_in(book, wave)
    page = shown(opened(WavesPage, book), wave)
    click(page, "Sửa đợt này")
    click(page, "Xóa đợt này")
    assert told == ["Đợt này đã có buổi học nên không xóa được."]
    assert len(book.waves.all()) == 1


def test_a_committee_sees_which_cells_have_reported(opened, tmp_path, qtbot):
    book = a_committee_book(tmp_path, cells=("Chi bộ thôn Thượng", "Chi bộ thôn Hạ"))
    page = shown(opened(WavesPage, book), a_wave_in(book))
    qtbot.waitUntil(lambda: "0/2 chi bộ đã có số liệu." in said(page))
    assert "Chưa có: Chi bộ thôn Thượng, Chi bộ thôn Hạ." in said(page)
    with qtbot.waitSignal(page.wanted) as caught:
        click(page, "Xem các chi bộ")
    assert caught.args == ["units", page.wave.wave.id]


def test_every_heading_of_a_plan_has_its_hint(opened, book):
    page = opened(WavesPage, book)
    assert all(page.plan.form.field(name).below.text() for name in PLAN_HEADINGS)


def test_leaving_the_screen_keeps_the_panel_as_it_is_another_wave_closes_it(opened, book):
    one, other = a_wave_in(book, "Đợt một"), book.waves.save(book.waves.new("Đợt hai"))
    page = shown(opened(WavesPage, book), one)
    click(page, "Sửa đợt này")
    type_text(page.wave.panel.form.field("basis").edit, "Kế hoạch 01")
    assert page.may_leave()
    assert page.wave.panel.is_open()
    assert book.waves.get(one.id).basis == "Kế hoạch 01"
    assert "Căn cứ: Kế hoạch 01" in said(page)
    page.show_record(other.id)
    assert not page.wave.panel.is_open()
    assert book.waves.get(other.id).basis == ""


def test_a_wave_that_is_being_written_is_offered_again(opened, book):
    page = opened(WavesPage, book)
    page.list.begin()
    type_text(page.list.panel.form.field("name").edit, "Đợt dở")
    page.list.panel.leave()
    assert "viết dở chưa vào sổ: Đợt dở" in said(page)
    click(page, "Viết tiếp")
    click(page, "Lưu")
    assert [wave.name for wave in book.waves.all()] == ["Đợt dở"]
    assert page.wave.isVisible()


def test_a_document_typed_for_a_wave_waits_with_it(opened, book):
    wave = a_wave_in(book)
    page = shown(opened(WavesPage, book), wave)
    page._show_documents()
    type_text(page.documents.form.field("number").edit, "57-NQ/TW")
    assert page.may_leave()
    again = shown(opened(WavesPage, book), wave)
    again._show_documents()
    assert again.documents.form.field("number").value() == "57-NQ/TW"
    assert len(book.documents.all()) == 1
