"""`members`: the register, and lists from Excel."""

from pathlib import Path

import click
from msgspec.structs import replace

from qtapp.cli.speaking import File, Noun
from qtapp.cli.terminal import Terminal, columns, short_ids
from qtapp.domain.errors import LinesRejected
from qtapp.domain.members import masked_card
from qtapp.domain.vietnamese import partial_date_text
from qtapp.services.importing import ImportAction, ImportPlan
from qtapp.wording.reasons import line_sentence


@click.group(cls=Noun)
def members() -> None:
    """Danh sách đảng viên."""


@members.command("list")
@click.option("--former", is_flag=True, help="Kể cả người đã chuyển đi, ra khỏi Đảng, từ trần.")
@click.option("--full", is_flag=True, help="Hiện đủ số thẻ đảng viên, không chỉ bốn số cuối.")
@click.pass_obj
def list_members(terminal: Terminal, *, former: bool, full: bool) -> None:
    """Liệt kê đảng viên theo vần tên."""
    with terminal.opened() as book:
        found = book.members.all(former=former)
    if not full:
        found = [replace(each, card_number=masked_card(each.card_number)) for each in found]
    ids = short_ids(found)
    rows = [
        (
            ids[each.id],
            each.full_name,
            partial_date_text(each.birth),
            each.card_number,
            each.kind.label,
            each.status.label,
        )
        for each in found
    ]
    headings = ("Mã", "Họ và tên", "Ngày sinh", "Số thẻ", "Loại", "Tình trạng")
    terminal.say(columns(headings, rows), found)


@members.command("import")
@click.argument("path", metavar="TỆP", type=File())
@click.option("--cell", default="", metavar="TÊN", help="Chỉ lấy dòng ghi tên chi bộ này.")
@click.option("--keep", is_flag=True, help="Không sửa người đã có trong sổ.")
@click.option("--skip-bad", is_flag=True, help="Bỏ qua dòng có lỗi, vẫn nhập các dòng khác.")
@click.option("--yes", is_flag=True, help="Ghi vào sổ luôn, không hỏi lại.")
@click.pass_obj
def import_members(
    terminal: Terminal, path: Path, cell: str, *, keep: bool, skip_bad: bool, yes: bool
) -> None:
    """Nhập danh sách từ Excel hoặc CSV: xem trước, rồi mới ghi khi đồng ý."""
    report = terminal.report()
    with terminal.opened() as book:
        source = book.importing.read(path, report)
        plan = book.importing.plan(source, cell=cell, update=not keep, report=report)
        problems = [problem for row in plan.rows for problem in row.problems]
        if problems and not skip_bad:
            if not terminal.is_json:
                for problem in problems:
                    click.echo(line_sentence(problem), err=True)
            raise LinesRejected(problems)
        summary = _summary(plan)
        if not terminal.is_json:
            click.echo(summary)
        wanted = plan.count(ImportAction.ADD) + plan.count(ImportAction.UPDATE)
        agreed = bool(wanted) and (yes or terminal.confirms("Ghi vào sổ?"))
        written = book.importing.apply(plan, report) if agreed else 0
    said = f"Đã ghi {written} đảng viên." if agreed else "Chưa ghi gì. Thêm --yes để ghi vào sổ."
    terminal.say(
        said if wanted else "Không có gì cần ghi.",
        {
            "written": written,
            "actions": {each.value: plan.count(each) for each in ImportAction},
            "rows": [
                {
                    "line": row.line,
                    "action": row.action,
                    "name": row.member.full_name if row.member else "",
                    "changed": row.changed,
                }
                for row in plan.rows
            ],
        },
    )


def _summary(plan: ImportPlan) -> str:
    counts = [(each.label, plan.count(each)) for each in ImportAction]
    return (
        "; ".join(f"{label}: {count}" for label, count in counts if count) or "Không có dòng nào."
    )
