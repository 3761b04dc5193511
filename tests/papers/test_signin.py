import io
import itertools
import unicodedata

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qtapp.domain.errors import Cancelled, FolderReadOnly, MissingGlyphs
from qtapp.papers.description import texts_of
from qtapp.papers.pdf import pressed
from qtapp.papers.rules import MM
from qtapp.papers.signin import SignInGroup, SignInRow, draw_signin
from qtapp.papers.writing import write_pdf
from tests.make import write_protected
from tests.papers.sheets import (
    TITLE,
    a_head,
    a_sheet,
    a_signature,
    only_embedded_fonts,
    people,
    sheets,
    signin_pdf,
    silent,
    text_of,
    undated,
)

COLUMNS = {1: (10, 50, 45, 35, 25), 2: (10, 45, 36, 27, 27, 20)}
SIGNED = {1: (3,), 2: (3, 4)}
TITLES = {
    1: ["TT", "Họ và tên", "Chức vụ, đơn vị", "Ký tên", "Ghi chú"],
    2: ["TT", "Họ và tên", "Chức vụ, đơn vị", "Ký sáng", "Ký chiều", "Ghi chú"],
}


def edges(columns):
    return [30 + sum(COLUMNS[columns][:place]) for place in range(len(COLUMNS[columns]) + 1)]


def lines_of(sheet):
    """Return the heights of the table's full-width lines, from the top down."""
    wide = (rule for rule in sheet.rules if rule.across and rule.right - rule.left > 160)
    return sorted({round(rule.top, 2) for rule in wide})


def table(sheet):
    """Return the pieces of words inside the table, its heading left out."""
    lines = lines_of(sheet)
    return [each for each in sheet.pieces if each.top >= lines[1] and each.bottom <= lines[-1]]


def column(sheet, place, columns=1):
    left, right = edges(columns)[place : place + 2]
    inside = [each for each in table(sheet) if left <= each.left < right]
    assert all(each.right <= right for each in inside)
    return inside


def within(sheet):
    """Return the pieces of words between the number of the page and its foot."""
    return [each for each in sheet.pieces if each.top > 18 and not each.text.startswith("Trang ")]


def rows(sheet):
    """Return the table's rows as (top, bottom), headings of groups left out."""
    lines = lines_of(sheet)[1:]
    signs = [r for r in sheet.rules if not r.across and abs(r.left - edges(1)[3]) < 0.1]
    return [
        (top, bottom)
        for top, bottom in itertools.pairwise(lines)
        if any(r.top <= top + 0.1 and r.bottom >= bottom - 0.1 for r in signs)
    ]


