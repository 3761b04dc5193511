"""The result report of a wave with its statistic annex in the form of S4 (rules §3.9)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from msgspec import Struct

from qtapp.domain.figures import WaveReport
from qtapp.domain.vietnamese import nfc
from qtapp.papers.fonts import Family, checked, use_family, width, wrapped
from qtapp.papers.letterhead import Head, Nowhere, Pen, Signature
from qtapp.papers.report_text import abstract, annex_rows, named, sentences
from qtapp.papers.rules import MM, Rules, load_rules
from qtapp.papers.sheet_file import Target, fresh_file

_ANNEX_SHARES = (10, 49, 14, 14, 14, 15, 15, 13.5, 20, 20, 13.5, 15, 15, 15, 13.5, 30.5)
_ANNEX_TOP = (
    "TT", "Đơn vị", "{meetings}", "", "", "Đảng viên", "", "", "Quần chúng", "", "",
    "Bài thu hoạch", "", "", "", "Chương trình, kế hoạch hành động",
)  # fmt: skip
_ANNEX_SECOND = (
    "", "", "Tổng", "Trực tiếp", "Trực tuyến", "Tổng", "Đã học", "%", "Mời", "Dự", "%",
    "Phải viết", "Đã viết", "Đạt", "% nộp", "",
)  # fmt: skip
_SPANS = ((2, 4), (5, 7), (8, 10), (11, 14))
_ALONE = (0, 1, 15)
# The recipients' part of the column: what the signature block leaves, and a little air.
_RECIPIENTS = 69 / 165
_ABOVE_CLOSING = 8


class ReportPaper(Struct, frozen=True, kw_only=True):
    """The report's figures and the parts around them."""

    report: WaveReport
    head: Head
    signature: Signature
    recipients: Sequence[str]


def write_wave_report(
    paper: ReportPaper,
    path: Target,
    report: Callable[[int, int], None],
    folders: Sequence[Path] = (),
    rules: Rules | None = None,
) -> None:
    """Write the report as PDF: the text upright, the annex across.

    Raises MissingGlyphs, FolderReadOnly, DiskFull, or what `report` raises; nothing is left then.
    """
    chosen = rules or load_rules()
    family = use_family(folders)
    paragraphs = sentences(paper.report)
    rows = annex_rows(paper.report)
    head, signature = paper.head, paper.signature
    annex = [cell for row in rows for cell in row]
    block = [*head.texts(), *signature.texts(), chosen.text.party, abstract(paper.report)]
    checked(family, [*paragraphs, *annex, *paper.recipients, *block])
    _Layout(paper, chosen, family).write(path, paragraphs, rows, report)


