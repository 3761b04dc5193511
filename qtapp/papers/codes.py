"""A small bundle on paper: numbered QR codes, six to a page, to be photographed or scanned."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from qtapp.papers.fonts import checked, use_family, wrapped
from qtapp.papers.letterhead import Pen
from qtapp.papers.rules import MM, load_rules
from qtapp.papers.sheet_file import Target, fresh_file

PER_PAGE = 6
_COLUMNS = 2
_SIDE = 80.0
"""A code with its quiet zone, in mm: 0.76 mm a module at most 97 modules wide. Read from every photo of
1600 dots and more that was tried (turned by 8°, tilted, noisy, JPEG 60); 1.2 times as many modules on the
same paper lost four of ten codes at 1600 dots."""
_QUIET = 4
_GAP = 4.0
_TOP = 33.0
_VERSIONS = range(5, 21)
_ADVICE = (
    "Bên nhận mở Sổ Chi Bộ, vào Gói dữ liệu, chọn “Nhận tệp” rồi chọn ảnh chụp hoặc bản quét các trang này. "
    "Trang nào trước cũng được. Chụp thẳng, đủ sáng, cả trang nằm trong ảnh; gửi qua Zalo thì chọn ảnh HD."
)


class CodesPaper(Struct, frozen=True, kw_only=True):
    """What stands on the pages: from whom, to whom, when, in words; and the text of every code."""

    sender: str
    reader: str
    made: str
    codes: Sequence[str]


def write_codes(paper: CodesPaper, target: Target) -> None:
    """Write the pages as PDF; raises MissingGlyphs, FolderReadOnly or DiskFull."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - 100 ms, only for a paper

    rules = load_rules()
    family = use_family()
    checked(family, [paper.sender, paper.reader, paper.made, _ADVICE])
    size = (rules.page.width * MM, rules.page.height * MM)
    pages = [paper.codes[at : at + PER_PAGE] for at in range(0, len(paper.codes), PER_PAGE)]
    with fresh_file(target, ".pdf") as part:
        canvas = Canvas(part, pagesize=size, invariant=1)
        canvas.setTitle("Gói dữ liệu in thành mã")
        pen = Pen(canvas, rules, family, size[1])
        for number, codes in enumerate(pages, 1):
            _heading(pen, paper, f"Trang {number}/{len(pages)}")
            for place, code in enumerate(codes):
                row, column = divmod(place, _COLUMNS)
                left = (rules.page.width - _COLUMNS * _SIDE) / (_COLUMNS + 1)
                x = (left + column * (_SIDE + left)) * MM
                y = (_TOP + row * (_SIDE + _GAP)) * MM
                _draw(canvas, matrix(code), x, size[1] - y)
                which = f"Mã {(number - 1) * PER_PAGE + place + 1}/{len(paper.codes)}"
                pen.centred(x + _SIDE / 2 * MM, y + (_SIDE + 0.5) * MM, which, family.regular, 10)
            canvas.showPage()
        canvas.save()


def matrix(text: str) -> list[list[bool]]:
    """Return the dark modules of the smallest code that holds `text`, row by row, correction M.

    Every character of `text` must be of QR's alphanumeric alphabet.
    """
    from reportlab.graphics.barcode import qrencoder  # noqa: PLC0415 - as above

    level = qrencoder.QRErrorCorrectLevel.M
    code: Any = qrencoder.QRCode(_version(qrencoder, level, len(text)), level)
    code.addData(qrencoder.QRAlphaNum(text))
    code.make()
    return [
        [bool(code.isDark(row, column)) for column in range(code.getModuleCount())]
        for row in range(code.getModuleCount())
    ]


def _version(encoder: Any, level: int, length: int) -> int:
    """Return the smallest version for so many letters: two take 11 bits, a single one 6."""
    for version in _VERSIONS:
        blocks = encoder.QRRSBlock.getRSBlocks(version, level)
        count_bits = 9 if version < 10 else 11
        room = 8 * sum(block.dataCount for block in blocks) - 4 - count_bits
        if length // 2 * 11 + length % 2 * 6 <= room:
            return version
    raise ValueError(length)


def _heading(pen: Pen, paper: CodesPaper, page: str) -> None:
    family, middle = pen.family, pen.rules.page.width * MM / 2
    room = (pen.rules.page.width - 30) * MM
    pen.centred(middle, 14 * MM, f"Gói dữ liệu của {paper.sender}"[:90], family.bold, 13)
    pen.centred(
        middle, 19.5 * MM, f"Gửi: {paper.reader} · {paper.made} · {page}", family.regular, 11
    )
    y = 24.5 * MM
    for line in wrapped(_ADVICE, family.italic, 9, room):
        pen.centred(middle, y, line, family.italic, 9)
        y += 11


def _draw(canvas: Any, modules: list[list[bool]], left: float, top: float) -> None:
    """Draw a code with its quiet zone; runs of dark modules as one bar, so that no hairlines show."""
    unit = _SIDE * MM / (len(modules) + 2 * _QUIET)
    canvas.setFillGray(0)
    for row, line in enumerate(modules):
        y = top - (row + _QUIET + 1) * unit
        start = None
        for column, dark in enumerate([*line, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                x = left + (start + _QUIET) * unit
                # A little higher than a module: rows must touch in every viewer.
                canvas.rect(x, y, (column - start) * unit, unit * 1.02, stroke=0, fill=1)
                start = None
