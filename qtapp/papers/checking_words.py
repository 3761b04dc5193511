"""The checker's look at the words of a paper: number, dates, signing, recipients, spelling (rules §2.2 to §2.6)."""

import re
from collections.abc import Iterator
from typing import Any

from qtapp.domain.documents import DocumentType
from qtapp.domain.numbering import may_issue
from qtapp.domain.units import UnitKind
from qtapp.domain.vietnamese import nfc
from qtapp.papers.checking_layout import DATE_LINE, READ_NUMBER, Layout
from qtapp.papers.faults import Fault
from qtapp.papers.repairs import composing, rewording
from qtapp.papers.rules import Rules
from qtapp.papers.word_reading import Looks

_STATE = re.compile(
    r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc", re.IGNORECASE
)
_RIGHT_NUMBER = re.compile(r"^Số\s+(\d{2,})?\s*-([A-ZĐ][A-ZĐa-z]{0,3})/([\wĐƯ.\-]+)$")
_CITED = re.compile(
    r"(?P<number>\bsố\s+[\w.]+[-/][\w./-]*\w)(?P<comma>,?)(?P<blank>\s+)ngày\s+"
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"
)
_DOTTED = re.compile(r"\b(TM|KT|TL|TUQ)\.\s*(?=[A-ZĐ])")
_FOR = re.compile(r"^K/T\b|^KT\.")
_DEGREE = re.compile(
    r"^\s*(?:GS|PGS|TS|ThS|Th\.S|BS|KS|CN|Tiến sĩ|Thạc sĩ|Giáo sư|Phó Giáo sư)\b\.?", re.IGNORECASE
)
_SHORT_MONTHS = 3


def word_faults(_document: Any, _looks: Looks, layout: Layout, _rules: Rules) -> Iterator[Fault]:
    """Yield what a file breaks of the rules of words."""
    yield from _number(layout)
    yield from _dated(layout)
    yield from _signer(layout)
    yield from _recipients(layout)
    yield from _cited(layout)
    yield from _spelling(layout)


def _number(layout: Layout) -> Iterator[Fault]:
    line = layout.first("number")
    if line is None:
        return
    text = line.text
    right, read = _RIGHT_NUMBER.match(text), READ_NUMBER.match(text)
    if right is None:
        fixed = f"Số {int(read[1]):02d}-{read[2]}/{read[3]}" if read and read[1] else ""
        yield Fault(
            rule="2.3",
            sentence="Số và ký hiệu phải viết như “Số 05-KH/CB”: sau chữ Số không có dấu hai chấm, số dưới "
            "10 thêm số 0, gạch nối trước tên loại, gạch chéo trước tên cơ quan.",
            where=text,
            repair=rewording(line.paragraph, lambda _words: fixed) if fixed else None,
        )
    found = right or read
    type_ = {each.value: each for each in DocumentType}.get(found[2]) if found else None
    if layout.is_cell and type_ is not None and type_ not in may_issue(UnitKind.CELL):
        yield Fault(
            rule="2.4",
            sentence=f"Chi bộ không ban hành {type_.label.lower()} (Quy định 399-QĐ/TW).",
            where=text,
        )


def _dated(layout: Layout) -> Iterator[Fault]:
    line = layout.first("dated")
    found = DATE_LINE.search(line.text) if line else None
    if line is None or found is None:
        return
    right = _day(found)
    if found[0] != right:
        yield Fault(
            rule="2.2 mục 4",
            sentence="Ngày dưới 10 và tháng 1, tháng 2 phải thêm số 0; các tháng khác không thêm.",
            where=line.text,
            repair=rewording(line.paragraph, lambda words: DATE_LINE.sub(_day, words)),
        )


def _day(found: re.Match[str]) -> str:
    return f"ngày {int(found[1]):02d} tháng {_month(found[2])} năm {found[3]}"


def _month(written: str) -> str:
    month = int(written)
    return f"{month:02d}" if month < _SHORT_MONTHS else f"{month}"


