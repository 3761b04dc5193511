"""A described paper as a Word file that can go on being edited: real styles, real tables, page field."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from qtapp.domain.drawing import Drawing
from qtapp.domain.vietnamese import nfc
from qtapp.papers.charts import drawing_png
from qtapp.papers.description import (
    Annex,
    Block,
    Chart,
    Dotted,
    Head,
    Heading,
    Paper,
    Paragraph,
    Signature,
)
from qtapp.papers.fonts import use_family, width
from qtapp.papers.letterhead import BY_HAND, RECIPIENTS
from qtapp.papers.rules import MM, Rules, load_rules
from qtapp.papers.word_parts import (
    Run,
    fixed_widths,
    grid,
    layout_table,
    page_number,
    shape,
    styled,
    whole,
    written,
)
from qtapp.papers.word_tables import ruled_table

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LEFT_SHARE = 73 / 165
_LEADING = 1.25
_ABOVE_CLOSING = 12
_BELOW_HEAD = 12
_DOTTED_SPACE = 26


def word_bytes(paper: Paper, rules: Rules | None = None, *, two_sided: bool = False) -> bytes:
    """Return the paper as the content of a .docx file; the same paper gives the same bytes."""
    made = _Document(paper, rules or load_rules(), two_sided=two_sided).made()
    memory = io.BytesIO()
    made.save(memory)
    return _undated(memory.getvalue())


class _Document:
    """Writes one paper with python-docx."""

    def __init__(self, paper: Paper, rules: Rules, *, two_sided: bool) -> None:
        from docx import Document  # noqa: PLC0415 - 60 ms, only for Word

        self._paper = paper
        self._rules = rules
        self._document = Document()
        styled(self._document, rules, two_sided=two_sided)
        properties = self._document.core_properties
        properties.title = nfc(paper.name)
        properties.author = nfc(paper.head.own_line)
        properties.comments = ""

    def made(self) -> Any:
        """Return the finished document."""
        paper, document = self._paper, self._document
        self._section(document.sections[0], across=False, first=True)
        # Word's own empty document begins with nothing; the head block is its first table.
        self._head(paper.head)
        if paper.marking:
            self._line([Run(paper.marking, bold=True)], "left")
        if paper.kind:
            self._type_block()
        self._addressed()
        for block in paper.body:
            self._block(block, self._rules.page.column)
        self._closing()
        for annex in paper.annexes:
            self._annex(annex)
        return document

    def _section(self, section: Any, *, across: bool, first: bool) -> None:
        from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - as above
        from docx.shared import Mm  # noqa: PLC0415 - as above

        page = self._rules.page
        wide, high = (page.height, page.width) if across else (page.width, page.height)
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(wide), Mm(high)
        section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
        section.left_margin = Mm(page.top if across else page.left)
        section.right_margin = Mm(page.top if across else page.right)
        section.header_distance = Mm(page.number_from_top - self._rules.size.page_number / 2 / MM)
        section.footer_distance = Mm(page.number_from_top)
        section.different_first_page_header_footer = first
        if first:
            page_number(section, self._rules)

    def _head(self, head: Head) -> None:
        rules, sizes = self._rules, self._rules.size
        table = self._sides()
        left, right = table.rows[0].cells
        lines = [[Run(head.own_line, sizes.unit, bold=True)], [Run(rules.text.star, sizes.unit)]]
        if head.upper_line:
            lines.insert(0, [Run(head.upper_line, sizes.unit)])
        if head.number:
            lines.append([Run(head.number, sizes.number)])
        if head.about:
            lines.append([Run(head.about, sizes.letter_abstract, italic=True)])
        for place, line in enumerate(lines):
            paragraph = left.paragraphs[0] if place == 0 else left.add_paragraph()
            shape(paragraph, "centre")
            written(paragraph, line)
        title = right.paragraphs[0]
        shape(title, "centre")
        written(title, [Run(rules.text.party, sizes.party, bold=True)])
        self._rule_below(title)
        if head.dated_line:
            # On the line of the number: the left side has four lines down to it.
            for _ in range(max(0, len(lines) - 2 - bool(head.about))):
                shape(right.add_paragraph(), "centre")
            dated = right.add_paragraph()
            shape(dated, "centre")
            written(dated, [Run(head.dated_line, sizes.place_date, italic=True)])

    def _rule_below(self, title: Any) -> None:
        """Draw the rule under the Party's title, as long as the title: the border of its paragraph."""
        from docx.shared import Pt  # noqa: PLC0415 - as above

        words, size = self._rules.text.party, self._rules.size.party
        room = self._rules.page.column * (1 - _LEFT_SHARE) * MM
        indent = Pt(round(max(0.0, (room - width(words, use_family().bold, size)) / 2 - 1), 1))
        title.paragraph_format.left_indent = indent
        title.paragraph_format.right_indent = indent
        grid(title, "bottom")

    def _type_block(self) -> None:
        paper, sizes = self._paper, self._rules.size
        self._line([Run(paper.kind, sizes.type, bold=True)], "centre", before=_BELOW_HEAD)
        if paper.abstract:
            self._line([Run(paper.abstract, sizes.abstract, bold=True)], "centre")
        self._line([Run(self._rules.text.hyphens, sizes.abstract)], "centre", after=6)

    def _addressed(self) -> None:
        to, size = self._paper.addressed, self._rules.size.body
        if not to:
            return
        words = Run("Kính gửi: " if len(to) == 1 else "Kính gửi:", size, italic=True)
        before = 0 if self._paper.kind else _BELOW_HEAD
        if len(to) == 1:
            self._line([words, Run(to[0], size)], "centre", before=before, after=10)
            return
        self._line([words], "centre", before=before, after=6)
        for each in to:
            self._line([Run(f"- {each}", size)], "left", after=6)

    def _block(self, block: Block, room: float) -> None:
        size = self._rules.size.body
        if isinstance(block, Heading):
            line = self._line([Run(block.text, size, bold=True)], "body-left", after=6)
            line.paragraph_format.keep_with_next = True
        elif isinstance(block, Paragraph):
            runs = [Run(f"{block.lead} ", size, bold=True)] if block.lead else []
            bold, italic = block.style == "title", block.style == "note"
            runs.append(Run(block.text, size, bold=bold, italic=italic))
            look = {"plain": "left", "centred": "centre", "title": "centre"}
            self._line(runs, look.get(block.style, "body"), after=6)
        elif isinstance(block, Dotted):
            for _ in range(block.lines):
                self._dots(room)
        elif isinstance(block, Chart):
            self._chart(block.drawing, room)
        else:
            ruled_table(self._document, block, self._rules, room)

    def _chart(self, drawing: Drawing, room: float) -> None:
        """Write a drawing as a picture below its title; who cannot see it hears its words."""
        from docx.shared import Mm  # noqa: PLC0415 - as above

        title = self._line(
            [Run(drawing.title, self._rules.size.body, bold=True)], "centre", before=6
        )
        title.paragraph_format.keep_with_next = True
        picture = drawing_png(drawing, use_family(), room * MM)
        line = self._line([], "centre", after=6)
        shown = line.add_run().add_picture(io.BytesIO(picture), width=Mm(room))
        line.paragraph_format.line_spacing = 1.0
        shown._inline.docPr.set("descr", nfc(drawing.spoken()))  # noqa: SLF001 - python-docx has no public name for it

    def _dots(self, room: float) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER  # noqa: PLC0415 - as above
        from docx.shared import Mm, Pt  # noqa: PLC0415 - as above

        line = self._line([Run("\t", self._rules.size.body)], "left")
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(room), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        line.paragraph_format.space_after = Pt(_DOTTED_SPACE - self._rules.text.line_spacing)

    def _closing(self) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - as above

        signature, recipients = self._paper.signature, self._paper.recipients
        if signature is None and not recipients:
            return
        # Together with the words above it, as on the printed page: no signature stands alone or is torn.
        above, blank = self._document.paragraphs[-1], self._line([], "left")
        above.paragraph_format.keep_with_next = blank.paragraph_format.keep_with_next = True
        blank.paragraph_format.line_spacing = Pt(_ABOVE_CLOSING)
        table = self._sides()
        whole(table.rows[0])
        left, right = table.rows[0].cells
        if recipients:
            self._recipients(left, recipients)
        if signature is not None:
            self._signer(right, signature.authority, signature.title, signature.name)
            if signature.preparer:
                self._signer(left, signature.preparer, "", signature.preparer_name, signature)
        self._thin()

    def _recipients(self, cell: Any, recipients: Sequence[str]) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - as above

        sizes = self._rules.size
        first = cell.paragraphs[0]
        shape(first, "left")
        written(first, [Run(RECIPIENTS, sizes.recipients, underline=True)])
        for each in recipients:
            line = cell.add_paragraph()
            shape(line, "left")
            line.paragraph_format.line_spacing = Pt(sizes.recipient * _LEADING)
            written(line, [Run(each, sizes.recipient)])

    def _signer(
        self, cell: Any, authority: str, title: str, name: str, beside: Signature | None = None
    ) -> None:
        """Write a signature block; one `beside` another has its name on the same line."""
        from docx.shared import Pt  # noqa: PLC0415 - as above

        sizes = self._rules.size
        lines = [[Run(authority, sizes.authority, bold=True)]]
        if title or (beside is not None and beside.title):
            lines.append([Run(title, sizes.authority)])
        lines.append([Run(name, sizes.signer, bold=True)])
        for place, runs in enumerate(lines):
            line = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            shape(line, "centre")
            written(line, runs)
        cell.paragraphs[-1].paragraph_format.space_before = Pt(BY_HAND)

    def _annex(self, annex: Annex) -> None:
        from docx.enum.section import WD_SECTION  # noqa: PLC0415 - as above

        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        self._thin(self._document.paragraphs[-1])
        self._section(section, across=annex.across, first=False)
        for title in annex.titles:
            self._line([Run(title, self._rules.size.body, bold=True)], "centre")
        self._line([], "left")
        page = self._rules.page
        room = page.height - 2 * page.top if annex.across else page.column
        for block in annex.blocks:
            self._block(block, room)

    def _line(self, runs: Sequence[Run], look: str, *, before: float = 0, after: float = 0) -> Any:
        from docx.shared import Mm, Pt  # noqa: PLC0415 - as above

        paragraph = self._document.add_paragraph()
        shape(paragraph, "left" if look == "body-left" else look)
        if look.startswith("body"):
            paragraph.paragraph_format.first_line_indent = Mm(self._rules.text.first_line_indent)
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.paragraph_format.space_after = Pt(after)
        written(paragraph, runs)
        return paragraph

    def _thin(self, paragraph: Any = None) -> None:
        """Let a paragraph take no room: Word wants one after a table and for a break, also on a full page."""
        from docx.shared import Pt  # noqa: PLC0415 - as above

        thin = paragraph or self._line([], "left")
        thin.paragraph_format.line_spacing = Pt(1)

    def _sides(self) -> Any:
        """Return a table without rules: the issuing organisation's side and the title's."""
        column = self._rules.page.column
        table = layout_table(self._document, 1, 2)
        fixed_widths(table, (column * _LEFT_SHARE, column * (1 - _LEFT_SHARE)))
        return table


def _undated(content: bytes) -> bytes:
    """Return the parts of a .docx packed again without the time of day."""
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.infolist():
            new.writestr(
                zipfile.ZipInfo(each.filename, _EPOCH), old.read(each), zipfile.ZIP_DEFLATED
            )
    return memory.getvalue()
