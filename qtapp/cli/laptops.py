"""`laptop`: the computers of a unit: one more, a list, a lost one."""

from pathlib import Path

import click

from qtapp.cli.speaking import File, Noun
from qtapp.cli.terminal import Terminal, chosen, columns
from qtapp.cli.units import unit_name
from qtapp.domain.errors import NotFound
from qtapp.domain.units import Unit
from qtapp.services.book import Book
from qtapp.services.devices import DeviceView


@click.group(cls=Noun)
def laptop() -> None:
    """Máy của một đơn vị: thêm máy, xem danh sách, thu hồi máy mất."""


@laptop.command()
@click.option("-o", "--output", type=File(), required=True, metavar="THƯ_MỤC", help="USB để ghi.")
@click.pass_obj
def add(terminal: Terminal, output: Path) -> None:
    """Ghi thư mời và nội dung sổ cho một máy nữa của đơn vị; không phải hỏi cấp trên."""
    report = terminal.report()
    with terminal.opened() as book:
        letter, code = book.exchange.invite_laptop(output, report)
    terminal.say(
        f"Đã làm thư mời cho máy mới: {letter}\nMã mở thư: {code}",
        {"path": str(letter), "code": code},
    )


@laptop.command("list")
@click.argument("which", metavar="[ĐƠN_VỊ]", default="")
@click.pass_obj
def list_laptops(terminal: Terminal, which: str) -> None:
    """Liệt kê máy của đơn vị mình, hoặc của một đơn vị trực thuộc."""
    with terminal.opened() as book:
        found = book.exchange.devices(_unit(book, which).id)
    rows = [
        (each.serial[:8], _name(each), each.since.replace("T", " "), _heard(each)) for each in found
    ]
    terminal.say(columns(("Mã", "Máy", "Từ", "Gói gần nhất"), rows), list(found))


@laptop.command()
@click.argument("serial", metavar="MÃ_MÁY")
@click.option("--unit", "which", default="", metavar="ĐƠN_VỊ", help="Đơn vị trực thuộc có máy đó.")
@click.pass_obj
def revoke(terminal: Terminal, serial: str, which: str) -> None:
    """Thu hồi một máy hoặc một thư mời: từ nay không nhận gói của máy đó. Không lấy lại được."""
    with terminal.opened() as book:
        unit = _unit(book, which)
        fits = [each for each in book.exchange.devices(unit.id) if each.serial.startswith(serial)]
        if len(fits) != 1:
            raise NotFound("devices", serial)
        book.exchange.revoke(unit.id, [fits[0].serial])
    terminal.say(
        f"Đã thu hồi {_name(fits[0])} của {unit.name}.",
        {"unit": unit.id, "serial": fits[0].serial},
    )


def _unit(book: Book, which: str) -> Unit:
    own = book.units.own()
    if not which:
        return own
    return chosen([own, *book.units.subordinates()], which, unit_name, "units")


def _name(device: DeviceView) -> str:
    if device.is_letter:
        return "thư mời chưa dùng"
    marks = [
        word
        for word, holds in (("máy này", device.is_this), ("đã thu hồi", device.revoked))
        if holds
    ]
    return f"{device.label} ({', '.join(marks)})" if marks else device.label


def _heard(device: DeviceView) -> str:
    return f"{device.last_bundle.astimezone():%d/%m/%Y %H:%M}" if device.last_bundle else ""
