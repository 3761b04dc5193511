"""What the verbs about lists from and for Excel share: the preview, the yes, the words."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from qtapp.cli.terminal import Terminal
from qtapp.domain.errors import LinesRejected
from qtapp.domain.reasons import LineProblem
from qtapp.services.book import Book
from qtapp.services.importing import ImportAction, ImportRow
from qtapp.services.register_import import PlannedRow, RegisterPlan
from qtapp.wording.reasons import line_sentence


def take_in(
    terminal: Terminal, book: Book, plan: RegisterPlan, *, skip_bad: bool, yes: bool
) -> None:
    """Show what a file would write, write it after a yes, and say so; raises LinesRejected."""
    reject_bad(terminal, plan.rows, skip_bad=skip_bad)
    if not terminal.is_json:
        click.echo(_summary(plan))
    agreed = bool(plan.writes) and (yes or terminal.confirms("Ghi vào sổ?"))
    written = book.registers.apply(plan, terminal.report()) if agreed else 0
    said = f"Đã ghi {written} dòng." if agreed else "Chưa ghi gì. Thêm --yes để ghi vào sổ."
    terminal.say(
        said if plan.writes else "Không có gì cần ghi.",
        {
            "written": written,
            "left_out": plan.unused,
            "actions": {each.value: plan.count(each) for each in ImportAction},
            "rows": [
                {"line": row.line, "action": row.action, "name": row.name, "said": row.said}
                for row in plan.rows
            ],
        },
    )


def reject_bad(
    terminal: Terminal, rows: Sequence[PlannedRow | ImportRow], *, skip_bad: bool
) -> None:
    """Tell what is wrong with which line and raise LinesRejected, unless bad lines are to be skipped."""
    problems = [problem for row in rows for problem in row.problems]
    if problems and not skip_bad:
        name_bad(terminal, problems)
        raise LinesRejected(problems)


def name_bad(terminal: Terminal, problems: Sequence[LineProblem]) -> None:
    """Tell people on stderr what is wrong with which line; the failure itself names the first ones only."""
    terminal.caution("\n".join(line_sentence(each) for each in problems))


def put_out(terminal: Terminal, path: Path, write: Callable[[Book], int]) -> None:
    """Write a workbook, and say where."""
    with terminal.opened() as book:
        written = write(book)
    terminal.say(f"Đã xuất {written} dòng ra {path}", {"written": written, "path": str(path)})


def _summary(plan: RegisterPlan) -> str:
    counts = [(each.label, plan.count(each)) for each in ImportAction]
    said = (
        "; ".join(f"{label}: {count}" for label, count in counts if count) or "Không có dòng nào."
    )
    return said + (f"\nKhông nhập các cột: {', '.join(plan.unused)}." if plan.unused else "")
