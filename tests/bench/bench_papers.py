import io
import itertools
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    HRFlowable,
    Paragraph as Words,
    SimpleDocTemplate,
    Table as PlainTable,
)

from qtapp.domain.papers import PaperKind
from qtapp.papers.description import (
    Chart,
    Dotted,
    Head,
    Heading,
    Paper,
    Signature,
    Table as Ruled,
)
from qtapp.papers.fonts import use_family
from qtapp.papers.rules import MM
from qtapp.papers.signin import SignInGroup, SignInRow, SignInSheet
from qtapp.papers.writing import write_pdf, write_word
from tests.bench.conftest import Table, seconds
from tests.make import a_name
from tests.services.paper_book import a_paper_book, refs_of

TITLE = "ĐẢNG CỘNG SẢN VIỆT NAM"
PEOPLE = [(a_name(place), "Đảng viên") for place in range(1000)]
TITLES = ("TT", "Họ và tên", "Chức vụ, đơn vị", "Ký tên", "Ghi chú")
WIDTHS = [10 * MM, 50 * MM, 45 * MM, 35 * MM, 25 * MM]
BLANK = Head(upper_line="", own_line="CHI BỘ", number="", dated_line="")
SHEET = SignInSheet(
    head=BLANK,
    subject="Buổi 1",
    details=[],
    groups=[
        SignInGroup(name="Chi bộ", rows=[SignInRow(name=name, role=role) for name, role in PEOPLE])
    ],
    signature=Signature(authority="T/M CHI BỘ", title="BÍ THƯ", name=""),
)


def ours() -> float:
    return seconds(lambda: write_pdf([SHEET], io.BytesIO(), lambda _done, _total: None))


def plain(*, wrapping: bool) -> float:
    def work() -> None:
        font = use_family().regular
        style = ParagraphStyle("name", fontName=font, fontSize=12, leading=14)
        rows = [
            (str(place), Words(name, style) if wrapping else name, role, "", "")
            for place, (name, role) in enumerate(PEOPLE, 1)
        ]
        look = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), font, 12)]
        table = PlainTable([TITLES, *rows], colWidths=WIDTHS, repeatRows=1, style=look)
        SimpleDocTemplate(io.BytesIO(), invariant=1).build([table])

    return seconds(work)


def test_sign_in_sheet_of_a_thousand(table: Table) -> None:
    ours(), plain(wrapping=True)  # imports and fonts are paid for once
    table.compare(
        "sign-in sheet, 1,000 rows / bare reportlab table that wraps names",
        ours,
        lambda: plain(wrapping=True),
        1.5,
    )
    table.compare(
        "sign-in sheet, 1,000 rows / bare reportlab table of strings",
        ours,
        lambda: plain(wrapping=False),
        1.5,
    )


def bare(paper: Paper) -> float:
    """Return how long bare reportlab takes for a paper's words in the same three faces, tables ruled."""
    family = use_family()
    font = family.regular
    style = ParagraphStyle("p", fontName=font, fontSize=14, leading=20)
    look = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("FONT", (0, 0), (-1, -1), font, 12),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ]
    strong = ParagraphStyle("b", parent=style, fontName=family.bold)
    slanted = ParagraphStyle("i", parent=style, fontName=family.italic)
    cell = ParagraphStyle("c", fontName=font, fontSize=12, leading=14)

    def work() -> None:
        head, signed = paper.head, paper.signature
        plain = [head.upper_line, head.number, *paper.addressed, *paper.recipients]
        bold = [head.own_line, TITLE, paper.kind, paper.abstract, signed.authority, signed.name]
        story: list[Any] = [Words(escape(text), style) for text in plain if text]
        story += [Words(escape(text), strong) for text in bold if text]
        story.append(Words(escape(head.dated_line), slanted))
        for block in (*paper.body, *(each for annex in paper.annexes for each in annex.blocks)):
            if isinstance(block, Ruled):
                titles = [Words(column.title, strong) for column in block.columns]
                rows = [[Words(escape(text), cell) for text in row] for row in block.rows]
                shares = [column.share for column in block.columns]
                widths = [165 * MM * share / sum(shares) for share in shares]
                story.append(PlainTable([titles, *rows], widths, repeatRows=1, style=look))
            elif isinstance(block, Dotted):
                story += [HRFlowable(width="100%", spaceAfter=24) for _ in range(block.lines)]
            elif not isinstance(block, Chart):  # plain reportlab need not draw
                look_of = strong if isinstance(block, Heading) else style
                story.append(Words(escape(block.text), look_of))
        SimpleDocTemplate(io.BytesIO(), invariant=1).build(story)

    return seconds(work)


def test_every_paper_of_a_cell_of_forty(tmp_path: Path, table: Table) -> None:
    book = a_paper_book(tmp_path, members=40)
    papers = [book.papers.paper(ref) for ref in refs_of(book) if ref.kind is not PaperKind.SIGNIN]
    for paper in papers:  # imports and fonts are paid for once
        write_pdf([paper], io.BytesIO(), lambda _done, _total: None)

    def all_of_ours() -> float:
        return sum(
            seconds(lambda paper=paper: write_pdf([paper], io.BytesIO(), lambda _d, _t: None))
            for paper in papers
        )

    table.compare(
        f"{len(papers)} papers of a cell of 40 / the same words by bare reportlab",
        all_of_ours,
        lambda: sum(bare(paper) for paper in papers),
        1.5,
    )
    book.close()


def test_a_batch_of_sixty_stops_at_once(tmp_path: Path, table: Table) -> None:
    book = a_paper_book(tmp_path, members=20)
    refs = book.papers.batch(book.waves.all()[0].id)[:60]
    beats: list[float] = []
    taken = seconds(
        lambda: book.papers.pdf_of(refs, lambda _d, _t: beats.append(time.perf_counter()))
    )
    longest = max(b - a for a, b in itertools.pairwise(beats))
    table.note(f"batch of {len(refs)} papers", f"{taken * 1000:.0f} ms", "", "progress by paper")
    table.note("longest wait for Stop in it", f"{longest * 1000:.0f} ms", "", "<= 200 ms")
    book.close()


def test_a_thousand_rows_against_an_office(tmp_path: Path, table: Table) -> None:
    """Compare with LibreOffice making a PDF of the same table, where it is installed."""
    if shutil.which("soffice") is None:
        table.note("1,000-row sheet / LibreOffice", "no LibreOffice here", "", "<= 0.25")
        return
    path = tmp_path / "a.docx"
    write_word(SHEET, path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]

    def office() -> float:
        return seconds(
            lambda: subprocess.run([*words, str(path)], check=True, capture_output=True)  # noqa: S603 - fixed words
        )

    office()  # its profile is made once
    table.compare("1,000-row sheet / LibreOffice, the same table", ours, office, 0.25, rounds=3)
