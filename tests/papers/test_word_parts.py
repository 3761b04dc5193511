from docx import Document

from qtapp.papers.rules import load_rules
from qtapp.papers.word_parts import (
    Run,
    fixed_widths,
    layout_table,
    page_number,
    shape,
    styled,
    written,
)


def test_a_run_has_the_look_it_is_given_and_composed_letters():
    paragraph = Document().add_paragraph()
    written(paragraph, [Run("A\u0301", 13, bold=True), Run("b", italic=True, underline=True)])
    first, second = paragraph.runs
    assert first.text == "Á"
    assert (first.font.size.pt, first.bold, first.italic) == (13, True, None)
    assert (second.font.size, second.italic, second.underline) == (None, True, True)


def test_the_document_gets_the_font_and_spacing_of_the_rules():
    document = Document()
    styled(document, load_rules(), two_sided=True)
    normal = document.styles["Normal"]
    assert normal.font.name == "Times New Roman"
    assert normal.paragraph_format.line_spacing.pt == 20
    settings = [each.tag.partition("}")[2] for each in document.settings.element]
    assert settings[:2] == ["zoom", "mirrorMargins"]


def test_the_page_number_is_a_field_in_the_middle_of_the_header():
    document = Document()
    page_number(document.sections[0], load_rules())
    xml = document.sections[0].header.paragraphs[0]._p.xml
    assert " PAGE " in xml
    assert 'w:val="center"' in xml


def test_widths_are_written_into_every_cell():
    table = layout_table(Document(), 2, 2)
    fixed_widths(table, (30, 60))
    assert [[round(cell.width.mm) for cell in row.cells] for row in table.rows] == [[30, 60]] * 2


def test_paragraphs_are_aligned_as_asked():
    document = Document()
    for look in ("left", "right", "centre", "body"):
        paragraph = document.add_paragraph()
        shape(paragraph, look)
        assert paragraph.alignment is not None
