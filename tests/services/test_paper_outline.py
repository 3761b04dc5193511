import pytest
from msgspec.structs import replace

from qtapp.domain.papers import PaperPart
from qtapp.papers.description import Column, Dotted, Heading, Paragraph, Table
from qtapp.services.paper_outline import (
    RECIPIENTS,
    Section,
    annexes_of,
    blocks_of,
    body_of,
    differing,
    filled,
    recipients_of,
    roman,
)

COLUMNS = (Column(title="Việc", share=9),)


def a_section(name="a", **values):
    return Section(name=name, **{"title": "Mục", "text": "Lời.", **values})


def test_users_words_take_the_place_of_the_books_but_not_of_figures():
    sections = [a_section("a"), a_section("b", fixed=True)]
    parts = [PaperPart(name="a", text="Khác."), PaperPart(name="b", text="Khác.")]
    assert [each.text for each in filled(sections, parts)] == ["Khác.", "Lời."]


def test_only_what_differs_is_kept():
    sections = [a_section("a"), a_section("b"), a_section("c", fixed=True)]
    changed = [sections[0], replace(sections[1], text="Mới."), replace(sections[2], text="Mới.")]
    assert differing(changed, sections) == (PaperPart(name="b", text="Mới."),)


def test_headings_are_counted_in_roman_digits_and_empty_sections_left_out():
    sections = [
        a_section("a", titled=False),
        a_section("b", title="Mục đích"),
        a_section("c", title="Trống", text=""),
        a_section("d", title="Tổ chức"),
    ]
    headings = [each.text for each in body_of(sections) if isinstance(each, Heading)]
    assert headings == ["I- MỤC ĐÍCH", "II- TỔ CHỨC"]


def test_a_lone_heading_needs_no_number():
    headings = [each.text for each in body_of([a_section()]) if isinstance(each, Heading)]
    assert headings == ["MỤC"]


def test_articles_get_their_first_words_in_bold():
    (first, second) = blocks_of(a_section(text="Điều 1. Phạm vi.\n\nMột câu."))
    assert first == Paragraph(lead="Điều 1.", text="Phạm vi.")
    assert second == Paragraph(text="Một câu.")


def test_without_words_there_are_lines_to_write_on():
    assert blocks_of(a_section(text="", dotted=4)) == [Dotted(lines=4)]
    assert blocks_of(a_section(text="")) == []


def test_rows_are_counted_the_total_is_not_and_empty_rows_are_dropped():
    section = a_section(
        shape="table", text="", columns=COLUMNS, rows=(("A",), (" ",), ("Cộng",)), total=True
    )
    (table,) = blocks_of(section)
    assert isinstance(table, Table)
    assert table.rows == (("1", "A"), ("", "Cộng"))
    assert blocks_of(replace(section, rows=())) == []


def test_annexes_and_recipients_stand_apart():
    annex = a_section("x", shape="table", columns=COLUMNS, rows=(("A",),), annex=True, across=True)
    last = a_section(RECIPIENTS, text="- Như trên,\n\n- Lưu Chi bộ.")
    assert body_of([annex, last]) == ()
    assert [each.titles for each in annexes_of([annex, last])] == [("PHỤ LỤC", "Mục")]
    assert recipients_of([annex, last]) == ("- Như trên,", "- Lưu Chi bộ.")
    assert recipients_of([annex]) == ()


@pytest.mark.parametrize(
    ("value", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (38, "XXXVIII")]
)
def test_roman_digits(value, text):
    assert roman(value) == text
