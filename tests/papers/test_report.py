import unicodedata
from itertools import pairwise

import pytest
from msgspec.structs import replace

from qtapp.domain.errors import Cancelled, FolderReadOnly, MissingGlyphs
from qtapp.papers.description import texts_of
from qtapp.papers.report_text import sentences
from qtapp.papers.rules import MM
from qtapp.papers.writing import write_pdf
from tests.make import a_name, write_protected
from tests.papers.sheets import (
    TITLE,
    a_document,
    a_head,
    a_paper,
    a_report,
    a_signature,
    a_unit,
    figures,
    only_embedded_fonts,
    report_pdf,
    sheets,
    silent,
    text_of,
    undated,
)

MANY = [a_unit(place, reported=place % 7 != 3) for place in range(120)]


@pytest.fixture(scope="module")
def long():
    """Return the pages of a report on 120 cells: (upright, across)."""
    pages = sheets(report_pdf(a_paper(a_report(*MANY))))
    return [p for p in pages if p.width < p.height], [p for p in pages if p.width > p.height]


def upright(report=None, **values):
    return [p for p in sheets(report_pdf(a_paper(report, **values))) if p.width < p.height]


def body(page):
    """Return the words of running text on a page, by their place, the closing left out."""
    end = next((each.baseline for each in page.pieces if each.text == "Nơi nhận:"), page.height)
    return [each for each in page.pieces if each.size == 14 and each.baseline < end]


def test_all_words_come_back_as_they_went_in():
    report = a_report(a_unit(), a_unit(1, reported=False))
    paper = a_paper(report)
    text = text_of(report_pdf(paper))
    for words in (
        *(each.removeprefix("#") for each in sentences(report)),
        *texts_of(paper.head),
        *texts_of(paper.signature),
        *paper.recipients,
        TITLE,
        "kết quả đợt học tập quý IV năm 2026",
        "PHỤ LỤC Số liệu kết quả “Đợt học tập quý IV năm 2026”",
    ):
        assert words in text


@pytest.mark.parametrize("name", ["A & B <x>", "</para> &amp; <b>", "<font size=40>"])
def test_marks_of_other_languages_are_only_words(name):
    report = a_report(
        a_unit(name=name, plan_number=name),
        name=name,
        basis=name,
        unit_name=name,
        committee=False,
        documents=[a_document(name)],
        missing=[name],
    )
    paper = a_paper(report, head=a_head(own_line=name), signature=a_signature(name=name))
    assert text_of(report_pdf(paper)).casefold().count(name.casefold()) == 13


def test_all_fonts_are_inside():
    pdf = report_pdf(a_paper())
    assert only_embedded_fonts(pdf) == {"Tinos", "Tinos-Bold", "Tinos-Italic"}
    assert all(piece.embedded for sheet in sheets(pdf) for piece in sheet.pieces)


def test_the_same_report_gives_the_same_bytes():
    first = report_pdf(a_paper())
    report_pdf(a_paper(a_report(name="Đợt khác")))
    assert report_pdf(a_paper()) == first
    assert undated(first)


def test_decomposed_letters_give_the_same_bytes():
    def apart(text):
        return unicodedata.normalize("NFD", text)

    plain = a_report()
    unit = replace(plain.units[0], name=apart(plain.units[0].name))
    other = replace(
        plain, name=apart(plain.name), basis=apart(plain.basis), units=[unit], documents=[
            replace(plain.documents[0], name=apart(plain.documents[0].name))
        ]
    )  # fmt: skip
    assert report_pdf(a_paper(other)) == report_pdf(a_paper(plain))


def test_running_text_is_14_on_lines_exactly_20_points_apart():
    page, *_ = upright()
    below = page.piece("-----").baseline
    words = [each for each in body(page) if each.baseline > below]
    assert {each.size for each in words} == {14}
    lines = sorted({round(each.baseline * MM, 1) for each in words})
    steps = {round(after - before) for before, after in pairwise(lines)}
    assert steps == {20, 26}


def test_paragraphs_begin_10_mm_in_and_fill_the_column():
    page, *_ = upright()
    below = page.piece("-----").baseline
    lines = {}
    for each in body(page):
        if each.baseline > below:
            lines.setdefault(round(each.baseline, 1), []).append(each)
    starts = [min(each.x for each in line) for line in lines.values()]
    assert {round(start, 1) for start in starts} == {30, 40}
    ends = [max(each.right for each in line) for line in lines.values()]
    assert max(ends) <= 195
    assert sum(end > 194.5 for end in ends) >= 4


