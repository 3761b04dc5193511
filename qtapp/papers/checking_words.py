"""The checker's look at the parts of a paper and their words (rules §2.2 to §2.6)."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from qtapp.domain.documents import DocumentType
from qtapp.domain.numbering import may_issue
from qtapp.domain.units import UnitKind
from qtapp.domain.vietnamese import nfc
from qtapp.papers.faults import Fault
from qtapp.papers.rules import Rules
from qtapp.papers.word_reading import Looks, paragraphs

_STATE = re.compile(
    r"CỘNG HÒA XÃ HỘI CHỦ NGHĨA|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc", re.IGNORECASE
)
_NUMBER_LINE = re.compile(r"^Số\b.{0,40}[-/].{0,40}$")
_RIGHT_NUMBER = re.compile(r"^Số\s+(\d{2,})?\s*-([A-ZĐ][A-ZĐa-z]{0,3})/([\wĐƯ.\-]+)$")
_READ_NUMBER = re.compile(r"^Số\s*:?\s*(\d*)\s*[-/]\s*([A-ZĐ][A-ZĐa-z]{0,3})\s*[-/]\s*([\wĐƯ.]+)$")
_DATE_LINE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_DOTTED = re.compile(r"\b(TM|KT|TL|TUQ)\.\s*(?=[A-ZĐ])")
_DEGREE = re.compile(
    r"^\s*(?:GS|PGS|TS|ThS|Th\.S|BS|KS|CN|Tiến sĩ|Thạc sĩ|Giáo sư|Phó Giáo sư)\b\.?", re.IGNORECASE
)
_SIGNS = re.compile(r"^(?:T/M|K/T|T/L|TM\.|KT\.|TL\.)\s")
_RECIPIENTS = "Nơi nhận:"
_WITHOUT_RECIPIENTS = {"BIÊN BẢN"}
_SHORT_MONTHS = 3


def word_faults(document: Any, looks: Looks, rules: Rules) -> Iterator[Fault]:
    """Yield what a file breaks of the rules of the parts of a paper."""
    everything = list(paragraphs(document))
    texts = [" ".join(nfc(each.text).split()) for each in everything]
    yield from _head(everything, texts, looks, rules)
    yield from _number(everything, texts)
    yield from _dated(everything, texts, looks)
    yield from _signer(everything, texts)
    yield from _recipients(everything, texts, looks)
    yield from _spelling(everything, texts)


def _head(
    everything: Sequence[Any], texts: list[str], looks: Looks, rules: Rules
) -> Iterator[Fault]:
    words, sizes = rules.text, rules.size
    title = next(
        (each for each, text in zip(everything, texts, strict=True) if text == words.party), None
    )
    if title is None:
        yield Fault(rule="2.2 mục 1", sentence=f"Thiếu tiêu đề “{words.party}”.")
    else:
        runs = [run for run in title.runs if run.text.strip()]
        if any(
            not looks.has("b", run, title) or looks.size(run, title) != sizes.party for run in runs
        ):
            yield Fault(
                rule="2.2 mục 1",
                sentence=f"Tiêu đề phải in hoa, đứng, đậm, cỡ {sizes.party:g}.",
                where=title.text,
                repair=_styling(runs, size=sizes.party),
            )
    if words.star not in texts:
        yield Fault(rule="2.2 mục 2", sentence="Thiếu dấu sao (*) dưới tên cơ quan ban hành.")
    for text in texts:
        if _STATE.search(text):
            yield Fault(
                rule="2.0",
                sentence="Văn bản của Đảng không dùng quốc hiệu, tiêu ngữ.",
                where=text,
            )


def _styling(runs: Sequence[Any], *, size: float) -> Callable[[], None]:
    def repair() -> None:
        from docx.shared import Pt  # noqa: PLC0415 - 60 ms, only for Word

        for run in runs:
            run.font.bold, run.font.size = True, Pt(size)

    return repair


def _number(everything: Sequence[Any], texts: list[str]) -> Iterator[Fault]:
    for paragraph, text in zip(everything, texts, strict=True):
        if not _NUMBER_LINE.match(text):
            continue
        right = _RIGHT_NUMBER.match(text)
        if right is None:
            read = _READ_NUMBER.match(text)
            fixed = f"Số {int(read[1]):02d}-{read[2]}/{read[3]}" if read and read[1] else ""
            yield Fault(
                rule="2.3",
                sentence="Số và ký hiệu phải viết như “Số 05-KH/CB”: sau chữ Số không có dấu hai chấm, số dưới "
                "10 thêm số 0, gạch nối trước tên loại, gạch chéo trước tên cơ quan.",
                where=text,
                repair=_saying(paragraph, fixed) if fixed else None,
            )
        found = right or _READ_NUMBER.match(text)
        if found:
            yield from _issuing(text, found[2], texts)
        return


def _issuing(text: str, abbreviation: str, texts: list[str]) -> Iterator[Fault]:
    types = {each.value: each for each in DocumentType}
    type_ = types.get(abbreviation)
    is_cell = any(line.startswith("CHI BỘ") and line.isupper() for line in texts[:12])
    if is_cell and type_ is not None and type_ not in may_issue(UnitKind.CELL):
        yield Fault(
            rule="2.4",
            sentence=f"Chi bộ không ban hành {type_.label.lower()} (Quy định 399-QĐ/TW).",
            where=text,
        )


def _dated(everything: Sequence[Any], texts: list[str], looks: Looks) -> Iterator[Fault]:
    for paragraph, text in zip(everything[:20], texts[:20], strict=True):
        found = _DATE_LINE.search(text)
        if found is None or "," not in text[: found.start()] or text.startswith("-"):
            continue
        month = f"{int(found[2]):02d}" if int(found[2]) < _SHORT_MONTHS else f"{int(found[2])}"
        right = f"ngày {int(found[1]):02d} tháng {month} năm {found[3]}"
        if found[0] != right:
            yield Fault(
                rule="2.2 mục 4",
                sentence="Ngày dưới 10 và tháng 1, tháng 2 phải thêm số 0; các tháng khác không thêm.",
                where=text,
                repair=_saying(paragraph, text.replace(found[0], right)),
            )
        runs = [run for run in paragraph.runs if run.text.strip()]
        if any(not looks.has("i", run, paragraph) for run in runs):
            yield Fault(
                rule="2.2 mục 4",
                sentence="Địa danh, ngày tháng phải in nghiêng.",
                where=text,
                repair=_slanting(runs),
            )
        return


def _slanting(runs: Sequence[Any]) -> Callable[[], None]:
    def repair() -> None:
        for run in runs:
            run.font.italic = True

    return repair


def _signer(everything: Sequence[Any], texts: list[str]) -> Iterator[Fault]:
    for paragraph, text in zip(everything, texts, strict=True):
        if _DOTTED.search(text) and text.isupper():
            fixed = _DOTTED.sub(lambda found: f"{found[1][0]}/{found[1][1]} ", text)
            yield Fault(
                rule="2.2 mục 7",
                sentence="Thể thức đề ký dùng gạch chéo (T/M, K/T, T/L), không dùng dấu chấm.",
                where=text,
                repair=_saying(paragraph, fixed),
            )
    signing = next((at for at, text in enumerate(texts) if _SIGNS.match(text)), None)
    if signing is None:
        return
    for text in texts[signing + 1 : signing + 8]:
        if _DEGREE.match(text):
            yield Fault(
                rule="2.2 mục 7",
                sentence="Trước họ tên người ký không ghi học hàm, học vị.",
                where=text,
            )


def _recipients(everything: Sequence[Any], texts: list[str], looks: Looks) -> Iterator[Fault]:
    numbered = any(_NUMBER_LINE.match(text) for text in texts)
    exempt = any(text in _WITHOUT_RECIPIENTS for text in texts)
    at = next((at for at, text in enumerate(texts) if text == _RECIPIENTS), None)
    if at is None:
        if numbered and not exempt:
            yield Fault(rule="2.2 mục 8", sentence="Thiếu “Nơi nhận:” ở cuối văn bản.")
        return
    runs = [run for run in everything[at].runs if run.text.strip()]
    if any(not looks.has("u", run, everything[at]) for run in runs):
        yield Fault(
            rule="2.2 mục 8",
            sentence="“Nơi nhận:” phải gạch chân.",
            where=_RECIPIENTS,
            repair=_underlining(runs),
        )
    lines = [text for text in texts[at + 1 :] if text.startswith("-")]
    addressed = any(text.startswith(("Kính gửi", "Kính trình")) for text in texts[:at])
    first = lines[0] if lines else ""
    if addressed and not first.removeprefix("-").strip().startswith("Như trên"):
        yield Fault(
            rule="2.2 mục 9",
            sentence="Văn bản có Kính gửi, Kính trình thì dòng đầu của Nơi nhận là “- Như trên,”.",
            where=first or _RECIPIENTS,
        )
    for text in lines:
        if re.match(r"-\s*Lưu\s*(:|VT\b)", text):
            yield Fault(
                rule="2.2 mục 8",
                sentence="Dòng lưu viết như “- Lưu Chi bộ.”, không có dấu hai chấm, không viết VT.",
                where=text,
            )


def _underlining(runs: Sequence[Any]) -> Callable[[], None]:
    def repair() -> None:
        for run in runs:
            run.font.underline = True

    return repair


def _spelling(everything: Sequence[Any], texts: list[str]) -> Iterator[Fault]:
    if "TỜ TRÌNH" in texts and any(text.startswith("Kính gửi") for text in texts):
        yield Fault(rule="2.6", sentence="Tờ trình phải dùng “Kính trình”, không dùng “Kính gửi”.")
    for paragraph, text in zip(everything, texts, strict=True):
        if text.endswith("./."):
            yield Fault(
                rule="2.2 mục 13",
                sentence="Kết thúc văn bản bằng dấu chấm, không dùng “./.”.",
                where=text,
                repair=_saying(paragraph, f"{text.removesuffix('./.')}."),
            )
        if text.startswith("Căn cứ ") and text.endswith((";", ",")):
            yield Fault(
                rule="2.2 mục 14",
                sentence="Mỗi căn cứ bắt đầu bằng gạch đầu dòng “- ”.",
                where=text,
                repair=_saying(paragraph, f"- {text}"),
            )
        if paragraph.text != nfc(paragraph.text):
            yield Fault(
                rule="2.1",
                sentence="Có chữ gõ bằng dấu rời (Unicode tổ hợp); phải dùng Unicode dựng sẵn TCVN 6909:2001.",
                where=text,
                repair=_composing(paragraph),
            )


def _saying(paragraph: Any, text: str) -> Callable[[], None]:
    """Return the repair that puts `text` in place of a paragraph's words, in the look of its first."""

    def repair() -> None:
        runs = paragraph.runs
        if runs:
            runs[0].text = text
            for run in runs[1:]:
                run.text = ""

    return repair


def _composing(paragraph: Any) -> Callable[[], None]:
    def repair() -> None:
        for run in paragraph.runs:
            run.text = nfc(run.text)

    return repair
