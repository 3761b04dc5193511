"""The checker's look at page, font, size, spacing and page number (rules §2.1, §2.2 line 6, §2.6)."""

from collections.abc import Iterator, Sequence
from typing import Any

from qtapp.papers.faults import Fault
from qtapp.papers.rules import Rules
from qtapp.papers.word_parts import page_number
from qtapp.papers.word_reading import Looks, is_in_table, paragraphs

_LONG = 100
"""Letters from which a paragraph takes more than one line, so that it must be justified."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MM = 36_000
"""Word's units (EMU) in a millimetre."""


def page_faults(document: Any, looks: Looks, rules: Rules) -> Iterator[Fault]:
    """Yield what a file breaks of the rules of the page."""
    for section in document.sections:
        yield from _paper(section, rules)
    yield from _numbering(document.sections, rules)
    for paragraph in paragraphs(document):
        yield from _letters(paragraph, looks, rules)
        if not is_in_table(paragraph) and paragraph.text.strip():
            yield from _running(paragraph, looks, rules)


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
    texts = [each.text or "" for each in part._element.iter(f"{_W}instrText")]  # noqa: SLF001 - no fields in python-docx
    texts += [each.get(f"{_W}instr", "") for each in part._element.iter(f"{_W}fldSimple")]  # noqa: SLF001 - as above
    return any("PAGE" in text.split() for text in texts)


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
    for run in runs:
        size = looks.size(run, paragraph)
        if not sizes.least <= size <= sizes.most:
            yield Fault(
                rule="2.2",
                sentence=f"Cỡ chữ phải từ {sizes.least:g} đến {sizes.most:g}, ở đây là {size:g}.",
                where=run.text,
            )
            return


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
            repair=lambda: _justify(paragraph),
        )


def _set_spacing(paragraph: Any, points: float) -> None:
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(points)


def _justify(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above

    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