def test_headings_are_bold_and_never_pulled_apart():
    page = upright()[0]
    first = next(each for each in page.pieces if each.text.startswith("III-"))
    line = [each for each in page.pieces if each.baseline == first.baseline]
    assert {each.font for each in line} == {"Tinos-Bold"}
    assert max(each.right for each in line) < 194.5
    assert all(after.left - before.right < 2 for before, after in pairwise(line))


def test_the_margins_are_kept_on_every_page(long):
    for pages, left, right, bottom in ((long[0], 30, 195, 277), (long[1], 20, 277, 190)):
        for page in pages:
            written = [each for each in page.pieces if each.baseline > 15]
            assert min(each.left for each in written) >= left - 0.1
            assert max(each.right for each in written) <= right + 0.1
            assert min(each.top for each in written) >= 20
            assert max(each.bottom for each in written) <= bottom
            assert all(left - 0.1 <= rule.left and rule.right <= right + 0.1 for rule in page.rules)


def test_every_page_but_the_first_has_its_number(long):
    pages = [*long[0], *long[1]]
    numbers = [[each for each in page.pieces if each.baseline < 15] for page in pages]
    expected = [[], *([f"{place}"] for place in range(2, len(pages) + 1))]
    assert [[each.text for each in one] for one in numbers] == expected
    for page, (number,) in zip(pages[1:], numbers[1:], strict=True):
        assert number.size == 14
        assert (number.left + number.right) / 2 == pytest.approx(page.width / 2, abs=0.5)
        assert (number.top + number.bottom) / 2 == pytest.approx(10, abs=0.3)


@pytest.mark.parametrize("count", range(1, 9))
def test_the_signature_never_stands_alone(count):
    last = upright(a_report(documents=[a_document()] * count))[-1]
    authority = last.piece("T/M CHI BỘ")
    above = {each.baseline for each in body(last) if 15 < each.baseline < authority.baseline - 5}
    assert len(above) >= 2
    assert last.piece("Hoàng Y Niê").bottom <= 277


@pytest.mark.parametrize("count", range(1, 9))
def test_a_page_leaves_no_more_room_than_the_closing_takes_and_ends_with_no_heading(count):
    *pages, last = upright(a_report(documents=[a_document()] * count))
    closing = last.piece("Hoàng Y Niê").bottom - 20
    for page in pages:
        lowest = max(page.pieces, key=lambda each: each.baseline)
        assert lowest.bottom > 277 - closing - 2
        assert lowest.font == "Tinos"


@pytest.mark.parametrize("missing", range(1, 16))
def test_no_heading_is_left_behind_when_the_closing_moves_on(missing):
    units = [a_unit(place, reported=place > missing) for place in range(1, 20)]
    for page in upright(a_report(*units))[:-1]:
        assert max(page.pieces, key=lambda each: each.baseline).font == "Tinos"


def test_the_report_of_one_cell_takes_one_page_and_its_annex_another():
    assert len(sheets(report_pdf(a_paper()))) == 2


def test_recipients_are_underlined_14_and_listed_in_12():
    page = upright()[-1]
    title, first = page.piece("Nơi nhận:"), page.piece("- Cấp ủy cấp trên,")
    assert (title.size, first.size, page.piece("- Lưu Chi bộ.").size) == (14, 12, 12)
    (rule,) = (each for each in page.rules if title.baseline < each.top < first.top)
    assert rule.left == pytest.approx(title.x, abs=0.1)
    assert rule.right == pytest.approx(title.right, abs=0.5)


def test_both_tables_of_the_annex_repeat_their_heading_and_list_every_unit_once(long):
    _, annex = long
    assert len(annex) > 5
    kinds = []
    for page in annex:
        words = [each.text for each in page.pieces]
        there = [title for title in ("Quần chúng", "Bài thu hoạch") if title in words]
        assert words.count("TT") == len(there) == len([w for w in words if w in there]) > 0
        kinds += there
    assert kinds == sorted(kinds, reverse=True)
    assert set(kinds) == {"Quần chúng", "Bài thu hoạch"}
    numbers = [each.text for page in annex for each in page.pieces if each.x < 29]
    assert [each for each in numbers if each.isdigit()] == [f"{n}" for n in range(1, 121)] * 2


def test_every_figure_of_a_cell_stands_in_the_annex_beside_what_it_measures():
    unit = a_unit(plan_number="05-KH/CB")
    annex = text_of(report_pdf(a_paper(a_report(unit)))).partition("PHỤ LỤC")[2]
    assert "Phải viết Đã nộp % nộp Đã chấm Đạt Tổng Đủ người, thời hạn, thước đo 1" in annex
    assert annex.count("% nộp") == 1
    assert "259 250 97% 240 239 05-KH/CB 5 4" in annex
    assert annex.endswith("Tổng cộng 259 250 97% 240 239 1/1 đơn vị 5 4")


