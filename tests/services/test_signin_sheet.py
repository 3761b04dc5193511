from qtapp.domain.papers import PaperKind, PaperRef
from tests.make import a_session_in, a_wave_in
from tests.papers.sheets import text_of
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
