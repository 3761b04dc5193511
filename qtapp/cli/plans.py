"""`plan`: the action plan of a wave, held against the six clears (6 rõ)."""

from pathlib import Path

import click

from qtapp.cli.lists import put_out, take_in
from qtapp.cli.speaking import File, Noun, Output
from qtapp.cli.terminal import Terminal
from qtapp.cli.waves import find_wave
from qtapp.domain.plan_check import is_clear, is_vague, missing_clears


@click.group(cls=Noun)
def plan() -> None:
    """Kế hoạch hành động."""


@plan.command()
@click.argument("which", metavar="ĐỢT")
@click.pass_obj
def check(terminal: Terminal, which: str) -> None:
    """Xem mỗi nhiệm vụ còn thiếu gì trong 6 rõ."""
    with terminal.opened() as book:
        wave = find_wave(book, which)
        exists = book.plans.exists(wave.id)
        tasks = book.plans.tasks(book.plans.of(wave.id))
    lines = []
    data = []
    for task in tasks:
        missing = missing_clears(task)
        whole = "đủ 6 rõ" if task.measure else "đủ 6 rõ, chưa có thước đo"
        lacks = ", ".join(clear.label for clear in missing) or whole
        lines.append(f"{task.position}. {task.content}")
        lines.append(f"   {'thiếu ' if missing else ''}{lacks}")
        if is_vague(task):
            lines.append("   nội dung còn chung chung: chưa có con số, sản phẩm hay thước đo")
        data.append(
            {
                "task": task,
                "missing": missing,
                "vague": is_vague(task),
                "clear": is_clear(task),
            }
        )
    if not tasks:
        lines = ["Kế hoạch chưa có nhiệm vụ." if exists else "Chưa lập kế hoạch hành động."]
    terminal.say("\n".join(lines), {"exists": exists, "tasks": data})


@plan.command("export")
@click.argument("which", metavar="ĐỢT")
@click.option("-o", "--output", type=Output(".xlsx"), required=True, help="Tệp .xlsx.")
@click.pass_obj
def export_tasks(terminal: Terminal, which: str, output: Path) -> None:
    """Xuất các nhiệm vụ của kế hoạch hành động ra Excel."""
    put_out(terminal, output, lambda book: book.exporting.tasks(find_wave(book, which).id, output))


@plan.command("import")
@click.argument("which", metavar="ĐỢT")
@click.argument("path", metavar="TỆP", type=File())
@click.option("--skip-bad", is_flag=True, help="Bỏ qua dòng có lỗi, vẫn ghi các dòng khác.")
@click.option("--yes", is_flag=True, help="Ghi vào sổ luôn, không hỏi lại.")
@click.pass_obj
def import_tasks(terminal: Terminal, which: str, path: Path, *, skip_bad: bool, yes: bool) -> None:
    """Nhập nhiệm vụ từ Excel vào kế hoạch hành động đã lập: xem trước, rồi mới ghi."""
    with terminal.opened() as book:
        found = book.registers.tasks(find_wave(book, which).id, path, terminal.report())
        take_in(terminal, book, found, skip_bad=skip_bad, yes=yes)
