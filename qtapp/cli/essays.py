"""`essay`: who owes one, what came in, how it was judged."""

from pathlib import Path

import click

from qtapp.cli.lists import put_out, take_in
from qtapp.cli.speaking import File, Noun, Output
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


@essay.command("export")
@click.argument("which", metavar="ĐỢT")
@click.option("-o", "--output", type=Output(".xlsx"), required=True, help="Tệp .xlsx.")
@click.pass_obj
def export_essays(terminal: Terminal, which: str, output: Path) -> None:
    """Xuất danh sách bài thu hoạch ra Excel; lời trong bài nằm lại trong sổ."""
    put_out(terminal, output, lambda book: book.exporting.essays(find_wave(book, which).id, output))


@essay.command("import")
@click.argument("which", metavar="ĐỢT")
@click.argument("path", metavar="TỆP", type=File())
@click.option("--skip-bad", is_flag=True, help="Bỏ qua dòng có lỗi, vẫn ghi các dòng khác.")
@click.option("--yes", is_flag=True, help="Ghi vào sổ luôn, không hỏi lại.")
@click.pass_obj
def import_essays(terminal: Terminal, which: str, path: Path, *, skip_bad: bool, yes: bool) -> None:
    """Nhập tình hình nộp bài từ Excel: xem trước, rồi mới ghi khi đồng ý."""
    with terminal.opened() as book:
        plan = book.registers.essays(find_wave(book, which).id, path, terminal.report())
        take_in(terminal, book, plan, skip_bad=skip_bad, yes=yes)
