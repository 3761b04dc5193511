"""`unit`: the organisations below the book's own."""

import click

from qtapp.cli.speaking import Noun, OneOf
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


def unit_name(each: Unit) -> str:
    """Return what people call a unit."""
    return each.name
