from datetime import date

import pytest
from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.members import MemberStatus
from qtapp.domain.papers import PaperKind
from tests.papers.sheets import text_of
from tests.services.paper_book import a_paper_book, a_ref


@pytest.fixture
def book(tmp_path):
    made = a_paper_book(tmp_path)
    yield made
    made.close()


def session_of(book):
    return book.sessions.get(a_ref(book, PaperKind.MINUTES).about)


def made_up(book):
    session = session_of(book)
    row = next(row for row in book.attendance.sheet(session.id) if row.status.at_session)
    status = AttendanceStatus.MADE_UP
    book.attendance.mark(session.id, row.member.id, status, "trực đồn", date(2026, 11, 12))
    return row.member.full_name


def lines_in(book):
    draft = book.papers.draft(a_ref(book, PaperKind.MINUTES))
    return next(each.text for each in draft.sections if each.name == "figures").splitlines()


def test_who_made_up_is_told_by_name_day_and_reason_and_is_neither_there_nor_absent(book):
    name = made_up(book)
    text = text_of(book.papers.pdf(a_ref(book, PaperKind.MINUTES)))
    assert "Có mặt: 11/13" in text
    assert f"Học bù: 1, gồm {name} (ngày 12/11/2026; trực đồn)." in text
    assert "Vắng có lý do: 1, gồm" in text


def test_minutes_resolution_and_sign_in_sheet_tell_the_same_figures(book):
    made_up(book)
    told = (
        "phải học: 13; có mặt: 11; vắng có lý do: 1; vắng không lý do: 0; học bù: 1; không tính: 1"
    )
    for kind in (PaperKind.RESOLUTION, PaperKind.SIGNIN):
        assert told.casefold() in text_of(book.papers.pdf(a_ref(book, kind))).casefold()
    assert "số đảng viên phải học: 13." in text_of(book.papers.pdf(a_ref(book, PaperKind.MINUTES)))


def test_every_figure_adds_up_also_with_members_nobody_has_marked(book):
    book.members.save(book.members.new("Đinh Văn Mới"))
    tally = book.attendance.count(session_of(book).id)
    assert tally.total == tally.studied + tally.excused + tally.unexcused + tally.open == 14
    said = "chưa điểm danh: 1; không tính: 1"
    assert said in text_of(book.papers.pdf(a_ref(book, PaperKind.RESOLUTION)))
    assert "Chưa điểm danh: 1, gồm Đinh Văn Mới." in lines_in(book)


def test_an_exempt_member_marked_absent_is_named_in_no_line_of_absence(book):
    exempt = next(each for each in book.members.all() if each.status is MemberStatus.EXEMPT)
    book.attendance.mark(session_of(book).id, exempt.id, AttendanceStatus.EXCUSED, "ốm")
    assert not any(exempt.full_name in line for line in lines_in(book))


def test_members_here_for_a_time_are_a_kind_of_their_own(book):
    row = next(row for row in book.attendance.sheet(session_of(book).id) if row.status.at_session)
    book.members.save(replace(row.member, status=MemberStatus.TEMPORARY_IN))
    _, everybody, present, *_ = lines_in(book)
    assert "sinh hoạt tạm thời 1)" in everybody
    assert "sinh hoạt tạm thời 1)" in present
