from msgspec.structs import replace

from qtapp.domain.papers import PaperKind, PaperRef
from tests.make import a_cell_book, a_session_in, a_wave_in
from tests.papers.sheets import sheets, text_of
from tests.services.pairs import a_pair
from tests.services.paper_book import a_paper_book, a_ref


def test_a_committee_lists_the_members_of_its_cells_with_subtotals(tmp_path):
    pair = a_pair(tmp_path)
    pair.cell.exchange.make_up(tmp_path / "usb")
    pair.commune.exchange.receive(tmp_path / "usb")
    cell = pair.commune.units.cells()[0]
    members = pair.commune.members.all(cell.id)
    session = a_session_in(pair.commune, a_wave_in(pair.commune))
    text = text_of(pair.commune.papers.pdf(PaperRef(kind=PaperKind.SIGNIN, about=session.id)))
    assert [each.full_name in text for each in members] == [True] * 3
    sheet = pair.commune.papers.paper(PaperRef(kind=PaperKind.SIGNIN, about=session.id))
    assert [each.name for each in sheet.groups] == [cell.name]


def test_the_sheet_of_a_session_carries_its_number_and_no_name(tmp_path):
    book = a_paper_book(tmp_path)
    sheet = book.papers.paper(a_ref(book, PaperKind.SIGNIN))
    assert len(sheet.code) == 10
    assert sheet.code.isdecimal()
    assert sheet.totals == (
        "Phải học: 13; có mặt: 12; vắng có lý do: 1; vắng không lý do: 0; không tính: 1"
    )
    book.close()


def printed(cell, session, spare_rows):
    """Return how many rows without a name the sheet has."""
    pages = sheets(cell.printing.signin_pdf(session.id, spare_rows=spare_rows))
    places = [each for page in pages for each in page.pieces if each.left < 40]
    return sum(each.text.isdecimal() for each in places) - len(cell.members.all())


def test_a_number_of_spare_rows_is_printed_as_asked_and_without_one_each_guest_has_a_row(tmp_path):
    cell = a_cell_book(tmp_path, members=14)
    session = a_session_in(cell, a_wave_in(cell), guests=2, venue="Nhà văn hóa", chair="Đạt")
    assert [printed(cell, session, asked) for asked in (0, 1, 5, 9)] == [0, 1, 5, 9]
    assert 2 <= printed(cell, session, None) <= 5
    many = a_session_in(cell, a_wave_in(cell), guests=12)
    assert printed(cell, many, None) == 12
    cell.close()


def test_what_a_sheet_leaves_blank_is_told(tmp_path):
    book = a_cell_book(tmp_path, members=2)
    session = a_session_in(book, a_wave_in(book), starts_at="")
    ref = PaperRef(kind=PaperKind.SIGNIN, about=session.id)
    assert book.papers.missing(ref) == (
        "Còn trống: thời gian; địa điểm; chủ trì; người lập; địa danh; người ký.",
    )
    book.sessions.save(
        replace(session, starts_at="2026-11-18T07:30", venue="Nhà", chair="Đạt", minute_taker="Hoa")
    )
    book.units.save_profile(
        replace(book.units.profile(), place="Suối Mẫu", signer_name="Hoàng Y Niê")
    )
    assert book.papers.missing(ref) == ()
    book.close()
