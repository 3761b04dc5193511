"""A described paper laid out on pages by reportlab's own page flow."""

from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from msgspec.structs import replace

from qtapp.domain.vietnamese import nfc
from qtapp.papers.charts import draw_drawing, drawing_height
from qtapp.papers.description import (
    Annex,
    Block,
    Chart,
    Dotted,
    Heading,
    Paper,
    Paragraph,
    Table,
    texts_of,
)
from qtapp.papers.fonts import checked
from qtapp.papers.letterhead import Nowhere, Pen
from qtapp.papers.pdf import Press, Report
from qtapp.papers.rules import MM
from qtapp.papers.tables import flow_table

_ABOVE_CLOSING = 8
_DOTTED_ROW = 9 * MM
_TAIL_ROWS = 2
_SHORT = 600
"""Letters of a paragraph that the signature may take with it: some eight lines."""
_FEW = 8


def draw_paper(press: Press, paper: Paper, report: Report) -> int:
    """Draw a paper on the press and return how many pages it took.

    Raises MissingGlyphs, or what `report` raises; nothing of the paper is drawn in the first case.
    """
    checked(press.family, [press.rules.text.party, *texts_of(paper)])
    return _Layout(press, paper).draw(report)


class _Layout:
    """The pages of one paper."""

    def __init__(self, press: Press, paper: Paper) -> None:
        self._press = press
        self._paper = paper
        self._rules = press.rules
        self._family = press.family
        self._column = press.rules.page.column * MM
        self._styles = _styles(press)

    def draw(self, report: Report) -> int:
        """Lay the paper out and draw it; one step of `report` is one block."""
        from reportlab.platypus import BaseDocTemplate  # noqa: PLC0415 - 100 ms, only for a paper

        page = self._rules.page
        document = BaseDocTemplate(
            "", pagesize=(page.width * MM, page.height * MM), title=nfc(self._paper.name)
        )
        document.addPageTemplates(self._templates())
        done = {"SIZE_EST": 0, "PROGRESS": 0}

        def progress(what: str, value: Any) -> None:
            if what in done:
                done[what] = max(done[what], value)  # what is put back is not counted twice
                whole = max(done["SIZE_EST"], 1)
                report(min(done["PROGRESS"], whole), whole)

        document.setProgressCallBack(progress)
        document.build(self._story(), canvasmaker=lambda *_args, **_named: self._press.canvas)
        self._press.next_front(document.page)
        whole = max(done["SIZE_EST"], 1)
        report(whole, whole)
        return int(document.page)

    def _templates(self) -> list[Any]:
        page, two_sided = self._rules.page, self._press.two_sided
        upright, across = (page.width * MM, page.height * MM), (page.height * MM, page.width * MM)
        back = "back" if two_sided else "front"
        return [
            self._template("front", upright, page.left, page.right, back),
            self._template("back", upright, page.right, page.left, "front"),
            self._template("across", across, page.top, page.top, "across"),
        ]

    def _template(
        self, name: str, size: tuple[float, float], left: float, right: float, following: str
    ) -> Any:
        from reportlab.platypus import Frame, PageTemplate  # noqa: PLC0415 - as above

        page = self._rules.page
        frame = Frame(
            left * MM,
            page.bottom * MM,
            size[0] - (left + right) * MM,
            size[1] - (page.top + page.bottom) * MM,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        return PageTemplate(
            name, [frame], onPage=self._numbered, pagesize=size, autoNextPageTemplate=following
        )

    def _numbered(self, canvas: Any, document: Any) -> None:
        size = canvas._pagesize  # noqa: SLF001 - reportlab has no public name for it
        if document.page > 1:
            pen = Pen(canvas, self._rules, self._family, size[1])
            pen.page_number(str(document.page), size[0])

    def _story(self) -> list[Any]:
        from reportlab.platypus import KeepTogether  # noqa: PLC0415 - as above

        paper = self._paper
        story = [self._opening(), *self._addressed()]
        closing = self._closing()
        body, kept = self._split(paper.body) if closing is not None else (paper.body, [])
        for block in body:
            story += self._block(block, self._column)
        if kept and body and isinstance(paper.body[-1], Table) and isinstance(body[-1], Table):
            story[-1].spaceAfter = 0  # the two halves of a table touch
        if closing is not None:
            story.append(KeepTogether([*kept, closing]))
        for annex in paper.annexes:
            story += self._annex(annex)
        return story

    def _split(self, blocks: Sequence[Block]) -> tuple[Sequence[Block], list[Any]]:
        """Return what goes before the signature by itself, and what the signature takes with it.

        It takes two paragraphs and the heading above them if there is one, or the last rows of a table.
        """
        last = blocks[-1] if blocks else None
        if isinstance(last, Table) and len(last.rows) > 2 * _TAIL_ROWS:
            above = replace(last, rows=last.rows[:-_TAIL_ROWS], total=False)
            below = replace(last, rows=last.rows[-_TAIL_ROWS:])
            rows = [flow_table(self._press, below, self._column, heading=False)]
            return (*blocks[:-1], above), rows
        first = len(blocks)
        while first and len(blocks) - first < 2 and _is_short(blocks[first - 1]):
            first -= 1
        if first and first < len(blocks) and isinstance(blocks[first - 1], Heading):
            first -= 1
        tail = [made for block in blocks[first:] for made in self._block(block, self._column)]
        return blocks[:first], tail

    def _opening(self) -> Any:
        paper, sizes = self._paper, self._rules.size

        def draw(pen: Pen) -> float:
            y = pen.head(paper.head, 0, self._column, 0)
            if paper.marking:
                pen.text(0, y + 6, paper.marking, self._family.bold, sizes.body)
                y += sizes.body * 1.4
            if not paper.kind:
                return y + 6
            return pen.type_block(paper.kind, paper.abstract, 0, self._column, y + 10) + 6

        return _drawn(self._press, self._column, draw)

    def _addressed(self) -> list[Any]:
        to = self._paper.addressed
        if not to:
            return []
        words = "<i>Kính gửi:</i>"
        if len(to) == 1:
            return [self._text(f"{words} {escape(nfc(to[0]))}", "address")]
        lines = [self._text(words, "address")]
        return lines + [self._text(escape(nfc(f"- {each}")), "plain") for each in to]

    def _block(self, block: Block, room: float) -> list[Any]:
        if isinstance(block, Heading):
            return [self._text(escape(nfc(block.text)), "heading")]
        if isinstance(block, Paragraph):
            lead = f"<b>{escape(nfc(block.lead))}</b> " if block.lead else ""
            return [self._text(lead + escape(nfc(block.text)), block.style)]
        if isinstance(block, Dotted):
            return [
                _drawn(self._press, room, lambda pen: self._dots(pen, room))
                for _ in range(block.lines)
            ]
        if isinstance(block, Chart):
            return [self._chart(block, room)]
        table = flow_table(self._press, block, room)
        table.spaceAfter = self._rules.text.paragraph_space
        return [table]

    def _chart(self, chart: Chart, room: float) -> Any:
        """Return a drawing and the title above it, which no page break parts."""
        from reportlab.platypus import KeepTogether, Spacer  # noqa: PLC0415 - as above

        drawing = chart.drawing

        def draw(pen: Pen) -> float:
            if not isinstance(pen.canvas, Nowhere):
                draw_drawing(pen.canvas, self._family, drawing, room)
            return drawing_height(drawing, room)

        title = self._text(escape(nfc(drawing.title)), "title")
        space = Spacer(1, self._rules.text.paragraph_space)
        return KeepTogether([space, title, space, _drawn(self._press, room, draw), space])

    def _dots(self, pen: Pen, room: float) -> float:
        pen.canvas.setDash(0.6, 2.2)
        pen.line(0, _DOTTED_ROW - 4, room, _DOTTED_ROW - 4, 0.6)
        pen.canvas.setDash()
        return _DOTTED_ROW

    def _closing(self) -> Any:
        paper = self._paper
        signature, recipients = paper.signature, paper.recipients
        if signature is None and not recipients:
            return None

        def draw(pen: Pen) -> float:
            end = float(_ABOVE_CLOSING)
            if signature is not None:
                end = pen.signature(signature, 0, self._column, _ABOVE_CLOSING)
            if recipients:
                end = max(end, pen.recipients(recipients, 0, self._column, _ABOVE_CLOSING))
            return end

        return _drawn(self._press, self._column, draw)

    def _annex(self, annex: Annex) -> list[Any]:
        from reportlab.platypus import NextPageTemplate, PageBreak, Spacer  # noqa: PLC0415 - as above

        page = self._rules.page
        room = (page.height - 2 * page.top) * MM if annex.across else self._column
        story: list[Any] = [NextPageTemplate("across")] if annex.across else []
        story += [PageBreak()]
        story += [self._text(escape(nfc(title)), "title") for title in annex.titles]
        story.append(Spacer(1, 8))
        for block in annex.blocks:
            story += self._block(block, room)
        if annex.across:
            story.append(NextPageTemplate("front"))
        return story

    def _text(self, markup: str, style: str) -> Any:
        from reportlab.platypus import Paragraph as Flowing  # noqa: PLC0415 - as above

        return Flowing(markup, self._styles[style])


def _is_short(block: Block) -> bool:
    """Whether a block may go to the next page whole."""
    if isinstance(block, Paragraph):
        return len(block.text) <= _SHORT
    return isinstance(block, Dotted) and block.lines <= _FEW


def _styles(press: Press) -> dict[str, Any]:
    """Return the paragraph styles by name."""
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT  # noqa: PLC0415 - as above
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - as above

    words, family, size = press.rules.text, press.family, press.rules.size.body
    body = ParagraphStyle(
        "body",
        fontName=family.regular,
        fontSize=size,
        leading=words.line_spacing,
        alignment=TA_JUSTIFY,
        firstLineIndent=words.first_line_indent * MM,
        spaceAfter=words.paragraph_space,
        allowWidows=0,
        allowOrphans=0,
    )

    def like(name: str, **values: Any) -> Any:
        return ParagraphStyle(name, parent=body, **values)

    return {
        "body": body,
        "plain": like("plain", firstLineIndent=0, alignment=TA_LEFT),
        "heading": like("heading", fontName=family.bold, alignment=TA_LEFT, keepWithNext=1),
        "centred": like("centred", firstLineIndent=0, alignment=TA_CENTER),
        "address": like("address", firstLineIndent=0, alignment=TA_CENTER, spaceAfter=10),
        "title": like(
            "title", fontName=family.bold, firstLineIndent=0, alignment=TA_CENTER, spaceAfter=0
        ),
        "note": like("note", fontName=family.italic),
    }


def _drawn(press: Press, column: float, draw: Callable[[Pen], float]) -> Any:
    """Return a block of fixed content for reportlab's page flow, `column` pt wide."""
    from reportlab.platypus import Flowable  # noqa: PLC0415 - as above

    class Drawn(Flowable):
        def wrap(self, *_room: float) -> tuple[float, float]:
            self.width = column
            self.height = draw(Pen(Nowhere(), press.rules, press.family, 0))
            return self.width, self.height

        def draw(self) -> None:
            draw(Pen(self.canv, press.rules, press.family, self.height))

    return Drawn()
