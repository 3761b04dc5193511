"""`plan`: the action plan of a wave, held against the six clears (6 rõ)."""

import click

from qtapp.cli.speaking import Noun
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
        lacks = ", ".join(clear.label for clear in missing) or "đủ 6 rõ"
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