def ink(pdf, cells):
    """Return the darkest point of every cell, given as (page, left, top, right, bottom) in mm."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [page.render(scale=2, grayscale=True).to_pil() for page in document]
    document.close()
    scale, inset = 2 * MM, 0.7
    found = []
    for page, left, top, right, bottom in cells:
        box = (left + inset, top + inset, right - inset, bottom - inset)
        found.append(pictures[page].crop([round(each * scale) for each in box]).getextrema()[0])
    return found


def test_all_words_come_back_as_they_went_in():
    role = "Bí thư chi bộ, Phó Chủ tịch Hội đồng nhân dân xã"
    known = [SignInRow(name="Võ Thị Ngọc Ẩn", role=role, note="Được miễn")]
    sheet = a_sheet(known, totals="Tổng số: 12; có mặt: 11; vắng có lý do: 1; vắng không lý do: 0")
    text = text_of(signin_pdf(sheet))
    group = sheet.groups[0].name
    for words in set(texts_of(sheet)) - {group}:  # one group needs no heading
        assert words in text
    for words in (TITLE, "DANH SÁCH KÝ TÊN", "Võ Thị Ngọc Ẩn", role, "Được miễn"):
        assert words in text


@pytest.mark.parametrize("text", ["A & B <x>", "</para> &amp; \\n %s", '(ngoặc) "kép" \\'])
def test_marks_of_other_languages_are_only_words(text):
    sheet = a_sheet([SignInRow(name=text, role=text)], subject=text, details=[text])
    assert text_of(signin_pdf(sheet)).count(text) == 4


def test_all_fonts_are_inside():
    pdf = signin_pdf(a_sheet())
    assert only_embedded_fonts(pdf) == {"Tinos", "Tinos-Bold", "Tinos-Italic"}
    assert all(piece.embedded for sheet in sheets(pdf) for piece in sheet.pieces)


def test_the_same_sheet_gives_the_same_bytes():
    first = signin_pdf(a_sheet(people(40)))
    signin_pdf(a_sheet(people(3, first=60)))
    assert signin_pdf(a_sheet(people(40))) == first
    assert undated(first)


def test_decomposed_letters_give_the_same_bytes():
    def apart(text):
        return unicodedata.normalize("NFD", text)

    plain = a_sheet([SignInRow(name="Võ Thị Ngọc Ẩn", role="Phó Bí thư", note="Được miễn")])
    row = SignInRow(name=apart("Võ Thị Ngọc Ẩn"), role=apart("Phó Bí thư"), note=apart("Được miễn"))
    other = a_sheet([row], subject=apart(plain.subject), details=[*map(apart, plain.details)])
    assert signin_pdf(other) == signin_pdf(plain)


@pytest.mark.parametrize("columns", [1, 2])
def test_the_columns_are_as_wide_as_the_form_asks_and_every_page_names_them(columns):
    pages = sheets(signin_pdf(a_sheet(people(60), signature_columns=columns)))
    assert len(pages) == 3
    for page in pages:
        upright = {round(rule.left) for rule in page.rules if not rule.across}
        assert upright == set(edges(columns))
        heading = [each for each in page.pieces if each.text in TITLES[columns]]
        assert [each.text for each in heading] == TITLES[columns]
        assert {each.font for each in heading} == {"Tinos-Bold"}


def test_the_margins_are_kept_on_every_page():
    for page in sheets(signin_pdf(a_sheet(people(60)))):
        body = within(page)
        assert min(each.left for each in body) >= 29.9
        assert max(each.right for each in body) <= 195
        assert min(each.top for each in body) >= 20
        assert max(each.bottom for each in body) <= 277


def test_pages_after_the_first_carry_their_number_alone():
    pages = sheets(signin_pdf(a_sheet(people(60))))
    said = [[each for each in page.pieces if each.bottom < 16] for page in pages]
    assert [[each.text for each in one] for one in said] == [[], ["2"], ["3"]]
    number = said[1][0]
    assert number.size == 14
    assert (number.left + number.right) / 2 == pytest.approx(105, abs=0.5)
    assert (number.top + number.bottom) / 2 == pytest.approx(10, abs=0.7)


def test_a_thousand_people_are_each_listed_once_in_order():
    listed = people(1000)
    pages = sheets(signin_pdf(a_sheet(listed)))
    names = [each.text for page in pages for each in column(page, 1)]
    numbers = [each.text for page in pages for each in column(page, 0)]
    assert names == [row.name for row in listed]
    assert numbers == [f"{place}" for place in range(1, len(numbers) + 1)]
    assert 1002 <= len(numbers) <= 1005
    assert all(TITLES[1][1] in [each.text for each in page.pieces] for page in pages)
    assert {each.text for each in pages[-1].pieces} >= {f"{len(pages)}"}


@pytest.mark.parametrize("count", [1, 14, 45, 130])
def test_the_table_keeps_between_21_and_276_mm_and_rows_are_high_enough_to_sign(count):
    for place, page in enumerate(sheets(signin_pdf(a_sheet(people(count))))):
        lines = lines_of(page)
        assert round(lines[0], 1) >= 21
        assert lines[-1] <= 276
        if place:
            assert lines[0] == pytest.approx(21, abs=0.1)
        assert all(bottom - top >= 7.99 for top, bottom in rows(page))


@pytest.mark.parametrize("columns", [1, 2])
def test_long_words_wrap_and_never_enter_a_cell_to_sign_in(columns):
    long = ["Nguyễn Hoàng Thị Phương Thảo Ngọc Quỳnh Trâm Anh", "W" * 90, "Hoa " * 30]
    listed = [SignInRow(name=each, role=each, note=each) for each in long * 3]
    pdf = signin_pdf(a_sheet(listed, signature_columns=columns, spare_rows=2))
    sides = edges(columns)
    to_sign, to_read = [], []
    for page, sheet in enumerate(sheets(pdf)):
        lines = lines_of(sheet)[1:]
        for top, bottom in itertools.pairwise(lines):
            to_read.append((page, sides[0], top, sides[1], bottom))
            to_sign += [(page, sides[c], top, sides[c + 1], bottom) for c in SIGNED[columns]]
    assert len(to_read) == 11
    assert len(to_sign) == 11 * columns
    assert ink(pdf, to_sign) == [255] * len(to_sign)
    assert max(ink(pdf, to_read)) < 128


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text("aĐWi ẫ,", max_size=120), max_size=30), st.integers(0, 8))
def test_any_words_stay_in_their_columns_and_rows(texts, spare):
    listed = [SignInRow(name=f"N{text}", role=text, note=text[:40]) for text in texts]
    pages = sheets(signin_pdf(a_sheet(listed, spare_rows=spare)))
    found = "".join(each.text for page in pages for each in column(page, 1))
    assert found.replace(" ", "") == "".join(row.name for row in listed).replace(" ", "")
    assert [each for page in pages for each in column(page, 3)] == []
    for page in pages:
        lines = lines_of(page)
        for each in table(page):
            assert not any(each.top < line < each.bottom for line in lines)


@pytest.mark.parametrize("count", range(12, 30))
def test_the_closing_never_stands_alone(count):
    pages = sheets(signin_pdf(a_sheet(people(count), spare_rows=0)))
    last = pages[-1]
    assert len(rows(last)) >= 2
    assert last.piece("NGƯỜI LẬP").top > lines_of(last)[-1]
    assert max(each.bottom for each in within(last)) <= 277
    assert [each for page in pages[:-1] for each in page.pieces if each.text == "BÍ THƯ"] == []


def test_one_group_needs_no_heading_several_say_how_many_they_are():
    groups = [
        SignInGroup(name="Chi bộ thôn Nà Mẫu", rows=people(2)),
        SignInGroup(name="Chi bộ thôn Khuổi Mẫu", rows=people(3, first=2)),
    ]
    one = text_of(signin_pdf(a_sheet(groups=groups[:1])))
    both = text_of(signin_pdf(a_sheet(groups=groups)))
    assert "đồng chí" not in one
    assert "Chi bộ thôn Nà Mẫu (2 đồng chí) 1 Nguyễn Thị Hoa" in both
    assert "Chi bộ thôn Khuổi Mẫu (3 đồng chí) 3 Lê Minh Ánh" in both


@pytest.mark.parametrize("first", range(14, 20))
def test_the_name_of_a_group_stays_with_its_first_member(first):
    groups = [SignInGroup(name="A", rows=people(first)), SignInGroup(name="B", rows=people(9))]
    for page in sheets(signin_pdf(a_sheet(groups=groups))):
        heading = table(page)[-1]
        assert not heading.text.startswith(("A (", "B ("))


def test_a_long_name_of_a_group_wraps_inside_the_table():
    name = "Chi bộ Công ty Trách nhiệm hữu hạn một thành viên Thủy lợi " * 3
    groups = [SignInGroup(name=name, rows=people(2)), SignInGroup(name="B", rows=people(2))]
    (page,) = sheets(signin_pdf(a_sheet(groups=groups, spare_rows=0)))
    heading = [each for each in table(page) if each.font == "Tinos-Bold"]
    assert len(heading) > 2
    assert max(each.right for each in heading) <= 195
    assert not any(p.top < line < p.bottom for p in heading for line in lines_of(page))


def test_a_long_opening_pushes_the_rows_to_the_next_page_not_off_the_paper():
    sheet = a_sheet(people(3), subject="Hội nghị " * 60, details=["Địa điểm: " * 50] * 3)
    first, second = sheets(signin_pdf(sheet))
    assert lines_of(second)
    assert max(each.bottom for page in (first, second) for each in within(page)) <= 277
    listed = [each.text for page in (first, second) for each in column(page, 0)]
    assert listed[:3] == ["1", "2", "3"]


def test_spare_rows_are_numbered_and_empty():
    (page,) = sheets(signin_pdf(a_sheet(people(2), spare_rows=4)))
    assert [each.text for each in column(page, 0)] == ["1", "2", "3", "4", "5", "6"]
    assert len(column(page, 1)) == 2
    assert len(rows(page)) == 6


def test_fourteen_people_sign_on_one_page():
    details = ["Thời gian", "Địa điểm", "Chủ trì"]
    (page,) = sheets(signin_pdf(a_sheet(people(14), details=details, code="0123456789")))
    assert len(column(page, 1)) == 14
    assert len(rows(page)) == 16
    assert max(each.bottom for each in within(page)) <= 277


def test_groups_end_with_their_subtotal_known_or_to_be_filled_in():
    groups = [
        SignInGroup(name="Chi bộ Nà Mẫu", rows=people(2)),
        SignInGroup(name="Chi bộ Khuổi Mẫu", rows=people(2), total="Cộng: 2; có mặt: 2"),
    ]
    text = text_of(signin_pdf(a_sheet(groups=groups)))
    assert "Cộng Chi bộ Nà Mẫu: có mặt: ……; vắng có lý do: ……" in text
    assert "Cộng: 2; có mặt: 2" in text


def test_where_rows_were_drawn_is_told_in_mm():
    memory = io.BytesIO()
    with pressed(memory, "x") as press:
        places = draw_signin(press, a_sheet(people(60)), silent)
    drawn = [line for page in sheets(memory.getvalue()) for line in rows(page)]
    assert [each.place for each in places] == list(range(1, len(places) + 1))
    told = [(each.top, each.bottom) for each in places]
    assert [pytest.approx(each, abs=0.05) for each in drawn] == told


@pytest.mark.parametrize("count", range(1, 45))
def test_spare_rows_give_way_only_to_save_a_page_and_one_stays(count):
    def printed(spare):
        pages = sheets(signin_pdf(a_sheet(people(count), spare_rows=spare, least_spare=1)))
        return len(pages), sum(len(rows(page)) for page in pages) - count

    pages, spare = printed(5)
    assert 1 <= spare <= 5
    assert pages == printed(1)[0]
    if 1 < spare < 5:
        assert printed(spare + 1) == (pages, spare)


@pytest.mark.parametrize("spare", [0, 1, 2, 5, 40])
def test_spare_rows_that_must_be_there_are_printed_even_on_another_page(spare):
    for count in range(12, 20):
        pages = sheets(signin_pdf(a_sheet(people(count), spare_rows=spare, least_spare=spare)))
        assert sum(len(rows(page)) for page in pages) == count + spare


@pytest.mark.parametrize("count", [3, 60])
def test_every_page_says_at_its_foot_which_of_how_many_it_is(count):
    pages = sheets(signin_pdf(a_sheet(people(count))))
    feet = [[each for each in page.pieces if each.bottom > 280] for page in pages]
    expected = [[f"Trang {place}/{len(pages)}"] for place in range(1, len(pages) + 1)]
    assert [[each.text for each in foot] for foot in feet] == expected
    for (foot,) in feet:
        assert (foot.left + foot.right) / 2 == pytest.approx(105, abs=0.5)
        assert foot.bottom < 292


def test_totals_not_known_yet_are_left_to_fill_in_by_hand():
    text = text_of(signin_pdf(a_sheet()))
    assert "Tổng số: ……; có mặt: ……; vắng có lý do: ……; vắng không lý do: ……" in text


def test_a_letter_without_a_shape_is_said_before_anything_is_written(tmp_path):
    path = tmp_path / "a.pdf"
    for sheet in (
        a_sheet([SignInRow(name="Hoa 😀")]),
        a_sheet([SignInRow(name="Hoa", note="😀")]),
        a_sheet(groups=[SignInGroup(name="😀", rows=[])]),
        a_sheet(details=["😀"]),
        a_sheet(head=a_head(own_line="😀")),
        a_sheet(signature=a_signature(name="😀")),
    ):
        with pytest.raises(MissingGlyphs) as caught:
            write_pdf([sheet], path, silent)
        assert caught.value.characters == "😀"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_to_be_so():
    with write_protected() as folder:
        with pytest.raises(FolderReadOnly):
            write_pdf([a_sheet()], folder / "a.pdf", silent)
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize("at", [0, 2, 3])
def test_stopping_at_any_page_leaves_no_file(tmp_path, at):
    def stop(done, _total):
        if done == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_pdf([a_sheet(people(60))], tmp_path / "a.pdf", stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_page_by_page_to_the_end():
    steps = []
    signin_pdf(a_sheet(people(60)), lambda done, total: steps.append((done, total)))
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
