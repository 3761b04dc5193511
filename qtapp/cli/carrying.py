"""`bundle stick`, `bundle by-hand`, `bundle paper`: the ways a bundle travels."""

from pathlib import Path

import click

from qtapp.cli.bundles import code_of, lines_of, record_of
from qtapp.cli.speaking import File, Output, Verb
from qtapp.cli.terminal import Terminal, chosen
from qtapp.cli.units import unit_name
from qtapp.paths import save_file
from qtapp.services.book import Book
from qtapp.services.carrying import DEFAULT_MAIL_MB, MAIL_MB
from qtapp.wording.failures import sentence


@click.command(cls=Verb)
@click.argument("folder", metavar="THƯ_MỤC_USB", type=File())
@click.pass_obj
def stick(terminal: Terminal, folder: Path) -> int:
    """Nhận gói trên USB rồi ghi gói đến lượt gửi."""
    with terminal.opened() as book:
        visit = book.carrying.visit(folder, terminal.report())
        code = code_of(book, visit.received)
    lines = [line for each in visit.received for line in lines_of(each)]
    lines.extend(f"Đã ghi {path}" for path in visit.written)
    if visit.failure is not None:
        lines.extend(line for line in sentence(visit.failure) if line)
    elif visit.received or visit.written:
        lines.append("Có thể rút USB.")
    terminal.say(
        "\n".join(lines) or "Không có gì để nhận hay ghi.",
        {
            "received": [record_of(each) for each in visit.received],
            "written": [str(path) for path in visit.written],
            "failure": type(visit.failure).__name__ if visit.failure else "",
        },
    )
    return code if visit.failure is None else 4


@click.command("by-hand", cls=Verb)
@click.option("-o", "--output", type=File(), required=True, metavar="THƯ_MỤC", help="Nơi ghi.")
@click.option(
    "--mb",
    type=click.Choice([str(each) for each in MAIL_MB]),
    default=str(DEFAULT_MAIL_MB),
    help="Mỗi thư chở được bao nhiêu MB.",
)
@click.option("--unit", "which", default="", metavar="ĐƠN_VỊ", help="Chỉ cho đơn vị này.")
@click.pass_obj
def by_hand(terminal: Terminal, output: Path, mb: str, which: str) -> None:
    """Ghi các phần của gói và thư nháp (.eml) để tự gửi qua thư điện tử trên mạng hoặc Zalo."""
    with terminal.opened() as book:
        laid = book.carrying.by_hand(
            output, megabytes=int(mb), unit_id=_unit_id(book, which), report=terminal.report()
        )
    lines = [
        f"{each.unit.name}: {len(each.files)} tệp và {len(each.drafts)} thư nháp ở {each.folder}"
        for each in laid
    ]
    data = [
        {
            "unit": each.unit.id,
            "folder": str(each.folder),
            "files": [path.name for path in each.files],
            "drafts": [path.name for path in each.drafts],
        }
        for each in laid
    ]
    terminal.say("\n".join(lines) or "Chưa có đơn vị nào đã nối để gửi.", data)


@click.command(cls=Verb)
@click.option("-o", "--output", type=Output(".pdf"), required=True, help="Tệp PDF để in.")
@click.option("--unit", "which", default="", metavar="ĐƠN_VỊ", help="Gửi xuống đơn vị này.")
@click.pass_obj
def paper(terminal: Terminal, output: Path, which: str) -> None:
    """In gói nhỏ thành mã trên giấy; bên nhận đọc lại từ ảnh chụp hoặc bản quét bằng `bundle read`."""
    with terminal.opened() as book:
        unit_id = _unit_id(book, which)
        with book.exchange.once_done():
            save_file(output, book.carrying.on_paper(unit_id, terminal.report()), ".pdf")
    terminal.say(f"Đã ghi {output}", {"path": str(output)})


def _unit_id(book: Book, which: str) -> str:
    return chosen(book.units.subordinates(), which, unit_name, "units").id if which else ""