class _Layout:
    """The report's pages, by reportlab's own page flow."""

    def __init__(self, paper: ReportPaper, rules: Rules, family: Family) -> None:
        self._paper = paper
        self._rules = rules
        self._family = family

    def write(
        self,
        path: Target,
        paragraphs: Sequence[str],
        rows: Sequence[Sequence[str]],
        report: Callable[[int, int], None],
    ) -> None:
        """Lay the report out and write it."""
        from reportlab.platypus import (  # noqa: PLC0415 - 100 ms, only for a paper
            BaseDocTemplate,
            Frame,
            KeepTogether,
            NextPageTemplate,
            PageBreak,
            PageTemplate,
        )

        page = self._rules.page
        upright, across = (page.width * MM, page.height * MM), (page.height * MM, page.width * MM)
        with fresh_file(path) as part:
            document = BaseDocTemplate(
                part,
                pagesize=upright,
                invariant=1,
                title=nfc(f"Báo cáo {abstract(self._paper.report)}"),
            )
            templates = []
            for name, size in (("upright", upright), ("across", across)):
                left, right = (page.left, page.right) if name == "upright" else (page.top, page.top)
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
                templates.append(PageTemplate(name, [frame], onPage=self._decorated, pagesize=size))
            document.addPageTemplates(templates)
            body = self._body(paragraphs)
            # The signature takes two paragraphs with it, and the heading above them if there is one.
            first = len(body) - (3 if paragraphs[-3].startswith("#") else 2)
            document.build(
                [
                    self._opening(),
                    *body[:first],
                    KeepTogether([*body[first:], self._closing()]),
                    NextPageTemplate("across"),
                    PageBreak(),
                    *self._annex(rows, report),
                ]
            )

    def _decorated(self, canvas: Any, document: Any) -> None:
        size = canvas._pagesize  # noqa: SLF001 - reportlab has no public name for it
        if document.page > 1:
            pen = Pen(canvas, self._rules, self._family, size[1])
            pen.page_number(str(document.page), size[0])

    def _opening(self) -> Any:
        paper = self._paper
        column = self._rules.page.column * MM

        def draw(pen: Pen) -> float:
            y = pen.head(paper.head, 0, column, 0)
            return pen.type_block("BÁO CÁO", abstract(paper.report), 0, column, y + 10) + 6

        return _drawn(self._rules, self._family, column, draw)

    def _closing(self) -> Any:
        paper = self._paper
        column = self._rules.page.column * MM
        sizes, regular = self._rules.size, self._family.regular

        def draw(pen: Pen) -> float:
            foot = pen.signature(paper.signature, 0, column, _ABOVE_CLOSING)
            y = _ABOVE_CLOSING + sizes.recipients
            pen.text(0, y, "Nơi nhận:", regular, sizes.recipients)
            pen.line(0, y + 2, width("Nơi nhận:", regular, sizes.recipients), y + 2, 0.6)
            for recipient in paper.recipients:
                for line in wrapped(recipient, regular, sizes.recipient, column * _RECIPIENTS):
                    y += sizes.recipient * 1.25
                    pen.text(0, y, line, regular, sizes.recipient)
            return max(foot, y + 6)

        return _drawn(self._rules, self._family, column, draw)

    def _body(self, paragraphs: Sequence[str]) -> list[Any]:
        from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT  # noqa: PLC0415 - as above
        from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - as above
        from reportlab.platypus import Paragraph  # noqa: PLC0415 - as above

        words = self._rules.text
        body = ParagraphStyle(
            "body",
            fontName=self._family.regular,
            fontSize=self._rules.size.body,
            leading=words.line_spacing,
            alignment=TA_JUSTIFY,
            firstLineIndent=words.first_line_indent * MM,
            spaceAfter=words.paragraph_space,
            allowWidows=0,
            allowOrphans=0,
        )
        heading = ParagraphStyle(
            "heading", parent=body, fontName=self._family.bold, alignment=TA_LEFT, keepWithNext=1
        )
        return [
            Paragraph(escape(nfc(text.removeprefix("#"))), heading if text[0] == "#" else body)
            for text in paragraphs
        ]

    def _annex(
        self, rows: Sequence[Sequence[str]], report: Callable[[int, int], None]
    ) -> list[Any]:
        from reportlab.lib.enums import TA_CENTER  # noqa: PLC0415 - as above
        from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - as above
        from reportlab.platypus import Paragraph, Spacer, Table  # noqa: PLC0415 - as above

        bold, regular = self._family.bold, self._family.regular
        titled = ParagraphStyle("t", fontName=bold, fontSize=14, leading=18, alignment=TA_CENTER)
        head = ParagraphStyle("h", fontName=bold, fontSize=10.5, leading=12.5, alignment=TA_CENTER)
        cell = ParagraphStyle("c", fontName=regular, fontSize=11, leading=13)
        strong = ParagraphStyle("s", parent=cell, fontName=bold)
        committee = self._paper.report.committee
        meetings = "Số hội nghị" if committee else "Số buổi học"
        data: list[list[Any]] = [
            [Paragraph(text.format(meetings=meetings), head) for text in _ANNEX_TOP],
            [Paragraph(text, head) for text in _ANNEX_SECOND],
        ]
        for place, row in enumerate(rows):
            if place % 50 == 0:
                report(place, len(rows))
            style = strong if committee and place == len(rows) - 1 else cell
            wide = {1: row[1], 15: row[15]}
            data.append(
                [
                    Paragraph(escape(nfc(wide[i])), style) if i in wide else text
                    for i, text in enumerate(row)
                ]
            )
        report(len(rows), len(rows))
        page = self._rules.page
        room = page.height - 2 * page.top
        scale = room / sum(_ANNEX_SHARES) * MM
        table = Table(data, colWidths=[share * scale for share in _ANNEX_SHARES], repeatRows=2)
        table.setStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                ("FONT", (0, 2), (-1, -2), regular, 11),
                ("FONT", (0, -1), (-1, -1), bold if committee else regular, 11),
                ("NOSPLIT", (0, -2), (-1, -1)),  # the total never stands alone on a page
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("ALIGN", (0, 2), (0, -1), "CENTER"),
                ("ALIGN", (2, 2), (14, -1), "RIGHT"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                *(("SPAN", (first, 0), (last, 0)) for first, last in _SPANS),
                *(("SPAN", (column, 0), (column, 1)) for column in _ALONE),
            ]
        )
        return [
            Paragraph("PHỤ LỤC", titled),
            Paragraph(escape(nfc(f"Số liệu kết quả {named(self._paper.report)}")), titled),
            Spacer(1, 8),
            table,
        ]


def _drawn(rules: Rules, family: Family, column: float, draw: Callable[[Pen], float]) -> Any:
    """Return a block of fixed content for reportlab's page flow, `column` pt wide."""
    from reportlab.platypus import Flowable  # noqa: PLC0415 - as above

    class Block(Flowable):
        def wrap(self, *_room: float) -> tuple[float, float]:
            self.width = column
            self.height = draw(Pen(Nowhere(), rules, family, 0))
            return self.width, self.height

        def draw(self) -> None:
            draw(Pen(self.canv, rules, family, self.height))

    return Block()
