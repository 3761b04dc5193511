"""The checker's look at page, font, size, spacing and page number (rules §2.1, §2.2 line 6, §2.6)."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from qtapp.papers.checking_layout import Layout
from qtapp.papers.faults import Fault
from qtapp.papers.repairs import resizing
from qtapp.papers.rules import MM, Rules
from qtapp.papers.word_parts import page_number
from qtapp.papers.word_reading import Looks, is_in_table, paragraphs

_LONG = 100
"""Letters from which a paragraph takes more than one line, so that it must be justified."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DARK = 0x33
_MM = 36_000
"""Word's units (EMU) in a millimetre."""


def page_faults(document: Any, looks: Looks, layout: Layout, rules: Rules) -> Iterator[Fault]:
    """Yield what a file breaks of the rules of the page."""
    for section in document.sections:
        yield from _paper(section, rules)
    yield from _numbering(document.sections, rules)
    for section in document.sections:
        yield from _number_look(section, looks, rules)
    for paragraph in paragraphs(document):
        yield from _letters(paragraph, looks, rules)
        if not is_in_table(paragraph) and paragraph.text.strip():
            yield from _running(paragraph, looks, rules)
    for line in layout.body:
        yield from _set_in(line.paragraph, looks, rules)


def _paper(section: Any, rules: Rules) -> Iterator[Fault]:
    page, slack = rules.page, rules.page.tolerance
    wide, high = (section.page_width or 0) / _MM, (section.page_height or 0) / _MM
    across = wide > high
    sides = (page.height, page.width) if across else (page.width, page.height)
    if abs(wide - sides[0]) > slack or abs(high - sides[1]) > slack:
        yield Fault(
            rule="2.1",
            sentence=f"Khổ giấy phải là A4 ({page.width:g} × {page.height:g} mm), tệp đang là "
            f"{wide:.0f} × {high:.0f} mm.",
            repair=lambda: _set_paper(section, sides),
        )
    if across:  # the rules give margins for the upright page only
        return
    wanted = {"top": page.top, "bottom": page.bottom, "left": page.left, "right": page.right}
    found = {
        side: ((getattr(section, f"{side}_margin") or 0) + _gutter(section, side)) / _MM
        for side in wanted
    }
    wrong = [side for side in wanted if abs(found[side] - wanted[side]) > slack]
    if wrong:
        names = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}
        told = ", ".join(
            f"{names[each]} {found[each]:.0f} mm (đúng: {wanted[each]:g})" for each in wrong
        )
        yield Fault(
            rule="2.1",
            sentence=f"Lề trang sai: {told}.",
            repair=lambda: _set_margins(section, rules),
        )


def _gutter(section: Any, side: str) -> int:
    return int(section.gutter or 0) if side == "left" else 0


def _set_paper(section: Any, sides: tuple[float, float]) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - 60 ms, only for Word

    section.page_width, section.page_height = Mm(sides[0]), Mm(sides[1])


def _set_margins(section: Any, rules: Rules) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - as above

    page = rules.page
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.gutter = Mm(0)


def _numbering(sections: Sequence[Any], rules: Rules) -> Iterator[Fault]:
    first = sections[0]
    in_footer = any(_has_page(each.footer) for each in sections)
    if in_footer or not any(_has_page(each.header) for each in sections):
        yield Fault(
            rule="2.1",
            sentence="Số trang phải ở giữa, phía trên trang giấy.",
            repair=None if in_footer else lambda: _number_pages(first, rules),
        )
    shown = _has_page(first.header) and not first.different_first_page_header_footer
    if shown or _has_page(first.first_page_header):
        yield Fault(
            rule="2.1",
            sentence="Trang thứ nhất không đánh số trang.",
            repair=lambda: _hide_first(first),
        )


def _number_pages(section: Any, rules: Rules) -> None:
    page_number(section, rules)
    _hide_first(section)


def _hide_first(section: Any) -> None:
    section.different_first_page_header_footer = True


def _has_page(part: Any) -> bool:
    if part.is_linked_to_previous:
        return False
    return any("PAGE" in text.split() for text in _fields(part._element))  # noqa: SLF001 - no fields in python-docx


def _fields(element: Any) -> list[str]:
    """Return the instructions of the fields in an element."""
    long = [each.text or "" for each in element.iter(f"{_W}instrText")]
    return long + [each.get(f"{_W}instr", "") for each in element.iter(f"{_W}fldSimple")]


def _number_look(section: Any, looks: Looks, rules: Rules) -> Iterator[Fault]:
    """Yield what is wrong with the size and place of a section's page number."""
    if not _has_page(section.header):
        return
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 - 60 ms, only for Word
    from docx.text.run import Run  # noqa: PLC0415 - as above

    page, size = rules.page, rules.size.page_number
    # The rules give the distance of the number; Word that of the line it stands on.
    least = page.number_from_top - size / MM - page.tolerance
    distance = (section.header_distance or 0) / _MM
    if not least <= distance <= page.number_from_top + page.tolerance:
        yield Fault(
            rule="2.1",
            sentence=f"Số trang phải cách mép trên {page.number_from_top:g} mm, ở đây là {distance:.0f} mm.",
            repair=lambda: _raise_number(section, rules),
        )
    for element in section.header._element.iter(f"{_W}p"):  # noqa: SLF001 - as below
        if not any("PAGE" in text.split() for text in _fields(element)):
            continue
        paragraph = Paragraph(element, section.header)
        runs = [Run(each, paragraph) for each in element.iter(f"{_W}r")]
        if any(looks.size(run, paragraph) != size for run in runs):
            yield Fault(
                rule="2.1",
                sentence=f"Số trang phải cỡ {size:g}.",
                repair=resizing(runs, size),
            )
        # A tab or a frame may put it in the middle of a line that begins at the left.
        moved = any(True for _ in element.iter(f"{_W}tab", f"{_W}ptab", f"{_W}framePr"))
        if looks.alignment(paragraph) != "center" and not moved:
            yield Fault(
                rule="2.1",
                sentence="Số trang phải ở giữa dòng.",
                repair=partial(_align, paragraph, "CENTER"),
            )


