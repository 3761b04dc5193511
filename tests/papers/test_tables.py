import itertools

import pytest

from qtapp.papers.description import Column, Paper, Table
from qtapp.papers.tables import groups_of, spans
from tests.papers.sheets import a_head, paper_pdf, sheets, text_of

GROUPED = (
    Column(title="TT", share=10, align="centre"),
    Column(title="Tổng", group="Đảng viên", share=20, align="right"),
    Column(title="Dự", group="Đảng viên", share=20, align="right"),
    Column(title="Ghi chú", share=30),
)


def a_page(**values):
    paper = Paper(name="x", head=a_head(), kind="BẢNG", body=(Table(**values),))
    (page,) = sheets(paper_pdf(paper))
    return page


def test_neighbours_of_one_group_stand_under_its_heading():
    table = Table(columns=GROUPED, rows=(("1", "14", "13", ""),))
    assert list(groups_of(table)) == [(1, 2, "Đảng viên")]
    assert ("SPAN", (1, 0), (2, 0)) in spans(table)
    assert ("SPAN", (0, 0), (0, 1)) in spans(table)
    page = a_page(columns=GROUPED, rows=table.rows)
    assert page.piece("Đảng viên").baseline < page.piece("Tổng").baseline


def test_a_table_without_groups_has_one_line_of_headings():
    assert spans(Table(columns=(Column(title="A", share=1),), rows=())) == []


def test_figures_stand_right_and_the_total_is_bold():
    page = a_page(
        columns=GROUPED, rows=(("1", "14", "13", "x"), ("", "140", "1.300", "")), total=True
    )
    assert page.piece("14").right == pytest.approx(page.piece("140").right, abs=0.2)
    assert page.piece("140").font == "Tinos-Bold"
    assert page.piece("14").font == "Tinos"


def test_a_figure_too_long_for_its_cell_is_set_smaller_never_broken():
    page = a_page(columns=GROUPED, rows=(("1", "1.472.550.000.000.000.000", "2", ""),))
    piece = page.piece("1.472.550.000.000.000.000")
    assert piece.size < 12


def test_rows_to_write_in_are_as_high_as_asked_and_higher_where_words_need_it():
    long = "Chi bộ " * 40
    page = a_page(columns=GROUPED, rows=(("1", "", "", ""), ("2", "", "", long)), row_height=9)
    lines = sorted({round(rule.top, 1) for rule in page.rules if rule.across and rule.top > 60})
    heights = [round(b - a, 1) for a, b in itertools.pairwise(lines)]
    assert 9.0 in heights
    assert max(heights) > 20


def test_words_in_a_cell_are_only_words():
    paper = Paper(
        name="x",
        head=a_head(),
        kind="BẢNG",
        body=(Table(columns=GROUPED, rows=(("1", "", "", "<b>&amp; A & B " * 5),)),),
    )
    assert text_of(paper_pdf(paper)).count("<b>&amp;") == 5
