"""The small parts of Word files: runs, paragraphs, the page number, borders, styles."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from qtapp.domain.vietnamese import nfc
from qtapp.papers.rules import Rules


class Run(Struct, frozen=True):
    """Words of one look; size in pt, 0 for the style's."""

    text: str
    size: float = 0
    bold: bool = False
    italic: bool = False
    underline: bool = False


def styled(document: Any, rules: Rules, *, two_sided: bool) -> None:
    """Give the document the rule set's font, size and spacing; nothing else of Word's own look."""
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415 - 60 ms, only for Word
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    for name in ("Normal", "Header"):
        style = document.styles[name]
        style.font.name, style.font.size = rules.text.font, Pt(rules.size.body)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), rules.text.font)
    plain = document.styles["Normal"].paragraph_format
    plain.space_before = plain.space_after = Pt(0)
    plain.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    plain.line_spacing = Pt(rules.text.line_spacing)
    plain.widow_control = True
    if two_sided:
        # Word changes left and right on the back; 15 and 30 mm are inside and outside then.
        # The schema fixes the order of settings: this one stands after the zoom.
        settings = document.settings.element
        settings.find(qn("w:zoom")).addnext(settings.makeelement(qn("w:mirrorMargins")))


def written(paragraph: Any, runs: Sequence[Run]) -> None:
    """Add runs to a paragraph; letters come composed."""
    from docx.shared import Pt  # noqa: PLC0415 - as above

    for each in runs:
        run = paragraph.add_run(nfc(each.text))
        if each.size:
            run.font.size = Pt(each.size)
        run.font.bold = each.bold or None
        run.font.italic = each.italic or None
        run.font.underline = each.underline or None


def shape(paragraph: Any, look: str) -> None:
    """Align a paragraph: left, right, centre, or body (both sides)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above

    align = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
        "centre": WD_ALIGN_PARAGRAPH.CENTER,
        "body": WD_ALIGN_PARAGRAPH.JUSTIFY,
    }
    paragraph.alignment = align[look]


def page_number(section: Any, rules: Rules) -> None:
    """Put the page's number in the middle of the header; the first page has none."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    paragraph = section.header.paragraphs[0]
    shape(paragraph, "centre")
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("2", "2"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(rules.size.page_number)
        if kind == "2":
            run.text = text
            continue
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.set(qn("xml:space"), "preserve")
            part.text = f" {text} "
        run._r.append(part)  # noqa: SLF001 - python-docx has no fields


def grid(paragraph: Any, side: str) -> None:
    """Draw a rule at one side of a paragraph."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    borders = OxmlElement("w:pBdr")
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - as above
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def layout_table(document: Any, rows: int, columns: int) -> Any:
    """Return a table without rules that only puts things side by side."""
    table = document.add_table(rows, columns)
    table.autofit = False
    _cell_margins(table, 0)
    return table


def fixed_widths(table: Any, widths: Sequence[float]) -> None:
    """Give the columns their widths in mm: Word reads them from every cell."""
    from docx.shared import Mm  # noqa: PLC0415 - as above

    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Mm(wide)
    for row in table.rows:
        for cell, wide in zip(row.cells, widths, strict=True):
            cell.width = Mm(wide)


def whole(row: Any) -> None:
    """Keep a row of a table on one page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above


def _cell_margins(table: Any, points: float) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        part = OxmlElement(f"w:{side}")
        part.set(qn("w:w"), str(round(points * 20)))
        part.set(qn("w:type"), "dxa")
        margins.append(part)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - as above


def narrow_cells(table: Any) -> None:
    """Leave little room beside the words of a ruled table, as on the printed page."""
    _cell_margins(table, 3)
