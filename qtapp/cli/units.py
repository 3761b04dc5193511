"""`unit`: the organisations below the book's own."""

from pathlib import Path

import click

from qtapp.cli.speaking import File, Noun, OneOf, Output
from qtapp.cli.terminal import Terminal, chosen, columns, short_ids
from qtapp.domain.units import Unit, UnitKind


@click.group(cls=Noun)
def unit() -> None:
    """Các tổ chức đảng trực thuộc."""


@unit.command("list")
@click.pass_obj
def list_units(terminal: Terminal) -> None:
    """Liệt kê đơn vị của sổ và các đơn vị trực thuộc."""
    with terminal.opened() as book:
        found = [book.units.own(), *book.units.subordinates()]
    ids = short_ids(found)
    rows = [(ids[each.id], each.name, each.kind.label, each.level) for each in found]
    terminal.say(columns(("Mã", "Tên", "Loại", "Cấp"), rows), found)


@unit.command()
@click.argument("name", metavar="TÊN")
@click.option("--kind", type=OneOf(UnitKind), default=UnitKind.CELL, help="cell hay committee.")
@click.option("--parent", metavar="ĐƠN_VỊ", help="Đơn vị cấp trên trực tiếp (mặc định: của sổ).")
@click.option(
    "--level", default="", metavar="CẤP", help="Tên gọi của cấp, ví dụ “đảng bộ bộ phận”."
)
@click.pass_obj
def add(terminal: Terminal, name: str, kind: UnitKind, parent: str | None, level: str) -> None:
    """Thêm một đơn vị trực thuộc."""
    with terminal.opened() as book:
        known = [book.units.own(), *book.units.subordinates()]
        above = chosen(known, parent, unit_name, "units").id if parent else None
        made = book.units.add(name, kind, above, level)
    terminal.say(f"Đã thêm {made.name} (mã {made.id}).", made)


@unit.command()
@click.argument("which", metavar="ĐƠN_VỊ")
@click.option(
    "-o", "--output", type=Output(".cbgt"), required=True, help="Tệp giấy giới thiệu (.cbgt)."
)
@click.option("--leave", is_flag=True, help="Đơn vị chuyển đi: thôi liệt kê ở sổ này.")
@click.pass_obj
def introduce(terminal: Terminal, which: str, output: Path, leave: bool) -> None:
    """Làm giấy giới thiệu đơn vị sang cấp ủy khác, hoặc đơn vị của sổ lên một cấp trên."""
    with terminal.opened() as book:
        unit = chosen([book.units.own(), *book.units.subordinates()], which, unit_name, "units")
        code = book.exchange.introduce(unit.id, output)
        if leave:
            book.exchange.let_go(unit.id)
    terminal.say(
        f"Đã làm giấy giới thiệu {unit.name}: {output}\nMã mở giấy: {code}",
        {"unit": unit.id, "path": str(output), "code": code},
    )


@unit.command("take-over")
@click.argument("path", metavar="GIẤY_GIỚI_THIỆU", type=File())
@click.option("--code", required=True, metavar="MÃ", help="Mã nơi đi đã đọc cho.")
@click.pass_obj
def take_over(terminal: Terminal, path: Path, code: str) -> None:
    """Nhận đơn vị chuyển đến vào danh sách, với đúng mã cũ; sau đó làm thư mời cho đơn vị."""
    with terminal.opened() as book:
        taken = book.exchange.take_over(path, code)
    terminal.say("\n".join(f"Đã nhận {each.name} (mã {each.id})." for each in taken), taken)


def unit_name(each: Unit) -> str:
    """Return what people call a unit."""
    return each.name
