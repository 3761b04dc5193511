"""`records`: any kind of record as JSON Lines, by its published schema."""

from pathlib import Path

import click
import msgspec

from qtapp.cli.lists import name_bad
from qtapp.cli.speaking import File, Noun, Output
from qtapp.cli.terminal import Terminal, columns
from qtapp.domain.errors import LinesRejected
from qtapp.paths import save_file
from qtapp.services.records import Records
from qtapp.wording.labels import table_label


@click.group(cls=Noun)
def records() -> None:
    """Bản ghi bất kỳ dưới dạng JSON, mỗi dòng một bản ghi."""


@records.command("list")
@click.pass_obj
def list_tables(terminal: Terminal) -> None:
    """Liệt kê các loại bản ghi (không cần mở sổ)."""
    found = [(each, table_label(each), Records.may_come_in(each)) for each in Records.tables()]
    rows = [(table, title, "có" if comes_in else "không") for table, title, comes_in in found]
    terminal.say(
        columns(("Loại", "Nghĩa", "Nhập được"), rows),
        [{"table": table, "title": title, "import": comes_in} for table, title, comes_in in found],
    )


@records.command()
@click.argument("table", metavar="LOẠI")
@click.pass_obj
def schema(terminal: Terminal, table: str) -> None:
    """Xem JSON Schema của một loại bản ghi (không cần mở sổ)."""
    found = Records.schema(table)
    terminal.say(msgspec.json.format(msgspec.json.encode(found), indent=2).decode(), found)


@records.command("export")
@click.argument("table", metavar="LOẠI")
@click.option(
    "-o", "--output", type=Output(".jsonl"), help="Tệp .jsonl; không có thì in ra màn hình."
)
@click.option("--everyone", is_flag=True, help="Cả bản ghi do đơn vị khác gửi đến.")
@click.pass_obj
def export_records(terminal: Terminal, table: str, output: Path | None, everyone: bool) -> None:
    """Xuất các bản ghi của một loại."""
    with terminal.opened() as book:
        lines = list(book.records.all(table, everyone=everyone))
    if output is None:
        whole = b"\n".join(lines).decode()
        terminal.say(whole, [msgspec.Raw(line) for line in lines])
        return
    save_file(output, b"".join(line + b"\n" for line in lines), ".jsonl")
    terminal.say(
        f"Đã xuất {len(lines)} bản ghi ra {output}", {"written": len(lines), "path": str(output)}
    )


@records.command("import")
@click.argument("table", metavar="LOẠI")
@click.argument("path", metavar="TỆP", type=File())
@click.pass_obj
def import_records(terminal: Terminal, table: str, path: Path) -> None:
    """Nhập bản ghi: đúng hết thì ghi hết, sai một dòng thì không ghi gì."""
    with terminal.opened() as book:
        try:
            written = book.records.read(table, path, terminal.report())
        except LinesRejected as error:
            name_bad(terminal, error.problems)
            raise
    terminal.say(f"Đã nhập {written} bản ghi.", {"written": written})
