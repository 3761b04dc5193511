"""Papers to make, and a reader of what stands on them: in mm from the top left corner of the page."""

import ctypes
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
from msgspec import Struct
from pypdfium2 import raw

from qtapp.domain.documents import DocumentType
from qtapp.domain.figures import Figures, StudiedDocument, UnitFigures, WaveReport
from qtapp.papers.description import Head, Paper, Signature
from qtapp.papers.report import report_paper
from qtapp.papers.rules import MM
from qtapp.papers.signin import SignInGroup, SignInRow, SignInSheet
from qtapp.papers.writing import write_pdf
from tests.make import TODAY, a_name

TITLE = "ĐẢNG CỘNG SẢN VIỆT NAM"


def silent(_done: int, _total: int) -> None:
    pass


def a_head(**values: Any) -> Head:
    values.setdefault("upper_line", "ĐẢNG BỘ XÃ SUỐI MẪU")
    values.setdefault("own_line", "CHI BỘ THÔN NÀ MẪU")
    values.setdefault("number", "Số 05-BC/CB")
    values.setdefault("dated_line", "Suối Mẫu, ngày 20 tháng 11 năm 2026")
    return Head(**values)


def a_signature(**values: Any) -> Signature:
    values.setdefault("authority", "T/M CHI BỘ")
    values.setdefault("title", "BÍ THƯ")
    values.setdefault("name", "Hoàng Y Niê")
    return Signature(**values)


def people(count: int, first: int = 0, role: str = "Đảng viên") -> list[SignInRow]:
    return [SignInRow(name=a_name(first + place), role=role) for place in range(count)]


def a_sheet(rows: Any = None, **values: Any) -> SignInSheet:
    """Return a sheet with one group of these rows, unless given groups."""
    values.setdefault("head", a_head(number=""))
    values.setdefault("subject", "Buổi 1 – Đợt học tập quý IV")
    values.setdefault("details", ["Thời gian: 7 giờ 30, ngày 18/11/2026", "Chủ trì: Lê Minh Ánh"])
    values.setdefault("signature", a_signature(preparer="NGƯỜI LẬP", preparer_name="Bùi Xuân Yên"))
    values.setdefault(
        "groups", [SignInGroup(name="Chi bộ", rows=people(3) if rows is None else rows)]
    )
    return SignInSheet(**values)


def figures(**values: int) -> Figures:
    """Return the figures of S4 (rules §1.2, T1 to T4), with essays and a plan."""
    known = {
        "sessions": 832,
        "sessions_in_person": 800,
        "sessions_online": 32,
        "members": 259,
        "members_studied": 253,
        "members_made_up": 4,
        "attendances": 42_400,
        "public_sessions": 538,
        "public_invited": 153_860,
        "public_attended": 147_255,
        "essays_due": 259,
        "essays_written": 250,
        "essays_graded": 240,
        "essays_passed": 239,
        "plans": 1,
        "tasks": 5,
        "tasks_clear": 4,
        "tasks_done": 2,
    }
    return Figures(**{**known, **values})


def a_unit(place: int = 0, **values: Any) -> UnitFigures:
    values.setdefault("name", f"Chi bộ thôn {a_name(place)}")
    values.setdefault("reported", True)
    values.setdefault("silent", int(not values["reported"]))
    values.setdefault("figures", figures() if values["reported"] else Figures())
    return UnitFigures(unit=f"{place}", **values)


def a_report(*units: UnitFigures, **values: Any) -> WaveReport:
    units = units or (a_unit(plan_number="05-KH/CB", plan_dated=date(2026, 11, 5)),)
    values.setdefault("wave", "w")
    values.setdefault("name", "Đợt học tập quý IV năm 2026")
    values.setdefault("basis", "Kế hoạch số 12-KH/ĐU, ngày 05/10/2026 của Đảng ủy xã Suối Mẫu")
    values.setdefault("unit_name", "Đảng ủy xã Suối Mẫu")
    values.setdefault("committee", True)
    values.setdefault("made_on", TODAY)
    values.setdefault("starts_on", date(2026, 11, 1))
    values.setdefault("ends_on", date(2026, 11, 30))
    values.setdefault("attendance_target", 95)
    values.setdefault("documents", [a_document()])
    values.setdefault("units", units)
    values.setdefault("total", sum((each.figures for each in units), Figures()))
    values.setdefault("missing", [each.name for each in units if not each.reported])
    return WaveReport(**values)


