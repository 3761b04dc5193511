import io

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table as PlainTable

from qtapp.papers.fonts import use_family
from qtapp.papers.description import Head, Signature
from qtapp.papers.rules import MM
from qtapp.papers.signin import SignInGroup, SignInRow, SignInSheet
from qtapp.papers.writing import write_pdf
from tests.bench.conftest import Table, seconds
from tests.make import a_name

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
            (str(place), Paragraph(name, style) if wrapping else name, role, "", "")
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
