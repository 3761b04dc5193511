from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.domain.sessions import Session
from qtapp.gui.home.page import HomePage
from qtapp.gui.home.sentences import Urgency, countdown, task, urgency
from qtapp.gui.kit import ask
from qtapp.services.home import Due, Duty
from tests.gui.accessible import nameless
from tests.gui.screens import click, offered, said, shared_keys
from tests.gui.typing import press
from tests.make import TODAY, UNIT, a_cell_book, a_committee_book, a_session_in, a_wave_in, an_id


@pytest.fixture
def new_cell(tmp_path):
    return a_cell_book(tmp_path)


@pytest.fixture
def working_cell(tmp_path):
    book = a_cell_book(tmp_path, members=4)
    wave = a_wave_in(book, essay_due=date(2026, 11, 30), plan_due=date(2026, 11, 19))
    held = a_session_in(book, wave, "Buổi 1")
    member = book.members.all()[0]
    book.attendance.mark(held.id, member.id, AttendanceStatus.EXCUSED, "đi công tác")
    book.attendance.finish(held.id)
    a_session_in(book, wave, "Buổi 2", starts_at="2026-11-25T07:30", venue="Nhà văn hóa thôn")
    return book


@pytest.fixture
def chosen(tmp_path, monkeypatch):
    stick = tmp_path / "USB"
    monkeypatch.setattr(ask, "choose_folder", lambda *_, **__: stick)
    return stick


def settled(page, qtbot):
    qtbot.waitUntil(lambda: "Gửi và nhận" in said(page))
    return page


def test_a_new_book_teaches_the_first_steps(opened, new_cell, qtbot):
    page = settled(opened(HomePage, new_cell), qtbot)
    words = said(page)
    for step in ("1. Nhập danh sách đảng viên", "3. Mở đợt học tập", "4. Xếp buổi học"):
        assert step in words
    assert "Việc tiếp theo" not in words or "1." in words
    assert nameless(page) == []
    assert shared_keys(page) == []
    with qtbot.waitSignal(page.wanted) as wanted:
        click(page, "Nhập danh sách")
    assert wanted.args == ["members", "import"]


def test_a_step_that_is_done_is_ticked_off(opened, new_cell, qtbot):
    page = settled(opened(HomePage, new_cell), qtbot)
    new_cell.members.save(new_cell.members.new("Nguyễn Thị Hoa"))
    page.reload()
    qtbot.waitUntil(lambda: "1. Nhập danh sách đảng viên" in said(page))
    names = [each.accessibleName() for each in page.steps.findChildren(type(page.page._title))]
    assert "1. Nhập danh sách đảng viên: Đã xong" in names
    assert "2. Ghi văn bản cần học: Việc tiếp theo" in names


def test_a_new_committee_has_steps_of_its_own(opened, tmp_path, qtbot):
    page = settled(opened(HomePage, a_committee_book(tmp_path)), qtbot)
    assert "1. Nhập tên các chi bộ trực thuộc" in said(page)
    assert "Chưa có chi bộ trực thuộc nào trong sổ." in said(page)
    assert shared_keys(page) == []


def test_what_is_due_is_told_by_urgency_and_leads_there(opened, working_cell, qtbot):
    page = settled(opened(HomePage, working_cell), qtbot)
    words = said(page)
    assert words.index("Đã quá hạn") < words.index("Hôm nay và tuần này") < words.index("Sắp tới")
    assert "Chưa có kế hoạch hành động, hạn 19/11: lập kế hoạch" in words
    assert "Còn 4 đồng chí chưa nộp bài thu hoạch, hạn 30/11: xem danh sách" in words
    assert nameless(page) == []
    assert shared_keys(page) == []
    with qtbot.waitSignal(page.wanted) as wanted:
        click(page, "Còn 4 đồng chí chưa nộp bài thu hoạch, hạn 30/11: xem danh sách")
    assert wanted.args == ["essays", working_cell.waves.all()[0].id]


def test_the_next_session_and_its_sheet_are_one_click_away(opened, working_cell, qtbot):
    page = settled(opened(HomePage, working_cell), qtbot)
    assert "7 giờ 30, thứ tư 25/11/2026" in said(page)
    assert "Nhà văn hóa thôn" in said(page)
    session = working_cell.home.next_session()
    with qtbot.waitSignal(page.wanted) as wanted:
        click(page, "Mở buổi học")
    assert wanted.args == ["sessions", session.id]
    click(page, "In danh sách ký tên")
    qtbot.waitUntil(lambda: "Trang 1/1" in said(page), timeout=20_000)
    assert "In" in offered(page)
    press(page.window().focusWidget(), Qt.Key.Key_Escape)
    click(page, "Về việc cần làm")
    assert "Hôm nay và tuần này" in said(page)