def a_document(
    name: str = "về tiếp tục đổi mới, sắp xếp tổ chức bộ máy tinh gọn",
) -> StudiedDocument:
    return StudiedDocument(
        type=DocumentType.RESOLUTION,
        number="18-NQ/TW",
        name=name,
        issuer="Ban Chấp hành Trung ương",
        issued_on="2026-10-05",
        intensity="quán triệt",
    )


def a_paper(report: WaveReport | None = None, **values: Any) -> Paper:
    values.setdefault("head", a_head())
    values.setdefault("signature", a_signature())
    values.setdefault("recipients", ("- Cấp ủy cấp trên,", "- Lưu Chi bộ."))
    return report_paper(report or a_report(), **values)


def paper_pdf(
    *papers: Paper | SignInSheet, report: Callable[[int, int], None] = silent, **values: Any
) -> bytes:
    memory = io.BytesIO()
    write_pdf(papers, memory, report, **values)
    return memory.getvalue()


def signin_pdf(sheet: SignInSheet, report: Callable[[int, int], None] = silent) -> bytes:
    return paper_pdf(sheet, report=report)


def report_pdf(paper: Paper, report: Callable[[int, int], None] = silent) -> bytes:
    return paper_pdf(paper, report=report)


class Piece(Struct, frozen=True):
    """Words drawn in one go; x and baseline are where the pen began."""

    text: str
    x: float
    baseline: float
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: str
    embedded: bool


class Rule(Struct, frozen=True):
    """A straight line."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def across(self) -> bool:
        return self.right - self.left > self.bottom - self.top


class Sheet(Struct, frozen=True):
    """What stands on one page."""

    width: float
    height: float
    pieces: list[Piece]
    rules: list[Rule]

    def piece(self, text: str) -> Piece:
        (found,) = (each for each in self.pieces if each.text == text)
        return found


def sheets(paper: bytes | Path) -> list[Sheet]:
    """Return what stands on every page of a PDF."""
    with opened(paper) as document:
        return [_sheet(page) for page in document]


def _sheet(page: Any) -> Sheet:
    width, height = page.get_width(), page.get_height()
    pieces, rules = [], []
    for each in page.get_objects(textpage=page.get_textpage()):
        left, bottom, right, top = each.get_bounds()
        if each.type == raw.FPDF_PAGEOBJ_TEXT:
            font, matrix = each.get_font(), each.get_matrix()
            pieces.append(
                Piece(
                    each.extract().strip(),
                    matrix.e / MM,
                    (height - matrix.f) / MM,
                    left / MM,
                    (height - top) / MM,
                    right / MM,
                    (height - bottom) / MM,
                    each.get_font_size(),
                    font.get_base_name(),
                    font.is_embedded,
                )
            )
        elif each.type == raw.FPDF_PAGEOBJ_PATH:
            thick = ctypes.c_float()
            raw.FPDFPageObj_GetStrokeWidth(each, thick)
            pad = thick.value  # the library widens the bounds by it on every side
            rules.append(
                Rule(
                    (left + pad) / MM,
                    (height - top + pad) / MM,
                    (right - pad) / MM,
                    (height - bottom - pad) / MM,
                )
            )
    return Sheet(width / MM, height / MM, [each for each in pieces if each.text], rules)


def text_of(paper: bytes | Path) -> str:
    """Return every word of a PDF as somebody copying it would get it, one blank between words."""
    with opened(paper) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    text = " ".join(" ".join(pages).replace("\ufffe", "-").split())
    assert unicodedata.is_normalized("NFC", text)
    return text


@contextmanager
def opened(paper: bytes | Path) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(paper)
    try:
        yield document
    finally:
        document.close()


def only_embedded_fonts(pdf: bytes) -> set[str]:
    """Return the fonts a PDF carries inside, after checking that it refers to no other."""
    named = re.findall(rb"/BaseFont /(\S+)", pdf)
    inside = re.findall(rb"/FontName /(\S+)", pdf)
    assert named
    assert set(named) <= set(inside)
    assert len(re.findall(rb"/FontFile2 ", pdf)) == len(inside)
    assert b"Helvetica" not in pdf
    return {name.decode().partition("+")[2] for name in inside}


def undated(pdf: bytes) -> bool:
    """Whether a PDF does not tell when it was made: only so can it be the same again tomorrow."""
    return set(re.findall(rb"Date \(D:(\d+)", pdf)) == {b"20000101000000"}