def _raise_number(section: Any, rules: Rules) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - as above

    section.header_distance = Mm(rules.page.number_from_top - rules.size.page_number / 2 / MM)


def _letters(paragraph: Any, looks: Looks, rules: Rules) -> Iterator[Fault]:
    """Yield what is wrong with the letters of a paragraph: font, size, form."""
    wanted, sizes = rules.text.font, rules.size
    runs = [run for run in paragraph.runs if run.text.strip()]
    other = [run for run in runs if looks.font(run, paragraph) != wanted]
    if other:
        name = looks.font(other[0], paragraph) or "không rõ"
        yield Fault(
            rule="2.1",
            sentence=f"Phông chữ phải là {wanted}, ở đây là {name}.",
            where=other[0].text,
            repair=lambda: _set_font(other, wanted),
        )
    coloured = [run for run in runs if not _is_black(looks.colour(run, paragraph))]
    if coloured:
        yield Fault(
            rule="2.1",
            sentence="Chữ phải màu đen.",
            where=coloured[0].text,
            repair=lambda: _blacken(coloured),
        )
    for run in runs:
        size = looks.size(run, paragraph)
        if not sizes.least <= size <= sizes.most:
            yield Fault(
                rule="2.2",
                sentence=f"Cỡ chữ phải từ {sizes.least:g} đến {sizes.most:g}, ở đây là {size:g}.",
                where=run.text,
            )
            return


def _is_black(colour: str) -> bool:
    """Whether nobody sees a colour: Word's own "black" of a theme may be a little lighter."""
    parts = [colour[place : place + 2] for place in (0, 2, 4)]
    return all(part and int(part, 16) <= _DARK for part in parts)


def _blacken(runs: list[Any]) -> None:
    from docx.shared import RGBColor  # noqa: PLC0415 - as above

    for run in runs:
        run.font.color.rgb = RGBColor(0, 0, 0)


def _set_font(runs: list[Any], name: str) -> None:
    for run in runs:
        run.font.name = name
        fonts = run._r.rPr.rFonts  # noqa: SLF001 - python-docx sets two of the four
        for kind in ("cs", "eastAsia"):
            fonts.set(f"{_W}{kind}", name)
        for kind in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(f"{_W}{kind}", None)


def _running(paragraph: Any, looks: Looks, rules: Rules) -> Iterator[Fault]:
    """Yield what is wrong with the setting of running text."""
    words = rules.text
    points, exact = looks.line_spacing(paragraph)
    most = words.line_spacing_most or points
    if not exact or not words.line_spacing_least <= points <= most:
        upto = f" đến {words.line_spacing_most:g}" if words.line_spacing_most else " trở lên"
        yield Fault(
            rule="2.2 mục 6",
            sentence=f"Khoảng cách dòng phải là Exactly, từ {words.line_spacing_least:g}{upto} pt.",
            where=paragraph.text,
            repair=lambda: _set_spacing(paragraph, words.line_spacing),
        )
    if len(paragraph.text) > _LONG and looks.alignment(paragraph) == "left":
        yield Fault(
            rule="2.2 mục 6",
            sentence="Đoạn văn phải căn đều hai bên lề.",
            where=paragraph.text,
            repair=partial(_align, paragraph, "JUSTIFY"),
        )


def _set_in(paragraph: Any, looks: Looks, rules: Rules) -> Iterator[Fault]:
    """Yield what is wrong with the first line of a paragraph of the text, and the space round it."""
    words = rules.text
    # What Word numbers has its indent from the numbering; a tab moves the line as well.
    if len(paragraph.text) <= _LONG or looks.alignment(paragraph) == "center":
        return
    indent = looks.first_line_indent(paragraph) / MM
    by_itself = looks.is_listed(paragraph) or paragraph.text.startswith("\t")
    if not by_itself and abs(indent - words.first_line_indent) > words.indent_tolerance:
        yield Fault(
            rule="2.2 mục 6",
            sentence=f"Dòng đầu đoạn văn phải lùi vào {words.first_line_indent:g} mm, ở đây là {indent:.0f} mm.",
            where=paragraph.text,
            repair=lambda: _indent(paragraph, words.first_line_indent),
        )
    if looks.between(paragraph) < words.paragraph_space:
        yield Fault(
            rule="2.2 mục 6",
            sentence=f"Các đoạn văn phải cách nhau ít nhất {words.paragraph_space:g} pt.",
            where=paragraph.text,
            repair=lambda: _space(paragraph, words.paragraph_space),
        )


def _indent(paragraph: Any, wide: float) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - as above

    paragraph.paragraph_format.left_indent = Mm(0)
    paragraph.paragraph_format.first_line_indent = Mm(wide)


def _space(paragraph: Any, points: float) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - as above

    paragraph.paragraph_format.space_after = Pt(points)


def _set_spacing(paragraph: Any, points: float) -> None:
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(points)


def _align(paragraph: Any, how: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above

    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, how)