def _signer(layout: Layout) -> Iterator[Fault]:
    for line in layout.lines:
        if _DOTTED.search(line.text) and line.text.isupper():
            yield Fault(
                rule="2.2 mục 7",
                sentence="Thể thức đề ký dùng gạch chéo (T/M, K/T, T/L), không dùng dấu chấm.",
                where=line.text,
                repair=rewording(line.paragraph, _slashed),
            )
    for line in layout.part("authority"):
        if layout.is_cell and _FOR.match(line.text):
            yield Fault(
                rule="2.5",
                sentence="Chi bộ làm việc theo chế độ tập thể: ký “T/M CHI BỘ”, không ký “K/T”.",
                where=line.text,
            )
    for line in layout.part("signer"):
        if _DEGREE.match(line.text):
            yield Fault(
                rule="2.2 mục 7",
                sentence="Trước họ tên người ký không ghi học hàm, học vị.",
                where=line.text,
            )


def _slashed(words: str) -> str:
    return _DOTTED.sub(lambda found: f"{found[1][0]}/{found[1][1:]} ", words)


def _recipients(layout: Layout) -> Iterator[Fault]:
    if layout.first("recipients") is None:
        return
    lines = [each.text for each in layout.part("recipient")]
    addressed = any(each.text.startswith(("Kính gửi", "Kính trình")) for each in layout.lines)
    first = lines[0] if lines else ""
    if addressed and not first.removeprefix("-").strip().startswith("Như trên"):
        yield Fault(
            rule="2.2 mục 9",
            sentence="Văn bản có Kính gửi, Kính trình thì dòng đầu của Nơi nhận là “- Như trên,”.",
            where=first or "Nơi nhận:",
        )
    for text in lines:
        if re.match(r"-\s*Lưu\s*(:|VT\b)", text):
            yield Fault(
                rule="2.2 mục 8",
                sentence="Dòng lưu viết như “- Lưu Chi bộ.”, không có dấu hai chấm, không viết VT.",
                where=text,
            )


def _cited(layout: Layout) -> Iterator[Fault]:
    for line in layout.lines:
        if any(found[0] != _citing(found) for found in _CITED.finditer(line.text)):
            yield Fault(
                rule="2.2 mục 14",
                sentence="Dẫn văn bản viết như “Nghị quyết số 12-NQ/ĐU, ngày 05/9/2026”: có dấu phẩy trước chữ "
                "ngày; ngày dưới 10 và tháng 1, tháng 2 thêm số 0, các tháng khác không thêm.",
                where=line.text,
                repair=rewording(line.paragraph, lambda words: _CITED.sub(_citing, words)),
            )


def _citing(found: re.Match[str]) -> str:
    month = _month(found["month"])
    day = f"{int(found['day']):02d}"
    return f"{found['number']},{found['blank']}ngày {day}/{month}/{found['year']}"


def _spelling(layout: Layout) -> Iterator[Fault]:
    texts = {each.text for each in layout.lines}
    if "TỜ TRÌNH" in texts and any(text.startswith("Kính gửi") for text in texts):
        yield Fault(rule="2.6", sentence="Tờ trình phải dùng “Kính trình”, không dùng “Kính gửi”.")
    for line in layout.lines:
        text, paragraph = line.text, line.paragraph
        if _STATE.search(text):
            yield Fault(
                rule="2.0",
                sentence="Văn bản của Đảng không dùng quốc hiệu, tiêu ngữ.",
                where=text,
            )
        if text.endswith("./."):
            yield Fault(
                rule="2.2 mục 13",
                sentence="Kết thúc văn bản bằng dấu chấm, không dùng “./.”.",
                where=text,
                repair=rewording(paragraph, lambda words: re.sub(r"\./\.(\s*)$", r".\1", words)),
            )
        if text.startswith("Căn cứ ") and text.endswith((";", ",")):
            yield Fault(
                rule="2.2 mục 14",
                sentence="Mỗi căn cứ bắt đầu bằng gạch đầu dòng “- ”.",
                where=text,
                repair=rewording(
                    paragraph, lambda words: re.sub(r"^(\s*)", r"\1- ", words, count=1)
                ),
            )
        if paragraph.text != nfc(paragraph.text):
            yield Fault(
                rule="2.1",
                sentence="Có chữ gõ bằng dấu rời (Unicode tổ hợp); phải dùng Unicode dựng sẵn TCVN 6909:2001.",
                where=text,
                repair=composing(paragraph),
            )
