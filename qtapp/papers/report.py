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

_ANNEX: tuple[tuple[str, str, float], ...] = (
    ("", "TT", 9),
    ("", "Đơn vị", 23),
    ("{meetings}", "Tổng", 12.5),
    ("{meetings}", "Trực tiếp", 12.5),
    ("{meetings}", "Trực tuyến", 15),
    ("{meetings}", "Khác", 14),
    ("Đảng viên", "Tổng", 13.5),
    ("Đảng viên", "Đã học", 12.5),
    ("Đảng viên", "%", 12.8),
    ("Quần chúng", "Mời", 18.5),
    ("Quần chúng", "Dự", 18.5),
    ("Quần chúng", "%", 12.8),
    ("Bài thu hoạch", "Phải viết", 12.5),
    ("Bài thu hoạch", "Đã viết", 12),
    ("Bài thu hoạch", "Đạt", 12),
    ("Bài thu hoạch", "% nộp", 13),
    ("", "Chương trình, kế hoạch hành động", 24),
    ("", "Tin, bài", 11.1),
    ("", "Ghi chú", 13),
)
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
    meetings = "Số hội nghị" if report.committee else "Số buổi học"
    columns = tuple(
        Column(
            title=title,
            group=group.format(meetings=meetings),
            share=share,
            align="centre" if title == "TT" else "left" if title in _WORDS else "right",
        )
        for group, title, share in _ANNEX
    )
    rows = tuple(tuple(row) for row in annex_rows(report))
    return Annex(
        titles=(name, f"Số liệu kết quả {named(report)}"),
        blocks=(Table(columns=columns, rows=rows, total=report.committee),),
        across=True,
    )