@pytest.mark.parametrize(
    ("words", "kind"), [("Giấy mời", "invitation"), ("Biên bản", "minutes"), ("Báo cáo", "report")]
)
def test_the_other_papers_of_the_next_session_are_one_click_away(
    opened, working_cell, qtbot, words, kind
):
    page = settled(opened(HomePage, working_cell), qtbot)
    assert "Buổi học sắp tới: còn 5 ngày" in said(page)
    with qtbot.waitSignal(page.wanted) as wanted:
        click(page, words)
    screen, record = wanted.args
    assert (screen, record.split("/")[0]) == ("papers", kind)
    ref = PaperRef(kind=PaperKind(kind), about=record.split("/")[1])
    assert working_cell.papers.pdf(ref).startswith(b"%PDF")


def test_a_committee_summons_to_its_session(opened, tmp_path, qtbot):
    book = a_committee_book(tmp_path, cells=("Chi bộ thôn Đông",))
    wave = a_wave_in(book)
    a_session_in(book, wave, "Hội nghị", starts_at="2026-11-21T07:30")
    page = settled(opened(HomePage, book), qtbot)
    assert "Buổi học sắp tới: ngày mai" in said(page)
    assert shared_keys(page) == []
    with qtbot.waitSignal(page.wanted) as wanted:
        click(page, "Công văn triệu tập")
    assert wanted.args == ["papers", f"summons/{wave.id}"]


def test_an_old_backup_is_told_and_renewed_at_once(opened, working_cell, qtbot, chosen):
    page = settled(opened(HomePage, working_cell), qtbot)
    assert "Chưa sao lưu lần nào" in said(page)
    click(page, "Sao lưu sổ")
    qtbot.waitUntil(lambda: "Sao lưu gần nhất lúc" in said(page))
    assert len(list(chosen.glob("*.scb"))) == 1
    assert "Hãy chép sổ ra USB" not in said(page)


def test_a_recovery_code_nobody_put_away_is_asked_for(opened, new_cell, qtbot):
    new_cell.note_recovery(kept=False)
    page = settled(opened(HomePage, new_cell), qtbot)
    assert shared_keys(page) == []
    with qtbot.waitSignal(page.wanted) as wanted:
        click(page, "Làm mã khôi phục")
    assert wanted.args == ["settings", "recovery"]


@pytest.mark.parametrize(
    ("starts_at", "words"),
    [
        ("2026-11-20T19:00", "hôm nay"),
        ("2026-11-18T19:00", "đã qua, chưa điểm danh"),
        ("", "chưa định ngày"),
    ],
)
def test_how_far_off_a_session_is(starts_at, words):
    session = Session(id=an_id(), unit=UNIT, wave=an_id(), name="Buổi 1", starts_at=starts_at)
    assert countdown(session, TODAY) == words


def test_a_book_without_a_committee_is_shown_the_way_to_one(opened, working_cell, qtbot):
    page = settled(opened(HomePage, working_cell), qtbot)
    assert "chưa nối với cấp trên" in said(page)
    with qtbot.waitSignal(page.wanted) as wanted:
        click(page, "Nối với cấp trên")
    assert wanted.args == ["exchange", ""]


def test_nothing_is_read_of_a_book_that_is_out_of_sight(opened, working_cell, qtbot):
    page = opened(HomePage, working_cell)
    page.hide()
    assert not page._later.isActive()


def test_when_all_is_done_that_is_said(opened, tmp_path, qtbot):
    book = a_committee_book(tmp_path, cells=("Chi bộ thôn Đông",))
    a_wave_in(book)
    page = settled(opened(HomePage, book), qtbot)
    assert "Còn 1 chi bộ chưa gửi kết quả" in said(page)
    book.units.close(book.units.cells()[0].id)
    book.units.add("Chi bộ khác")
    for cell in book.units.cells():
        book.units.close(cell.id)
    page._show_tasks([])
    qtbot.waitUntil(lambda: "Không còn việc nào đến hạn" in said(page))


@pytest.mark.parametrize(
    ("by", "part"),
    [
        (date(2026, 11, 19), Urgency.LATE),
        (TODAY, Urgency.SOON),
        (date(2026, 11, 27), Urgency.SOON),
        (date(2026, 11, 28), Urgency.LATER),
        (None, Urgency.SOON),
    ],
)
def test_the_part_of_the_list_follows_from_the_day(by, part):
    assert urgency(Due(duty=Duty.MAKE_PLAN, by=by), TODAY) is part


@pytest.mark.parametrize("duty", list(Duty))
def test_every_duty_has_a_sentence_and_a_place(duty):
    line = task(Due(duty=duty, count=3, by=date(2026, 11, 30)), TODAY)
    assert len(line.words) > 10
    assert line.screen
    assert task(Due(duty=duty, count=3), TODAY).words


def test_a_head_of_papers_that_lacks_something_is_asked_for(opened, new_cell, qtbot):
    page = settled(opened(HomePage, new_cell), qtbot)
    assert "Phần đầu văn bản còn thiếu" in said(page)
    with qtbot.waitSignal(page.wanted) as wanted:
        click(page, "Ghi phần đầu văn bản")
    assert wanted.args == ["settings", "letterhead"]
    head = new_cell.units.profile()
    new_cell.units.save_profile(replace(head, upper_line="ĐẢNG BỘ XÃ MẪU", place="Mẫu"))
    page.reload()
    assert "Phần đầu văn bản" not in said(page)
