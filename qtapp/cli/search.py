"""`search`: whatever in the book holds some words."""

import click

from qtapp.cli.speaking import Verb
from qtapp.cli.terminal import Terminal, columns
from qtapp.services.search import MOST
from qtapp.wording.labels import table_label


@click.command(cls=Verb)
@click.argument("words", nargs=-1, required=True, metavar="CHỮ...")
@click.option(
    "--most",
    type=click.IntRange(1, 1000),
    default=MOST,
    metavar="SỐ",
    help="Nhiều nhất bao nhiêu kết quả.",
)
@click.pass_obj
def search(terminal: Terminal, words: tuple[str, ...], most: int) -> None:
    """Tìm trong cả sổ: đảng viên, văn bản, buổi học, bài, việc, biên bản; không cần gõ dấu."""
    with terminal.opened() as book:
        book.search.prepare(terminal.report())
        found = book.search.find(" ".join(words), most)
    rows = [(table_label(each.table), each.unit, each.title, each.words) for each in found]
    text = columns(("Loại", "Đơn vị", "Tên", "Nội dung"), rows)
    terminal.say(text if found else "Không thấy gì.", found)
