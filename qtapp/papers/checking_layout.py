"""Where the parts of a Word paper stand (rules §2.2, §2.5), as far as its words and cells tell."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from qtapp.domain.vietnamese import nfc
from qtapp.papers.letterhead import RECIPIENTS
from qtapp.papers.rules import Rules
from qtapp.papers.word_reading import Looks, cell_of, paragraphs

NUMBER_LINE = re.compile(r"^Số\b.{0,40}[-/].{0,40}$")
READ_NUMBER = re.compile(r"^Số\s*:?\s*(\d*)\s*[-/]\s*([A-ZĐ][A-ZĐa-z]{0,3})\s*[-/]\s*([\wĐƯ.]+)$")
DATE_LINE = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
_SIGNS = re.compile(r"^(?:T/M|K/T|T/L|TM\.|KT\.|TL\.)\s")
_NO_TYPE = re.compile(r"^(?:[IVX]+|\d+|[a-z])[-.)]|^(?:TÀI LIỆU|KHẨN|THƯỢNG KHẨN|HỎA TỐC|DỰ THẢO)")
_HEAD = 20
"""In how many paragraphs from the first on the head block stands."""
_TYPE = 3
"""In how many lines below the head the type stands."""
_ABSTRACT = 4
_SIGNING = 8
_LETTER = "CV"


class Line(Struct, frozen=True):
    """A paragraph and its words as they are seen: composed, in capitals if set so, with single blanks."""

    paragraph: Any
    text: str


class Layout(Struct, frozen=True, kw_only=True):
    """The lines of a paper; `parts` are those recognised, by their names in the rules' table of parts.

    `body` are the lines between the type block and the signature that stand in no table.
    """

    lines: list[Line]
    parts: dict[str, list[Line]]
    body: list[Line]
    symbol: str
    is_cell: bool

    def part(self, name: str) -> list[Line]:
        """Return the lines of a part; none if it was not recognised."""
        return self.parts.get(name, [])

    def first(self, name: str) -> Line | None:
        """Return the first line of a part."""
        return next(iter(self.part(name)), None)


def layout_of(document: Any, looks: Looks, rules: Rules) -> Layout:
    """Return where the parts of a document stand."""
    lines = [Line(each, _shown(each, looks)) for each in paragraphs(document)]
    parts = _head(lines, rules)
    number = parts["number"][0].text if parts.get("number") else ""
    read = READ_NUMBER.match(number)
    symbol = read[2] if read else ""
    below = 1 + max((_place(lines, each) for part in parts.values() for each in part), default=-1)
    parts |= _type_block(lines[below:], looks, rules) if symbol != _LETTER else {}
    below = 1 + max((_place(lines, each) for part in parts.values() for each in part), default=-1)
    parts |= _closing(lines[below:])
    ends = [_place(lines, parts[name][0]) for name in ("authority", "recipients") if name in parts]
    body = lines[below : min(ends, default=len(lines))]
    return Layout(
        lines=lines,
        parts=parts,
        body=[each for each in body if each.text and cell_of(each.paragraph) is None],
        symbol=symbol,
        is_cell=any(each.text.startswith("CHI BỘ") and each.text.isupper() for each in lines[:12]),
    )


def _shown(paragraph: Any, looks: Looks) -> str:
    text = " ".join(nfc(paragraph.text).split())
    runs = [run for run in paragraph.runs if run.text.strip()]
    return text.upper() if runs and all(looks.has("caps", run, paragraph) for run in runs) else text


def _place(lines: Sequence[Line], line: Line) -> int:
    return next(at for at, each in enumerate(lines) if each is line)


def _head(lines: Sequence[Line], rules: Rules) -> dict[str, list[Line]]:
    top = lines[:_HEAD]
    found = {
        "party": next((each for each in lines if each.text == rules.text.party), None),
        "star": next((each for each in top if each.text == rules.text.star), None),
        "number": next((each for each in lines if NUMBER_LINE.match(each.text)), None),
        "dated": next((each for each in top if _is_dated(each.text)), None),
    }
    parts = {name: [each] for name, each in found.items() if each is not None}
    known = [each for part in parts.values() for each in part]
    anchor = found["star"] or found["number"]
    above = lines[: _place(lines, anchor)] if anchor and anchor in top else []
    # Two names in one paragraph, parted by a break or a tab, have no look of their own to judge.
    names = [each for each in above if each.text.upper() != each.text.lower() and each not in known]
    if names and not any(set("\t\n") & set(each.paragraph.text) for each in names):
        parts["own"] = names[-1:]
        parts["upper"] = names[:-1][:1]
    number = found["number"]
    if number is not None and (read := READ_NUMBER.match(number.text)) and read[2] == _LETTER:
        after = (each for each in lines[_place(lines, number) + 1 :] if each.text)
        parts["about"] = [
            each
            for each in after
            if cell_of(each.paragraph) is not None
            and cell_of(each.paragraph) is cell_of(number.paragraph)
        ]
    return {name: part for name, part in parts.items() if part}


def _is_dated(text: str) -> bool:
    found = DATE_LINE.search(text)
    return found is not None and "," in text[: found.start()] and not text.startswith("-")


def _type_block(lines: Sequence[Line], looks: Looks, rules: Rules) -> dict[str, list[Line]]:
    said = [each for each in lines if each.text][: _TYPE + _ABSTRACT]
    types = [
        at
        for at, each in enumerate(said[:_TYPE])
        if each.text.isupper() and not _NO_TYPE.match(each.text)
    ]
    if not types:
        return {}
    after = said[types[0] + 1 :]
    dashes = next((at for at, each in enumerate(after) if each.text == rules.text.hyphens), None)
    parts = {"type": [said[types[0]]]}
    if dashes is not None:
        parts |= {"abstract": after[:dashes], "hyphens": [after[dashes]]}
    elif after and looks.alignment(after[0].paragraph) == "center":
        parts["abstract"] = after[:1]
    return {name: part for name, part in parts.items() if part}


def _closing(lines: Sequence[Line]) -> dict[str, list[Line]]:
    parts: dict[str, list[Line]] = {}
    for at, line in enumerate(lines):
        beside = list(_beside(lines, at))
        if line.text == RECIPIENTS and "recipients" not in parts:
            parts |= {"recipients": [line], "recipient": _listed(beside)}
        elif _SIGNS.match(line.text) and "authority" not in parts:
            parts["authority"] = [line]
            parts["position"] = [each for each in beside if each.text.isupper()][:1]
            parts["signer"] = [each for each in beside if not each.text.isupper()][:1]
    return {name: part for name, part in parts.items() if part}


def _beside(lines: Sequence[Line], at: int) -> Iterator[Line]:
    """Yield the lines with words that follow one in its cell, or in the text."""
    cell = cell_of(lines[at].paragraph)
    room = len(lines) if cell is not None else at + 1 + _SIGNING
    for each in lines[at + 1 : room]:
        if cell_of(each.paragraph) is not cell:
            return
        if each.text:
            yield each


def _listed(lines: Sequence[Line]) -> list[Line]:
    """Return the first lines that begin with a dash."""
    listed = []
    for each in lines:
        if not each.text.startswith("-"):
            break
        listed.append(each)
    return listed
