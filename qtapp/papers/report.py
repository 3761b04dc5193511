"""The result report of a wave with its statistic annex in the form of S4 (rules §3.9)."""

from collections.abc import Sequence

from qtapp.domain.drawing import Drawing
from qtapp.domain.figures import WaveReport
from qtapp.papers.description import (
    Annex,
    Block,
    Chart,
    Column,
    Head,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from qtapp.papers.report_text import abstract, annex_rows, named, sentences

_UNIT: tuple[tuple[str, str, float], ...] = (("", "TT", 10), ("", "Đơn vị", 44))
_STUDIED: tuple[tuple[str, str, float], ...] = (
    ("{meetings}", "Tổng", 15),
    ("{meetings}", "Trực tiếp", 15),
    ("{meetings}", "Trực tuyến", 15),
    ("{meetings}", "Khác", 15),
    ("Đảng viên", "Tổng", 17),
    ("Đảng viên", "Đã học", 17),
    ("Đảng viên", "%", 17),
    ("Quần chúng", "Mời", 20),
    ("Quần chúng", "Dự", 20),
    ("Quần chúng", "%", 14),
)
_DONE: tuple[tuple[str, str, float], ...] = (
    ("Bài thu hoạch", "Phải viết", 18),
    ("Bài thu hoạch", "Đã nộp", 18),
    ("Bài thu hoạch", "% nộp", 16),
    ("Bài thu hoạch", "Đã chấm", 18),
    ("Bài thu hoạch", "Đạt", 18),
    ("", "Chương trình, kế hoạch hành động", 48),
    ("Nhiệm vụ", "Tổng", 18),
    ("Nhiệm vụ", "Đủ người, thời hạn, thước đo", 32),
)
_REST: tuple[tuple[str, str, float], ...] = (("", "Tin, bài", 14), ("", "Ghi chú", 24))
_WORDS = {"Đơn vị", "Chương trình, kế hoạch hành động", "Ghi chú"}


def report_paper(
    report: WaveReport,
    *,
    head: Head,
    signature: Signature,
    recipients: Sequence[str],
    added: Sequence[Block] = (),
    drawings: Sequence[Drawing] = (),
) -> Paper:
    """Return the report as a paper: the text upright, the annex of figures across, that of `drawings` upright.

    `added` are the user's own words (good practice, difficulties, proposals) after the figures.
    """
    about = abstract(report)
    told = [_block(text) for text in sentences(report)]
    return Paper(
        name=f"Báo cáo {about}",
        head=head,
        kind="BÁO CÁO",
        abstract=about,
        body=(*told[:-1], *added, told[-1]),
        signature=signature,
        recipients=tuple(recipients),
        annexes=_annexes(report, drawings),
    )


def _block(text: str) -> Block:
    return Heading(text=text[1:]) if text.startswith("#") else Paragraph(text=text)


def _annexes(report: WaveReport, drawings: Sequence[Drawing]) -> tuple[Annex, ...]:
    if not drawings:
        return (_annex(report, "PHỤ LỤC"),)
    drawn = Annex(
        titles=("PHỤ LỤC 2", f"Biểu đồ kết quả {named(report)}"),
        blocks=tuple(Chart(drawing=each) for each in drawings),
    )
    return _annex(report, "PHỤ LỤC 1"), drawn


def _annex(report: WaveReport, name: str) -> Annex:
    unit, studied, done = len(_UNIT), len(_STUDIED), len(_DONE)
    rows = annex_rows(report)
    heads = [row[:unit] for row in rows]
    first = [row[unit : unit + studied] for row in rows]
    second = [row[unit + studied : unit + studied + done] for row in rows]
    rest = [row[unit + studied + done :] for row in rows]
    return Annex(
        titles=(name, f"Số liệu kết quả {named(report)}"),
        blocks=(
            _table(report, (*_UNIT, *_STUDIED, *_REST), heads, first, rest),
            _table(report, (*_UNIT, *_DONE), heads, second),
        ),
        across=True,
    )


def _table(
    report: WaveReport,
    titles: Sequence[tuple[str, str, float]],
    *parts: Sequence[Sequence[str]],
) -> Table:
    meetings = "Số hội nghị" if report.committee else "Số buổi học"
    columns = tuple(
        Column(
            title=title,
            group=group.format(meetings=meetings),
            share=share,
            align="centre" if title == "TT" else "left" if title in _WORDS else "right",
        )
        for group, title, share in titles
    )
    rows = tuple(tuple(cell for part in row for cell in part) for row in zip(*parts, strict=True))
    return Table(columns=columns, rows=rows, total=report.committee)
