"""The checker's look at the parts of a paper: which are missing, and their size, weight, slant and case.

What each must look like is a table of the rule set (`[part.…]` in `resources/rules/*.toml`).
"""

from collections.abc import Iterator
from typing import Any

from qtapp.domain.documents import DocumentType
from qtapp.papers.checking_layout import Layout, Line
from qtapp.papers.faults import Fault
from qtapp.papers.repairs import resizing, styling
from qtapp.papers.rules import Part, Rules
from qtapp.papers.word_reading import Looks

_MARKS = {
    "b": ("in đậm", "không in đậm"),
    "i": ("in nghiêng", "in đứng"),
    "u": ("gạch chân", "không gạch chân"),
}
_CASES = {"upper": "in hoa", "lower": "in thường"}


def part_faults(_document: Any, looks: Looks, layout: Layout, rules: Rules) -> Iterator[Fault]:
    """Yield which parts are missing, and what is wrong with the look of those that are there."""
    yield from _missing(layout, rules)
    for name, part in rules.part.items():
        for line in layout.part(name):
            yield from _look(line, looks, part, rules)
        first = layout.first(name)
        # Forms without a number bear any name.
        if first and layout.first("number") and not first.text.lower().startswith(part.begins):
            yield Fault(
                rule=part.rule,
                sentence=f"{part.name} phải bắt đầu bằng chữ “{part.begins}”.",
                where=first.text,
            )
    for line in layout.body:
        yield from _size(line, looks, rules, rules.part["body"])


def _missing(layout: Layout, rules: Rules) -> Iterator[Fault]:
    words = rules.text
    if layout.first("party") is None:
        yield Fault(rule="2.2 mục 1", sentence=f"Thiếu tiêu đề “{words.party}”.")
    if layout.first("star") is None:
        yield Fault(rule="2.2 mục 2", sentence="Thiếu dấu sao (*) dưới tên cơ quan ban hành.")
    types = {each.value: each.label.upper() for each in DocumentType}
    kind = layout.first("type")
    if kind is not None and layout.first("hyphens") is None:
        yield Fault(
            rule="2.2 mục 5",
            sentence=f"Thiếu năm gạch nối ({words.hyphens}) dưới trích yếu.",
            where=kind.text,
        )
    if kind is None and layout.symbol in types and layout.symbol != DocumentType.LETTER.value:
        yield Fault(
            rule="2.2 mục 5",
            sentence=f"Thiếu tên loại văn bản in hoa ở giữa trang, ví dụ “{types[layout.symbol]}”.",
        )
    listed = layout.part("recipient")
    if layout.first("recipients") is None:
        exempt = kind is not None and kind.text == DocumentType.MINUTES.label.upper()
        if layout.first("number") is not None and not exempt:
            yield Fault(rule="2.2 mục 8", sentence="Thiếu “Nơi nhận:” ở cuối văn bản.")
    elif not any(each.text.removeprefix("-").strip().startswith("Lưu") for each in listed):
        yield Fault(
            rule="2.2 mục 8",
            sentence="Dòng cuối của Nơi nhận phải là dòng lưu, như “- Lưu Chi bộ.”.",
            where=listed[-1].text if listed else "",
        )


def _look(line: Line, looks: Looks, part: Part, rules: Rules) -> Iterator[Fault]:
    text, runs = line.text, _written(line)
    other = [
        words[mark not in part.marks]
        for mark, words in _MARKS.items()
        if any(looks.has(mark, run, line.paragraph) != (mark in part.marks) for run in runs)
    ]
    if other:
        yield Fault(
            rule=part.rule,
            sentence=f"{part.name} phải {', '.join(other)}.",
            where=text,
            repair=styling(runs, marks=part.marks),
        )
    yield from _size(line, looks, rules, part)
    wrong = {"upper": not text.isupper(), "lower": text.isupper(), "": False}
    if wrong[part.case]:
        yield Fault(rule=part.rule, sentence=f"{part.name} phải {_CASES[part.case]}.", where=text)


def _size(line: Line, looks: Looks, rules: Rules, part: Part) -> Iterator[Fault]:
    """Yield that letters have another size than their part's; one no letter may have tells `page_faults`."""
    least, most = part.sizes
    allowed = rules.size.least, rules.size.most
    sizes = [(run, looks.size(run, line.paragraph)) for run in _written(line)]
    wrong = [
        run for run, size in sizes if allowed[0] <= size <= allowed[1] and not least <= size <= most
    ]
    if wrong:
        told = f"{least:g}" if least == most else f"{least:g} đến {most:g}"
        yield Fault(
            rule=part.rule,
            sentence=f"{part.name} phải cỡ {told}, ở đây là {looks.size(wrong[0], line.paragraph):g}.",
            where=line.text,
            repair=resizing(wrong, least),
        )


def _written(line: Line) -> list[Any]:
    return [run for run in line.paragraph.runs if run.text.strip()]
