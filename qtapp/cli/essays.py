"""`essay`: who owes one, what came in, how it was judged."""

import click

from qtapp.cli.speaking import Noun
from qtapp.cli.terminal import Terminal, columns
from qtapp.cli.waves import find_wave
from qtapp.domain.vietnamese import date_text


@click.group(cls=Noun)
def essay() -> None:
    """Bài thu hoạch."""


@essay.command("list")
@click.argument("which", metavar="ĐỢT")
@click.option("--late", is_flag=True, help="Chỉ bài quá hạn chưa nộp.")
@click.pass_obj
def list_essays(terminal: Terminal, which: str, late: bool) -> None:
    """Liệt kê bài thu hoạch của một đợt học tập."""
    with terminal.opened() as book:
        today = book.today()
        found = [
            row
            for row in book.essays.sheet(find_wave(book, which).id)
            if not late or row.essay.is_late(today)
        ]
    rows = [
        (
            row.member.full_name,
            row.essay.duty.label,
            date_text(row.essay.due) if row.essay.due else "",
            row.essay.state.label,
            "quá hạn" if row.essay.is_late(today) else "",
        )
        for row in found
    ]
    headings = ("Họ và tên", "Nghĩa vụ", "Hạn nộp", "Tình trạng", "")
    terminal.say(columns(headings, rows), found)
