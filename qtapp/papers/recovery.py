"""The printed recovery code: one page to keep away from the computer."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from qtapp.papers.fonts import checked, use_family, wrapped
from qtapp.papers.letterhead import Pen
from qtapp.papers.rules import MM, load_rules
from qtapp.papers.sheet_file import fresh_file

_ADVICE = (
    "Mã này mở được sổ khi quên mật khẩu. Ai có cả mã này và máy tính (hoặc bản sao của sổ) thì đọc "
    "được mọi điều trong sổ.",
    "Cất tờ giấy này ở nơi có khóa, xa máy tính. Không chụp ảnh, không gửi qua Zalo hay thư điện tử.",
    "Khi cần: mở Sổ Chi Bộ, bấm “Quên mật khẩu?”, gõ lần lượt từng nhóm. Chữ hoa hay chữ thường đều "
    "được; máy chỉ ra nhóm nào gõ nhầm.",
    "Nếu nghi mã bị lộ: vào Thiết lập, bấm “Lập mã khôi phục mới”. Tờ giấy này khi đó không còn giá trị.",
)


class RecoveryPage(Struct, frozen=True, kw_only=True):
    """The code in groups joined by `-`, whose book it opens, and the day it was made, in words."""

    code: str
    unit: str
    book: str
    made: str


def write_recovery(page: RecoveryPage, path: Path, folders: Sequence[Path] = ()) -> None:
    """Write the page as PDF; raises MissingGlyphs, FolderReadOnly or DiskFull."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - 100 ms, only for a paper

    rules = load_rules()
    family = use_family(folders)
    checked(family, [page.code, page.unit, page.book, page.made, *_ADVICE])
    sheet = rules.page
    size = (sheet.width * MM, sheet.height * MM)
    left, column = sheet.left * MM, sheet.column * MM
    with fresh_file(path, ".pdf") as part:
        canvas = Canvas(part, pagesize=size, invariant=1)
        canvas.setTitle("Mã khôi phục sổ")
        pen = Pen(canvas, rules, family, size[1])
        middle = left + column / 2
        y = pen.block(middle, 34 * MM, "MÃ KHÔI PHỤC SỔ", family.bold, 24, column)
        y = pen.block(middle, y + 6, page.unit, family.bold, 15, column)
        y = pen.block(middle, y + 2, f"Sổ: {page.book}", family.regular, 13, column)
        y = pen.block(middle, y + 2, f"Lập {page.made}", family.italic, 13, column)
        y += 10 * MM
        groups = page.code.split("-")
        height = 15 * MM
        for place, group in enumerate(groups, 1):
            pen.line(left + 30 * MM, y, left + column - 30 * MM, y)
            pen.text(left + 33 * MM, y + 10 * MM, f"{place}", family.regular, 13)
            x = left + 60 * MM
            for letter in group:
                pen.centred(x, y + 11 * MM, letter, family.bold, 26)
                x += 14 * MM
            y += height
        pen.line(left + 30 * MM, y, left + column - 30 * MM, y)
        y += 12 * MM
        for advice in _ADVICE:
            for line in wrapped(advice, family.regular, 13, column):
                pen.text(left, y, line, family.regular, 13)
                y += 17
            y += 6
        canvas.showPage()
        canvas.save()
