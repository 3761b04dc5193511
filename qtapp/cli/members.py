"""`members`: the register, and lists from Excel."""

from pathlib import Path

import click
from msgspec.structs import replace

from qtapp.cli.lists import reject_bad
from qtapp.cli.speaking import File, Noun, OneOf, Output
from qtapp.cli.terminal import Terminal, columns, short_ids
from qtapp.domain.members import masked_card
from qtapp.domain.vietnamese import partial_date_text
from qtapp.services.importing import (
    MEANINGS,
    IfKnown,
    ImportAction,
    ImportPlan,
    unused_columns,
)


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
@click.option(
    "--known",
    type=OneOf(IfKnown),
    default=IfKnown.UPDATE.value,
    metavar="CÁCH",
    help="Với người đã có trong sổ: update cập nhật, skip bỏ qua, add thêm mới.",
)
@click.option("--sheet", metavar="TÊN", help="Đọc trang tính này.")
@click.option(
    "--column",
    "columns_",
    multiple=True,
    metavar="SỐ=NGHĨA",
    help="Cột thứ mấy (từ 1) là gì, như 2=full_name; ghi nhiều lần được.",
)
@click.option(
    "--profile", metavar="TÊN", help="Đọc cột theo mẫu đã lưu; để trống là không dùng mẫu."
)
@click.option("--save-profile", default="", metavar="TÊN", help="Lưu cách hiểu các cột thành mẫu.")
@click.option("--skip-bad", is_flag=True, help="Bỏ qua dòng có lỗi, vẫn nhập các dòng khác.")
@click.option("--yes", is_flag=True, help="Ghi vào sổ luôn, không hỏi lại.")
@click.pass_obj
def import_members(  # noqa: PLR0913 - one argument for every option
    terminal: Terminal,
    path: Path,
    *,
    cell: str,
    known: IfKnown,
    sheet: str | None,
    columns_: tuple[str, ...],
    profile: str | None,
    save_profile: str,
    skip_bad: bool,
    yes: bool,
) -> None:
    """Nhập danh sách từ Excel hoặc CSV: xem trước, rồi mới ghi khi đồng ý."""
    report = terminal.report()
    mapping = dict(map(_column, columns_)) or None
    with terminal.opened() as book:
        source = book.importing.read(path, report, mapping, sheet=sheet, profile=profile)
        if save_profile:
            book.importing.keep_profile(save_profile, source)
        plan = book.importing.plan(source, cell=cell, known=known, report=report)
        reject_bad(terminal, plan.rows, skip_bad=skip_bad)
        if not terminal.is_json:
            click.echo(_summary(plan))
        wanted = plan.count(ImportAction.ADD) + plan.count(ImportAction.UPDATE)
        agreed = bool(wanted) and (yes or terminal.confirms("Ghi vào sổ?"))
        written = book.importing.apply(plan, report) if agreed else 0
    said = f"Đã ghi {written} đảng viên." if agreed else "Chưa ghi gì. Thêm --yes để ghi vào sổ."
    terminal.say(
        said if wanted else "Không có gì cần ghi.",
        {
            "written": written,
            "left_out": unused_columns(source),
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


@members.command("undo-import")
@click.pass_obj
def undo_import(terminal: Terminal) -> None:
    """Hoàn tác lần nhập danh sách gần nhất."""
    with terminal.opened() as book:
        done = book.importing.take_back()
    said = f"Đã bỏ {done.removed} đảng viên mới nhập, trả lại {done.restored} đảng viên như trước."
    if done.kept:
        said += f" Giữ nguyên vì đã có thay đổi sau đó: {', '.join(done.kept)}."
    terminal.say(said, done)


@members.command()
@click.option("--forget", default="", metavar="TÊN", help="Bỏ mẫu này.")
@click.pass_obj
def profiles(terminal: Terminal, forget: str) -> None:
    """Liệt kê các mẫu đọc cột đã lưu."""
    with terminal.opened() as book:
        if forget:
            book.importing.drop_profile(forget)
        found = book.importing.profiles()
    rows = [(each.name, ", ".join(each.columns)) for each in found]
    terminal.say(columns(("Tên mẫu", "Các cột"), rows), found)


@members.command("export")
@click.option("-o", "--output", type=Output(".xlsx"), required=True, help="Tệp .xlsx.")
@click.option("--former", is_flag=True, help="Kể cả người đã chuyển đi, ra khỏi Đảng, từ trần.")
@click.option("--full", is_flag=True, help="Cả số thẻ, điện thoại, thư điện tử.")
@click.pass_obj
def export_members(terminal: Terminal, output: Path, *, former: bool, full: bool) -> None:
    """Xuất danh sách đảng viên ra Excel."""
    with terminal.opened() as book:
        written = book.exporting.members(output, former=former, full=full)
    terminal.say(
        f"Đã xuất {written} đảng viên ra {output}", {"written": written, "path": str(output)}
    )


def _column(given: str) -> tuple[int, str]:
    """Return the index of a column, from 0, and its meaning; raises click.UsageError."""
    number, _, meaning = given.partition("=")
    if not (number.isdecimal() and int(number)) or meaning not in MEANINGS:
        known = ", ".join(sorted(MEANINGS))
        raise click.UsageError(f"--column {given}: hãy viết như 2=full_name. Có: {known}")
    return int(number) - 1, meaning


def _summary(plan: ImportPlan) -> str:
    counts = [(each.label, plan.count(each)) for each in ImportAction]
    said = (
        "; ".join(f"{label}: {count}" for label, count in counts if count) or "Không có dòng nào."
    )
    unused = unused_columns(plan.source)
    return said + (f"\nKhông nhập các cột: {', '.join(unused)}." if unused else "")