def test_the_annex_of_a_cell_counts_its_sessions():
    report = a_report(committee=False)
    text = text_of(report_pdf(a_paper(report)))
    annex = text[text.index("PHỤ LỤC") :]
    assert "Số buổi học" in annex
    assert "Tổng cộng" not in annex
    assert "hội nghị" not in annex


def test_units_without_a_report_show_dashes_in_the_annex(long):
    _, annex = long
    dashes = [each for page in annex for each in page.pieces if each.text == "–"]
    assert len(dashes) == 17 * 19 + 103 + 1  # nobody has counted news
    assert text_of(report_pdf(a_paper(a_report(*MANY)))).count("Chưa báo cáo") == 17


def totals(pages):
    """Return the words of each row of totals, with its page."""
    found = []
    for page in pages:
        for name in (each for each in page.pieces if each.text == "Tổng cộng"):
            row = [each for each in page.pieces if abs(each.baseline - name.baseline) < 1]
            found.append((page, row))
    return found


def test_each_table_ends_with_its_total_in_bold(long):
    (_, studied), (_, done) = totals(long[1])
    assert {each.font for each in (*studied, *done)} == {"Tinos-Bold"}
    assert {"85.696", "15.847.580"} <= {each.text for each in studied}
    assert {"24.720", "515", "412"} <= {each.text for each in done}
    assert "103/120" in " ".join(each.text for each in done)


@pytest.mark.parametrize("count", range(10, 30))
def test_the_total_never_stands_alone(count):
    units = [a_unit(place, name=a_name(place)) for place in range(count)]
    found = totals(sheets(report_pdf(a_paper(a_report(*units)))))
    assert len(found) == 2
    for page, row in found:
        above = [each.text for each in page.pieces if each.x < 29 and each.top < row[0].top]
        assert f"{count}" in above


def test_long_names_of_recipients_stay_clear_of_the_signature():
    name = "Chi bộ Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Suối Mẫu"
    recipients = ["- Cấp ủy cấp trên,", f"- Lưu {name}."]
    pdf = report_pdf(a_paper(recipients=recipients))
    pages = upright(recipients=recipients)
    lines = [each for page in pages for each in page.pieces if each.size == 12]
    assert len(lines) >= 3
    assert max(each.right for each in lines) < 30 + 70
    assert f"- Lưu {name}." in text_of(pdf)


def crossed(page, piece):
    """Whether a line of the table goes through these words."""
    beside = [r for r in page.rules if r.top < piece.bottom and piece.top < r.bottom]
    return any(piece.left < rule.left < piece.right for rule in beside if not rule.across)


def test_millions_stay_in_their_cells():
    unit = a_unit(figures=figures(public_invited=1_538_600, public_attended=1_472_550))
    page = sheets(report_pdf(a_paper(a_report(unit))))[-1]
    found = [piece for piece in page.pieces if piece.text in {"1.538.600", "1.472.550"}]
    assert len(found) == 4
    assert not any(crossed(page, each) for each in found)


def test_the_largest_figures_of_the_source_stay_in_their_cells():
    page = sheets(report_pdf(a_paper(a_report(a_unit()))))[-1]
    found = [piece for piece in page.pieces if piece.text in {"153.860", "147.255"}]
    assert len(found) == 4
    assert not any(crossed(page, each) for each in found)


def test_a_letter_without_a_shape_is_said_before_anything_is_written(tmp_path):
    for paper in (
        a_paper(a_report(name="😀")),
        a_paper(a_report(a_unit(name="😀"))),
        a_paper(head=a_head(upper_line="😀")),
        a_paper(signature=a_signature(title="😀")),
        a_paper(recipients=["😀"]),
    ):
        with pytest.raises(MissingGlyphs) as caught:
            write_pdf([paper], tmp_path / "a.pdf", silent)
        assert caught.value.characters == "😀"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_to_be_so():
    with write_protected() as folder:
        with pytest.raises(FolderReadOnly):
            write_pdf([a_paper()], folder / "a.pdf", silent)
        assert list(folder.iterdir()) == []


def test_stopping_leaves_no_file(tmp_path):
    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        write_pdf([a_paper()], tmp_path / "a.pdf", stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_never_goes_back_and_ends_with_the_whole():
    steps = []
    report_pdf(a_paper(a_report(*MANY)), lambda done, total: steps.append(done / total))
    assert steps == sorted(steps)
    assert steps[-1] == 1
    assert len(steps) > 10
